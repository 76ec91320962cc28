"""Index futures: the codes a contract goes by, and when it expires.

Knows the old code (`VN30F2508`), the exchange's new code (`41I1F8000`), the rolling alias
(`VN30F1M`) and the rule for the last trading day. Door: `contract`, `contracts_listed`,
`front_contract`, `parse_code`. Refuses to know prices and volumes.

Source: the exchange's coding rules of 2025 and its contract specification.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from core.market.calendar import DEFAULT_CALENDAR, Calendar

YEAR_LETTERS = "0123456789ABCDEFGHJKLMNPQRSTVW"
"""Year of the new code, index 0 = 2010; I, O and U are left out."""

YEAR_ZERO = 2010
MONTH_LETTERS = "123456789ABC"
UNDERLYINGS = {"VN30": "I1", "VN100": "I2"}
_PREFIX_OF = {code: name for name, code in UNDERLYINGS.items()}
_THURSDAY = 3
_QUARTER = 3


class Contract(msgspec.Struct, frozen=True):
    """One listed index future and the three names people use for it.

    `alias` is the rolling name (VN30F1M, 2M, 1Q, 2Q) on the day it was asked for, or None
    when the contract is not among the four listed months of that day.
    """

    underlying: str
    code: str
    old_code: str
    alias: str | None
    last_trading_date: dt.date

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names, most precise first."""
        return (self.old_code,) if self.alias is None else (self.old_code, self.alias)


def last_trading_date(year: int, month: int, calendar: Calendar = DEFAULT_CALENDAR) -> dt.date:
    """The third Thursday of the month, or the trading day before it when that is a holiday."""
    first = dt.date(year, month, 1)
    third_thursday = 1 + (_THURSDAY - first.weekday()) % 7 + 14
    return calendar.last_trading_day(dt.date(year, month, third_thursday))


def encode(underlying: str, year: int, month: int) -> str:
    """The nine-character code of a future.

    Raises: KeyError for an unknown underlying, IndexError outside 2010-2039.
    """
    return f"41{UNDERLYINGS[underlying]}{YEAR_LETTERS[year - YEAR_ZERO]}{MONTH_LETTERS[month - 1]}000"


def parse_code(code: str) -> tuple[str, int, int] | None:
    """(underlying, year, month) of an old or a new futures code; None when it is neither."""
    if len(code) == 9 and code.startswith("41") and code.endswith("000"):
        underlying = _PREFIX_OF.get(code[2:4])
        year, month = YEAR_LETTERS.find(code[4]), MONTH_LETTERS.find(code[5])
        if underlying is None or year < 0 or month < 0:
            return None
        return underlying, YEAR_ZERO + year, month + 1
    underlying, mark, digits = code.rpartition("F")
    # Other scripts have digits too, and superscripts, which are no numbers.
    if mark and underlying in UNDERLYINGS and len(digits) == 4 and digits.isascii() and digits.isdigit():
        year, month = 2000 + int(digits[:2]), int(digits[2:])
        # A year without a letter has no new code: nobody ever listed it.
        if 1 <= month <= 12 and YEAR_ZERO <= year < YEAR_ZERO + len(YEAR_LETTERS):
            return underlying, year, month
    return None


def _listed_months(day: dt.date, calendar: Calendar) -> list[tuple[int, int]]:
    """This month, the next, and the last months of the next two quarters, as (year, month)."""
    year, month = day.year, day.month
    if day > last_trading_date(year, month, calendar):
        year, month = _next_month(year, month)
    months = [(year, month), _next_month(year, month)]
    year, month = months[1]
    while len(months) < 4:
        year, month = _next_month(year, month)
        if month % _QUARTER == 0:
            months.append((year, month))
    return months


def _next_month(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def contracts_listed(
    day: dt.date, underlying: str = "VN30", calendar: Calendar = DEFAULT_CALENDAR
) -> tuple[Contract, ...]:
    """The four contracts listed on a day by the rule, nearest first.

    Use it where the feed's own master list is not at hand.
    """
    return tuple(
        Contract(
            underlying,
            encode(underlying, year, month),
            f"{underlying}F{year % 100:02d}{month:02d}",
            f"{underlying}F{suffix}",
            last_trading_date(year, month, calendar),
        )
        for (year, month), suffix in zip(_listed_months(day, calendar), ("1M", "2M", "1Q", "2Q"), strict=True)
    )


def front_contract(day: dt.date, underlying: str = "VN30", calendar: Calendar = DEFAULT_CALENDAR) -> Contract:
    """The nearest contract that still trades on `day`."""
    return contracts_listed(day, underlying, calendar)[0]


def contract(code: str, day: dt.date, calendar: Calendar = DEFAULT_CALENDAR) -> Contract | None:
    """The contract behind any of its names on a day, or None when the name is no future's.

    Args:
        code: new code, old code or rolling alias.
        day: trading date at which aliases are read.
    """
    parsed = parse_code(code)
    for underlying in UNDERLYINGS:
        if not code.startswith(underlying) and parsed is None:
            continue
        for listed in contracts_listed(day, underlying, calendar):
            if code in (listed.code, listed.old_code, listed.alias):
                return listed
    if parsed is None:
        return None
    underlying, year, month = parsed
    return Contract(
        underlying,
        encode(underlying, year, month),
        f"{underlying}F{year % 100:02d}{month:02d}",
        None,
        last_trading_date(year, month, calendar),
    )
