"""What the server remembers of the day: last known messages and minute bars.

Door: `DayRecord.note`, `last_known`, `merged`, `bars`. It reads the messages as they go out, so
REST and stream can never disagree. Refuses to know sources.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from core.market.calendar import instant_ms
from workers.simulator.messages import Message
from workers.simulator.signalr_wire import Channel

_MINUTE_TEXT = 5
"""Length of HH:MM."""

_X_ORDER = ("Open", "High", "Low", "Close")


class MinuteBar(msgspec.Struct):
    """One minute of a symbol as IntradayOhlc tells it; `time` is that of its last update."""

    time: str
    open: float
    high: float
    low: float
    close: float
    volume: float


class _Traded(msgspec.Struct, rename="pascal"):
    trading_date: str | None = None
    time: str = ""
    last_price: float | None = None
    last_vol: float | None = None


class _Published(msgspec.Struct, rename="pascal"):
    time: str = ""
    index_value: float | None = None
    total_qtty: float | None = None


class DayRecord:
    """Last message per (type, symbol) and minute bars per symbol.

    Bounds: one message per type and symbol of two days, 1,440 bars per symbol.
    """

    def __init__(self, date: dt.date) -> None:
        """
        Args:
            date: messages of another date are replayed as they are, but are no part of the day.
        """
        self.date = date
        self._date_text = f"{date:%d/%m/%Y}"
        self._last: dict[tuple[str, str], Message] = {}
        self._bars: dict[str, dict[str, MinuteBar]] = {}
        self._index_volume: dict[str, float] = {}
        self._trades = msgspec.json.Decoder(_Traded)
        self._indices = msgspec.json.Decoder(_Published)

    def begin(self, date: dt.date) -> None:
        """A day begins. As on the real wire, what is known of the day before is replayed until it is
        told anew; what is older is gone."""
        ended_ms = instant_ms(self.date, 0)
        self._last = {key: message for key, message in self._last.items() if message.ts_ms >= ended_ms}
        self._bars.clear()
        self._index_volume.clear()
        self.date = date
        self._date_text = f"{date:%d/%m/%Y}"

    def note(self, message: Message) -> None:
        """Remembers one message; one that cannot be read is only remembered as it is."""
        self._last[message.data_type, message.symbol] = message
        try:
            if message.data_type == "X-TRADE":
                trade = self._trades.decode(message.content)
                if trade.last_price and trade.last_vol and self._is_today(trade.trading_date):
                    self._bar(message.symbol, trade.time, trade.last_price, trade.last_vol)
            elif message.data_type == "MI":
                index = self._indices.decode(message.content)
                total = index.total_qtty or 0.0
                volume = max(0.0, total - self._index_volume.get(message.symbol, 0.0))
                self._index_volume[message.symbol] = total
                if index.index_value:
                    self._bar(message.symbol, index.time, index.index_value, volume)
        except msgspec.MsgspecError:
            return

    def last_known(self, channel: Channel) -> Iterable[Message]:
        """The last message of every symbol of a channel, oldest first."""
        if channel.data_type == "X" and not any(kind == "X" for kind, _ in self._last):
            symbols = {symbol for kind, symbol in self._last if kind == "X-TRADE"}
            merged = (self.merged(symbol) for symbol in sorted(symbols) if channel.includes(symbol))
            return [message for message in merged if message is not None]
        found = (
            message
            for (kind, symbol), message in self._last.items()
            if kind.upper() == channel.data_type and channel.includes(symbol)
        )
        return sorted(found, key=lambda message: message.ts_ms)

    def content(self, data_type: str, symbol: str) -> dict[str, Any] | None:
        """The fields of the last message of the day of a type and symbol (any case), or None."""
        message = self._last.get((data_type, symbol))
        if message is None:
            wanted = symbol.upper()
            message = next(
                (m for (kind, name), m in self._last.items() if kind == data_type and name.upper() == wanted),
                None,
            )
        fields = None if message is None else _fields(message)
        return fields if fields is not None and self._is_today(fields.get("TradingDate")) else None

    def _is_today(self, date_text: object) -> bool:
        return date_text is None or date_text == self._date_text

    def merged(self, symbol: str) -> Message | None:
        """The X message of a symbol: its last trade and its last book in one; None before a trade message.

        Field order as recorded: prices of the day after RefPrice, book between totals and board.
        """
        trade = self._last.get(("X-TRADE", symbol))
        fields = None if trade is None else _fields(trade)
        if trade is None or fields is None:
            return None
        quote = self._last.get(("X-QUOTE", symbol))
        book = _fields(quote) if quote is not None else None
        bars = self._bars.get(symbol)
        opened = next(iter(bars.values())).open if bars else 0.0
        merged: dict[str, Any] = {}
        day = (opened, fields.get("Highest", 0.0), fields.get("Lowest", 0.0), fields.get("LastPrice", 0.0))
        for name, value in fields.items():
            if name in ("Highest", "Lowest"):
                continue
            merged[name] = value
            if name == "RefPrice":
                merged.update((name, float(value or 0.0)) for name, value in zip(_X_ORDER, day, strict=True))
            elif name == "TotalVol":
                merged.update(_levels(book or {}))
        newest = trade if quote is None or trade.ts_ms >= quote.ts_ms else quote
        merged["RType"] = "X"
        merged["Time"] = (fields if newest is trade or book is None else book)["Time"]
        merged["CloseQtty"] = 0.0
        return Message(newest.ts_ms, "X", symbol, msgspec.json.encode(merged).decode())

    def bars(self, symbol: str) -> list[MinuteBar]:
        """The minutes of a symbol so far, in order."""
        return list(self._bars.get(symbol, {}).values())

    def _bar(self, symbol: str, time: str, price: float, volume: float) -> None:
        minutes = self._bars.get(symbol)
        if minutes is None:
            minutes = self._bars[symbol] = {}
        bar = minutes.get(time[:_MINUTE_TEXT])
        if bar is None:
            minutes[time[:_MINUTE_TEXT]] = MinuteBar(time, price, price, price, price, volume)
            return
        bar.time = time
        if price > bar.high:
            bar.high = price
        if price < bar.low:
            bar.low = price
        bar.close = price
        bar.volume += volume


def _levels(book: dict[str, Any]) -> dict[str, float]:
    """The forty level fields in the recorded order, 0.0 where the book has none."""
    return {
        f"{side}{kind}{level}": book.get(f"{side}{kind}{level}", 0.0)
        for side in ("Bid", "Ask")
        for kind in ("Price", "Vol")
        for level in range(1, 11)
    }


def _fields(message: Message) -> dict[str, Any] | None:
    try:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None
    return fields
