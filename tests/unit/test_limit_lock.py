"""Ceilings and floors: touch, lock, break, and the trading time in between."""

from __future__ import annotations

import pytest

from core.market.calendar import Board
from core.market.events import Levels
from core.trackers.limit_lock import LimitLock, LimitState, trading_ms
from tests.support.events import at

CEILING, FLOOR = 26_750, 23_250
FREE: tuple[Levels, Levels] = (((25_000, 100),), ((25_050, 100),))
LOCKED_UP: tuple[Levels, Levels] = (((CEILING, 5000), (26_700, 100)), ())
LOCKED_DOWN: tuple[Levels, Levels] = ((), ((FLOOR, 700), (23_300, 5)))


def book(lock: LimitLock, sides: tuple[Levels, Levels], when: str, board: Board = Board.HOSE) -> bool:
    return lock.on_quote("SSI", board, *sides, CEILING, FLOOR, at(when))


def print_(lock: LimitLock, price: int, when: str) -> bool:
    return lock.on_trade("SSI", Board.HOSE, price, CEILING, FLOOR, at(when))


@pytest.mark.parametrize(
    ("board", "since", "until", "minutes"),
    [
        (Board.HOSE, "10:00", "10:30", 30),
        (Board.HOSE, "11:00", "13:30", 60),
        (Board.HOSE, "08:00", "23:59", 15 + 135 + 90 + 15),
        (Board.HNX, "14:30", "15:00", 15),
        (Board.UPCOM, "14:30", "16:00", 30),
        (Board.DERIVATIVES, "08:00", "09:15", 30),
        (Board.HOSE, "11:30", "13:00", 0),
        (Board.HOSE, "10:00", "09:30", 0),
    ],
)
def test_trading_time_is_by_the_hours_of_the_board(
    board: Board, since: str, until: str, minutes: int
) -> None:
    assert trading_ms(board, at(since), at(until)) == minutes * 60_000


def test_the_next_days_do_not_count() -> None:
    assert trading_ms(Board.HOSE, at("14:40"), at("14:40") + 5 * 86_400_000) == 5 * 60_000


def test_a_lock_is_a_bid_at_the_ceiling_without_an_offer() -> None:
    lock = LimitLock()
    assert not book(lock, FREE, "09:20")
    assert lock.ceilings == lock.floors == {}
    assert not book(lock, (LOCKED_UP[0], ((CEILING, 10),)), "09:30")
    assert lock.ceilings["SSI"] == LimitState(Board.HOSE, at("09:30"), at("09:30"), queue_volume=5000)
    assert book(lock, LOCKED_UP, "09:40")
    assert not book(lock, LOCKED_UP, "09:50")
    state = lock.ceilings["SSI"]
    assert (state.locked_since, state.first_touch, state.breaks) == (at("09:40"), at("09:30"), 0)
    lock.tick(at("10:00"))
    assert lock.locked_minutes(state) == 20
    assert book(lock, FREE, "10:10")
    assert (state.locked_since, state.breaks, state.last_break) == (None, 1, at("10:10"))
    assert (state.queue_volume, state.locked_ms(at("11:00"))) == (0, 30 * 60_000)
    assert book(lock, LOCKED_UP, "11:20")
    lock.tick(at("13:10"))
    assert lock.locked_minutes(state) == 30 + 10 + 10


def test_the_floor_mirrors_the_ceiling() -> None:
    lock = LimitLock()
    assert book(lock, LOCKED_DOWN, "10:00")
    assert lock.floors["SSI"].queue_volume == 700
    assert book(lock, FREE, "10:05")
    assert lock.ceilings == {}
    assert lock.floors["SSI"].locked_before_ms == 5 * 60_000


def test_a_best_bid_shown_a_step_above_the_ceiling_is_at_it() -> None:
    lock = LimitLock()
    assert book(lock, (((26_800, 300), (CEILING, 50)), ()), "09:05")
    assert lock.ceilings["SSI"].queue_volume == 350


def test_a_trade_touches_without_locking() -> None:
    lock = LimitLock()
    assert not print_(lock, CEILING, "10:00")
    assert not print_(lock, 25_000, "10:01")
    assert not print_(lock, CEILING, "10:02")
    state = lock.ceilings["SSI"]
    assert (state.first_touch, state.locked_since, state.breaks) == (at("10:00"), None, 0)


def test_a_lock_that_stands_at_the_close_stays_and_the_closing_auction_may_break_it() -> None:
    lock = LimitLock()
    book(lock, LOCKED_UP, "14:00")
    assert not book(lock, ((), ()), "14:46")
    assert not print_(lock, CEILING, "14:45:00")
    lock.tick(at("20:00"))
    assert lock.locked_minutes(lock.ceilings["SSI"]) == 45
    assert print_(lock, 26_700, "14:45:01")
    assert (lock.ceilings["SSI"].breaks, lock.locked_minutes(lock.ceilings["SSI"])) == (1, 45)


def test_the_break_neither_breaks_nor_counts() -> None:
    lock = LimitLock()
    book(lock, LOCKED_UP, "11:29")
    assert not book(lock, FREE, "12:00")
    lock.tick(at("12:59"))
    assert lock.locked_minutes(lock.ceilings["SSI"]) == 1


def test_older_news_changes_nothing() -> None:
    lock = LimitLock()
    book(lock, LOCKED_UP, "10:00:10")
    assert not book(lock, FREE, "10:00:05")
    assert not print_(lock, 26_700, "10:00:10")
    assert lock.ceilings["SSI"].locked_since == at("10:00:10")
    assert not lock.on_quote("SSI", Board.HOSE, *FREE, None, None, at("10:01"))
    assert not lock.on_trade("SSI", Board.HOSE, 1, None, None, at("10:01"))
