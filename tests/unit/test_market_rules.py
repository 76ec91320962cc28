"""Phases, holidays, price steps, futures codes: the rules as the exchanges publish them."""

from __future__ import annotations

import datetime as dt

import pytest

from core.market.calendar import (
    DEFAULT_CALENDAR,
    TRADING_MINUTES,
    Board,
    Phase,
    axis_time,
    instant_ms,
    local_date,
    local_datetime,
    local_seconds,
    trading_minute,
)
from core.market.contracts import contract, contracts_listed, front_contract, last_trading_date, parse_code
from core.market.prices import limits_vnd, step_vnd
from core.market.symbols import VN30_MEMBERSHIP, board_of, index_id, is_future, sector_of, vn30_members
from tests.support.events import at


@pytest.mark.parametrize(
    ("board", "time", "phase"),
    [
        (Board.HOSE, "08:59:59", Phase.PRE_OPEN),
        (Board.HOSE, "09:00", Phase.ATO),
        (Board.HOSE, "09:15", Phase.CONTINUOUS),
        (Board.HOSE, "11:30", Phase.BREAK),
        (Board.HOSE, "13:00", Phase.CONTINUOUS),
        (Board.HOSE, "14:30", Phase.ATC),
        (Board.HOSE, "14:45", Phase.PUT_THROUGH),
        (Board.HOSE, "15:00", Phase.CLOSED),
        (Board.HNX, "09:00", Phase.CONTINUOUS),
        (Board.HNX, "14:50", Phase.PLO),
        (Board.UPCOM, "14:59", Phase.CONTINUOUS),
        (Board.DERIVATIVES, "08:45", Phase.ATO),
        (Board.DERIVATIVES, "09:00", Phase.CONTINUOUS),
        (Board.DERIVATIVES, "14:45", Phase.CLOSED),
    ],
)
def test_phase_by_the_clock(board: Board, time: str, phase: Phase) -> None:
    assert DEFAULT_CALENDAR.phase_at(board, at(time)).phase is phase


def test_a_phase_knows_its_bounds_and_what_follows() -> None:
    span = DEFAULT_CALENDAR.phase_at(Board.HOSE, at("10:00"))
    assert (span.starts, span.ends, span.next_phase) == (at("09:15"), at("11:30"), Phase.BREAK)


def test_no_phase_on_a_holiday_or_weekend() -> None:
    for day in (dt.date(2026, 4, 27), dt.date(2026, 8, 15)):
        span = DEFAULT_CALENDAR.phase_at(Board.HOSE, instant_ms(day, 10 * 3600))
        assert (span.phase, span.ends) == (Phase.CLOSED, None)


def test_an_unknown_year_is_said_not_guessed() -> None:
    assert DEFAULT_CALENDAR.knows(dt.date(2026, 12, 31))
    assert not DEFAULT_CALENDAR.knows(dt.date(2027, 1, 4))


def test_last_and_next_trading_day_walk_over_tet() -> None:
    assert DEFAULT_CALENDAR.last_trading_day(dt.date(2026, 2, 19)) == dt.date(2026, 2, 13)
    assert DEFAULT_CALENDAR.next_trading_day(dt.date(2026, 2, 13)) == dt.date(2026, 2, 23)


def test_instants_are_utc_and_round_trip() -> None:
    instant = instant_ms(dt.date(2026, 8, 14), 9 * 3600)
    assert dt.datetime.fromtimestamp(instant / 1000, dt.UTC).isoformat() == "2026-08-14T02:00:00+00:00"
    assert (local_date(instant), local_seconds(instant)) == (dt.date(2026, 8, 14), 9 * 3600)
    assert local_datetime(instant).isoformat() == "2026-08-14T09:00:00+07:00"


@pytest.mark.parametrize(
    ("time", "minute"),
    [
        ("08:00", 0),
        ("08:45", 0),
        ("09:00", 15),
        ("11:29", 164),
        ("11:30", 165),
        ("12:15", 165),
        ("13:00", 165),
        ("13:01", 166),
        ("15:00", TRADING_MINUTES),
        ("20:00", TRADING_MINUTES),
    ],
)
def test_trading_minute_axis_cuts_out_the_break(time: str, minute: int) -> None:
    assert trading_minute(local_seconds(at(time))) == minute


def test_price_steps() -> None:
    steps = [step_vnd(Board.HOSE, price) for price in (9_990, 10_000, 49_950, 50_000)]
    assert steps == [10, 50, 50, 100]
    assert step_vnd(Board.HNX, 9_990) == 100


