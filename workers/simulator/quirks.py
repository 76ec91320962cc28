"""What life does to messages, put on any source's day: every variant that was seen on the wire.

Door: `Quirky`, a `Source` around a source. Seeded. It never changes a price, a volume or a total
of a trade: a reader that copes sees the same day.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from core.market.calendar import DEFAULT_CALENDAR, Board
from workers.simulator.messages import Message, WireDay
from workers.simulator.reference import Security
from workers.simulator.source import Around, Source

NULL_SHARE = 0.02
FUTURES_AVERAGE_FACTOR = 100_000
"""Recorded: AvgPrice of futures is points times this."""

_CLOSE_SECONDS = 14 * 3600 + 45 * 60
_LATE_SECONDS = 15 * 3600 + 32 * 60
_NO_PRICES = (
    "AvgPrice",
    "LastPrice",
    "LastVol",
    "TotalVal",
    "TotalVol",
    "EstMatchedPrice",
    "Highest",
    "Lowest",
)
_STATUSES = ("N", "NT", "Active", "Normal")


class Quirky(Around):
    """A source's day with the quirks of life.

    Yesterday's last messages and pre-open zeros come first; then the string "NaN" as average
    before the first trade, nulls, ints among floats, unknown fields, odd averages of futures,
    several spellings of a status; room messages go on until 15:32. Odd lots are none of its
    business: the generated exchange has its own, and a recorded day had those it had.
    """

    def __init__(self, source: Source, *, seed: int) -> None:
        super().__init__(source)
        self._seed = seed

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day's messages; every call begins the day anew, with the same quirks."""
        rng = random.Random(self._seed)
        day = WireDay(self.trading_date)
        rooms: dict[str, Message] = {}
        futures = {row.symbol for row in self.reference.securities if row.board is Board.DERIVATIVES}
        last_ms = day.midnight_ms
        for number, message in enumerate(self._source.messages(quiet_until_ms=quiet_until_ms)):
            if number == 0:
                yield from self._before(day, message.ts_ms)
            last_ms = message.ts_ms
            if message.data_type == "R":
                rooms[message.symbol] = message
            yield _quirky(message, rng, is_future=message.symbol in futures)
        yield from _late_rooms(day, rooms.values(), last_ms)

    def _before(self, day: WireDay, ts_ms: int) -> Iterator[Message]:
        yesterday = DEFAULT_CALENDAR.last_trading_day(self.trading_date - dt.timedelta(days=1))
        for row in self.reference.securities:
            if row.reference is not None:
                yield _yesterdays_trade(row, row.reference / row.scale, yesterday, ts_ms)
                yield _zeros(row, row.reference / row.scale, day, ts_ms)


def _security_fields(row: Security, reference: float, date_text: str, time: str) -> dict[str, Any]:
    return {
        "RType": "X-TRADE",
        "TradingDate": date_text,
        "Time": time,
        "Isin": row.symbol,
        "Symbol": row.symbol,
        "Ceiling": None if row.ceiling is None else row.ceiling / row.scale,
        "Floor": None if row.floor is None else row.floor / row.scale,
        "RefPrice": reference,
        "MarketId": row.board.value,
        "Exchange": row.board.value,
    }


def _yesterdays_trade(row: Security, reference: float, yesterday: dt.date, ts_ms: int) -> Message:
    day = WireDay(yesterday)
    fields = _security_fields(row, reference, day.text, day.time(day.at(_CLOSE_SECONDS)))
    fields.update(
        LastPrice=reference,
        LastVol=100.0,
        TotalVol=1_000_000.0,
        TotalVal=1_000_000.0 * reference,
        Change=0.0,
        RatioChange=0.0,
        TradingSession="C",
        TradingStatus="N",
        Side="BU",
    )
    return Message(ts_ms, "X-TRADE", row.symbol, _text(fields))


def _zeros(row: Security, reference: float, day: WireDay, ts_ms: int) -> Message:
    """Before its first trade: every price 0, so that the change looks like a crash."""
    fields = _security_fields(row, reference, day.text, day.time(ts_ms))
    fields.update(dict.fromkeys(_NO_PRICES, 0.0))
    fields.update(
        AvgPrice="NaN",
        Change=-reference,
        RatioChange=-100.0,
        TradingSession=None,
        TradingStatus="N",
        Side=None,
    )
    return Message(ts_ms, "X-TRADE", row.symbol, _text(fields))


def _quirky(message: Message, rng: random.Random, *, is_future: bool) -> Message:
    if message.data_type not in ("X-TRADE", "X-QUOTE", "F"):
        return message
    try:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return message
    if message.data_type == "F":
        if fields.get("TradingStatus") == "N":
            fields["TradingStatus"] = rng.choice(_STATUSES)
    elif message.data_type == "X-TRADE":
        _quirk_trade(fields, rng, is_future=is_future)
    elif rng.random() < NULL_SHARE:
        fields["TradingSession"] = None
    return message._replace(content=_text(fields))


def _quirk_trade(fields: dict[str, Any], rng: random.Random, *, is_future: bool) -> None:
    average = fields.get("AvgPrice")
    if not fields.get("TotalVol"):
        fields["AvgPrice"] = "NaN"
    elif is_future and isinstance(average, int | float):
        fields["AvgPrice"] = average * FUTURES_AVERAGE_FACTOR
    if rng.random() < NULL_SHARE:
        fields[rng.choice(("Isin", "TradingStatus", "PriorVal", "AvgPrice", "Change"))] = None
    if rng.random() < NULL_SHARE and fields.get("Side") is None:
        fields["Side"] = "Unknow"
    for name in ("LastVol", "RefPrice"):
        value = fields.get(name)
        if isinstance(value, float) and value.is_integer():
            fields[name] = int(value)
    fields.update(CloseQtty=0.0, StockNo=rng.randrange(10_000), StockType=None)


def _late_rooms(day: WireDay, rooms: Iterable[Message], last_ms: int) -> Iterator[Message]:
    ts_ms = max(last_ms, day.at(_LATE_SECONDS))
    for message in rooms:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
        fields["Time"] = day.time(ts_ms)
        yield Message(ts_ms, "R", message.symbol, _text(fields))


def _text(fields: dict[str, Any]) -> str:
    return msgspec.json.encode(fields).decode()
