"""Foreign pace and room, divergence, contributions, basis band, roll and the expiry day."""

from __future__ import annotations

import datetime as dt
from statistics import mean, stdev

import pytest

from core.market.calendar import DEFAULT_CALENDAR, Board
from core.pipeline import MarketDataProcessor
from core.snapshot.views import active_contract, derivatives_room, foreign_room, indices_room
from core.trackers.basis_band import BasisBand, CarryTerms, PremiumClock, fair_band, fair_basis
from core.trackers.derivatives_tracker import DerivativesTracker
from core.trackers.expiry_cockpit import SettlementWindow
from core.trackers.foreign_baseline import MinuteNorms, norm_of, robust_z
from core.trackers.foreign_investor_tracker import ForeignInvestorTracker
from core.trackers.foreign_pace import SmoothedRate
from core.trackers.index_breadth import BreadthLine
from core.trackers.index_contributions import IndexComposition
from core.trackers.inputs import AnalysisInputs
from core.trackers.room_clock import RoomClock, room_clock, trading_ahead
from tests.support.events import DAY, at, foreign, index_tick, trade

EXPIRY = dt.date(2026, 8, 20)


# -- foreign flow ------------------------------------------------------------------------


def test_totals_by_sector_and_ssis_figure_beside_ours() -> None:
    tracker = ForeignInvestorTracker()
    for symbol in ("ACB", "BID", "FPT", "ZZZ"):
        tracker.update(foreign(0, 0, when="09:20", symbol=symbol), 10_000)
        told = foreign(100, 40, when="09:30", symbol=symbol)
        told.reported_buy_value, told.reported_sell_value = 1_100_000, 440_000
        tracker.update(told, 10_000)
    assert {name: flow.buy_value for name, flow in tracker.sectors.items()} == {
        "banks": 2_000_000,
        "technology": 1_000_000,
        "other": 1_000_000,
    }
    assert tracker.sectors["banks"].reported_buy_value == 2_200_000
    assert sum(flow.net_value for flow in tracker.sectors.values()) == tracker.market.net_value


def test_smoothed_speed_of_a_steady_flow_is_that_flow_at_any_spacing() -> None:
    for spacing_s in (1, 7, 60):
        rate = SmoothedRate()
        for second in range(spacing_s, 1201, spacing_s):
            rate.add(second * 1000, 10 * spacing_s, spacing_s * 1000)
            assert rate.rate(second * 1000, max(second * 1000, 60_000)) <= 600.0001
        assert rate.rate(second * 1000, second * 1000) == pytest.approx(600)
    assert rate.rate(second * 1000 + 120_000, 1_320_000) == pytest.approx(600 / 2.71828, rel=1e-3)


def test_robust_z_needs_sessions_and_spread() -> None:
    assert norm_of([1.0] * 4) is None
    assert robust_z(1.0, None) is None
    assert robust_z(1.0, norm_of([1.0] * 20)) is None
    norm = norm_of([*map(float, range(1, 21)), 1e9])
    assert norm is not None
    assert (norm.median, norm.mad, norm.sessions) == (10.5, 5.0, 20)
    assert robust_z(10.5 + 1.4826 * 5.0, norm) == pytest.approx(1.0)


def _buying(inputs: AnalysisInputs | None = None) -> MarketDataProcessor:
    """600 shares a minute bought of SSI at 10,000 VND, 10:00 to 10:10; the room falls and grows once."""
    core = MarketDataProcessor(inputs=inputs)
    core.handle(trade(100, 100, 10_000, when="09:59:00", reference=10_000), None)
    for minute in range(11):
        room = 500_000 - 600 * minute + (5_000 if minute >= 5 else 0)
        core.handle(foreign(600 * minute, 0, when=f"10:{minute:02d}", room=room), None)
    return core


def test_room_clock_used_and_released() -> None:
    view = foreign_room(_buying(), at("10:10")).symbols["SSI"]
    assert view.buy_speed == 600
    assert view.room_minutes == pytest.approx(499_000 / 600, abs=0.05)
    assert view.room_ends_at is None, "not today"
    assert (view.room_released, view.room_released_at) == (4_400, at("10:05"))
    assert view.room_used_pct == pytest.approx(95.01)
    assert foreign_room(_buying(), at("11:31")).symbols["SSI"].room_minutes is None


