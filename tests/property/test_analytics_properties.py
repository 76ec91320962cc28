"""Analytics for any input: spacing, mirrors, running sums, contributions, replays."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate
from statistics import fmean
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.market.calendar import Board
from core.pipeline import MarketDataProcessor
from core.snapshot import keys
from core.snapshot.views import derivatives_room, foreign_market, foreign_room, indices_room, series
from core.trackers.basis_band import WINDOW_SLOTS, BasisBand, PremiumClock, trading_second
from core.trackers.expiry_cockpit import SettlementWindow
from core.trackers.foreign_investor_tracker import ForeignInvestorTracker
from core.trackers.foreign_pace import KEPT_S, Amounts, FlowPace
from core.trackers.index_breadth import BreadthLine, LineFit
from core.trackers.index_contributions import IndexComposition
from tests.support.events import at, foreign, index_tick, trade

BEGIN = at("10:00")
SPACINGS = st.sampled_from([1, 2, 3, 5, 6, 10, 15, 20, 30, 60])
PER_SECOND = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=12, max_size=12)


def _told(
    tracker: ForeignInvestorTracker, flow: list[tuple[int, int]], spacing_s: int, *, swap: bool
) -> None:
    """A flow of constant rates for each of 12 minutes, as cumulative messages every `spacing_s`."""
    for second in range(0, 721, spacing_s):
        minute, rest = divmod(second, 60)
        bought, sold = (
            60 * sum(rates[way] for rates in flow[:minute]) + (rest * flow[minute][way] if rest else 0)
            for way in (0, 1)
        )
        event = foreign(sold if swap else bought, bought if swap else sold, when="10:00")
        event.ts_event = BEGIN + second * 1000
        tracker.update(event, 10_000)


@given(PER_SECOND, SPACINGS, SPACINGS, st.integers(2, 12))
def test_speed_and_acceleration_do_not_know_the_spacing(
    flow: list[tuple[int, int]], one: int, other: int, minutes: int
) -> None:
    """On a minute's edge both series have told all, so the figures are equal, not merely close."""
    speeds = []
    for spacing_s in (one, other):
        tracker = ForeignInvestorTracker()
        _told(tracker, flow[:minutes] + [(0, 0)] * (12 - minutes), spacing_s, swap=False)
        speeds.append(tracker.flows["SSI"].speeds(BEGIN + 720_000))
    first, second = speeds
    for name in ("buy", "sell", "buy_value", "sell_value", "buy_acceleration", "sell_acceleration"):
        assert getattr(first, name) == getattr(second, name), name
    for name in ("smooth_buy_value", "smooth_sell_value"):
        assert math.isclose(getattr(first, name), getattr(second, name), rel_tol=1e-6, abs_tol=1e-3), name