@pytest.mark.parametrize(
    ("reference", "ceiling", "floor"),
    # Official limits of 2025-08-15.
    [
        (26_200, 28_000, 24_400),
        (70_500, 75_400, 65_600),
        (42_150, 45_100, 39_200),
        (118_200, 126_400, 110_000),
    ],
)
def test_computed_limits_equal_the_exchanges(reference: int, ceiling: int, floor: int) -> None:
    assert limits_vnd(Board.HOSE, reference) == (ceiling, floor)


@pytest.mark.parametrize(
    ("code", "underlying", "year", "month"),
    [
        ("41I1F4000", "VN30", 2025, 4),
        ("41I1FA000", "VN30", 2025, 10),
        ("41I1G3000", "VN30", 2026, 3),
        ("41I1G8000", "VN30", 2026, 8),
        ("41I1G9000", "VN30", 2026, 9),
        ("41I1GA000", "VN30", 2026, 10),
        ("41I1GB000", "VN30", 2026, 11),
        ("41I1GC000", "VN30", 2026, 12),
        ("41I1H3000", "VN30", 2027, 3),
        ("41I2G8000", "VN100", 2026, 8),
        ("VN30F2407", "VN30", 2024, 7),
    ],
)
def test_futures_codes_seen_in_the_wild(code: str, underlying: str, year: int, month: int) -> None:
    assert parse_code(code) == (underlying, year, month)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "VCB",
        "VN30",
        "VN30F2413",
        "42I1G8000",
        "41XXG8000",
        "41I1I8000",
        "VN30FABCD",
        "VN30F9912",
        "VN30F0912",
        "VN30F\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT TWO}12",
        "VN30F２６12",
    ],
)
def test_other_codes_are_no_futures(code: str) -> None:
    assert parse_code(code) is None


def test_a_name_that_begins_like_a_future_is_one_for_the_board() -> None:
    assert is_future("VN30F1M")
    assert is_future("VN100F2Q")
    assert is_future("41I1G8000")
    assert not is_future("VN30")
    assert not is_future("VCB")


def test_expiries_of_2026() -> None:
    days = [last_trading_date(2026, month).isoformat() for month in range(1, 13)]
    assert days == [
        "2026-01-15",
        "2026-02-13",
        "2026-03-19",
        "2026-04-16",
        "2026-05-21",
        "2026-06-18",
        "2026-07-16",
        "2026-08-20",
        "2026-09-17",
        "2026-10-15",
        "2026-11-19",
        "2026-12-17",
    ]


def test_listed_contracts_roll_on_the_day_after_expiry() -> None:
    assert [c.old_code for c in contracts_listed(dt.date(2026, 8, 20))] == [
        "VN30F2608",
        "VN30F2609",
        "VN30F2612",
        "VN30F2703",
    ]
    assert front_contract(dt.date(2026, 8, 21)).code == "41I1G9000"


def test_a_contract_answers_to_three_names() -> None:
    day = dt.date(2025, 8, 15)
    found = {contract(name, day) for name in ("41I1F8000", "VN30F2508", "VN30F1M")}
    assert len(found) == 1
    (only,) = found
    assert only is not None
    assert (only.code, only.aliases) == ("41I1F8000", ("VN30F2508", "VN30F1M"))
    assert contract("HPG", day) is None
    assert contract("VN30F9912", day) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("VNINDEX", "VNINDEX"),
        ("vn-index", "VNINDEX"),
        ("VN 30", "VN30"),
        ("HNX", "HNXIndex"),
        ("hnx_index", "HNXIndex"),
        ("UPCOM-Index", "HNXUpcomIndex"),
        ("HNXUpcomIndex", "HNXUpcomIndex"),
        ("VN100", None),
        ("", None),
    ],
)
def test_an_index_has_many_spellings(name: str, found: str | None) -> None:
    assert index_id(name) == found


def test_an_index_is_looked_for_among_those_that_exist() -> None:
    assert index_id("vn100", ["VN30", "VN100"]) == "VN100"
    assert index_id("HNX", ["VN30"]) is None


def test_the_axis_tells_the_time_it_was_made_from() -> None:
    for text in ("08:45", "09:00", "11:29", "13:00", "13:01", "14:59", "15:00"):
        assert axis_time(trading_minute(local_seconds(at(text)))) == text


def test_membership_has_thirty_names_and_effective_dates() -> None:
    assert all(len(set(members)) == 30 for _, members in VN30_MEMBERSHIP)
    assert "TCX" in vn30_members(dt.date(2026, 8, 3))
    assert "TCX" not in vn30_members(dt.date(2026, 8, 2))
    assert "BCM" in vn30_members(dt.date(2025, 8, 15))


def test_unknown_names_stay_visible() -> None:
    assert sector_of("ZZZ") == "other"
    assert board_of(None, "41I1G8000") is Board.DERIVATIVES
    assert board_of("DER", "X") is Board.DERIVATIVES
    assert board_of("something new", "ABC") is Board.HOSE
