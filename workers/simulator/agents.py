"""Who trades one security of the generated exchange, and the orders they send to its book.

Door: `Crowd` (market makers, trend followers, noise, a foreign desk, now and then a sweep),
`ForeignDesk`. Every order goes to an `OrderBook`: nobody here decides a match. Refuses to know
phases, times and the wire.

Agents think in rungs: positions in the list of the security's valid prices from floor to ceiling,
so no order can be off the steps or beyond the limits.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections import deque

from workers.simulator.matching import Fill, Order, OrderBook, Way

PUBLIC, FIRST_MAKER, SECOND_MAKER, DESK = range(4)
"""Who an order belongs to: the last two bits of its number."""

_OWNERS = 4
_NO_FILLS: list[Fill] = []
_MAKE_BELOW, _WAIT_BELOW, _DESK_BELOW, _SWEEP_BELOW, _TREND_BELOW = 0.42, 0.54, 0.62, 0.624, 0.76
"""Bounds of one draw that picks the agent; the rest is noise."""
_LEAN_PER_RUNG, _LEAN_MOST, _TREND_LEAN = 0.18, 0.45, 0.3
_PATIENCE_RUNGS = 3
"""Nobody pays more than this beyond the fair price: a hole in the book does not become a price."""
_SWEEP_RUNGS, _SWEEP_TIMES = 3, 15
_LARGE_ODDS, _LARGE_TIMES = 0.02, 20
_MAKER_TIMES = 4.0
_INVENTORY_LIMIT_TIMES = 60
_MOST_SKEW_RUNGS = 2
_DESK_TAKES = 0.6
_WAITING_MOST = 24
_AUCTION_MARKET_ODDS = 0.2
_AUCTION_DESK_ODDS = 0.08
_TREND_MEMORY = 0.9


class ForeignDesk:
    """Foreign trading in one share: cumulative volumes, true values (VND), and the remaining room.

    The room falls by what they buy and rises by what they sell.
    """

    def __init__(self, room: int, total_room: int, rng: random.Random) -> None:
        """
        Args:
            room: shares they may still buy, at the beginning of the day.
            total_room: shares they may hold.
        """
        self.room = room
        self.total_room = total_room
        self.bought = self.sold = 0
        self.bought_value = self.sold_value = 0
        self.buys = rng.betavariate(2.0, 2.0)
        self.order = 0

    def count(self, fill: Fill) -> None:
        """Counts a match in which they had a part."""
        if fill.buyer_foreign:
            self.bought += fill.volume
            self.bought_value += fill.volume * fill.price
            self.room -= fill.volume
        if fill.seller_foreign:
            self.sold += fill.volume
            self.sold_value += fill.volume * fill.price
            self.room += fill.volume


class Crowd:
    """Everybody who trades one security.

    Bounds: a fixed number of maker slots, `_WAITING_MOST` waiting orders of the public (the oldest
    is cancelled) and one foreign order rest in the book, and during an auction the auction's own.
    """

    def __init__(
        self,
        book: OrderBook,
        prices: list[int],
        rng: random.Random,
        *,
        lot: int,
        mean_lots: float,
        levels: int,
        desk: ForeignDesk | None,
    ) -> None:
        """
        Args:
            prices: every valid price from floor to ceiling, smallest units.
            lot: shares or contracts.
            mean_lots: typical size of a taking order.
            levels: how many price levels the makers quote on each side.
            desk: None where there are no foreigners (futures).
        """
        self.book = book
        self.prices = prices
        self.desk = desk
        self._rungs = {price: rung for rung, price in enumerate(prices)}
        self._draw = rng.random
        self._lot = lot
        self._mean_lots = mean_lots
        self._numbers = 0
        self._slots = [[(0, -1)] * levels for _ in Way]
        """Makers' orders, sellers first: (number, wanted rung), best first; in turn one's and the other's."""
        self._inventory = [0] * _OWNERS
        self._inventory_limit = max(1.0, _INVENTORY_LIMIT_TIMES * mean_lots * lot)
        self._waiting: deque[int] = deque()
        self._trend = 0.0
        self._last = 0

    # -- continuous trading ------------------------------------------------------------

    def act(self, fair: float) -> list[Fill]:
        """One action of one agent; returns the matches it made.

        Args:
            fair: what they believe the security to be worth, smallest units.
        """
        centre = self.rung(fair)
        draw = self._draw()
        if draw < _MAKE_BELOW:
            self._requote(centre, Way.BUY if draw < _MAKE_BELOW / 2 else Way.SELL)
            return _NO_FILLS
        if draw < _WAIT_BELOW:
            self._wait(centre)
            return _NO_FILLS
        if draw < _DESK_BELOW and self.desk is not None:
            return self._desk_acts(centre, self.desk)
        if draw < _SWEEP_BELOW:
            volume = self._volume() * _SWEEP_TIMES
            return self._take(self._side(centre, 0.0), volume, centre, _SWEEP_RUNGS, rest=False)
        lean = 0.0
        if draw < _TREND_BELOW and self._trend:
            lean = math.copysign(_TREND_LEAN, self._trend)
        return self._take(self._side(centre, lean), self._volume(), centre, 0)

    def open(self, fair: float) -> None:
        """The makers fill the book around a fair price; waiting auction orders thin out."""
        while len(self._waiting) > _WAITING_MOST:
            self.book.cancel(self._waiting.popleft())
        centre = self.rung(fair)
        for level in range(len(self._slots[0])):
            self._quote(Way.BUY, level, centre - level)
            self._quote(Way.SELL, level, centre + 1 + level)

    def rung(self, fair: float) -> int:
        """The valid price at or below `fair`; -1 below the floor."""
        return bisect_right(self.prices, fair) - 1

    def settle(self, fills: list[Fill]) -> None:
        """Books matches on the makers' inventories and the foreigners' account."""
        inventory, desk = self._inventory, self.desk
        for fill in fills:
            inventory[fill.buy_order % _OWNERS] += fill.volume
            inventory[fill.sell_order % _OWNERS] -= fill.volume
            if desk is not None and (fill.buyer_foreign or fill.seller_foreign):
                desk.count(fill)
        if fills:
            price = fills[-1].price
            if self._last:
                self._trend = _TREND_MEMORY * self._trend + price - self._last
            self._last = price

    def _side(self, centre: int, lean: float) -> Way:
        """Buys or sells: the more likely, the further the book is from the fair price."""
        bid, ask = self.book.best(Way.BUY), self.book.best(Way.SELL)
        if bid is not None and ask is not None:
            lean += _LEAN_PER_RUNG * (2 * centre + 1 - self._rungs[bid] - self._rungs[ask]) / 2
        lean = max(-_LEAN_MOST, min(_LEAN_MOST, lean))
        return Way.BUY if self._draw() < 0.5 + lean else Way.SELL

    def _take(
        self, way: Way, volume: int, centre: int, through: int, *, rest: bool = True, owner: int = PUBLIC
    ) -> list[Fill]:
        """An order at the best price it meets, or up to `through` rungs beyond."""
        best = self.book.best(way.other)
        buys = way is Way.BUY
        if best is None:
            limit = centre if buys else centre + 1
        else:
            limit = self._rungs[best] + through if buys else self._rungs[best] - through
        if buys:
            limit = min(limit, centre + 1 + _PATIENCE_RUNGS, len(self.prices) - 1)
        else:
            limit = max(limit, centre - _PATIENCE_RUNGS, 0)
        limit = max(0, min(len(self.prices) - 1, limit))
        order = Order(self._number(owner), way, self.prices[limit], volume, owner == DESK)
        fills = self.book.submit(order, rest=rest) or _NO_FILLS
        if rest and order.volume:
            self._remember(order.number, owner)
        if fills:
            self.settle(fills)
        return fills

    def _desk_acts(self, centre: int, desk: ForeignDesk) -> list[Fill]:
        self.book.cancel(desk.order)
        way = Way.BUY if self._draw() < desk.buys else Way.SELL
        volume = self._desk_volume(way, desk)
        if not volume:
            return _NO_FILLS
        if self._draw() < _DESK_TAKES:
            return self._take(way, volume, centre, 0, owner=DESK)
        self._post(way, self._passive(way, centre, 0), volume, DESK)
        return _NO_FILLS

    def _desk_volume(self, way: Way, desk: ForeignDesk) -> int:
        """Never more than the room; their one resting order was cancelled before."""
        volume = self._volume()
        return min(volume, desk.room // self._lot * self._lot) if way is Way.BUY else volume

    def _requote(self, centre: int, way: Way) -> None:
        """The first maker order of a side that is gone or out of place, or of the other side; when
        all are well, one of them changes its volume."""
        for side in (way, way.other):
            sign = -1 if side is Way.BUY else 1
            base = centre if side is Way.BUY else centre + 1
            skews = self._skew(FIRST_MAKER), self._skew(SECOND_MAKER)
            for level, (number, rung) in enumerate(self._slots[side is Way.BUY]):
                target = base + sign * level - skews[level % 2]
                if rung != target or number not in self.book:
                    self._quote(side, level, target)
                    return
        level = int(self._draw() * len(self._slots[0]))
        self._quote(way, level, self._slots[way is Way.BUY][level][1])

    def _skew(self, maker: int) -> int:
        """Rungs by which a maker who holds too much quotes lower, who is short higher."""
        inventory = self._inventory[maker] / self._inventory_limit
        if -1.0 < inventory < 1.0:
            return 0
        return int(max(-_MOST_SKEW_RUNGS, min(_MOST_SKEW_RUNGS, inventory)))

    def _quote(self, way: Way, level: int, target: int) -> None:
        slots = self._slots[way is Way.BUY]
        self.book.cancel(slots[level][0])
        owner = FIRST_MAKER + level % 2
        volume = self._lot * (1 + int(self._mean_lots * _MAKER_TIMES * (0.3 + self._draw())))
        slots[level] = self._post(way, self._uncrossed(way, target), volume, owner), target

    def _wait(self, centre: int) -> None:
        """An order of the public that waits near the best price; the oldest makes room."""
        way = Way.BUY if self._draw() < 0.5 else Way.SELL
        self._post(way, self._passive(way, centre, int(self._draw() * 4)), self._volume(), PUBLIC)

    def _passive(self, way: Way, centre: int, behind: int) -> int:
        return self._uncrossed(way, centre - behind if way is Way.BUY else centre + 1 + behind)

    def _uncrossed(self, way: Way, rung: int) -> int:
        """The rung, moved back where it would meet the other side."""
        facing = self.book.best(way.other)
        if facing is None:
            return rung
        met = self._rungs[facing]
        return min(rung, met - 1) if way is Way.BUY else max(rung, met + 1)

    def _post(self, way: Way, rung: int, volume: int, owner: int) -> int:
        """Leaves an order in the book; 0 where the limits allow none."""
        if not 0 <= rung < len(self.prices):
            return 0
        number = self._number(owner)
        self.book.submit(Order(number, way, self.prices[rung], volume, owner == DESK))
        self._remember(number, owner)
        return number

    def _remember(self, number: int, owner: int) -> None:
        if owner == DESK and self.desk is not None:
            self.desk.order = number
        elif owner == PUBLIC:
            self._waiting.append(number)
            if len(self._waiting) > _WAITING_MOST:
                self.book.cancel(self._waiting.popleft())

    # -- auctions ------------------------------------------------------------------------

    def gather(self, fair: float, volume: float, width_rungs: float) -> None:
        """One order of a call auction.

        Args:
            volume: its typical size.
            width_rungs: how far opinions are apart.
        """
        draw = self._draw
        way = Way.BUY if draw() < 0.5 else Way.SELL
        shares = self._rounded(volume * -math.log(1.0 - draw()))
        desk = self.desk
        owner = DESK if desk is not None and draw() < _AUCTION_DESK_ODDS else PUBLIC
        opinion = (draw() + draw() + draw() - 1.5) * 2 * width_rungs
        price: int | None = None
        if owner == DESK and desk is not None:
            self.book.cancel(desk.order)
            if way is Way.BUY:
                shares = min(shares, desk.room // self._lot * self._lot)
        if owner == DESK or draw() >= _AUCTION_MARKET_ODDS:
            rung = max(0, min(len(self.prices) - 1, self.rung(fair) + round(opinion)))
            price = self.prices[rung]
        if not shares:
            return
        number = self._number(owner)
        if not self.book.collect(Order(number, way, price, shares, owner == DESK)):
            return
        if owner == DESK and desk is not None:
            desk.order = number
        elif price is not None:
            self._waiting.append(number)

    def at_close(self, book: OrderBook, price: int) -> list[Fill]:
        """One order at the closing price (HNX's PLO), into the book of that session."""
        way = Way.BUY if self._draw() < 0.5 else Way.SELL
        order = Order(self._number(PUBLIC), way, price, self._volume())
        return book.submit(order) or _NO_FILLS

    # -- inside ------------------------------------------------------------------------

    def _number(self, owner: int) -> int:
        self._numbers += 1
        return self._numbers * _OWNERS + owner

    def _volume(self) -> int:
        """Of a taking order: skewed, with a few large ones."""
        lots = (-math.log(1.0 - self._draw())) ** 1.5 * self._mean_lots
        if self._draw() < _LARGE_ODDS:
            lots *= _LARGE_TIMES * self._draw()
        return self._rounded(lots * self._lot)

    def _rounded(self, volume: float) -> int:
        return max(1, math.ceil(volume / self._lot)) * self._lot