@given(PER_SECOND, SPACINGS)
def test_bought_and_sold_mirror(flow: list[tuple[int, int]], spacing_s: int) -> None:
    plain, mirrored = ForeignInvestorTracker(), ForeignInvestorTracker()
    _told(plain, flow, spacing_s, swap=False)
    _told(mirrored, flow, spacing_s, swap=True)
    for one, other in (
        (plain.market, mirrored.market),
        (plain.sectors["brokers"], mirrored.sectors["brokers"]),
    ):
        mine, theirs = one.speeds(BEGIN + 720_000), other.speeds(BEGIN + 720_000)
        assert (mine.buy, mine.sell) == (theirs.sell, theirs.buy)
        assert (mine.buy_acceleration, mine.sell_acceleration) == (
            theirs.sell_acceleration,
            theirs.buy_acceleration,
        )
        assert (mine.smooth_buy_value, mine.net_value) == (theirs.smooth_sell_value, -theirs.net_value)
        assert (one.net_value, one.buy_volume) == (-other.net_value, other.sell_volume)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 10**9)), max_size=60),
    st.integers(0, 400),
)
def test_running_totals_equal_a_recount(steps: list[tuple[int, int]], later_s: int) -> None:
    pace, seconds = FlowPace(), []
    for gap, amount in steps:
        seconds.append(((seconds[-1][0] if seconds else BEGIN // 1000) + gap, amount))
        pace.add(seconds[-1][0] * 1000, Amounts(amount, 0, 2 * amount, 0))
    now_s = (seconds[-1][0] if seconds else BEGIN // 1000) + later_s
    rates = pace.rates(now_s * 1000, 10**9)
    recent = sum(amount for second, amount in seconds if now_s - 300 < second <= now_s)
    earlier = sum(amount for second, amount in seconds if now_s - 360 < second <= now_s - 60)
    assert rates.speed == (recent / 5, 0.0, 2 * recent / 5, 0.0)
    assert rates.acceleration[0] == recent / 5 - earlier / 5


@given(st.integers(1, 3), st.integers(800, 3000))
def test_totals_of_seconds_stay_bounded(gap: int, count: int) -> None:
    pace = FlowPace()
    for n in range(count):
        pace.add((BEGIN // 1000 + n * gap) * 1000, Amounts(1))
    assert len(pace._seconds) == len(pace._totals) <= 2 * KEPT_S
    assert pace.rates(BEGIN + (count - 1) * gap * 1000, 10**9).speed[0] == -(-300 // gap) / 5


BASIS = st.lists(st.tuples(st.integers(0, 300), st.integers(-2_000, 2_000)), min_size=1, max_size=120)


@given(BASIS, st.integers(0, 6 * 3600))
def test_band_equals_a_recount_of_its_window(steps: list[tuple[int, int]], offset_s: int) -> None:
    band, slots, now = BasisBand(), {}, at("08:45") + offset_s * 1000
    for gap, basis in steps:
        now += gap * 1000
        band.put(now, basis)
        slots[trading_second(now) // 5] = basis
    newest = max(slots)
    window = {slot: basis for slot, basis in slots.items() if slot > newest - WINDOW_SLOTS}
    n, values = len(window), list(window.values())
    assert band.count == n
    assert band.mean == pytest.approx(fmean(values))
    if n < 2:
        assert band.deviation is None
        return
    middle = Fraction(sum(values), n)
    assert band.deviation == pytest.approx(
        math.sqrt(sum((value - middle) ** 2 for value in values) / (n - 1)), abs=1e-9
    )
    found = band.slope_an_hour()
    if n < 3:
        assert found is None
        return
    mean_x = Fraction(sum(window), n)
    spread = sum((x - mean_x) ** 2 for x in window)
    slope = sum((x - mean_x) * (y - middle) for x, y in window.items()) / spread
    error = sum((y - middle - slope * (x - mean_x)) ** 2 for x, y in window.items())
    assert found is not None
    assert found[0] == pytest.approx(float(slope) * 720, abs=1e-9)
    assert found[1] == pytest.approx(math.sqrt(error / (n - 2) / spread) * 720, abs=1e-9)


@given(BASIS)
def test_premium_and_discount_mirror(steps: list[tuple[int, int]]) -> None:
    plain, mirrored, now = PremiumClock(), PremiumClock(), at("09:00")
    for gap, basis in steps:
        now += gap * 1000
        plain.put(now, basis)
        mirrored.put(now, -basis)
    assert (plain.premium_s, plain.discount_s) == (mirrored.discount_s, mirrored.premium_s)
    shares = plain.shares()
    assert shares is None or 0 <= sum(shares) <= 1 + 1e-9


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), max_size=30), st.data())
def test_a_line_forgets_what_is_taken_back(samples: list[tuple[int, int]], data: st.DataObject) -> None:
    line, fresh = LineFit(), LineFit()
    for sample in samples:
        line.add(*sample)
    for sample in samples:
        if data.draw(st.booleans()):
            line.add(*sample, sign=-1)
        else:
            fresh.add(*sample)
    assert vars(line) == vars(fresh)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-900, 900), st.integers(-30, 30)), max_size=80))
def test_the_line_of_breadth_equals_a_recount_and_mirrors(steps: list[tuple[int, int, int]]) -> None:
    plain, mirrored, minutes, minute = BreadthLine(), BreadthLine(), {}, 0
    for gap, value, net in steps:
        minute += gap
        minutes[minute] = net
        plain.put(minute, value, net)
        mirrored.put(minute, -value, -net)
    assert plain.line == (sum(minutes.values()) if minutes else None)
    one, other = plain.divergence(), mirrored.divergence()
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert (one.sign, one.value_change) == (-other.sign, -other.value_change)
        assert one.z is None or other.z == pytest.approx(-one.z, abs=1e-6)


PRICES = st.dictionaries(
    st.sampled_from([f"S{n}" for n in range(12)]),
    st.tuples(st.floats(1e-3, 1e15), st.integers(1_000, 200_000), st.integers(930, 1070)),
    min_size=1,
)


@given(PRICES, st.integers(10_000, 250_000))
def test_contributions_sum_to_the_change_of_the_index(
    stocks: dict[str, tuple[float, int, int]], prior: int
) -> None:
    """To a millionth of a hundredth of a point; what is published is rounded to 0.01 point."""
    composition = IndexComposition({symbol: weight for symbol, (weight, _, _) in stocks.items()})
    moves = {symbol: permille / 1000 - 1 for symbol, (_, _, permille) in stocks.items()}
    total = sum(weight for weight, _, _ in stocks.values())
    index = prior * sum(weight / total * (1 + moves[s]) for s, (weight, _, _) in stocks.items())
    points = composition.contributions(prior, moves.get)
    assert sum(points.values()) == pytest.approx(index - prior, abs=1e-6)
    assert abs(sum(points.values()) - (round(index) - prior)) <= 0.5 + 1e-6
    assert composition.without(prior, moves.get, []) == pytest.approx(index, abs=1e-6)
    first, rest = next(iter(stocks)), list(stocks)[1:]
    if rest:
        alone = composition.without(prior, moves.get, rest)
        assert alone == pytest.approx(prior * (1 + moves[first]), abs=1e-6)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(180_000, 200_000)), max_size=250))