def test_room_clock_skips_the_break_and_asks_for_net_buying() -> None:
    def clock_at(time: str, speed: float) -> RoomClock | None:
        return room_clock(trading_ahead(DEFAULT_CALENDAR, Board.HOSE, at(time)), 2_000, speed)

    clock = clock_at("11:20", 100.0)
    assert clock is not None
    assert (clock.minutes, clock.at) == (20.0, at("13:10"))
    late = clock_at("14:40", 100.0)
    assert late is not None
    assert late.at is None
    for time, speed in (("12:00", 100.0), ("10:00", 0.0), ("10:00", -5.0)):
        assert clock_at(time, speed) is None


def test_movers_by_speed_and_z_with_a_baseline() -> None:
    samples = {("SSI", 85): [float(n) * 1e6 for n in range(20)]}
    inputs = AnalysisInputs(baseline=MinuteNorms(samples))
    core = _buying(inputs)
    room = foreign_room(core, at("10:10"))
    assert [(mover.symbol, mover.net_value_speed) for mover in room.fastest_buyers] == [("SSI", 6_000_000)]
    assert room.fastest_sellers == []
    assert room.sectors["brokers"].net_value == room.market.net_value
    assert room.symbols["SSI"].net_value_z == pytest.approx((6e6 - 9.5e6) / (1.4826 * 5e6), abs=0.01)
    assert room.market.net_value_z is None
    assert foreign_room(core, at("10:20")).fastest_buyers == []


# -- indices -----------------------------------------------------------------------------


def test_the_advance_decline_line_adds_each_minute_once() -> None:
    breadth = BreadthLine()
    assert breadth.line is None
    for minute, net in ((30, 5), (30, 7), (31, -2), (31, 3), (30, 99), (33, 1)):
        breadth.put(minute, 0, net)
    assert breadth.line == 7 + 3 + 1


def test_breadth_that_stands_after_the_close_is_not_added_again() -> None:
    core = MarketDataProcessor()
    ticks = (("14:44:30", "ATC", 8), ("14:45:00", "PT", 10), ("14:46:00", None, 10), ("14:50:00", "C", 10))
    for when, session, advances in ticks:
        core.handle(index_tick(190_000, when=when, session=session, advances=advances, declines=2), None)
    assert indices_room(core).indices["VN30"].ad_line == 8


def test_divergence_signs_and_z() -> None:
    breadth = BreadthLine()
    for minute in range(60):
        wave = (minute * 7) % 11 - 5
        breadth.put(minute, 1000 + 10 * wave + minute * minute % 7, wave)
    found = breadth.divergence()
    assert found is not None
    assert found.sign == 0
    assert found.z is not None
    assert abs(found.z) < 3
    breadth.put(60, 1000 + 400, -8)
    found = breadth.divergence()
    assert found is not None
    assert found.sign == 1
    assert found.z is not None
    assert found.z > 10


def test_no_divergence_before_a_span_has_passed() -> None:
    breadth = BreadthLine()
    for minute in range(15):
        breadth.put(minute, minute, -minute)
    assert breadth.divergence() is None
    breadth.put(15, 15, -15)
    found = breadth.divergence()
    assert found is not None
    assert (found.sign, found.value_change, found.net_change, found.z) == (1, 15, -15, None)


def test_contributions_rebuilt_value_and_index_without_a_group() -> None:
    inputs = AnalysisInputs()
    inputs.set_weights("VN30", {"AAA": 3.0, "BBB": 1.0})
    inputs.set_group(["AAA"])
    core = MarketDataProcessor(inputs=inputs)
    core.handle(trade(100, 100, 11_000, symbol="AAA", reference=10_000), None)
    core.handle(trade(100, 100, 9_000, symbol="BBB", reference=10_000), None)
    core.handle(index_tick(110_000, prior=100_000), None)
    view = indices_room(core).indices["VN30"]
    assert view.contributions == {"AAA": 75.0, "BBB": -25.0}
    assert (view.unexplained, view.contributions_rest) == (50.0, 0.0)
    assert (view.rebuilt, view.rebuilt_gap) == (1100.0, None)
    assert (view.value_without_group, view.change_pct_without_group) == (900.0, -10.0)
    core.handle(trade(200, 100, 10_000, symbol="BBB", when="10:00:01", reference=10_000), None)
    assert indices_room(core).indices["VN30"].rebuilt == 1125.0
    core.handle(index_tick(112_700, prior=100_000, when="10:00:05"), None)
    view = indices_room(core).indices["VN30"]
    assert (view.rebuilt, view.rebuilt_gap, view.rebuilt_gap_mean) == (1127.0, 2.0, 2.0)
    assert indices_room(core).indices["VN30"].group == ["AAA"]


