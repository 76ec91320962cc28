"""One security of the generated exchange: its book and its crowd, told as messages and as truth.

Door: `Traded`. Refuses to know the schedule and the other securities.
"""

from __future__ import annotations

import random
from typing import cast

from core.market.calendar import Board, Phase
from core.market.prices import FUTURES_MULTIPLIER_VND, TENTHS, step_vnd
from workers.simulator.agents import Crowd
from workers.simulator.ladder import LOT_CONTRACTS, LOT_SHARES, Book, Ladder
from workers.simulator.matching import Depth, Fill, Indication, OrderBook, Way
from workers.simulator.messages import NO_LEVELS, Levels, Message
from workers.simulator.odd_lots import OddLots
from workers.simulator.security import BUYER, HALTED, NORMAL, SELLER, SecurityFeed
from workers.simulator.truth import Truth

_AUCTION_CODES = frozenset({Phase.ATO.value, Phase.ATC.value})
_SIDES = {Way.BUY: BUYER, Way.SELL: SELLER}


def valid_prices(board: Board, floor: int, ceiling: int) -> list[int]:
    """Every price of a board from floor to ceiling, ascending, smallest units."""
    prices = [floor]
    while (price := prices[-1] + step_vnd(board, prices[-1])) <= ceiling:
        prices.append(price)
    return prices


