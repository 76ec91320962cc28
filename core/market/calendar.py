"""Trading days, phases of each board, and the exchange's time zone.

Knows when a board is in which phase by the clock, which days are trading days, and how a
wall-clock string of the feed becomes an instant. Door: `instant_ms`, `phase_at`, `Calendar`.
Refuses to know what time it is: every function takes the instant.

Instants everywhere in core are integers: milliseconds since the Unix epoch, UTC.
Source of the hours and holidays: the exchanges' rules as of 2026 (HOSE has no PLO).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from core.market.code import Code

DAY_MS = 86_400_000
EXCHANGE_UTC_OFFSET_MS = 7 * 3_600_000
"""Asia/Ho_Chi_Minh is UTC+7 all year, without daylight saving."""

EXCHANGE_TZ = dt.timezone(dt.timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Board(Code):
    """A trading board with hours of its own."""

    HOSE = "HOSE"
    HNX = "HNX"
    UPCOM = "UPCOM"
    DERIVATIVES = "DERIVATIVES"


class Phase(Code):
    """What a board is doing. The values of the first six are SSI's `TradingSession` codes."""

    ATO = "ATO"
    CONTINUOUS = "LO"
    BREAK = "BREAK"
    ATC = "ATC"
    PUT_THROUGH = "PT"
    CLOSED = "C"
    PLO = "PLO"
    PRE_OPEN = "PRE"
    HALT = "HALT"


AUCTION_PHASES = frozenset({Phase.ATO, Phase.ATC})
TRADING_PHASES = frozenset({Phase.ATO, Phase.CONTINUOUS, Phase.ATC, Phase.PLO})
"""Phases in which data are expected, so that silence is a fault."""


def _hm(text: str) -> int:
    """Minutes after midnight of an `HH:MM` text."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


_HOURS: dict[Board, tuple[tuple[str, Phase], ...]] = {
    Board.HOSE: (
        ("09:00", Phase.ATO),
        ("09:15", Phase.CONTINUOUS),
        ("11:30", Phase.BREAK),
        ("13:00", Phase.CONTINUOUS),
        ("14:30", Phase.ATC),
        ("14:45", Phase.PUT_THROUGH),
        ("15:00", Phase.CLOSED),
    ),
    Board.HNX: (
        ("09:00", Phase.CONTINUOUS),
        ("11:30", Phase.BREAK),
        ("13:00", Phase.CONTINUOUS),
        ("14:30", Phase.ATC),
        ("14:45", Phase.PLO),
        ("15:00", Phase.CLOSED),
    ),
    Board.UPCOM: (
        ("09:00", Phase.CONTINUOUS),
        ("11:30", Phase.BREAK),
        ("13:00", Phase.CONTINUOUS),
        ("15:00", Phase.CLOSED),
    ),
    Board.DERIVATIVES: (
        ("08:45", Phase.ATO),
        ("09:00", Phase.CONTINUOUS),
        ("11:30", Phase.BREAK),
        ("13:00", Phase.CONTINUOUS),
        ("14:30", Phase.ATC),
        ("14:45", Phase.CLOSED),
    ),
}
Schedule = Mapping[Board, tuple[tuple[int, Phase], ...]]
"""Per board: (minute of the day at which it begins, phase), in order."""

SCHEDULE: Schedule = {
    board: tuple((_hm(start), phase) for start, phase in steps) for board, steps in _HOURS.items()
}
"""The hours of 2026."""

SESSION_CODES: dict[str, Phase] = {
    "ATO": Phase.ATO,
    "LO": Phase.CONTINUOUS,
    "ATC": Phase.ATC,
    "PT": Phase.PUT_THROUGH,
    "C": Phase.CLOSED,
    "BREAK": Phase.BREAK,
    "HALT": Phase.HALT,
    "H": Phase.HALT,
    "PLO": Phase.PLO,
}
"""The feed's `TradingSession` code -> phase."""

# The axis on which intraday charts are drawn: minutes in which some board can trade,
# 08:45-11:30 and 13:00-15:00, without the gap of the break.
MORNING_START, MORNING_END = _hm("08:45"), _hm("11:30")
AFTERNOON_START, AFTERNOON_END = _hm("13:00"), _hm("15:00")
MORNING_MINUTES = MORNING_END - MORNING_START
TRADING_MINUTES = MORNING_MINUTES + AFTERNOON_END - AFTERNOON_START


def instant_ms(day: dt.date, seconds_of_day: int) -> int:
    """The instant of a local wall-clock time.

    Args:
        day: trading date, local.
        seconds_of_day: seconds after local midnight.
    Returns: milliseconds since the Unix epoch, UTC.
    """
    days = day.toordinal() - 719_163
    return days * DAY_MS + seconds_of_day * 1000 - EXCHANGE_UTC_OFFSET_MS


