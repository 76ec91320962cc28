"""Single values of the wire: numbers, prices, counts, levels, symbols, dates and times.

Door: the functions and `WireClock`. A value that cannot be used raises `BadValue`, which
`normalise.py` turns into a counted `Rejected`. Refuses to know messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Final, final

from core.feed.fastconnect_v2 import DEPTH, Number
from core.market.calendar import Board, instant_ms
from core.market.events import Levels
from core.market.prices import TENTHS, VND
from core.market.symbols import board_of

_MAX_NUMBER: Final = 1e16
_MAX_SYMBOL_LENGTH: Final = 24
_CACHED_DATES: Final = 64
_MAX_SECURITIES: Final = 16_384


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

    MAX_ENTRIES: ClassVar[int] = 1024

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

    MAX_ENTRIES: ClassVar[int] = 65_536

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


def symbol_text(text: str | None) -> str:
    """A symbol or index id: short printable ASCII.

    Raises: BadValue when it is missing or something else.
    """
    symbol = text.strip() if text else ""
    if not symbol or len(symbol) > _MAX_SYMBOL_LENGTH or not symbol.isascii() or not symbol.isprintable():
        raise BadValue("symbol", repr(text)[:60])
    return symbol


@final
class Security:
    """A symbol with its board and the unit of its prices; `exchange` as the wire has it."""

    __slots__ = ("board", "exchange", "prices", "symbol")

    def __init__(self, symbol: str, exchange: str | None, board: Board, prices: PriceCache) -> None:
        self.symbol = symbol
        self.exchange = exchange
        self.board = board
        self.prices = prices


@final
class SecurityCache:
    """Securities by symbol and exchange as the wire has them.

    Bound: 16,384 symbols, then it starts anew.
    """

    def __init__(self) -> None:
        self.vnd = PriceCache(VND)
        self._tenths = PriceCache(TENTHS)
        self._known: dict[str | None, Security] = {}

    def of(self, symbol: str | None, exchange: str | None) -> Security:
        """The security of a message.

        Args:
            symbol, exchange: as on the wire.
        Raises: BadValue when the symbol is unusable.
        """
        security = self._known.get(symbol)
        if security is None or security.exchange != exchange:
            security = self._read(symbol, exchange)
        return security

    def _read(self, text: str | None, exchange: str | None) -> Security:
        symbol = symbol_text(text)
        board = board_of(exchange, symbol)
        prices = self._tenths if board is Board.DERIVATIVES else self.vnd
        if len(self._known) >= _MAX_SECURITIES:
            self._known.clear()
        security = self._known[text] = Security(symbol, exchange, board, prices)
        return security


@final
class WireClock:
    """Reads the wire's local dates and times: dd/MM/yyyy and HH:mm:ss.

    Equal dates are one object. Bounds: 64 dates, 86,400 times of day.
    """

    def __init__(self) -> None:
        self._days: dict[str | None, tuple[dt.date, int]] = {}
        self._seconds: dict[str | None, int] = {}

    def read(self, date: str | None, time: str | None) -> tuple[dt.date, int]:
        """(date, instant in epoch ms).

        Raises: BadValue with reason `date` or `time`.
        """
        day = self._days.get(date)
        if day is None:
            day = self._parse_date(date)
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