class Traded:
    """One security: orders come in through its crowd, matches and books go out."""

    def __init__(
        self,
        feed: SecurityFeed,
        ladder: Ladder,
        crowd: Crowd,
        side_rng: random.Random,
        truth: Truth | None,
        odd_lots: OddLots | None,
    ) -> None:
        """
        Args:
            side_rng: of the sides auction prints carry, which mean nothing.
            truth: where everything that happens is written, or None.
            odd_lots: its odd-lot board; None for futures.
        """
        self.feed = feed
        self.ladder = ladder
        self.crowd = crowd
        self.odd_lots = odd_lots
        self.halted = False
        self.matches = 0
        """Matches of continuous trading so far."""
        self._reference = feed.reference or 0
        self._side_rng = side_rng
        self._truth = truth
        self._told: tuple[Depth, Depth] | None = None
        self._closing: OrderBook | None = None
        self._per_unit = FUTURES_MULTIPLIER_VND // TENTHS if ladder.board is Board.DERIVATIVES else 1

    # -- continuous trading --------------------------------------------------------------

    def act(self, ts_ms: int, fair: float, *, quiet: bool) -> list[Message]:
        """One action of one agent: its matches, then the book when what it shows has changed.

        Args:
            fair: what the agents believe the security to be worth, smallest units.
            quiet: only the matches, without B and book.
        """
        session = Phase.CONTINUOUS.value
        fills = self.crowd.act(fair)
        self.matches += len(fills)
        messages: list[Message] = []
        for fill in fills:
            self._print(messages, ts_ms, fill, session, quiet=quiet)
        if not quiet:
            self._show(messages, ts_ms, session)
        return messages

    def open(self, ts_ms: int, fair: float, *, quiet: bool) -> list[Message]:
        """Continuous trading begins: the makers quote."""
        self.crowd.open(fair)
        messages: list[Message] = []
        if not quiet:
            self._show(messages, ts_ms, Phase.CONTINUOUS.value)
        return messages

    def at_close(self, ts_ms: int, *, quiet: bool) -> list[Message]:
        """An order at the closing price (HNX's PLO), matched with whoever came before.

        Everything there has one price, so its matches count as having no aggressor.
        """
        price = self.feed.last
        messages: list[Message] = []
        if price is None:
            return messages
        if self._closing is None:
            self._closing = OrderBook()
        for fill in self.crowd.at_close(self._closing, price):
            self._print(messages, ts_ms, fill, Phase.PLO.value, quiet=quiet)
        return messages

    def put_through(self, ts_ms: int, session: str, volume: int, premium: float) -> Message:
        """A negotiated trade near the market's price, inside the limits; the matches know nothing of it.

        Args:
            premium: share by which its price is above the last one.
        """
        price = self.ladder.snap((self.feed.last or self._reference) * (1 + premium))
        if self._truth is not None:
            symbol, value = self.feed.symbol, price * volume * self._per_unit
            self._truth.put_through(ts_ms, symbol, session, price / self.ladder.scale, volume, value)
        return self.feed.deal(ts_ms, price, volume)

    # -- auctions ------------------------------------------------------------------------

    def indicate(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """An auction's estimate, and the volume it would leave."""
        book, found = self.crowd.book, self._indication()
        if found is None and not len(book):
            return ()
        quote = self.feed.quote(ts_ms, self._auction_book(), session)
        return quote, self.feed.indicative(ts_ms, None if found is None else found.price, session)

    def uncross(self, ts_ms: int, session: str, *, quiet: bool) -> list[Message]:
        """The auction's match; ATO and ATC orders it left are dropped."""
        book, found = self.crowd.book, self._indication()
        fills = book.uncross(self._reference)
        book.cancel_market_orders()
        self.crowd.settle(fills)
        messages: list[Message] = []
        if found is not None and self._truth is not None:
            self._truth.auction(
                ts_ms,
                self.feed.symbol,
                session,
                found.price / self.ladder.scale,
                found.volume,
                found.imbalance,
            )
        for fill in fills:
            self._print(messages, ts_ms, fill, session, quiet=quiet)
        if not quiet:
            self._told = None
            self._show(messages, ts_ms, session)
        return messages

    def _indication(self) -> Indication | None:
        return self.crowd.book.indication(self._reference)

    # -- state -----------------------------------------------------------------------------

    def refresh(self, ts_ms: int, phase: Phase) -> Message:
        """The book as it stands."""
        if phase in (Phase.ATO, Phase.ATC):
            return self.feed.quote(ts_ms, self._auction_book(), phase.value)
        self._told = self._depth()
        return self.feed.quote(ts_ms, self._book(*self._told), phase.value)

    def foreign(self, ts_ms: int) -> tuple[Message, ...]:
        """R; the value is volume x last price, as SSI computes it for HOSE. Truth has the true one."""
        desk = self.crowd.desk
        if desk is None:
            return ()
        if self._truth is not None:
            self._truth.foreign(
                ts_ms, self.feed.symbol, desk.bought, desk.sold, desk.bought_value, desk.sold_value, desk.room
            )
        last = self.feed.last or 0
        return (
            self.feed.foreign(
                ts_ms,
                buy_volume=desk.bought,
                sell_volume=desk.sold,
                buy_value=desk.bought * last,
                sell_value=desk.sold * last,
                current_room=desk.room,
                total_room=desk.total_room,
            ),
        )

    def status(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        """The F message of a phase, with the halt when there is one."""
        return (self.feed.status(ts_ms, session, HALTED if self.halted else NORMAL),)

    # -- inside ----------------------------------------------------------------------------

    def _print(self, messages: list[Message], ts_ms: int, fill: Fill, session: str, *, quiet: bool) -> None:
        price, volume = fill.price, fill.volume
        side = aggressor = None
        if session in _AUCTION_CODES:
            side = BUYER if self._side_rng.random() < 0.5 else SELLER
        elif session != Phase.PLO and fill.aggressor is not None:
            side = aggressor = _SIDES[fill.aggressor]
        messages.append(self.feed.trade(ts_ms, price, volume, side, session))
        if not quiet:
            messages.append(self.feed.bar(ts_ms, price, volume))
        if self._truth is not None:
            self._truth.trade(
                ts_ms,
                self.feed.symbol,
                session,
                price / self.ladder.scale,
                volume,
                price * volume * self._per_unit,
                aggressor,
                fill.buyer_foreign,
                fill.seller_foreign,
            )

    def _show(self, messages: list[Message], ts_ms: int, session: str) -> None:
        depth = self._depth()
        if depth != self._told:
            self._told = depth
            messages.append(self.feed.quote(ts_ms, self._book(*depth), session))

    def _depth(self) -> tuple[Depth, Depth]:
        book, levels = self.crowd.book, self.ladder.depth
        return book.depth(Way.BUY, levels), book.depth(Way.SELL, levels)

    def _auction_book(self) -> Book:
        found, reference = self._indication(), self._reference
        step = step_vnd(self.ladder.board, reference if found is None else found.price)
        book, levels = self.crowd.book, self.ladder.depth
        bids = self._within(book.auction_depth(Way.BUY, levels, reference, step))
        return self._book(bids, self._within(book.auction_depth(Way.SELL, levels, reference, step)))

    def _within(self, depth: Depth) -> Depth:
        """Market orders shown one step beyond a limit stay at the limit, with what waits there."""
        shown: Depth = []
        for price, volume in depth:
            if not shown:
                price = self.ladder.snap(price)
            if shown and shown[-1][0] == price:
                shown[-1] = price, shown[-1][1] + volume
            else:
                shown.append((price, volume))
        return shown

    def _book(self, bids: Depth, asks: Depth) -> Book:
        scale = self.ladder.scale
        return Book(*_levels(asks, scale), *_levels(bids, scale))


def _levels(depth: Depth, scale: int) -> tuple[Levels, Levels]:
    """Prices and volumes as the wire has them."""
    empty = NO_LEVELS[len(depth) :]
    return (
        cast(Levels, (*[price / scale for price, _ in depth], *empty)),
        cast(Levels, (*[float(volume) for _, volume in depth], *empty)),
    )


def lot_of(board: Board) -> int:
    """Shares or contracts of a round lot."""
    return LOT_CONTRACTS if board is Board.DERIVATIVES else LOT_SHARES
