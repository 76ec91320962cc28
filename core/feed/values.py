"""Single values of the wire: numbers, prices, counts, levels, symbols, dates and times.

Door: the functions and `WireClock`. A value that cannot be used raises `BadValue`, which
`normalise.py` turns into a counted `Rejected`. Refuses to know messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from core.feed.fastconnect_v2 import Number
from core.market.calendar import Board, instant_ms
from core.market.events import Levels
from core.market.prices import TENTHS, VND
from core.market.symbols import board_of

_MAX_NUMBER = 1e16
_MAX_SYMBOL_LENGTH = 24
_CACHED_DATES = 64


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


def levels(prices: PriceCache, wire_prices: Iterable[Number], wire_volumes: Iterable[Number]) -> Levels:
    """The filled levels, best first; the first empty one ends the side."""
    filled: list[tuple[int, int]] = []
    for wire_price, wire_volume in zip(wire_prices, wire_volumes, strict=True):
        price = prices[wire_price]
        if price is None:
            break
        volume = count(wire_volume, "volume level")
        if not volume:
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


class SecurityCache:
    """Securities by what the wire calls them. Bound: 16,384 entries, then it starts anew."""

    MAX_ENTRIES = 16_384

    def __init__(self) -> None:
        self._vnd = PriceCache(VND)
        self._tenths = PriceCache(TENTHS)
        self._known: dict[tuple[str | None, str | None], Security] = {}

    def get(self, symbol: str | None, exchange: str | None) -> Security:
        """The security of a message.

        Raises: BadValue when the symbol is unusable.
        """
        security = self._known.get((symbol, exchange))
        if security is None:
            text = symbol_text(symbol)
            board = board_of(exchange, text)
            security = Security(text, board, self._tenths if board is Board.DERIVATIVES else self._vnd)
            if len(self._known) >= self.MAX_ENTRIES:
                self._known.clear()
            self._known[symbol, exchange] = security
        return security


class WireClock:
    """Parses the wire's local dates and times into instants.

    Bounds of its caches: 64 dates, 86,400 times of day.
    """

    def __init__(self) -> None:
        self._days: dict[str | None, tuple[dt.date, int]] = {}
        self._seconds: dict[str | None, int] = {}

    def at(self, trading_date: str | None, time: str | None) -> tuple[dt.date, int]:
        """(trading date, instant in epoch ms) of a message's dd/MM/yyyy and HH:mm:ss.

        Raises: BadValue with reason `date` or `time`.
        """
        day = self._days.get(trading_date)
        if day is None:
            day = self._parse_date(trading_date)
        seconds = self._seconds.get(time)
        if seconds is None:
            seconds = self._parse_time(time)
        return day[0], day[1] + seconds * 1000

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
