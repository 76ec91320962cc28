"""Single values of the wire: numbers, prices, counts, levels, symbols, dates and times.

Door: the functions and `WireClock`. A value that cannot be used raises `BadValue`, which
`normalise.py` turns into a counted `Rejected`. Refuses to know messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from core.feed.fastconnect_v2 import Number
from core.market.calendar import Board, instant_ms
from core.market.events import Levels
from core.market.prices import TENTHS, VND
from core.market.symbols import board_of

_MAX_NUMBER = 1e16
_MAX_SYMBOL_LENGTH = 24
_CACHED_DATES = 64
DEPTH = 10
"""Levels of each side of the book on the wire."""


class BadValue(Exception):
    """A value that makes the message unusable, with its reason and field."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def number(value: Number, field: str) -> float | None:
    """A finite number, or None where the wire says null, empty or "NaN"."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        if not text or text.lower() == "nan":
            return None
        try:
            value = float(text)
        except ValueError:
            raise BadValue("number", f"{field}={text[:40]!r}") from None
    if not -_MAX_NUMBER < value < _MAX_NUMBER:
        raise BadValue("number", f"{field}={value}")
    return value


def count(value: Number, field: str) -> int | None:
    """A whole number >= 0 (volumes, values, breadth)."""
    if type(value) is not float:
        value = number(value, field)
        if value is None:
            return None
    if not 0.0 <= value < _MAX_NUMBER:
        raise BadValue("number", f"{field}={value}")
    return int(value)


class TextCache(dict[str | None, str | None]):
    """The wire's codes (sessions, states), each as one object, so that keeping one costs no memory.

    Bound: 1,024 entries, then it starts anew.
    """

    MAX_ENTRIES = 1024

    def __missing__(self, text: str | None) -> str | None:
        if len(self) >= self.MAX_ENTRIES:
            self.clear()
        self[text] = text
        return text


class PriceCache(dict[Number, int | None]):
    """Wire price -> smallest units, each distinct value worked out once: a day has few of them.

    The wire's 0 means "no price yet" and becomes None. Indexing raises BadValue for a price
    that is not finite or negative. Bound: 65,536 entries, then it starts anew.
    """

    MAX_ENTRIES = 65_536

    def __init__(self, scale: int) -> None:
        """scale: smallest units in 1 of the wire (VND 1, futures 10, indices 100)."""
        super().__init__()
        self._scale = scale

    def __missing__(self, value: Number) -> int | None:
        parsed = number(value, "price")
        if parsed is not None and parsed < 0:
            raise BadValue("number", f"price={value}")
        units = None if parsed is None else round(parsed * self._scale) or None
        if len(self) >= self.MAX_ENTRIES:
            self.clear()
        self[value] = units
        return units


def first_known(recorded: Number, documented: Number) -> Number:
    return documented if recorded is None else recorded


def levels(prices: PriceCache, values: Sequence[Number], best: int) -> Levels:
    """The filled levels of one side, best first; the first empty one ends the side.

    Args:
        prices: how the security's prices are read.
        values: the wire's numbers; ten prices and then their ten volumes begin at `best`.
    """
    filled: list[tuple[int, int]] = []
    for at in range(best, best + DEPTH):
        price = prices[values[at]]
        if price is None:
            break
        volume = count(values[at + DEPTH], "volume level")
        if not volume:
            break
        filled.append((price, volume))
    return tuple(filled)


def whole_levels(values: Sequence[int | None], best: int) -> Levels:
    """The same for numbers that are whole and in smallest units already."""
    p1, p2, p3, p4 = values[best : best + 4]
    v1, v2, v3 = values[best + DEPTH : best + DEPTH + 3]
    if p1 and v1 and p2 and v2 and p3 and v3 and not p4:
        # HOSE shows three levels, and nearly every book has them: half the cost of the loop.
        return ((p1, v1), (p2, v2), (p3, v3))
    filled: list[tuple[int, int]] = []
    for at in range(best, best + DEPTH):
        price, volume = values[at], values[at + DEPTH]
        if not price or not volume:
            break
        filled.append((price, volume))
    return tuple(filled)


def symbol_text(text: str | None) -> str:
    """A symbol or index id: short printable ASCII.

    Raises: BadValue when it is missing or something else.
    """
    symbol = text.strip() if text else ""
    if not symbol or len(symbol) > _MAX_SYMBOL_LENGTH or not symbol.isascii() or not symbol.isprintable():
        raise BadValue("symbol", repr(text)[:60])
    return symbol


class Security(NamedTuple):
    """A symbol with its board and the unit of its prices."""

    symbol: str
    board: Board
    prices: PriceCache


class SecurityCache(dict[tuple[str | None, str | None], Security]):
    """Securities by (symbol, exchange) as the wire has them.

    Indexing raises BadValue when the symbol is unusable. Bound: 16,384 entries, then it starts anew.
    """

    MAX_ENTRIES = 16_384

    def __init__(self) -> None:
        super().__init__()
        self.vnd = PriceCache(VND)
        self._tenths = PriceCache(TENTHS)

    def __missing__(self, key: tuple[str | None, str | None]) -> Security:
        symbol = symbol_text(key[0])
        board = board_of(key[1], symbol)
        security = Security(symbol, board, self._tenths if board is Board.DERIVATIVES else self.vnd)
        if len(self) >= self.MAX_ENTRIES:
            self.clear()
        self[key] = security
        return security


class WireClock(dict[tuple[str | None, str | None], tuple[dt.date, int]]):
    """Reads the wire's local dates and times: (dd/MM/yyyy, HH:mm:ss) -> (date, instant in epoch ms).

    Equal dates are one object. Indexing raises BadValue with reason `date` or `time`.
    Bounds: 65,536 instants, 64 dates, 86,400 times of day; a full one starts anew.
    """

    MAX_ENTRIES = 65_536

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[str | None, tuple[dt.date, int]] = {}
        self._seconds: dict[str | None, int] = {}

    def __missing__(self, key: tuple[str | None, str | None]) -> tuple[dt.date, int]:
        day = self._days.get(key[0])
        if day is None:
            day = self._parse_date(key[0])
        seconds = self._seconds.get(key[1])
        if seconds is None:
            seconds = self._parse_time(key[1])
        if len(self) >= self.MAX_ENTRIES:
            self.clear()
        moment = self[key] = (day[0], day[1] + seconds * 1000)
        return moment

    def on(self, date: dt.date, time: str | None) -> int:
        """The instant in epoch ms of HH:mm:ss on a date."""
        seconds = self._seconds.get(time)
        return instant_ms(date, self._parse_time(time) if seconds is None else seconds)

    def _parse_date(self, text: str | None) -> tuple[dt.date, int]:
        try:
            if text is None or len(text) != 10:
                raise ValueError
            date = dt.date(int(text[6:]), int(text[3:5]), int(text[:2]))
        except ValueError:
            raise BadValue("date", repr(text)[:40]) from None
        if len(self._days) >= _CACHED_DATES:
            self._days.clear()
        day = self._days[text] = (date, instant_ms(date, 0))
        return day

    def _parse_time(self, time: str | None) -> int:
        try:
            if time is None or len(time) != 8 or time[2] != ":" or time[5] != ":":
                raise ValueError
            hours, minutes, seconds = int(time[:2]), int(time[3:5]), int(time[6:])
            if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= seconds < 60):
                raise ValueError
        except ValueError:
            raise BadValue("time", repr(time)[:40]) from None
        total = hours * 3600 + minutes * 60 + seconds
        self._seconds[time] = total
        return total
