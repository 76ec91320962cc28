"""A share (or a future) of the generated exchange: where its price is, and what one event of it says.

Door: `Quoted`. Refuses to know the schedule and the other securities.
"""

from __future__ import annotations

import math
import random

from core.market.calendar import Phase
from workers.simulator.bar_path import auction_parts
from workers.simulator.ladder import Ladder, paint
from workers.simulator.messages import Message
from workers.simulator.security import BUYER, SELLER, SecurityFeed

_WIDE_SPREAD_ODDS = 0.15
_TREND_LEAN = 0.2
_LARGE_ODDS, _LARGE_TIMES = 0.02, 20
_AUCTION_NOISE = 0.006


class Foreigners:
    """Foreign trading in one share: cumulative volumes, and a room that only falls within a day."""

    def __init__(self, room: int, total_room: int, rng: random.Random) -> None:
        self.bought = 0
        self.sold = 0
        self.room = room
        self.total_room = total_room
        self._buy_share = rng.betavariate(1.5, 12)
        self._sell_share = rng.betavariate(1.5, 12)

    def follow(self, volume: int, lot: int, rng: random.Random) -> None:
        """A part of a match of `volume` shares is theirs, never more than the room allows."""
        buy = int(volume * self._buy_share * 2 * rng.random()) // lot * lot
        sell = int(volume * self._sell_share * 2 * rng.random()) // lot * lot
        buy = min(buy, self.room)
        self.bought += buy
        self.room -= buy
        self.sold += sell


class Quoted:
    """One security whose fair price the exchange moves, and which trades around it."""

    def __init__(
        self,
        feed: SecurityFeed,
        ladder: Ladder,
        rng: random.Random,
        book_rng: random.Random,
        *,
        mean_lots: float,
        foreigners: Foreigners | None,
    ) -> None:
        """
        Args:
            rng: of matches.
            book_rng: of books; of its own, so that matches are the same whether or not the books
                before them were drawn.
            mean_lots: typical size of a match, in lots.
            foreigners: None where the feed has no R (futures).
        """
        self.feed = feed
        self.ladder = ladder
        self.foreigners = foreigners
        self._rng = rng
        self._book_rng = book_rng
        self._mean_lots = mean_lots
        self._typical_lots = max(2, int(3 * mean_lots))
        self.fair = float(feed.reference or 0)
        self._before = self.fair

    def move_to(self, fair: float) -> None:
        """Sets the fair price, in smallest units."""
        self._before, self.fair = self.fair, fair

    def refresh(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """Orders come and go: a new book around the fair price."""
        bid, ask = self._best(self._book_rng)
        book = paint(self.ladder, self._book_rng, bid, ask, typical_lots=self._typical_lots)
        return (self.feed.quote(ts_ms, book, session),)

    def match(self, ts_ms: int, session: str, *, quiet: bool) -> tuple[Message, ...]:
        """A match at the best price of one side, and before it the book it met.

        Args:
            quiet: only the match itself, without book and B.
        """
        rng = self._rng
        bid, ask = self._best(rng)
        rising = self.fair - self._before
        lean = _TREND_LEAN * (rising > 0) - _TREND_LEAN * (rising < 0)
        buys = ask is not None and (bid is None or rng.random() < 0.5 + lean)
        price = ask if buys else bid
        if price is None:
            return ()
        volume = self._volume()
        side = BUYER if buys else SELLER
        if quiet:
            return (self._counted(ts_ms, price, volume, side, session),)
        book = paint(
            self.ladder,
            self._book_rng,
            bid,
            ask,
            typical_lots=self._typical_lots,
            bid_at_least=0 if buys else volume,
            ask_at_least=volume if buys else 0,
        )
        return (
            self.feed.quote(ts_ms, book, session),
            *self._matched(ts_ms, price, volume, side, session),
        )

    def match_at_close(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """A match at the closing price (HNX's PLO); it has no aggressor."""
        last = self.feed.last
        return () if last is None else self._matched(ts_ms, last, self._volume(), None, session)

    def indicate(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """An auction's estimate and its book."""
        noise = self._book_rng.gauss(0.0, _AUCTION_NOISE)
        estimate = self.ladder.snap(self.fair * (1 + noise))
        ask = self.ladder.above(estimate)
        book = paint(self.ladder, self._book_rng, estimate, ask, typical_lots=3 * self._typical_lots)
        return self.feed.quote(ts_ms, book, session), self.feed.indicative(ts_ms, estimate, session)

    def auction(self, ts_ms: int, volume: int, session: Phase) -> tuple[Message, ...]:
        """The match of a call auction: prints at one price whose sides mean nothing."""
        price = self.ladder.snap(self.fair)
        volume = max(self.ladder.lot, volume // self.ladder.lot * self.ladder.lot)
        messages: list[Message] = []
        for part in auction_parts(volume, self.ladder, self._rng):
            side = BUYER if self._rng.random() < 0.5 else SELLER
            messages.extend(self._matched(ts_ms, price, part, side, session.value))
        return tuple(messages)

    def foreign(self, ts_ms: int) -> tuple[Message, ...]:
        """R; the value is volume x last price, as SSI computes it for HOSE."""
        theirs = self.foreigners
        if theirs is None:
            return ()
        last = self.feed.last or 0
        return (
            self.feed.foreign(
                ts_ms,
                buy_volume=theirs.bought,
                sell_volume=theirs.sold,
                buy_value=theirs.bought * last,
                sell_value=theirs.sold * last,
                current_room=theirs.room,
                total_room=theirs.total_room,
            ),
        )

    def _matched(
        self, ts_ms: int, price: int, volume: int, side: str | None, session: str
    ) -> tuple[Message, ...]:
        trade = self._counted(ts_ms, price, volume, side, session)
        return trade, self.feed.bar(ts_ms, price, volume)

    def _counted(self, ts_ms: int, price: int, volume: int, side: str | None, session: str) -> Message:
        if self.foreigners is not None:
            self.foreigners.follow(volume, self.ladder.lot, self._rng)
        return self.feed.trade(ts_ms, price, volume, side, session)

    def _best(self, rng: random.Random) -> tuple[int | None, int | None]:
        """Best bid and ask around the fair price, one or two steps apart, inside the limits."""
        bid: int | None = self.ladder.snap(self.fair)
        ask = self.ladder.above(bid) if bid is not None else None
        if rng.random() < _WIDE_SPREAD_ODDS and ask is not None:
            ask = self.ladder.above(ask) or ask
        if bid == self.feed.floor and self.fair < (self.feed.floor or 0):
            # Everyone sells: at the floor only offers are left.
            bid, ask = None, bid
        return bid, ask

    def _volume(self) -> int:
        rng = self._rng
        lots = rng.expovariate(1.0) ** 1.5 * self._mean_lots
        if rng.random() < _LARGE_ODDS:
            lots *= _LARGE_TIMES * rng.random()
        return max(1, math.ceil(lots)) * self.ladder.lot
