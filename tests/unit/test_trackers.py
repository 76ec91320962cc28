"""Each tracker alone: ledger, sides, sessions, foreign flow, indices, basis, lines."""

from __future__ import annotations

import datetime as dt

import pytest

from core.market.calendar import Board
from core.trackers.completeness import Ledger, Verdict
from core.trackers.derivatives_tracker import DerivativesTracker, basis_figures
from core.trackers.foreign_investor_tracker import ForeignInvestorTracker
from core.trackers.index_tracker import IndexTracker, PricedState
from core.trackers.minute_series import MinuteLine, PriceLine
from core.trackers.quote_cache import QuoteCache
from core.trackers.trade_classifier import Method, Session, Side, Ticks, TradeClassifier, trade_session
from tests.support.events import DAY, at, foreign, index_tick, quote

T = at("10:00")


# -- ledger ----------------------------------------------------------------------


def test_accept_duplicate_and_gap() -> None:
    ledger = Ledger()
    first = ledger.judge("A", T, 100, 100)
    assert (first.verdict, first.volume, first.first) == (Verdict.ACCEPT, 100, True)
    assert ledger.judge("A", T, 100, 100).verdict is Verdict.DUPLICATE
    gap = ledger.judge("A", T, 100, 1000)
    assert (gap.verdict, gap.volume, gap.missed, gap.first) == (Verdict.ACCEPT, 100, 800, False)
    assert ledger.coverage("A") == pytest.approx(0.2)


def test_a_late_trade_fills_its_gap_once() -> None:
    ledger = Ledger()
    ledger.judge("A", T, 100, 100)
    ledger.judge("A", T, 100, 600)  # (100, 500] is missing
    late = ledger.judge("A", T, 200, 400)  # (200, 400]
    assert (late.verdict, late.volume, late.missed) == (Verdict.LATE, 200, -200)
    assert ledger.judge("A", T, 200, 400).verdict is Verdict.DUPLICATE
    assert ledger.judge("A", T, 100, 200).verdict is Verdict.LATE
    assert ledger.judge("A", T, 100, 500).verdict is Verdict.LATE
    assert (ledger.missed, ledger.late, ledger.duplicates) == (0, 3, 1)
    assert ledger.coverage("A") == 1.0


def test_a_replayed_session_counts_nothing() -> None:
    ledger = Ledger()
    session = [(100 * n, 100) for n in range(1, 50)]
    for total, volume in session * 2:
        ledger.judge("A", T, volume, total)
    assert (ledger.total, ledger.missed, ledger.duplicates) == (4900, 0, 49)


def test_a_lower_total_at_a_later_time_is_a_correction() -> None:
    ledger = Ledger()
    ledger.judge("A", T, 1000, 1000)
    corrected = ledger.judge("A", T + 1000, 100, 900)
    assert (corrected.verdict, corrected.volume, corrected.removed) == (Verdict.CORRECTION, 100, 200)
    assert (ledger.audit[0].before, ledger.audit[0].after) == (1000, 900)


def test_a_snapshot_counts_the_growth_and_no_growth_is_no_trade() -> None:
    ledger = Ledger()
    assert ledger.judge("A", T, None, 700).volume == 700
    assert ledger.judge("A", T, None, 700).verdict is Verdict.NO_TRADE
    assert ledger.judge("A", T, None, None).verdict is Verdict.NO_TRADE
    assert ledger.judge("B", T, 0, 0).verdict is Verdict.NO_TRADE


def test_gaps_are_bounded() -> None:
    ledger = Ledger()
    for n in range(1, 1000):
        ledger.judge("A", T, 1, n * 10)
    assert len(ledger.accounts["A"].gaps) == Ledger.MAX_GAPS
    assert ledger.accounts["A"].missed == 999 * 9


# -- sides -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "given", "bid", "ask", "expected"),
    [
        (100, "B", 90, 110, (Side.BUYER, Method.EXCHANGE)),
        (100, "S", 90, 100, (Side.SELLER, Method.EXCHANGE)),
        (110, None, 90, 110, (Side.BUYER, Method.QUOTE)),
        (120, None, 90, 110, (Side.BUYER, Method.QUOTE)),
        (90, None, 90, 110, (Side.SELLER, Method.QUOTE)),
        (100, None, None, 100, (Side.BUYER, Method.QUOTE)),
        (100, None, 90, 110, (Side.UNKNOWN, Method.NONE)),
        (100, None, None, None, (Side.UNKNOWN, Method.NONE)),
        (100, None, 110, 90, (Side.UNKNOWN, Method.NONE)),
        (None, None, 90, 110, (Side.UNKNOWN, Method.NONE)),
    ],
)
def test_order_of_evidence(price, given, bid, ask, expected) -> None:  # type: ignore[no-untyped-def]
    assert TradeClassifier().classify(Ticks(), price, given, Session.CONTINUOUS, bid, ask) == expected


