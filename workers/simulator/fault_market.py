"""Faults of the market itself: corrections, halts, symbols that are new or have another name.

Door: `MarketFaults`. It rewrites messages before anyone sees them, so REST, stream and replays
agree. Refuses to know time and sockets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from workers.simulator.messages import PUT_THROUGH, Message, StatusContent, WireDay, encode
from workers.simulator.reference import ReferenceData, Security

HALTED = "H"
NORMAL = "N"
_TRADED = ("X-TRADE", "X")
_STOPPED_BY_HALT = ("X-TRADE", "X-QUOTE", "X", "B", "OL", PUT_THROUGH)


class MarketFaults:
    """What differs from the source's day. Symbols are those of the wire, after renaming."""

    def __init__(self, reference: ReferenceData, day: WireDay) -> None:
        self.reference = reference
        """What the REST calls list now."""
        self._day = day
        self._names: dict[str, str] = {}
        self._copies: dict[str, list[str]] = {}
        self._offsets: dict[str, float] = {}
        self._halted: set[str] = set()

    def begin(self, reference: ReferenceData, day: WireDay) -> None:
        """A new day of the source: names, copies and halts stay, totals begin anew.

        Args:
            reference: what the source lists on it.
        """
        self._day = day
        self.reference = reference
        self._offsets.clear()
        for origin, name in self._names.items():
            self._list_renamed(origin, name)
        for like, copies in self._copies.items():
            for symbol in copies:
                self._list_copy(symbol, like)

    def changed(self, messages: Iterable[Message]) -> list[Message]:
        """The messages as the faulty market sends them."""
        if not (self._names or self._copies or self._offsets or self._halted):
            return list(messages)
        out: list[Message] = []
        for message in messages:
            message = _renamed(message, self._names.get(message.symbol, message.symbol))
            copies = (_renamed(message, name) for name in self._copies.get(message.symbol, ()))
            for one in (message, *copies):
                out.extend(self._after_offset_and_halt(one))
        return out

    def correct(self, symbol: str, by_shares: int, last: dict[str, Any] | None) -> list[Message]:
        """Changes a symbol's total from now on.

        Args:
            last: fields of its last X-TRADE.
        Returns: that trade again with the corrected total; nothing before its first trade.
        """
        self._offsets[symbol] = self._offsets.get(symbol, 0.0) + by_shares
        if last is None:
            return []
        fields = dict(last)
        _add_shares(fields, by_shares)
        return [self._message("X-TRADE", symbol, fields)]

    def add(self, symbol: str, like: str, last: dict[str, Any] | None, ts_ms: int) -> list[Message]:
        """Lists a symbol that trades as another does, from zero.

        Args:
            last: fields of the other's last X-TRADE. ts_ms: the time of the status message.
        """
        self._copies.setdefault(like, []).append(symbol)
        self._offsets[symbol] = -float((last or {}).get("TotalVol") or 0.0)
        self._list_copy(symbol, like)
        return [self._status(symbol, NORMAL, ts_ms)]

    def halt(self, symbol: str, ts_ms: int) -> list[Message]:
        """Stops a symbol; its room messages go on, as in life."""
        self._halted.add(symbol)
        return [self._status(symbol, HALTED, ts_ms)]

    def resume(self, symbol: str, ts_ms: int) -> list[Message]:
        """Ends a halt; trades the source made meanwhile never happened."""
        if symbol not in self._halted:
            return []
        self._halted.discard(symbol)
        return [self._status(symbol, NORMAL, ts_ms)]

    def rename(self, symbol: str, to: str, ts_ms: int) -> list[Message]:
        """Gives a symbol another name, in the lists of the REST calls and in every index too."""
        # A name that is itself the result of renaming is followed back to the source's.
        origin = next((name for name, now in self._names.items() if now == symbol), symbol)
        self._names[origin] = to
        self._offsets[to] = self._offsets.pop(symbol, 0.0)
        if symbol in self._copies:
            self._copies[to] = self._copies.pop(symbol)
        self._list_renamed(symbol, to)
        return [self._status(to, NORMAL, ts_ms)]

    def _list_copy(self, symbol: str, like: str) -> None:
        model = self.reference.security(like)
        if model is not None:
            row = msgspec.structs.replace(model, symbol=symbol, name=symbol, name_en=symbol)
            self._list((*self.reference.securities, row))

    def _list_renamed(self, symbol: str, to: str) -> None:
        self._list(
            msgspec.structs.replace(row, symbol=to) if row.symbol == symbol else row
            for row in self.reference.securities
        )
        indices = tuple(
            msgspec.structs.replace(
                index, members=tuple(to if member == symbol else member for member in index.members)
            )
            for index in self.reference.indices
        )
        self.reference = msgspec.structs.replace(self.reference, indices=indices)

    def _list(self, rows: Iterable[Security]) -> None:
        self.reference = msgspec.structs.replace(self.reference, securities=tuple(rows))

    def _after_offset_and_halt(self, message: Message) -> list[Message]:
        offset = self._offsets.get(message.symbol, 0.0)
        if message.symbol in self._halted and message.data_type in _STOPPED_BY_HALT:
            if message.data_type == "X-TRADE":
                never_traded = _fields(message) or {}
                self._offsets[message.symbol] = offset - float(never_traded.get("LastVol") or 0.0)
            return []
        if not offset or message.data_type not in _TRADED:
            return [message]
        fields = _fields(message)
        if fields is None:
            return [message]
        _add_shares(fields, offset)
        return [message._replace(content=msgspec.json.encode(fields).decode())]

    def _status(self, symbol: str, status: str, ts_ms: int) -> Message:
        row = self.reference.security(symbol)
        exchange = "HOSE" if row is None else row.board.value
        content = StatusContent(
            r_type="F",
            market_id=exchange,
            trading_date=self._day.text,
            time=self._day.time(ts_ms),
            symbol=symbol,
            trading_session="LO",
            trading_status=status,
            exchange=exchange,
            trading_ol_session="LO",
        )
        return Message(ts_ms, "F", symbol, encode(content))

    def _message(self, data_type: str, symbol: str, fields: dict[str, Any]) -> Message:
        hours, minutes, seconds = (int(part) for part in str(fields["Time"]).split(":"))
        ts_ms = self._day.at(hours * 3600 + minutes * 60 + seconds)
        return Message(ts_ms, data_type, symbol, msgspec.json.encode(fields).decode())


def _add_shares(fields: dict[str, Any], shares: float) -> None:
    total, value = (float(fields.get(name) or 0.0) for name in ("TotalVol", "TotalVal"))
    fields["TotalVol"] = max(0.0, total + shares)
    # The value follows at the last price: the exchange cancels trades with their money.
    fields["TotalVal"] = max(0.0, value + shares * float(fields.get("LastPrice") or 0.0))


def _renamed(message: Message, symbol: str) -> Message:
    if symbol == message.symbol:
        return message
    fields = _fields(message)
    if fields is None:
        return message
    fields["Symbol"] = symbol
    return message._replace(symbol=symbol, content=msgspec.json.encode(fields).decode())


def _fields(message: Message) -> dict[str, Any] | None:
    try:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None
    return fields
