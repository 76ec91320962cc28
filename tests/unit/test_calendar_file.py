"""The calendar that an administrator edits: read, written, refused by place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import CalendarError, SettingsError
from core.market.calendar import DEFAULT_CALENDAR, Board, Phase, instant_ms
from core.market.calendar_file import calendar_text, parse_calendar
from core.market.contracts import last_trading_date
from workers.cli import main
from workers.settings import WorkerSettings, load_calendar

NEXT_YEAR = """
[holidays]
2027 = ["2027-01-01", "2027-02-17..2027-02-19"]

[hours.HOSE]
"09:00" = "ATO"
"09:30" = "LO"
"15:00" = "C"
"""


def test_a_year_and_hours_are_put_over_the_built_in_ones() -> None:
    calendar = parse_calendar(NEXT_YEAR)
    assert calendar.knows(dt.date(2027, 3, 1))
    assert calendar.knows(dt.date(2026, 3, 1))
    assert not calendar.is_trading_day(dt.date(2027, 2, 18))
    assert not calendar.is_trading_day(dt.date(2026, 9, 1))
    morning = instant_ms(dt.date(2027, 3, 1), 9 * 3600 + 20 * 60)
    assert calendar.phase_at(Board.HOSE, morning).phase is Phase.ATO
    assert calendar.phase_at(Board.HNX, morning).phase is Phase.CONTINUOUS
    # The third Thursday of February 2027 is the 18th, a holiday here.
    assert last_trading_date(2027, 2, calendar) == dt.date(2027, 2, 16)


def test_a_listed_year_replaces_the_built_in_one() -> None:
    calendar = parse_calendar("[holidays]\n2026 = [2026-01-01]")
    assert calendar.is_trading_day(dt.date(2026, 9, 1))
    assert not calendar.is_trading_day(dt.date(2026, 1, 1))
    assert not calendar.is_trading_day(dt.date(2025, 9, 1))


def test_what_is_written_is_read_back() -> None:
    assert parse_calendar(calendar_text(DEFAULT_CALENDAR)) == DEFAULT_CALENDAR
    other = parse_calendar(NEXT_YEAR)
    assert parse_calendar(calendar_text(other)) == other


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[holidays", "not TOML"),
        ("[holiday]\n2027 = []", "unknown section holiday"),
        ("holidays = 3", "holidays: expected a table"),
        ("[holidays]\nnext = []", "holidays.next"),
        ('[holidays]\n2027 = "2027-01-01"', "holidays.2027: expected a list"),
        ('[holidays]\n2027 = ["1/1/2027"]', "'1/1/2027' is not YYYY-MM-DD"),
        ('[holidays]\n2027 = ["2026-12-31"]', "2026-12-31 is in another year"),
        ('[holidays]\n2027 = ["2027-02-11..2027-02-05"]', "forwards"),
        ("[hours.NYSE]\n\"09:30\" = \"LO\"", "hours.NYSE"),
        ("[hours.HOSE]\n", "hours.HOSE: expected lines"),
        ('[hours.HOSE]\n"9h" = "LO"', 'hours.HOSE."9h"'),
        ('[hours.HOSE]\n"24:00" = "C"', 'hours.HOSE."24:00"'),
        ('[hours.HOSE]\n"09:00" = "OPEN"', "expected one of ATC"),
        ('[hours.HOSE]\n"10:00" = "LO"\n"09:00" = "C"', "must rise"),
        ('[hours.HOSE]\n"09:00" = "LO"', 'the last phase must be "C"'),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_by_place(text: str, place: str) -> None:
    with pytest.raises(CalendarError) as refused:
        parse_calendar(text)
    assert place in str(refused.value)


def test_the_setting_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(NEXT_YEAR)
    settings = WorkerSettings(_env_file=None, calendar_file=path)
    assert load_calendar(settings).knows(dt.date(2027, 1, 4))
    path.write_text("[holidays")
    with pytest.raises(SettingsError, match="CALENDAR_FILE: not TOML"):
        load_calendar(settings)
    path.unlink()
    with pytest.raises(SettingsError, match="CALENDAR_FILE"):
        load_calendar(settings)


def test_the_command_prints_a_file_to_begin_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(main, ["calendar"])
    assert printed.exit_code == 0, printed.output
    assert parse_calendar(printed.stdout) == DEFAULT_CALENDAR