def test_tick_rule_between_the_quotes() -> None:
    classifier, ticks = TradeClassifier(), Ticks()
    sides = [
        classifier.classify(ticks, p, None, Session.CONTINUOUS, 1, 999)[0] for p in (100, 100, 101, 101, 99)
    ]
    assert sides == [Side.UNKNOWN, Side.UNKNOWN, Side.BUYER, Side.BUYER, Side.SELLER]


@pytest.mark.parametrize("session", [Session.ATO, Session.ATC, Session.AFTER])
def test_an_auction_has_no_aggressor_whatever_is_given(session: Session) -> None:
    assert TradeClassifier().classify(Ticks(), 110, "B", session, 90, 110) == (Side.AUCTION, Method.NONE)


def test_agreement_with_the_exchange_is_counted() -> None:
    classifier, ticks = TradeClassifier(), Ticks()
    classifier.classify(ticks, 110, "B", Session.CONTINUOUS, 90, 110)
    classifier.classify(ticks, 90, "B", Session.CONTINUOUS, 90, 110)
    assert classifier.agreement[Method.QUOTE] == [1, 2]
    assert classifier.agreement[Method.TICK] == [0, 1]


@pytest.mark.parametrize(
    ("code", "board", "time", "expected"),
    [
        ("LO", Board.HOSE, "09:15:00", Session.CONTINUOUS),
        ("ATO", Board.HOSE, "09:15:01", Session.ATO),
        (None, Board.HOSE, "09:14:59", Session.ATO),
        ("nonsense", Board.HOSE, "10:00", Session.CONTINUOUS),
        ("C", Board.HOSE, "14:45:00", Session.ATC),
        ("PT", Board.HOSE, "14:45:03", Session.ATC),
        ("C", Board.HNX, "14:45:00", Session.ATC),
        ("PLO", Board.HNX, "14:50:00", Session.AFTER),
        ("C", Board.HNX, "14:59:00", Session.AFTER),
        ("C", Board.UPCOM, "15:00:00", Session.CONTINUOUS),
        ("C", Board.DERIVATIVES, "14:45:00", Session.ATC),
    ],
)
def test_part_of_the_day(code: str | None, board: Board, time: str, expected: Session) -> None:
    seconds = (at(time) - at("00:00")) // 1000
    assert trade_session(code, board, seconds) is expected


def test_an_older_quote_never_replaces_a_newer_one() -> None:
    cache = QuoteCache()
    assert cache.update(quote(90, 110, when="10:00:05"))
    assert not cache.update(quote(80, 120, when="10:00:04"))
    assert cache.best("SSI") == (90, 110)
    assert cache.best("ZZZ") == (None, None)


# -- foreign flow ------------------------------------------------------------------


def test_value_is_volume_growth_times_the_price_of_the_moment() -> None:
    tracker = ForeignInvestorTracker()
    tracker.update(foreign(0, 0, when="09:00"), None)
    tracker.update(foreign(1000, 0, when="09:30"), 20_000)
    tracker.update(foreign(1500, 400, when="10:00"), 21_000)
    flow = tracker.flows["SSI"]
    assert (flow.buy_value, flow.sell_value) == (1000 * 20_000 + 500 * 21_000, 400 * 21_000)
    assert (tracker.market.buy_value, tracker.market.sell_volume) == (flow.buy_value, 400)


def test_a_share_never_seen_trading_is_valued_by_the_feeds_own_price_and_marked() -> None:
    tracker = ForeignInvestorTracker()
    for buy, value, when in ((0, 0, "09:15"), (100, 2_000_000, "09:20"), (300, 6_300_000, "09:30")):
        event = foreign(buy, 0, when=when)
        event.reported_buy_value = value
        tracker.update(event, None)
    flow = tracker.flows["SSI"]
    assert (flow.buy_value, flow.unvalued_volume) == (100 * 20_000 + 200 * 21_000, 300)
    assert flow.reported_buy_value == 6_300_000


def test_the_first_message_is_a_baseline_not_a_burst() -> None:
    tracker = ForeignInvestorTracker()
    tracker.update(foreign(5_000_000, 0, when="10:00"), 20_000)
    speeds = tracker.flows["SSI"].speeds(at("10:00:01"))
    assert (speeds.buy, speeds.buy_acceleration) == (0, 0)
    assert tracker.flows["SSI"].buy_volume == 5_000_000
    assert tracker.flows["SSI"].unvalued_volume == 5_000_000


def test_speed_is_a_five_minute_mean_and_zero_after_silence() -> None:
    tracker = ForeignInvestorTracker()
    tracker.update(foreign(0, 0, when="10:00"), 10_000)
    for minute in range(1, 11):
        tracker.update(foreign(600 * minute, 0, when=f"10:{minute:02d}"), 10_000)
    flow = tracker.flows["SSI"]
    assert flow.speeds(at("10:10:05")).buy == pytest.approx(600)
    assert flow.speeds(at("10:10:05")).buy_value == pytest.approx(6_000_000)
    assert flow.speeds(at("10:10:05")).buy_acceleration == pytest.approx(0)
    assert flow.speeds(at("10:16:05")).buy == 0


