"""Properties of the trackers of the day that hold for any sequence of trades and quotes."""

from __future__ import annotations

import itertools
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.market.calendar import Board
from core.trackers.auction_tracker import MAX_SAMPLES, SAMPLE_MS, AuctionTracker
from core.trackers.bars import MINUTE_MS, Bars, MinuteBar
from core.trackers.large_trades import LargeTradeRule, LargeTrades, RunningMedian
from core.trackers.limit_lock import LimitLock, trades_at
from core.trackers.movers import SymbolStanding, movers
from core.trackers.pace import POINTS, baseline, pace
from core.trackers.trade_classifier import Session, Side
from core.trackers.volume_at_price import VALUE_AREA_PERCENT, VolumeAtPrice
from tests.support.events import at

T = at("10:00")
SIDES = st.sampled_from(list(Side))
PRICES = st.integers(1, 60).map(lambda steps: 20_000 + 50 * steps)
VOLUMES = st.integers(1, 50).map(lambda lots: lots * 100)

# -- bars --------------------------------------------------------------------------

BAR_TRADES = st.lists(
    st.tuples(st.sampled_from("AB"), PRICES, VOLUMES, SIDES, st.integers(0, 6 * MINUTE_MS - 1)), max_size=60
)


def _feed(bars: Bars, trade: tuple[Any, ...]) -> None:
    symbol, price, volume, side, offset = trade
    bars.on_trade(symbol, price, volume, price * volume, side, T + offset)


def _of_all(bars: Bars) -> list[MinuteBar]:
    return [bar for symbol in "AB" for bar in bars.of(symbol)]


@given(BAR_TRADES)
def test_bars_are_what_the_trades_of_each_minute_say(trades: list[tuple[Any, ...]]) -> None:
    bars = Bars()
    groups: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for trade in trades:
        _feed(bars, trade)
        groups.setdefault((trade[0], T + trade[4] // MINUTE_MS * MINUTE_MS), []).append(trade)
    expected = []
    for (symbol, start), group in sorted(groups.items()):
        by_time = sorted(group, key=lambda trade: trade[4])
        prices = [trade[1] for trade in by_time]
        sums = [
            (sum(t[2] for t in group if t[3] in sides), sum(t[1] * t[2] for t in group if t[3] in sides))
            for sides in (list(Side), [Side.BUYER], [Side.SELLER])
        ]
        ends = (prices[0], max(prices), min(prices), prices[-1])
        expected.append(MinuteBar(symbol, start, *ends, *sums[0], *sums[1], *sums[2]))
    assert _of_all(bars) == expected
    assert bars.unplaced_volume == 0


@given(BAR_TRADES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_volume(trades: list[tuple[Any, ...]], draw: Any) -> None:
    shuffled = list(trades)
    draw.shuffle(shuffled)
    one, other = Bars(), Bars()
    for trade in trades:
        _feed(one, trade)
    for trade in shuffled:
        _feed(other, trade)

    def amounts(bars: Bars) -> list[Any]:
        return [
            (b.symbol, b.start, b.high, b.low, b.volume, b.value_vnd, b.buyer_volume, b.seller_value_vnd)
            for b in _of_all(bars)
        ]

    assert amounts(one) == amounts(other)


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("trade"), st.sampled_from("AB"), PRICES, VOLUMES, SIDES, st.integers(0, 5 * MINUTE_MS)
        ),
        st.tuples(st.just("tick"), st.integers(0, 7 * MINUTE_MS)),
        st.tuples(st.just("take"), st.integers(1, 5)),
        st.tuples(st.just("back"), st.sampled_from("AB"), st.integers(1, 9000), st.none() | SIDES),
    ),
    max_size=60,
)


@given(STEPS)
def test_a_writer_ends_with_the_bars_that_are_held(steps: list[tuple[Any, ...]]) -> None:
    """Whatever is late, corrected, or taken in portions, and only closed bars are handed out."""
    bars, now, came, left = Bars(), 0, 0, 0
    written: dict[tuple[str, int], MinuteBar] = {}
    for kind, *rest in steps:
        if kind == "trade":
            _feed(bars, tuple(rest))
            came += rest[2]
        elif kind == "tick":
            now = max(now, T + rest[0])
            bars.tick(T + rest[0])
        elif kind == "back":
            left += rest[1] - bars.take_back(rest[0], rest[1], rest[2])
        else:
            newest = {bar.symbol: bar.start for bar in _of_all(bars)}
            for bar in bars.take_closed(rest[0]):
                assert bar.start + MINUTE_MS <= now or bar.start < newest[bar.symbol]
                written[bar.symbol, bar.start] = bar
    held = _of_all(bars)
    assert sum(bar.volume for bar in held) == came - left
    for bar in held:
        assert bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high
        assert min(bar.buyer_volume, bar.seller_volume, bar.value_vnd, bar.volume) >= 0
        assert bar.buyer_volume + bar.seller_volume <= bar.volume
    bars.tick(T + 10 * MINUTE_MS)
    while portion := bars.take_closed(3):
        written.update({(bar.symbol, bar.start): bar for bar in portion})
    assert written == {(bar.symbol, bar.start): bar for bar in held}


