"""One security's order book: price-time priority in continuous trading, one price in an auction.

Knows orders, fills and the two rules of matching. Door: `OrderBook`. Refuses to know time,
agents, phases and the wire; it draws no random number, so equal orders give equal fills.

Prices are integers of the board's smallest unit, volumes whole shares or contracts.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterator
from enum import Enum

import msgspec


class Way(Enum):
    """Which side of the book."""

    BUY = "B"
    SELL = "S"

    @property
    def other(self) -> Way:
        """The side it trades with."""
        return Way.SELL if self is Way.BUY else Way.BUY


class Order(msgspec.Struct, gc=False):
    """An order. `price` None is an auction's market order (ATO, ATC): any price, before all limits."""

    number: int
    way: Way
    price: int | None
    volume: int
    foreign: bool = False


class Fill(msgspec.Struct, frozen=True, gc=False):
    """One match. `aggressor` is the side that came last, None in an auction."""

    price: int
    volume: int
    buy_order: int
    sell_order: int
    aggressor: Way | None
    buyer_foreign: bool
    seller_foreign: bool


class Indication(msgspec.Struct, frozen=True):
    """Where an auction would match now. imbalance: unmatched buying minus unmatched selling."""

    price: int
    volume: int
    imbalance: int


Depth = list[tuple[int, int]]
"""(price, volume) from the best level on."""


class _Half:
    """One side: queues by price, prices in order of priority. Market orders stand apart."""

    def __init__(self, way: Way) -> None:
        self._sign = -1 if way is Way.BUY else 1
        self._keys: list[int] = []
        self._queues: dict[int, deque[Order]] = {}
        self.volumes: dict[int, int] = {}
        self.market: deque[Order] = deque()
        self.market_volume = 0

    def add(self, order: Order) -> None:
        if order.price is None:
            self.market.append(order)
            self.market_volume += order.volume
            return
        queue = self._queues.get(order.price)
        if queue is None:
            queue = self._queues[order.price] = deque()
            self.volumes[order.price] = 0
            insort(self._keys, self._sign * order.price)
        queue.append(order)
        self.volumes[order.price] += order.volume

    def reduce(self, order: Order, volume: int) -> None:
        """Takes volume off an order; an empty one leaves the book."""
        order.volume -= volume
        if order.price is None:
            self.market_volume -= volume
            if not order.volume:
                self.market.remove(order)
            return
        self.volumes[order.price] -= volume
        if not order.volume:
            queue = self._queues[order.price]
            if queue[0] is order:
                queue.popleft()
            else:
                queue.remove(order)
            if not queue:
                self._drop(order.price)

    def _drop(self, price: int) -> None:
        del self._queues[price], self.volumes[price]
        key = self._sign * price
        del self._keys[bisect_left(self._keys, key)]

    @property
    def best(self) -> int | None:
        return self._sign * self._keys[0] if self._keys else None

    def first(self) -> Order | None:
        """The limit order with priority."""
        return self._queues[self._sign * self._keys[0]][0] if self._keys else None

    def prices(self) -> Iterator[int]:
        """Limit prices, best first."""
        return (self._sign * key for key in self._keys)

    def depth(self, levels: int) -> Depth:
        """(price, volume) of the best levels."""
        sign, volumes = self._sign, self.volumes
        return [(sign * key, volumes[sign * key]) for key in self._keys[:levels]]

    def by_priority(self, limit: int) -> list[Order]:
        """Every order that accepts `limit`: market orders, then by price, then by time."""
        orders = list(self.market)
        for price in self.prices():
            if self._sign * (price - limit) > 0:
                break
            orders.extend(self._queues[price])
        return orders