def test_acceleration_is_the_change_of_speed_a_minute() -> None:
    tracker = ForeignInvestorTracker()
    tracker.update(foreign(0, 0, when="09:50"), 1000)
    tracker.update(foreign(0, 0, when="10:00"), 1000)
    tracker.update(foreign(500, 0, when="10:00:30"), 1000)
    speeds = tracker.flows["SSI"].speeds(at("10:00:30"))
    assert speeds.buy == pytest.approx(100)
    assert speeds.buy_acceleration == pytest.approx(100 * 1000)


def test_a_replayed_or_lower_total_counts_nothing() -> None:
    tracker = ForeignInvestorTracker()
    tracker.update(foreign(1000, 0, when="10:00"), 1000)
    assert not tracker.update(foreign(500, 0, when="09:59"), 1000)
    tracker.update(foreign(900, 0, when="10:01"), 1000)
    assert tracker.flows["SSI"].buy_volume == 1000


# -- indices ---------------------------------------------------------------------


def test_index_range_change_and_published_breadth() -> None:
    tracker = IndexTracker()
    for when, value in (("09:15", 190_000), ("09:20", 192_000), ("09:30", 189_000)):
        tracker.update(index_tick(value, when=when, advances=10, declines=15, unchanged=5), None)
    day = tracker.indices["VN30"]
    assert (day.open, day.high, day.low, day.value) == (190_000, 192_000, 189_000, 189_000)
    assert day.breadth is not None
    assert day.breadth.source == "exchange"
    assert day.line.view().columns["value"] == [1900.0, 1920.0, 1890.0]


def test_breadth_is_counted_where_the_exchange_sends_zeros() -> None:
    tracker = IndexTracker()
    states = [
        PricedState(107, 100, 107, 93),
        PricedState(93, 100, 107, 93),
        PricedState(100, 100, 107, 93),
        PricedState(None, 100, 107, 93),
    ]
    tracker.update(index_tick(190_000), states)
    breadth = tracker.indices["VN30"].breadth
    assert breadth is not None
    assert (breadth.advances, breadth.declines, breadth.unchanged, breadth.ceilings, breadth.floors) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert breadth.source == "board"


def test_an_older_index_value_is_a_replay() -> None:
    tracker = IndexTracker()
    tracker.update(index_tick(190_000, when="10:00"), None)
    assert not tracker.update(index_tick(180_000, when="09:00"), None)
    assert tracker.value("VN30") == 190_000


# -- derivatives --------------------------------------------------------------------


def test_basis_in_points_and_per_cent_against_the_index_of_the_moment() -> None:
    tracker = DerivativesTracker()
    day = dt.date(2025, 8, 15)
    tracker.update_price(
        "41I1F8000", 17_810, at("14:45", day), day, lambda index_id: {"VN30": 178_325}[index_id]
    )
    contract = tracker.contracts["41I1F8000"]
    assert contract.basis == -225
    assert contract.basis_pct == pytest.approx(-0.12617, abs=1e-4)
    assert tracker.update_index("VN30", 178_000, at("14:46", day))
    assert contract.basis == 100
    assert not tracker.update_index("VNINDEX", 1, at("14:46", day))


def test_no_basis_without_an_index_value() -> None:
    tracker = DerivativesTracker()
    tracker.update_price("41I1G8000", 19_000, T, DAY, lambda _: None)
    assert tracker.contracts["41I1G8000"].basis is None
    assert basis_figures(tracker.contracts["41I1G8000"].line) == (None, None, None, 0)


def test_active_contract_by_volume_or_override() -> None:
    volumes = {"41I1G8000": 10, "41I1G9000": 20}
    by_volume, overridden = DerivativesTracker(), DerivativesTracker(override="VN30F1M")
    for tracker in (by_volume, overridden):
        for code in volumes:
            tracker.day(code, DAY)
    assert by_volume.active(lambda code: volumes[code]) == "41I1G9000"
    assert overridden.active(lambda code: volumes[code]) == "41I1G8000"
    assert DerivativesTracker().active(lambda _: 0) is None


def test_basis_figures_of_the_day() -> None:
    line = MinuteLine("basis", "price", "index")
    for minute, basis in enumerate((1.0, -1.0, 3.0, None)):
        line.put(minute, basis, 0.0, 0.0)
    mean, deviation, premium, minutes = basis_figures(line)
    assert (mean, deviation, minutes) == (1.0, 2.0, 3)
    assert premium == pytest.approx(2 / 3)


def test_a_minute_keeps_its_last_value_and_the_past_is_left_alone() -> None:
    line = MinuteLine("x")
    for minute, value in ((1, 1.0), (1, 2.0), (3, 3.0), (2, 9.0)):
        line.put(minute, value)
    assert (line.view().minute, line.column("x")) == ([1, 3], [2.0, 3.0])


def test_so_does_a_line_of_prices() -> None:
    line = PriceLine()
    assert (line.view().minute, line.view().columns) == ([], {"price": []})
    for minute, price in ((1, 24_950), (1, 25_000), (3, 25_050), (2, 1)):
        line.put(minute, price)
    assert (line.view().minute, line.view().columns) == ([1, 3], {"price": [25_000, 25_050]})
