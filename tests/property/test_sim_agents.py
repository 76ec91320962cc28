"""The crowd on a real book: never crossed, within limits and steps, priority kept, nothing lost."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.market.calendar import Board
from core.market.prices import limits_vnd, step_vnd
from core.trackers.listed_weights import capped
from workers.simulator.agents import Crowd, ForeignDesk
from workers.simulator.exchange_book import lot_of, valid_prices
from workers.simulator.matching import Fill, OrderBook, Way

BOARDS = st.sampled_from(list(Board))
ACTIONS = 200


def _crowd(board: Board, reference: int, seed: int, room: int) -> Crowd:
    reference -= reference % step_vnd(board, reference)
    ceiling, floor = limits_vnd(board, reference)
    rng = random.Random(seed)
    desk = None if board is Board.DERIVATIVES else ForeignDesk(room, 10 * room + 1, rng)
    prices = valid_prices(board, floor, ceiling)
    return Crowd(OrderBook(), prices, rng, lot=lot_of(board), mean_lots=5.0, levels=5, desk=desk)


def _check(crowd: Crowd, fills: list[Fill], lot: int) -> None:
    bid, ask = crowd.book.best(Way.BUY), crowd.book.best(Way.SELL)
    assert bid is None or ask is None or bid < ask
    for fill in fills:
        assert crowd.prices[0] <= fill.price <= crowd.prices[-1]
        assert fill.price in crowd.prices
        assert fill.volume > 0
        assert fill.volume % lot == 0


@settings(max_examples=15, deadline=None)
@given(
    board=BOARDS,
    reference=st.integers(3_000, 150_000),
    seed=st.integers(0, 10_000),
    room=st.integers(0, 20_000),
    drift=st.floats(-0.2, 0.2),
)
def test_a_day_of_actions_keeps_the_rules(
    board: Board, reference: int, seed: int, room: int, drift: float
) -> None:
    crowd = _crowd(board, reference, seed, room)
    lot, fair = lot_of(board), float(reference)
    crowd.open(fair)
    bought = sold = 0
    matched = 0
    for _ in range(ACTIONS):
        fair *= 1 + drift / ACTIONS
        before = crowd.book.best(Way.BUY), crowd.book.best(Way.SELL)
        fills = crowd.act(fair)
        _check(crowd, fills, lot)
        if fills:
            first = fills[0]
            # The best price of the other side comes first, and the later fills are never better.
            buys = first.aggressor is Way.BUY
            if not (first.buyer_foreign if buys else first.seller_foreign):
                # (the foreign desk takes its own waiting order back first)
                assert first.price == before[1 if buys else 0]
            prices = [fill.price for fill in fills]
            assert prices == sorted(prices, reverse=not buys)
            passive = [fill.sell_order if buys else fill.buy_order for fill in fills]
            same = [
                (older, newer)
                for (older, a), (newer, b) in pairwise(zip(passive, prices, strict=True))
                if a == b
            ]
            assert all(older < newer for older, newer in same)
        bought += sum(fill.volume for fill in fills if fill.buyer_foreign)
        sold += sum(fill.volume for fill in fills if fill.seller_foreign)
        matched += len(fills)
        if crowd.desk is not None:
            assert (crowd.desk.bought, crowd.desk.sold) == (bought, sold)
            assert crowd.desk.room == room - bought + sold
            assert crowd.desk.room >= 0
    assert len(crowd.book) < 60
    if abs(drift) < 0.02:
        assert matched > 10


@settings(max_examples=15, deadline=None)
@given(board=BOARDS, reference=st.integers(3_000, 150_000), seed=st.integers(0, 10_000))
def test_an_auction_leaves_no_crossed_book_and_no_market_orders(
    board: Board, reference: int, seed: int
) -> None:
    crowd = _crowd(board, reference, seed, 50_000)
    reference -= reference % step_vnd(board, reference)
    for _ in range(80):
        crowd.gather(float(reference), 10 * lot_of(board), 4.0)
    found = crowd.book.indication(reference)
    fills = crowd.book.uncross(reference)
    crowd.settle(fills)
    assert found is not None
    assert sum(fill.volume for fill in fills) == found.volume
    assert {fill.price for fill in fills} == {found.price}
    _check(crowd, fills, lot_of(board))
    crowd.book.cancel_market_orders()
    crowd.open(float(reference))
    _check(crowd, [], lot_of(board))
    assert crowd.book.cancel_market_orders() == 0


@given(
    caps=st.lists(st.integers(1, 10**15), min_size=1, max_size=40),
    most=st.sampled_from([0.1, 0.3, 1.0]),
)
def test_capped_weights_sum_to_one_and_obey_the_cap(caps: list[int], most: float) -> None:
    weights = capped(caps, most)
    assert abs(sum(weights) - 1) < 1e-9
    assert all(weight <= max(most, 1 / len(caps)) + 1e-9 for weight in weights)
    order = sorted(range(len(caps)), key=caps.__getitem__)
    assert all(weights[a] <= weights[b] + 1e-9 for a, b in pairwise(order))
