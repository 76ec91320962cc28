"""Any possible bar becomes matches that give exactly that bar back; ladders and spreads hold."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from core.market.calendar import Board
from core.market.prices import limits_vnd, step_vnd
from workers.simulator.bar_path import anchor_prices, auction_parts, auction_volume, continuous_prints
from workers.simulator.day_folder import ForeignTotal, MinuteBar
from workers.simulator.foreign_plan import ForeignPlan
from workers.simulator.ladder import Ladder, paint

SEEDS = st.integers(0, 2**32)


@st.composite
def bars(draw: st.DrawFn) -> MinuteBar:
    """Bars on HOSE's price steps, across the 50,000 VND border too."""
    ladder = Ladder(Board.HOSE, None, None)
    low = ladder.snap(draw(st.integers(1_000, 120_000)))
    prices = [low]
    for _ in range(draw(st.integers(0, 12))):
        prices.append(ladder.above(prices[-1]) or prices[-1])
    start, close = draw(st.sampled_from(prices)), draw(st.sampled_from(prices))
    volume = draw(st.integers(1, 50_000)) * draw(st.sampled_from([1, 100]))
    return MinuteBar(start, prices[-1], low, close, volume)


@given(bars(), SEEDS, st.integers(1_000, 120_000))
def test_a_minute_is_its_bar_exactly(bar: MinuteBar, seed: int, previous: int) -> None:
    assume(bar.volume >= len(anchor_prices(bar, opens=True)))
    ladder = Ladder(Board.HOSE, None, None)
    prints = continuous_prints(
        bar,
        ladder,
        random.Random(seed),
        span_ms=60_000,
        volume=bar.volume,
        opens=True,
        previous=previous,
    )
    prices = [p.price for p in prints]
    assert (prices[0], max(prices), min(prices), prices[-1]) == bar[:4]
    assert sum(p.volume for p in prints) == bar.volume
    assert all(p.volume > 0 for p in prints)
    assert all(price % step_vnd(Board.HOSE, price) == 0 for price in prices)
    assert all(before.offset_ms <= after.offset_ms for before, after in pairwise(prints))
    assert 0 <= prints[0].offset_ms <= prints[-1].offset_ms < 60_000


@given(bars(), SEEDS, st.floats(0.05, 0.95))
def test_an_opening_auction_leaves_enough_for_the_rest(bar: MinuteBar, seed: int, share: float) -> None:
    assume(bar.volume >= len(anchor_prices(bar, opens=True)) + 1)
    ladder, rng = Ladder(Board.HOSE, None, None), random.Random(seed)
    matched = auction_volume(bar, ladder, share)
    parts = auction_parts(matched, ladder, rng)
    rest = continuous_prints(
        bar,
        ladder,
        rng,
        span_ms=58_000,
        volume=bar.volume - matched,
        opens=False,
        previous=bar.open,
    )
    prices = [bar.open, *(p.price for p in rest)]
    assert sum(parts) + sum(p.volume for p in rest) == bar.volume
    assert min(parts) > 0
    assert (max(prices), min(prices), prices[-1]) == (bar.high, bar.low, bar.close)


@given(
    st.integers(0, 10**8),
    st.integers(0, 10**8),
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=240),
    SEEDS,
)
def test_foreign_plans_grow_to_their_totals(
    buy: int, sell: int, room: int, volumes: list[int], seed: int
) -> None:
    plan = ForeignPlan(ForeignTotal(buy, 0, sell, 0, room), volumes, random.Random(seed))
    for total, cumulative in ((buy, plan.buys), (sell, plan.sells)):
        assert len(cumulative) == len(volumes)
        assert cumulative[-1] == total
        assert all(0 <= before <= after for before, after in pairwise(cumulative))
    assert plan.room(plan.buys[-1]) == room
    assert plan.room(0) == room + buy


@given(
    st.sampled_from([Board.HOSE, Board.HNX, Board.UPCOM, Board.DERIVATIVES]),
    st.integers(30, 1_500),
    st.integers(-40, 40),
    SEEDS,
)
def test_books_stay_inside_the_limits(board: Board, hundreds: int, offset: int, seed: int) -> None:
    reference = hundreds * 100
    ceiling, floor = limits_vnd(board, reference)
    ladder = Ladder(board, ceiling, floor)
    bid = ladder.snap(reference + offset * step_vnd(board, reference))
    book = paint(ladder, random.Random(seed), bid, ladder.above(bid), typical_lots=5, bid_at_least=700)
    for prices, volumes, falling in (
        (book.bid_prices, book.bid_volumes, True),
        (book.ask_prices, book.ask_volumes, False),
    ):
        filled = [round(price * ladder.scale) for price in prices if price]
        assert len(filled) <= ladder.depth
        assert sorted(filled, reverse=falling) == filled
        assert all(floor <= price <= ceiling for price in filled)
        assert [volume > 0 for volume in volumes] == [price > 0 for price in prices]
    assert book.bid_volumes[0] > 700