@pytest.mark.parametrize("weights", [{}, {"A": 0.0}, {"A": -1.0}, {"A": float("nan")}, {"A": float("inf")}])
def test_bad_weights_are_refused_and_the_old_stay(weights: dict[str, float]) -> None:
    inputs = AnalysisInputs()
    inputs.set_weights("VN30", {"A": 1.0})
    with pytest.raises(ValueError, match="finite and positive"):
        inputs.set_weights("VN30", weights)
    assert inputs.compositions["VN30"].weights == {"A": 1.0}
    inputs.set_weights("VN30", None)
    assert inputs.compositions == {}
    assert IndexComposition({"A": 1.0}).without(1000, lambda _: 0.1, ["A"]) is None


# -- basis -------------------------------------------------------------------------------


def test_band_over_thirty_trading_minutes_across_the_break() -> None:
    band = BasisBand()
    values = []
    for minute in (*range(15, 30), *range(120, 140)):
        when = f"{11 + minute // 60}:{minute % 60:02d}:03"
        values.append(minute % 7)
        band.put(at(when), minute % 7)
    inside = values[-30:]
    assert band.count == 30
    assert band.mean == pytest.approx(mean(inside))
    assert band.deviation == pytest.approx(stdev(inside))


def test_slope_in_hundredths_an_hour_with_its_error() -> None:
    band = BasisBand()
    assert band.slope_an_hour() is None
    for second in range(0, 600, 5):
        band.put(at(f"10:{second // 60:02d}:{second % 60:02d}"), 100 - second // 5)
    found = band.slope_an_hour()
    assert found is not None
    assert found[0] == pytest.approx(-720.0)
    assert found[1] == pytest.approx(0.0, abs=1e-9)


def test_premium_and_discount_by_time_not_by_messages() -> None:
    clock = PremiumClock()
    assert clock.shares() is None
    for second in range(30):
        clock.put(at(f"10:00:{second:02d}"), 5)
    clock.put(at("10:00:30"), -5)
    clock.put(at("10:01:20"), 0)
    clock.put(at("10:01:30"), 1)
    assert (clock.premium_s, clock.discount_s, clock.level_s) == (30, 50, 10)
    clock.put(at("10:11:30"), 1)
    assert clock.premium_s == 90, "of ten silent minutes one is credited"
    clock.put(at("11:29:50"), 1)
    clock.put(at("13:00:10"), 1)
    assert clock.premium_s == 90 + 60 + 20, "the break is no trading time"
    clock.put(at("14:44:50"), -1)
    clock.put(at("14:59:00"), -1)
    assert clock.discount_s == 60, "ten seconds until 14:45, and nothing after"


def test_fair_value_by_cost_of_carry() -> None:
    terms = CarryTerms(rate=0.05, dividend_yield=0.014, deviations=1.5)
    assert fair_basis(200_000, 36, terms) == pytest.approx(200_000 * 0.036 * 36 / 365)
    band = fair_band(200_000, 0, terms, 100.0)
    assert (band.value, band.low, band.high) == (200_000, 199_850, 200_150)
    assert fair_band(200_000, 0, terms, None).low is None


def test_the_room_shows_the_band_and_the_master_lists_contracts() -> None:
    inputs = AnalysisInputs(carry=CarryTerms(0.05, 0.014))
    inputs.set_contracts(
        {"41I1G8000": None, "41I1G9000": dt.date(2026, 9, 16), "41I1G7000": dt.date(2026, 7, 16), "ACB": None}
    )
    core = MarketDataProcessor(inputs=inputs)
    core.handle(index_tick(190_000, when="09:59:55"), None)
    core.tick(at("09:59:56"))
    assert set(core.derivatives.contracts) == {"41I1G8000", "41I1G9000"}
    for second in range(0, 50, 5):
        price = 19_010 - second // 5
        core.handle(
            trade(
                second + 1, 1, price, symbol="41I1G9000", board=Board.DERIVATIVES, when=f"10:00:{second:02d}"
            ),
            None,
        )
    view = derivatives_room(core).contracts["41I1G9000"]
    assert (view.aliases, view.last_trading_date) == (["VN30F2609", "VN30F2M"], "2026-09-16")
    assert (view.basis, view.basis_samples, view.basis_mean) == (0.1, 10, 0.55)
    assert view.basis_slope == pytest.approx(-72.0)
    assert view.converging is True
    assert view.premium_time_share == 1.0
    assert view.fair_basis == pytest.approx(1900 * 0.036 * 33 / 365, abs=1e-3)
    assert view.fair_value is not None
    assert view.band_high is not None
    assert view.basis_deviation is not None
    assert view.band_high - view.fair_value == pytest.approx(2 * view.basis_deviation, abs=2e-3)


def test_a_contract_no_longer_leads_on_the_evening_of_its_last_day() -> None:
    tracker = DerivativesTracker()
    volumes = {"41I1G8000": 100, "41I1G9000": 20}
    for code in volumes:
        tracker.day(code, EXPIRY)
    assert tracker.active(volumes.__getitem__, at("14:59", EXPIRY)) == "41I1G8000"
    assert tracker.active(volumes.__getitem__, at("15:00", EXPIRY)) == "41I1G9000"
    chosen = DerivativesTracker(override="41I1G8000")
    chosen.day("41I1G8000", EXPIRY)
    assert chosen.active(volumes.__getitem__, at("15:00", EXPIRY)) == "41I1G8000"


# -- expiry ------------------------------------------------------------------------------


def _time(second: int) -> int:
    return at("00:00", EXPIRY) + second * 1000


def test_settlement_drops_three_highest_and_lowest_of_the_continuous_part() -> None:
    window = SettlementWindow()
    values = [190_000 + (n * 37) % 101 for n in range(180)]
    auction = [190_500] * 181
    begin = 14 * 3600 + 15 * 60
    window.put(_time(begin - 5), 1)
    assert window.settlement(_time(begin - 5)).value is None
    assert window.settlement(_time(begin - 5)).to_come == 360
    assert window.needed_mean(_time(begin - 5), 190_000) == pytest.approx(190_000)
    for n, value in enumerate(values + auction):
        window.put(_time(begin + 5 * n), value)
        window.put(_time(begin + 5 * n), 5 * value)  # repeated after a reconnect
    window.put(_time(14 * 3600 + 46 * 60), 1)
    kept = sorted(values)[3:-3] + auction
    found = window.settlement(_time(14 * 3600 + 46 * 60))
    assert found.value == pytest.approx(mean(kept))
    assert (found.samples, found.continuous_samples, found.to_come, found.final) == (361, 180, 0, True)
    assert window.needed_mean(_time(14 * 3600 + 46 * 60), 190_000) is None


def test_the_mean_still_needed_gives_the_settlement_wanted() -> None:
    window = SettlementWindow()
    begin = 14 * 3600 + 15 * 60
    now = begin
    for n in range(240):
        now = begin + 5 * n
        window.put(_time(now), 190_000 + n % 17)
    before = window.settlement(_time(now))
    needed = window.needed_mean(_time(now), 190_050.0)
    assert needed is not None
    assert before.to_come == 121
    for n in range(before.to_come):
        window.put(_time(now + 5 * (n + 1)), round(needed))
    after = window.settlement(_time(now + 5 * before.to_come))
    assert after.final
    assert after.value == pytest.approx(190_050.0, abs=0.5)


def test_the_room_of_an_expiry_day_and_the_roll_in_its_evening() -> None:
    core = MarketDataProcessor()
    for code, price, volume in (("41I1G8000", 19_005, 50), ("41I1G9000", 19_020, 5)):
        core.handle(
            trade(volume, volume, price, symbol=code, board=Board.DERIVATIVES, day=EXPIRY, when="14:10:00"),
            None,
        )
    for n in range(10):
        core.handle(index_tick(190_000 + n, day=EXPIRY, when=f"14:15:{5 * n:02d}"), None)
    room = derivatives_room(core)
    (view,) = room.expiry
    assert (view.contract, view.samples, view.to_come) == ("41I1G8000", 10, 351)
    assert (view.settlement, view.last) == (1900.045, 1900.5)
    assert view.needed_mean == pytest.approx((1900.5 * 355 - 1900.045 * 4) / 351, abs=1e-3)
    assert room.active == "41I1G8000"
    core.tick(at("15:00:01", EXPIRY))
    assert active_contract(core) == "41I1G9000"
    assert derivatives_room(core).expiry[0].contract == "41I1G8000"
    core.handle(index_tick(190_000, day=DAY + dt.timedelta(days=7), when="09:15"), None)
    assert derivatives_room(core).expiry == []