class OrderBook:
    """The book of one security.

    Bound: `max_orders` resting orders; beyond that `submit` refuses (returns None), which a
    real gateway does too.
    """

    def __init__(self, max_orders: int = 20_000) -> None:
        self._buying, self._selling = _Half(Way.BUY), _Half(Way.SELL)
        self._resting: dict[int, Order] = {}
        self._max_orders = max_orders

    def __len__(self) -> int:
        return len(self._resting)

    def __contains__(self, number: int) -> bool:
        return number in self._resting

    # -- continuous trading ----------------------------------------------------------

    def submit(self, order: Order, *, rest: bool = True) -> list[Fill] | None:
        """Matches an order against the book, best price first, then oldest first.

        Args:
            order: its volume is what is left afterwards.
            rest: False takes what it can get and drops the remainder (a market order with a
                protective price).
        Returns: its fills, at the prices of the orders it met; None when the book is full.
        """
        if len(self._resting) >= self._max_orders:
            return None
        fills: list[Fill] = []
        facing = self._selling if order.way is Way.BUY else self._buying
        # Seen first by price alone: most orders meet nothing.
        best = facing.best
        meets = best is not None and (
            order.price is None or (best <= order.price if order.way is Way.BUY else best >= order.price)
        )
        while meets and order.volume and (met := facing.first()) is not None and _accepts(order, met):
            fills.append(self._match(order, met, facing))
        if order.volume and rest and order.price is not None:
            self._rest(order)
        return fills

    def collect(self, order: Order) -> bool:
        """Takes an order during a call auction, without matching. False when the book is full."""
        if len(self._resting) >= self._max_orders:
            return False
        self._rest(order)
        return True

    def cancel(self, number: int) -> int:
        """Takes an order out; returns its open volume (0 when it is not in the book)."""
        order = self._resting.pop(number, None)
        if order is None:
            return 0
        volume = order.volume
        self._half(order.way).reduce(order, volume)
        return volume

    def cancel_market_orders(self) -> int:
        """Drops what an auction left of its market orders; returns their volume."""
        numbers = [order.number for half in (self._buying, self._selling) for order in half.market]
        return sum(self.cancel(number) for number in numbers)

    def best(self, way: Way) -> int | None:
        """The best limit price of a side."""
        return self._buying.best if way is Way.BUY else self._selling.best

    def depth(self, way: Way, levels: int) -> Depth:
        """The best levels of a side."""
        return self._half(way).depth(levels)

    # -- call auction --------------------------------------------------------------

    def indication(self, reference: int) -> Indication | None:
        """The auction price now: most volume, then least imbalance, then closest to the reference
        (of two equally close ones the higher). None when nothing would match.

        Source: the exchange's rules of the periodic call auction.
        """
        buying, selling = self._buying, self._selling
        candidates = {*buying.volumes, *selling.volumes}
        if buying.market_volume and selling.market_volume:
            candidates.add(reference)
        best: tuple[tuple[int, int, int, int], Indication] | None = None
        # One pass upwards: what buys at a price is all that bids it or more, what sells all that asks less.
        demand = buying.market_volume + sum(buying.volumes.values())
        supply = selling.market_volume
        for price in sorted(candidates):
            supply += selling.volumes.get(price, 0)
            volume, imbalance = min(demand, supply), demand - supply
            rank = (-volume, abs(imbalance), abs(price - reference), -price)
            if volume and (best is None or rank < best[0]):
                best = rank, Indication(price, volume, imbalance)
            demand -= buying.volumes.get(price, 0)
        return None if best is None else best[1]

    def uncross(self, reference: int) -> list[Fill]:
        """Matches the auction at its one price, market orders first, then price, then time."""
        found = self.indication(reference)
        if found is None:
            return []
        fills: list[Fill] = []
        buyers = deque(self._buying.by_priority(found.price))
        sellers = deque(self._selling.by_priority(found.price))
        left = found.volume
        while left:
            buyer, seller = buyers[0], sellers[0]
            volume = min(buyer.volume, seller.volume, left)
            fills.append(
                Fill(found.price, volume, buyer.number, seller.number, None, buyer.foreign, seller.foreign)
            )
            left -= volume
            for order, queue in ((buyer, buyers), (seller, sellers)):
                self._reduce(order, volume)
                if not order.volume:
                    queue.popleft()
        return fills

    def auction_depth(self, way: Way, levels: int, reference: int, step: int) -> Depth:
        """What boards show during an auction: the volume left after tentative matching, market
        orders one step through the best limit price that is left.

        Args:
            way: which side.
            levels: how many.
            reference: of the day.
            step: the price step.
        """
        half = self._half(way)
        found = self.indication(reference)
        taken = 0 if found is None else found.volume
        market_left = max(0, half.market_volume - taken)
        taken = max(0, taken - half.market_volume)
        left: Depth = []
        for price in half.prices():
            volume = half.volumes[price]
            matched = min(volume, taken)
            taken -= matched
            if volume > matched:
                left.append((price, volume - matched))
        if market_left:
            anchor = left[0][0] if left else (reference if found is None else found.price)
            left.insert(0, (anchor + step if way is Way.BUY else anchor - step, market_left))
        return left[:levels]

    # -- inside --------------------------------------------------------------------

    def _half(self, way: Way) -> _Half:
        return self._buying if way is Way.BUY else self._selling

    def _rest(self, order: Order) -> None:
        self._resting[order.number] = order
        self._half(order.way).add(order)

    def _match(self, order: Order, met: Order, facing: _Half) -> Fill:
        volume = min(order.volume, met.volume)
        buyer, seller = (order, met) if order.way is Way.BUY else (met, order)
        price = met.price
        if price is None:
            raise AssertionError("a market order rested in continuous trading")
        fill = Fill(price, volume, buyer.number, seller.number, order.way, buyer.foreign, seller.foreign)
        order.volume -= volume
        facing.reduce(met, volume)
        if not met.volume:
            del self._resting[met.number]
        return fill

    def _reduce(self, order: Order, volume: int) -> None:
        self._half(order.way).reduce(order, volume)
        if not order.volume:
            del self._resting[order.number]


def _accepts(order: Order, met: Order) -> bool:
    """Whether an incoming order accepts the price of the one it meets."""
    if order.price is None or met.price is None:
        return True
    return order.price >= met.price if order.way is Way.BUY else order.price <= met.price
