"""Large trades: given and adaptive thresholds, sums by side, what is kept, what is left out."""

from __future__ import annotations

from core.trackers.large_trades import LargeSums, LargeTrade, LargeTradeRule, LargeTrades, RunningMedian
from core.trackers.trade_classifier import Side
from tests.support.events import at

T = at("10:00")
MILLION = 1_000_000


def put(tracker: LargeTrades, value: int, side: Side = Side.BUYER, symbol: str = "SSI") -> LargeTrade | None:
    return tracker.on_trade(symbol, 10_000, value // 10_000, value, side, T)


def test_a_given_threshold_is_taken_as_it_is() -> None:
    tracker = LargeTrades({"SSI": 500 * MILLION})
    assert put(tracker, 499 * MILLION) is None
    assert put(tracker, 500 * MILLION) == LargeTrade(
        1, "SSI", T, 10_000, 50_000, 500 * MILLION, Side.BUYER, 500 * MILLION
    )
    put(tracker, 600 * MILLION, Side.SELLER)
    put(tracker, 700 * MILLION, Side.UNKNOWN)
    assert tracker.sums == {
        "SSI": LargeSums(3, 50_000, 500 * MILLION, 60_000, 600 * MILLION, 70_000, 700 * MILLION)
    }


def test_without_one_a_multiple_of_the_median_decides_once_there_are_enough_trades() -> None:
    tracker = LargeTrades(rule=LargeTradeRule(median_multiple=10, floor_vnd=MILLION, minimum_trades=5))
    assert put(tracker, 900 * MILLION) is None
    assert tracker.threshold_vnd("SSI") is None
    for _ in range(4):
        put(tracker, 10 * MILLION)
    threshold = tracker.threshold_vnd("SSI")
    assert threshold is not None
    assert 87 * MILLION <= threshold <= 113 * MILLION
    assert put(tracker, threshold - 1) is None
    large = put(tracker, 120 * MILLION)
    assert large is not None
    assert large.threshold_vnd <= 120 * MILLION
    assert tracker.threshold_vnd("HPG") is None


def test_the_floor_holds_for_a_symbol_of_tiny_trades() -> None:
    tracker = LargeTrades(rule=LargeTradeRule(floor_vnd=50 * MILLION, minimum_trades=1))
    put(tracker, MILLION // 10)
    assert tracker.threshold_vnd("SSI") == 50 * MILLION


def test_an_auction_print_and_a_trade_without_value_are_left_out() -> None:
    tracker = LargeTrades({"SSI": 1})
    assert put(tracker, 900 * MILLION, Side.AUCTION) is None
    assert put(tracker, 0) is None
    assert (tracker.count, tracker.sums) == (0, {})


def test_the_newest_are_kept_and_the_sums_know_all() -> None:
    tracker = LargeTrades({"SSI": 1}, keep=3)
    for value in range(1, 6):
        put(tracker, value * MILLION)
    assert [trade.number for trade in tracker.newest()] == [5, 4, 3]
    assert [trade.number for trade in tracker.newest(after=4)] == [5]
    assert (tracker.count, tracker.sums["SSI"].trades) == (5, 5)


def test_values_beyond_the_histogram_count_at_its_ends() -> None:
    for value in (1, 10**18):
        median = RunningMedian()
        assert median.value is None
        median.add(value)
        assert median.value is not None
