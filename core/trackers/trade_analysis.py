"""What further trackers make of every trade and book: one door to bars, profile, large trades,
limits and auctions, so that the pipeline's order stays readable.

Door: `TradeAnalysis`. Refuses to decide what counts (completeness) and who was the aggressor
(trade_classifier). Bounds: those of its trackers.
"""

from __future__ import annotations

from typing import Final, final

from core.market.calendar import SCHEDULE, Schedule, local_seconds
from core.market.events import Quote, Trade
from core.trackers.auction_tracker import AuctionTracker, auction_of
from core.trackers.bars import Bars
from core.trackers.large_trades import LargeTrades
from core.trackers.limit_lock import LimitLock
from core.trackers.session_aggregator import SymbolDay, trade_value_vnd
from core.trackers.trade_classifier import Session, Side
from core.trackers.volume_at_price import VolumeAtPrice

_CONTINUOUS_CODE: Final = "LO"
_ATO: Final = Session.ATO
_ATC: Final = Session.ATC


@final
class TradeAnalysis:
    """One trading day. Every method is called in the pipeline's order, with what it decided."""

    def __init__(self, schedule: Schedule = SCHEDULE) -> None:
        """schedule: the boards' hours."""
        self._schedule = schedule
        self.bars = Bars()
        self.volume_at_price = VolumeAtPrice()
        self.large_trades = LargeTrades()
        self.limits = LimitLock(schedule)
        self.auctions = AuctionTracker()

    def on_trade(
        self, day: SymbolDay, trade: Trade, price: int, volume: int, side: Side, session: Session, late: bool
    ) -> None:
        """A counted trade.

        Args:
            day: the symbol's row, with this trade in it.
            trade: the message.
            price: of the trade, smallest unit.
            volume: shares counted of it.
            side, session: as decided.
            late: it came after newer ones; neither the last price nor the limits are its business.
        """
        symbol, ts_event = trade.symbol, trade.ts_event
        value = trade_value_vnd(day.board, price, volume)
        self.bars.on_trade(symbol, price, volume, value, side, ts_event)
        self.volume_at_price.on_trade(symbol, price, volume, side)
        # The growth of an X message may be many matches.
        if trade.volume is not None and self.large_trades.on_trade(
            symbol, price, volume, value, side, ts_event
        ):
            day.recent.mark_large()
        if not late:
            self.limits.on_trade(symbol, day.board, price, day.ceiling, day.floor, ts_event)
        if session is _ATO or session is _ATC:
            self.auctions.on_match(symbol, session, price, volume, ts_event)

    def on_no_trade(self, day: SymbolDay, trade: Trade) -> None:
        """A trade message without a new trade: in an auction it carries the indicative price."""
        if trade.session == _CONTINUOUS_CODE:
            return
        auction = auction_of(trade.session, trade.board, local_seconds(trade.ts_event), self._schedule)
        if auction is not None:
            self.auctions.on_estimate(trade.symbol, auction, trade.est_price, day.last, trade.ts_event)

    def on_quote(self, day: SymbolDay, quote: Quote) -> None:
        """A book that is the symbol's newest."""
        symbol, bid, ask, ts_event = quote.symbol, quote.best_bid, quote.best_ask, quote.ts_event
        ceiling, floor, limits = day.ceiling, day.floor, self.limits
        # Nearly every book has both sides away from the limits, and none has a side at limits not known.
        if (ceiling is not None and ((bid is not None and bid >= ceiling) or symbol in limits.ceilings)) or (
            floor is not None and ((ask is not None and ask <= floor) or symbol in limits.floors)
        ):
            limits.on_quote(symbol, day.board, quote.bids, quote.asks, ceiling, floor, ts_event)
        if quote.session != _CONTINUOUS_CODE:
            auction = auction_of(quote.session, quote.board, local_seconds(ts_event), self._schedule)
            if auction is not None:
                self.auctions.on_quote(symbol, auction, quote.bids, quote.asks, ts_event)

    def take_back(self, symbol: str, shares: int) -> None:
        """A correction took counted shares back; large trades and matches are not named by it."""
        self.bars.take_back(symbol, shares)
        self.volume_at_price.take_back(symbol, shares)

    def tick(self, now: int) -> None:
        """Closes the minute's bars and lets locks stand; `now` is exchange time, epoch ms."""
        self.bars.tick(now)
        self.limits.tick(now)
