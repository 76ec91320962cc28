"""The order book holds the exchange's rules for any sequence of orders."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workers.simulator.matching import Fill, Order, OrderBook, Way

REFERENCE = 100
STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Way)),
        st.integers(93, 107),
        st.integers(1, 50),
        st.booleans(),
        st.integers(0, 9),
    ),
    max_size=120,
)
AUCTION = st.lists(
    st.tuples(st.sampled_from(list(Way)), st.none() | st.integers(93, 107), st.integers(1, 50)), max_size=60
)


def crossed(book: OrderBook) -> bool:
    bid, ask = book.best(Way.BUY), book.best(Way.SELL)
    return bid is not None and ask is not None and bid >= ask


@given(STEPS)
def test_the_book_is_never_crossed_and_shares_are_conserved(
    steps: list[tuple[Way, int, int, bool, int]],
) -> None:
    book, sent, traded, gone = OrderBook(), {Way.BUY: 0, Way.SELL: 0}, 0, {Way.BUY: 0, Way.SELL: 0}
    ways: dict[int, Way] = {}
    for number, (way, price, volume, foreign, cancel) in enumerate(steps):
        ways[number] = way
        sent[way] += volume
        fills = book.submit(Order(number, way, price, volume, foreign))
        assert fills is not None
        traded += sum(fill.volume for fill in fills)
        if cancel == 0 and number:
            gone[ways[number // 2]] += book.cancel(number // 2)
        assert not crossed(book)
    for way in Way:
        resting = sum(volume for _, volume in book.depth(way, 1000))
        assert resting + traded + gone[way] == sent[way]


@given(STEPS)
def test_price_then_time_priority(steps: list[tuple[Way, int, int, bool, int]]) -> None:
    book = OrderBook()
    resting: dict[int, tuple[Way, int, int]] = {}
    for number, (way, price, volume, foreign, _) in enumerate(steps):
        fills = book.submit(Order(number, way, price, volume, foreign)) or []
        for fill in fills:
            met = fill.sell_order if way is Way.BUY else fill.buy_order
            facing = [(p, n) for n, (w, p, v) in resting.items() if w is way.other and v]
            first = min(facing, key=lambda item: (item[0] if way is Way.BUY else -item[0], item[1]))
            assert (fill.price, met) == first
            assert fill.aggressor is way
            w, p, v = resting[met]
            resting[met] = (w, p, v - fill.volume)
        left = volume - sum(fill.volume for fill in fills)
        if left:
            resting[number] = (way, price, left)


def collected(orders: list[tuple[Way, int | None, int]]) -> OrderBook:
    book = OrderBook()
    for number, (way, price, volume) in enumerate(orders):
        assert book.collect(Order(number, way, price, volume))
    return book


def matchable(orders: list[tuple[Way, int | None, int]], price: int) -> int:
    buying = sum(v for way, p, v in orders if way is Way.BUY and (p is None or p >= price))
    selling = sum(v for way, p, v in orders if way is Way.SELL and (p is None or p <= price))
    return min(buying, selling)


@given(AUCTION)
def test_the_auction_price_maximises_volume(orders: list[tuple[Way, int | None, int]]) -> None:
    found = collected(orders).indication(REFERENCE)
    most = max((matchable(orders, price) for price in range(92, 109)), default=0)
    if found is None:
        # Market orders on one side alone have no price to match at.
        assert most == 0 or all(p is None for _, p, _ in orders)
    else:
        assert found.volume == matchable(orders, found.price) == most


@given(AUCTION)
def test_an_auction_matches_at_one_price_within_everyones_limit(
    orders: list[tuple[Way, int | None, int]],
) -> None:
    book = collected(orders)
    found = book.indication(REFERENCE)
    fills: list[Fill] = book.uncross(REFERENCE)
    assert sum(fill.volume for fill in fills) == (0 if found is None else found.volume)
    assert len({fill.price for fill in fills}) <= 1
    filled: dict[int, int] = {}
    for fill in fills:
        assert fill.aggressor is None
        for number in (fill.buy_order, fill.sell_order):
            filled[number] = filled.get(number, 0) + fill.volume
        buy_limit, sell_limit = orders[fill.buy_order][1], orders[fill.sell_order][1]
        assert buy_limit is None or fill.price <= buy_limit
        assert sell_limit is None or fill.price >= sell_limit
    assert all(volume <= orders[number][2] for number, volume in filled.items())
    book.cancel_market_orders()
    assert not crossed(book)


@given(AUCTION)
def test_nobody_is_passed_over_in_an_auction(orders: list[tuple[Way, int | None, int]]) -> None:
    fills = collected(orders).uncross(REFERENCE)
    filled: dict[int, int] = {}
    for fill in fills:
        for number in (fill.buy_order, fill.sell_order):
            filled[number] = filled.get(number, 0) + fill.volume

    def rank(number: int) -> tuple[float, int]:
        way, price, _ = orders[number]
        if price is None:
            return float("-inf"), number
        return (float(-price) if way is Way.BUY else float(price)), number

    for way in Way:
        mine = sorted((n for n, order in enumerate(orders) if order[0] is way), key=rank)
        short = False
        for number in mine:
            assert not (short and filled.get(number))
            short = short or filled.get(number, 0) < orders[number][2]


@given(AUCTION)
def test_auction_display_is_what_is_left(orders: list[tuple[Way, int | None, int]]) -> None:
    book = collected(orders)
    found = book.indication(REFERENCE)
    matched = 0 if found is None else found.volume
    for way in Way:
        total = sum(volume for w, _, volume in orders if w is way)
        shown = sum(volume for _, volume in book.auction_depth(way, 1000, REFERENCE, 1))
        assert shown == total - matched


def test_market_orders_alone_match_at_the_reference() -> None:
    book = collected([(Way.BUY, None, 10), (Way.SELL, None, 4)])
    found = book.indication(REFERENCE)
    assert found is not None
    assert (found.price, found.volume, found.imbalance) == (REFERENCE, 4, 6)


def test_ties_go_to_the_least_imbalance_then_to_the_reference() -> None:
    book = collected([(Way.BUY, 105, 10), (Way.SELL, 95, 10)])
    found = book.indication(REFERENCE)
    assert found is not None
    assert (found.price, found.volume) == (105, 10)
    book.collect(Order(99, Way.BUY, 98, 5))
    tilted = book.indication(97)
    assert tilted is not None
    assert (tilted.price, tilted.imbalance) == (105, 0)


def test_an_order_that_may_not_rest_leaves_nothing_behind() -> None:
    book = OrderBook()
    book.submit(Order(1, Way.SELL, 101, 5))
    fills = book.submit(Order(2, Way.BUY, 107, 9), rest=False)
    assert fills is not None
    assert [(fill.price, fill.volume) for fill in fills] == [(101, 5)]
    assert len(book) == 0


def test_a_full_book_refuses() -> None:
    book = OrderBook(max_orders=1)
    assert book.submit(Order(1, Way.BUY, 100, 1)) == []
    assert book.submit(Order(2, Way.BUY, 100, 1)) is None
    assert not book.collect(Order(3, Way.BUY, 100, 1))
