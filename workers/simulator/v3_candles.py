"""Candles of v3's stream: `trade.HPG@1m`, `@5m`, and those of an index, from the day's minute bars.

Door: `INTERVALS`, `candles`. The fields are those SSI's own client (`ssi-sdk` 3.3.2) reads; how
often SSI sends one is not documented: here after every match or index value that changed it.
Refuses to know sockets and subscriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from workers.simulator.day_record import DayRecord, MinuteBar
from workers.simulator.messages import Message
from workers.simulator.rest_rows import grouped

INTERVALS = {"@1m": 1, "@5m": 5}
"""Minutes of a candle, by the end of its topic."""

KINDS = {"X-TRADE": "trade", "MI": "trade.index"}


class _Changed(msgspec.Struct, rename="pascal"):
    time: str = ""
    last_vol: float | None = None


def candles(
    messages: Iterable[Message], record: DayRecord, interval: str, wanted: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(topic's kind, code, data) of the candles that messages have changed, once each, as they are now.

    Args:
        record: has seen the messages.
        interval: one of `INTERVALS`. wanted: whether anyone has subscribed (kind, code).
    """
    minutes = INTERVALS[interval]
    changed: dict[tuple[str, str, int], None] = {}
    for message in messages:
        kind = KINDS.get(message.data_type)
        if kind is None or not wanted(kind, message.symbol):
            continue
        try:
            fields = msgspec.json.decode(message.content, type=_Changed)
            slot = _slot(fields.time, minutes)
        except (msgspec.MsgspecError, ValueError):
            continue
        if kind != "trade" or fields.last_vol:
            changed[kind, message.symbol, slot] = None
    for kind, symbol, slot in changed:
        inside = [bar for bar in record.bars(symbol) if _slot(bar.time, minutes) == slot]
        for bar in grouped(inside, minutes):
            yield kind, symbol, _data(symbol, f"{record.date:%d/%m/%Y}", slot * minutes, bar)


def _data(symbol: str, date: str, begins: int, bar: MinuteBar) -> dict[str, object]:
    """begins: minute of the day."""
    return {
        "s": symbol.upper(),
        "st": f"{date} {begins // 60:02d}:{begins % 60:02d}:00",
        "t": f"{date} {bar.time}",
        "o": bar.open,
        "h": bar.high,
        "l": bar.low,
        "c": bar.close,
        "v": bar.volume,
    }


def _slot(time: str, minutes: int) -> int:
    return (int(time[:2]) * 60 + int(time[3:5])) // minutes
