"""The calendar as a text that an administrator can edit: holidays by year, hours by board (TOML).

    [holidays]
    2027 = ["2027-01-01", "2027-02-05..2027-02-11"]

    [hours.HOSE]
    "09:00" = "ATO"
    "09:15" = "LO"

A year that is listed is known, also with an empty list. A board without hours keeps those of the
built-in calendar. Phases are SSI's `TradingSession` codes. Door: `parse_calendar`,
`calendar_text`. Refuses to open files and to guess: what it does not understand is an error that
names the place.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from typing import Any

from core.errors import CalendarError
from core.market.calendar import DEFAULT_CALENDAR, Board, Calendar, Phase

_RANGE = ".."
_LONGEST_HOLIDAY = dt.timedelta(days=31)
_PHASES = frozenset(Phase) - {Phase.HALT, Phase.PRE_OPEN}
_MINUTES_OF_DAY = 24 * 60


def parse_calendar(text: str, base: Calendar = DEFAULT_CALENDAR) -> Calendar:
    """The calendar of a text.

    Args:
        text: TOML as in the module docstring.
        base: where years and boards come from that the text does not mention.
    Raises: CalendarError, naming the place.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalendarError(f"not TOML: {error}") from None
    if unknown := data.keys() - {"holidays", "hours"}:
        raise CalendarError(f"unknown section {min(unknown)}: expected holidays or hours")
    years, holidays = _holidays(_table(data, "holidays"))
    kept = frozenset(day for day in base.holidays if day.year not in years)
    hours = {_board(name): _steps(name, steps) for name, steps in _table(data, "hours").items()}
    return Calendar(kept | holidays, base.known_years | years, {**base.schedule, **hours})


def calendar_text(calendar: Calendar) -> str:
    """The text of a calendar; `parse_calendar` reads it back to the same."""
    lines = ["[holidays]"]
    for year in sorted(calendar.known_years):
        days = [f'"{day}"' for day in sorted(calendar.holidays) if day.year == year]
        lines.append(f"{year} = [{', '.join(days)}]")
    for board, steps in calendar.schedule.items():
        lines += ["", f"[hours.{board.value}]"]
        lines += [f'"{start // 60:02d}:{start % 60:02d}" = "{phase.value}"' for start, phase in steps]
    return "\n".join(lines) + "\n"


def _table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise CalendarError(f"{name}: expected a table")
    return found


def _holidays(table: Mapping[str, Any]) -> tuple[frozenset[int], frozenset[dt.date]]:
    years, days = set(), set()
    for name, entries in table.items():
        if not (name.isdigit() and len(name) == 4):
            raise CalendarError(f"holidays.{name}: expected a year of four digits")
        if not isinstance(entries, list):
            raise CalendarError(f"holidays.{name}: expected a list of days")
        years.add(int(name))
        for entry in entries:
            found = _days(f"holidays.{name}", entry)
            if found[0].year != int(name):
                raise CalendarError(f"holidays.{name}: {found[0]} is in another year")
            days.update(found)
    return frozenset(years), frozenset(days)


def _days(place: str, entry: object) -> list[dt.date]:
    """The days of "2027-02-05" or "2027-02-05..2027-02-11", last included."""
    if isinstance(entry, dt.date) and not isinstance(entry, dt.datetime):
        return [entry]
    first_text, _, last_text = str(entry).partition(_RANGE)
    try:
        first = dt.date.fromisoformat(first_text.strip())
        last = dt.date.fromisoformat(last_text.strip()) if last_text else first
    except ValueError:
        raise CalendarError(f"{place}: {entry!r} is not YYYY-MM-DD or a range of two") from None
    if not first <= last <= first + _LONGEST_HOLIDAY:
        raise CalendarError(f"{place}: {entry!r} does not run forwards for at most a month")
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _board(name: str) -> Board:
    try:
        return Board(name)
    except ValueError:
        raise CalendarError(f"hours.{name}: expected one of {', '.join(Board)}") from None


def _steps(name: str, table: object) -> tuple[tuple[int, Phase], ...]:
    if not isinstance(table, dict) or not table:
        raise CalendarError(f'hours.{name}: expected lines such as "09:00" = "ATO"')
    steps = []
    for start, code in table.items():
        if code not in _PHASES:
            expected = ", ".join(sorted(_PHASES))
            raise CalendarError(f'hours.{name}."{start}": expected one of {expected}')
        steps.append((_minute(name, start), Phase(code)))
    if sorted(steps) != steps or len({start for start, _ in steps}) != len(steps):
        raise CalendarError(f"hours.{name}: times must rise")
    if steps[-1][1] is not Phase.CLOSED:
        raise CalendarError(f'hours.{name}: the last phase must be "{Phase.CLOSED.value}"')
    return tuple(steps)


def _minute(name: str, text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(text) == 5 and int(minutes) < 60):
        raise CalendarError(f'hours.{name}."{text}": expected a time HH:MM')
    minute = int(hours) * 60 + int(minutes)
    if minute >= _MINUTES_OF_DAY:
        raise CalendarError(f'hours.{name}."{text}": expected a time HH:MM')
    return minute
