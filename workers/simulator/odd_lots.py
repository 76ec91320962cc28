"""The odd-lot board of one share: its own book, orders of 1 to 99 shares, its own totals.

Door: `OddLots`. The people here look at the round-lot price and draw from a generator of their
own, so that the round-lot matches are the same with and without them. Refuses to know the
schedule, and to add anything to the share's round-lot totals.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import deque
from typing import cast

from workers.simulator.ladder import LOT_SHARES
from workers.simulator.matching import Depth, Fill, Order, OrderBook, Way
from workers.simulator.messages import Message, OddLotContent, encode
from workers.simulator.security import BUYER, NORMAL, SELLER, SecurityFeed
from workers.simulator.truth import Truth

LEVELS = 3
_TAKER_ODDS = 0.45
_RUNGS_BEHIND = 3
_WAITING_MOST = 12
_SIDES = {Way.BUY: BUYER, Way.SELL: SELLER}
_Side = tuple[float, float, float]


class OddLots:
    """The board of one share. Bound: 12 waiting orders, the oldest is cancelled."""

    def __init__(
        self, feed: SecurityFeed, prices: list[int], rng: random.Random, truth: Truth | None
    ) -> None:
        """
        Args:
            feed: the share's round-lot side, for its prices and limits; nothing of it is changed.
            prices: every valid price from floor to ceiling, VND.
            truth: where matches are written, or None.
        """
        self.total_volume = 0
        self.total_value = 0
        self._feed = feed
        self._prices = prices
        self._draw = rng.random
        self._truth = truth
        self._book = OrderBook()
        self._waiting: deque[int] = deque()
        self._numbers = 0
        self._first = self._high = self._low = self._last = self._last_volume = 0
        self._told: tuple[Depth, Depth] = ([], [])

    def act(self, ts_ms: int, session: str, *, quiet: bool) -> list[Message]:
        """One order of someone; a message for every match, or one when only the book changed.

        Args:
            session: `TradingSession` of the messages.
            quiet: only the matches.
        """
        order = self._order()
        waits = order.number
        fills = self._book.submit(order) or []
        if order.volume:
            self._waiting.append(waits)
            if len(self._waiting) > _WAITING_MOST:
                self._book.cancel(self._waiting.popleft())
        messages = [self._match(ts_ms, session, fill) for fill in fills]
        if not messages and not quiet and self._depth() != self._told:
            messages.append(self._message(ts_ms, session))
        return messages

    def refresh(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """The board as it stands; nothing before its first order."""
        return (self._message(ts_ms, session),) if self._numbers else ()

    def _order(self) -> Order:
        """Takers pay one step beyond the round-lot price, the others wait at or behind it."""
        draw, feed = self._draw, self._feed
        way = Way.BUY if draw() < 0.5 else Way.SELL
        centre = bisect_right(self._prices, feed.last or feed.reference or 0) - 1
        ahead = 1 if draw() < _TAKER_ODDS else -int(draw() * _RUNGS_BEHIND)
        rung = centre + (ahead if way is Way.BUY else -ahead)
        price = self._prices[max(0, min(len(self._prices) - 1, rung))]
        self._numbers += 1
        return Order(self._numbers, way, price, 1 + int(draw() * (LOT_SHARES - 1)))

    def _match(self, ts_ms: int, session: str, fill: Fill) -> Message:
        price, volume = fill.price, fill.volume
        if not self._first:
            self._first = self._high = self._low = price
        self._high, self._low = max(self._high, price), min(self._low, price)
        self._last, self._last_volume = price, volume
        self.total_volume += volume
        self.total_value += price * volume
        if self._truth is not None and fill.aggressor is not None:
            side = _SIDES[fill.aggressor]
            self._truth.odd_lot(ts_ms, self._feed.symbol, float(price), volume, price * volume, side)
        return self._message(ts_ms, session)

    def _depth(self) -> tuple[Depth, Depth]:
        return self._book.depth(Way.BUY, LEVELS), self._book.depth(Way.SELL, LEVELS)

    def _message(self, ts_ms: int, session: str) -> Message:
        feed, last = self._feed, self._last
        self._told = bids, asks = self._depth()
        change = last - feed.reference if last and feed.reference else None
        ratio = None if change is None else round(100 * change / (feed.reference or 1), 2)
        content = OddLotContent(
            "OL",
            feed.day.text,
            feed.day.time(ts_ms),
            feed.symbol,
            _price(feed.ceiling),
            _price(feed.floor),
            _price(feed.reference),
            float(self._first),
            float(self._high),
            float(self._low),
            float(last),
            float(self._last_volume),
            float(self.total_value),
            float(self.total_volume),
            *_levels(bids),
            *_levels(asks),
            feed.board.value,
            session,
            NORMAL,
            _price(change),
            ratio,
            "Stock",
        )
        return Message(ts_ms, "OL", feed.symbol, encode(content))


def _price(price: int | None) -> float | None:
    return None if price is None else float(price)


def _levels(depth: Depth) -> tuple[float, float, float, float, float, float]:
    """Three prices, then their volumes, 0.0 where empty."""
    full = [*depth, *[(0, 0)] * (LEVELS - len(depth))]
    prices = cast(_Side, tuple(float(price) for price, _ in full))
    return (*prices, *cast(_Side, tuple(float(volume) for _, volume in full)))