# -- volume by price ---------------------------------------------------------------

PROFILE_TRADES = st.lists(st.tuples(PRICES, VOLUMES, SIDES), min_size=1, max_size=80)


@given(PROFILE_TRADES, st.integers(0, 20_000))
def test_a_profile_holds_all_volume_and_its_value_area_enough_of_it(
    trades: list[tuple[Any, ...]], corrected: int
) -> None:
    tracker = VolumeAtPrice()
    for price, volume, side in trades:
        tracker.on_trade("A", price, volume, side)
    volume = sum(trade[1] for trade in trades)
    for expected in (volume, max(0, volume - corrected)):
        profile = tracker.profile("A")
        assert (profile.volume if profile else 0) == expected
        if profile is not None:
            by_price = {level.price: level.volume for level in profile.levels}
            assert by_price[profile.point_of_control] == max(by_price.values())
            assert profile.value_area_low <= profile.point_of_control <= profile.value_area_high
            assert profile.value_area_volume * 100 >= profile.volume * VALUE_AREA_PERCENT
        if expected == volume:
            assert tracker.take_back("A", corrected) == max(0, corrected - volume)


@given(PROFILE_TRADES, st.randoms(use_true_random=False))
def test_a_profile_does_not_depend_on_the_order(trades: list[tuple[Any, ...]], draw: Any) -> None:
    shuffled = list(trades)
    draw.shuffle(shuffled)
    one, other = VolumeAtPrice(), VolumeAtPrice()
    for tracker, sequence in ((one, trades), (other, shuffled)):
        for price, volume, side in sequence:
            tracker.on_trade("A", price, volume, side)
    assert one.profile("A") == other.profile("A")


# -- large trades ------------------------------------------------------------------


@given(st.lists(st.integers(2**16, 2**42 - 1), min_size=1, max_size=60))
def test_the_running_median_is_within_an_eighth_of_the_true_one(values: list[int]) -> None:
    median = RunningMedian()
    for n, value in enumerate(values):
        median.add(value)
        true = sorted(values[: n + 1])[n // 2]
        assert median.value is not None
        assert abs(median.value - true) <= true / 8


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 10**10), SIDES), max_size=80))
def test_large_trades_are_those_that_reached_their_threshold(trades: list[tuple[Any, ...]]) -> None:
    tracker = LargeTrades({"A": 10**9}, LargeTradeRule(2.0, 10**6, 3), keep=5)
    found = []
    for symbol, value, side in trades:
        threshold = tracker.threshold_vnd(symbol)
        large = tracker.on_trade(symbol, 10, value, value, side, T)
        counts = side is not Side.AUCTION and threshold is not None and value >= threshold
        assert (large is not None) == counts
        found += [large] if large is not None else []
    assert tracker.newest() == found[::-1][:5]
    sums = tracker.sums.values()
    assert sum(s.buyer_volume + s.seller_volume + s.unknown_volume for s in sums) == sum(
        large.volume for large in found
    )
    assert tracker.count == len(found)


# -- ceilings and floors -----------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 420), st.booleans(), st.booleans()), max_size=40),
    st.sampled_from(Board),
)
def test_time_locked_is_the_trading_minutes_that_passed_locked(
    books: list[tuple[int, bool, bool]], board: Board
) -> None:
    lock, begin = LimitLock(), at("08:30")
    books.sort(key=lambda book: book[0])
    breaks, locked, states = 0, False, []
    for minute, bid, ask in books:
        ts = begin + MINUTE_MS * minute
        bids, asks = (((200, 10),) if bid else ()), (((210, 10),) if ask else ())
        lock.on_quote("A", board, bids, asks, 200, 100, ts)
        if trades_at(board, ts):
            breaks += locked and not (bid and not ask)
            locked = bid and not ask
            states.append((minute, locked))
    state = lock.ceilings.get("A")
    if state is None:
        assert not any(locked for _, locked in states)
        return
    assert (state.breaks, state.locked_since is not None) == (breaks, locked)
    minutes = 0
    for (minute, was), (later, _) in zip(states, [*states[1:], (480, False)], strict=True):
        if was:
            minutes += sum(trades_at(board, begin + MINUTE_MS * each) for each in range(minute, later))
    assert state.locked_ms(begin + 480 * MINUTE_MS) == minutes * MINUTE_MS
    assert lock.floors == {}