def test_settlement_equals_a_recount(steps: list[tuple[int, int]]) -> None:
    window, second, values = SettlementWindow(), 14 * 3600 + 14 * 60 + 55, []
    for gap, value in steps:
        second += gap
        window.put(at("00:00") + second * 1000, value)
        values.append((second, value))
    begin, auction, end = (14 * 3600 + minute * 60 for minute in (15, 30, 45))
    continuous = sorted(value for second, value in values if begin <= second < auction)
    if len(continuous) > 6:
        continuous = continuous[3:-3]
    kept = continuous + [value for second, value in values if auction <= second <= end]
    found = window.settlement(at("00:00") + second * 1000).value
    assert found == (pytest.approx(fmean(kept)) if kept else None)


STEPS = st.lists(
    st.tuples(st.sampled_from("FSIR"), st.integers(0, 400), st.integers(0, 7)), min_size=1, max_size=60
)


def _bytes(steps: list[tuple[str, int, int]]) -> bytes:
    core = MarketDataProcessor()
    core.inputs.set_weights("VN30", {"SSI": 1.0, "VCB": 2.0})
    totals = dict.fromkeys("FSR", 0)
    for (kind, amount, _), second in zip(steps, accumulate(gap for _, _, gap in steps), strict=True):
        when = f"10:{second // 60:02d}:{second % 60:02d}"
        event: Any
        if kind == "I":
            event = index_tick(190_000 + amount, when=when, advances=amount % 30, declines=5, unchanged=1)
        else:
            totals[kind] += amount + 1
            if kind == "R":
                event = foreign(totals["R"], amount, when=when)
            elif kind == "F":
                price = 19_000 + amount
                event = trade(
                    totals["F"], amount + 1, price, when=when, symbol="41I1G8000", board=Board.DERIVATIVES
                )
            else:
                event = trade(totals["S"], amount + 1, 25_000 + 50 * (amount % 9), when=when)
        core.handle(event, None)
    rooms = (foreign_room(core, at("10:30")), indices_room(core), derivatives_room(core))
    return msgspec.json.encode((rooms, series(core, keys.DERIVATIVES, 1), series(core, keys.INDICES, 1)))


SYMBOLS = ("SSI", "VCB", "HPG", "VIC", "FPT", "MBB", "ACB", "TCB", "VPB", "STB", "SHB", "BID")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(SYMBOLS), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**7)
        ),
        max_size=40,
    )
)
def test_the_foreign_market_is_the_foreign_room_without_its_symbols(
    told: list[tuple[str, int, int, int]],
) -> None:
    core, totals = MarketDataProcessor(), dict.fromkeys(SYMBOLS, (0, 0))
    for second, (symbol, buy, sell, left) in enumerate(told):
        when = f"10:00:{second:02d}"
        core.handle(trade(100 * (second + 1), 100, symbol=symbol, when=when), None)
        bought, sold = totals[symbol]
        totals[symbol] = (bought + buy, sold + sell)
        core.handle(foreign(*totals[symbol], when=when, symbol=symbol, room=left), None)
    whole, market = foreign_room(core, at("10:05")), foreign_market(core, at("10:05"))
    for name in ("date", "minute", "market", "top_buyers", "top_sellers"):
        assert getattr(market, name) == getattr(whole, name)
    assert market.shares == len(whole.symbols)
    used = {symbol: view.room_used_pct for symbol, view in whole.symbols.items()}
    ordered = sorted(used.items(), key=lambda one: (-(one[1] or 0.0), one[0]))
    assert [(one.symbol, one.used_pct) for one in market.tightest] == ordered[:10]


@given(STEPS)
def test_rooms_of_a_replay_are_the_same_bytes(steps: list[tuple[str, int, int]]) -> None:
    assert _bytes(steps) == _bytes(steps)