def local_date(instant: int) -> dt.date:
    """The local (UTC+7) calendar date of an instant in epoch milliseconds."""
    return dt.date.fromordinal((instant + EXCHANGE_UTC_OFFSET_MS) // DAY_MS + 719_163)


def local_seconds(instant: int) -> int:
    """Seconds after local midnight of an instant in epoch milliseconds."""
    return (instant + EXCHANGE_UTC_OFFSET_MS) % DAY_MS // 1000


def local_datetime(instant: int) -> dt.datetime:
    """The instant as an aware datetime in the exchange's zone."""
    return dt.datetime.fromtimestamp(instant / 1000, EXCHANGE_TZ)


def trading_minute(seconds_of_day: int) -> int:
    """Position on the trading-minute axis, 0 at 08:45, with the break cut out.

    Args:
        seconds_of_day: seconds after local midnight.
    Returns: 0..TRADING_MINUTES; times outside the session are clamped to its edges.
    """
    minute = seconds_of_day // 60
    if minute < AFTERNOON_START:
        return min(max(minute - MORNING_START, 0), MORNING_MINUTES)
    return min(MORNING_MINUTES + minute - AFTERNOON_START, TRADING_MINUTES)


def axis_time(minute: int) -> str:
    """The local time `HH:MM` at a position on the trading-minute axis; 165, the end of the morning
    and the start of the afternoon, is 13:00, where trading goes on."""
    shift = MORNING_START if minute < MORNING_MINUTES else AFTERNOON_START - MORNING_MINUTES
    return f"{(minute + shift) // 60:02d}:{(minute + shift) % 60:02d}"


class PhaseSpan(msgspec.Struct, frozen=True):
    """A phase with its bounds in epoch milliseconds; None where it is open-ended."""

    phase: Phase
    starts: int | None
    ends: int | None
    next_phase: Phase | None


def phase_by_clock(board: Board, seconds_of_day: int, schedule: Schedule = SCHEDULE) -> Phase:
    """The phase of a board on a trading day, by the clock alone.

    Args:
        board: which board.
        seconds_of_day: seconds after local midnight.
        schedule: the boards' hours.
    """
    minute = seconds_of_day // 60
    current = Phase.PRE_OPEN
    for start, phase in schedule[board]:
        if minute < start:
            break
        current = phase
    return current


class Calendar(msgspec.Struct, frozen=True):
    """Trading days (weekdays that are not a holiday) and the boards' hours.

    Data, so that an administrator can replace it: `core/market/calendar_file.py` reads a file.
    """

    holidays: frozenset[dt.date]
    known_years: frozenset[int]
    schedule: Schedule = msgspec.field(default_factory=lambda: SCHEDULE)

    def is_trading_day(self, day: dt.date) -> bool:
        """Whether the exchanges trade on `day` (make-up working Saturdays are not trading days)."""
        return day.weekday() < 5 and day not in self.holidays

    def knows(self, day: dt.date) -> bool:
        """False when the holidays of that year are not published here: warn, do not guess."""
        return day.year in self.known_years

    def last_trading_day(self, day: dt.date) -> dt.date:
        """`day` itself when it is a trading day, else the closest one before."""
        while not self.is_trading_day(day):
            day -= dt.timedelta(days=1)
        return day

    def next_trading_day(self, day: dt.date) -> dt.date:
        """The first trading day after `day`."""
        day += dt.timedelta(days=1)
        while not self.is_trading_day(day):
            day += dt.timedelta(days=1)
        return day

    def phase_at(self, board: Board, instant: int) -> PhaseSpan:
        """The phase of `board` at an instant (epoch ms), with its end and what follows.

        On a day without trading the phase is CLOSED with no end.
        """
        day = local_date(instant)
        if not self.is_trading_day(day):
            return PhaseSpan(Phase.CLOSED, None, None, None)
        minute = local_seconds(instant) // 60
        current, started = Phase.PRE_OPEN, None
        for start, phase in self.schedule[board]:
            begins = instant_ms(day, start * 60)
            if minute < start:
                return PhaseSpan(current, started, begins, phase)
            current, started = phase, begins
        return PhaseSpan(current, started, None, None)


def build_calendar(ranges: Iterable[tuple[dt.date, dt.date]], years: Iterable[int]) -> Calendar:
    """A calendar from inclusive holiday ranges and the years for which they are complete."""
    days: set[dt.date] = set()
    for first, last in ranges:
        day = first
        while day <= last:
            days.add(day)
            day += dt.timedelta(days=1)
    return Calendar(frozenset(days), frozenset(years))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


DEFAULT_CALENDAR = build_calendar(
    [
        # 2024 and 2025 serve the replay of recorded days and the expiry rule.
        (_day("2024-01-01"), _day("2024-01-01")),
        (_day("2024-02-08"), _day("2024-02-14")),
        (_day("2024-04-18"), _day("2024-04-18")),
        (_day("2024-04-29"), _day("2024-05-01")),
        (_day("2024-09-02"), _day("2024-09-03")),
        (_day("2025-01-01"), _day("2025-01-01")),
        (_day("2025-01-27"), _day("2025-01-31")),
        (_day("2025-04-07"), _day("2025-04-07")),
        (_day("2025-04-30"), _day("2025-05-02")),
        (_day("2025-09-01"), _day("2025-09-02")),
        (_day("2026-01-01"), _day("2026-01-01")),
        (_day("2026-02-16"), _day("2026-02-20")),
        (_day("2026-04-27"), _day("2026-04-27")),
        (_day("2026-04-30"), _day("2026-05-01")),
        (_day("2026-08-31"), _day("2026-09-02")),
    ],
    years=(2024, 2025, 2026),
)