# -- auctions ----------------------------------------------------------------------

AUCTION_NEWS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 10**6), st.integers(0, 2_000_000)), max_size=300
)


@given(AUCTION_NEWS)
def test_an_auctions_path_is_in_order_bounded_and_ends_with_what_is_known(
    news: list[tuple[bool, int, int]],
) -> None:
    tracker = AuctionTracker()
    taken = []
    for is_quote, number, offset in news:
        ts = T + offset
        if is_quote:
            ok = tracker.on_quote("A", Session.ATO, ((10, number),) if number else (), ((11, 7),), ts)
        else:
            ok = tracker.on_estimate("A", Session.ATO, number or None, 5, ts)
        taken += [ts] if ok else []
    auction = tracker.get("A", Session.ATO)
    if auction is None:
        assert news == []
        return
    path = auction.path
    starts = [sample.start for sample in path]
    assert starts == sorted(set(starts))
    assert taken == sorted(taken)
    assert len(path) == min(MAX_SAMPLES, len({ts // SAMPLE_MS for ts in taken}))
    newest = (auction.est_price, auction.bid_volume, auction.ask_volume)
    assert (path[-1].est_price, path[-1].bid_volume, path[-1].ask_volume) == newest
    assert path[-1].start == taken[-1] // SAMPLE_MS * SAMPLE_MS
    assert auction.imbalance is None or -1 <= auction.imbalance <= 1


# -- movers ------------------------------------------------------------------------

FIGURES = st.none() | st.integers(0, 30)
NETS = st.none() | st.integers(-9, 9)
STANDINGS = st.lists(
    st.tuples(FIGURES, FIGURES, FIGURES, FIGURES, st.integers(0, 9), st.integers(0, 9), NETS), max_size=40
)


@given(STANDINGS, st.integers(1, 12))
def test_movers_are_the_head_of_a_full_sort(rows: list[tuple[Any, ...]], top: int) -> None:
    standings = [SymbolStanding(f"S{n}", *row) for n, row in enumerate(rows)]
    lists = movers(standings, top)
    traded = [each for each in standings if each.volume and each.last is not None]
    active = {each.symbol: each.buyer_value_vnd - each.seller_value_vnd for each in traded}
    selling = sorted((symbol for symbol in active if active[symbol] < 0), key=lambda s: (active[s], s))
    assert [line.symbol for line in lists.active_selling] == selling[:top]
    change = {
        each.symbol: 100.0 * (each.last - each.reference) / each.reference
        for each in traded
        if each.reference and each.last is not None
    }
    gainers = sorted((symbol for symbol in change if change[symbol] > 0), key=lambda s: (-change[s], s))
    assert [(line.symbol, line.measure) for line in lists.gainers] == [(s, change[s]) for s in gainers[:top]]
    assert movers(reversed(standings), top) == lists


# -- pace --------------------------------------------------------------------------

MINUTE_VOLUMES = st.lists(st.integers(0, 1000), min_size=POINTS - 1, max_size=POINTS - 1).filter(any)


@given(
    MINUTE_VOLUMES, st.integers(1, 10**9), st.lists(st.integers(0, 24 * 3600 - 1), min_size=2, max_size=20)
)
def test_a_usual_day_is_at_pace_one_and_projects_its_own_total(
    volumes: list[int], total: int, seconds: list[int]
) -> None:
    cumulative = list(itertools.accumulate(volumes, initial=0))
    usual = baseline([each / cumulative[-1] for each in cumulative], float(total))
    shares = []
    for second in sorted(seconds):
        now = at("00:00") + 1000 * second
        share = usual.share_at(now)
        shares.append(share)
        result = pace(round(total * share), usual, now)
        assert result is not None
        assert result.usual is not None
        if result.projected_total is not None and result.ratio is not None:
            # One share of rounding, seen through the usual share.
            assert math.isclose(result.projected_total, total, abs_tol=0.51 / share)
            assert math.isclose(result.ratio, 1, abs_tol=0.51 / result.usual)
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
