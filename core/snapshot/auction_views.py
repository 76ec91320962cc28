"""What a symbol's room shows of its auctions.

Door: `auction_views`. Refuses to know the pipeline, frames, stores and clocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from core.snapshot.symbol_room import AuctionView, Price
from core.trackers.auction_tracker import Auction, AuctionTracker
from core.trackers.session_aggregator import SymbolDay
from core.trackers.trade_classifier import Session

_NEWEST_FIRST: Final = (Session.ATC, Session.ATO)
_IMBALANCE_DIGITS: Final = 4


def auction_views(
    tracker: AuctionTracker, day: SymbolDay, scale: Callable[[int], Price]
) -> dict[str, AuctionView]:
    """The auctions of a symbol of which anything came; only the newest has its path.

    Args:
        tracker: of the day.
        day: the symbol's.
        scale: from the smallest unit to the price shown.
    """
    shown: dict[str, AuctionView] = {}
    for session in _NEWEST_FIRST:
        auction = tracker.get(day.symbol, session)
        if auction is not None:
            shown[session.value] = _view(auction, day.reference, scale, with_path=not shown)
    return shown


def _view(
    auction: Auction, reference: int | None, scale: Callable[[int], Price], *, with_path: bool
) -> AuctionView:
    def price(units: int | None) -> Price | None:
        return None if units is None else scale(units)

    matched = auction.matched_at is not None
    imbalance = auction.imbalance
    return AuctionView(
        price(auction.est_price),
        price(auction.last_est_price),
        auction.last_est_at,
        price(auction.change_from_last),
        price(auction.change_from(reference)),
        auction.bid_volume,
        auction.ask_volume,
        None if imbalance is None else round(imbalance, _IMBALANCE_DIGITS),
        price(auction.match_price),
        auction.match_volume if matched else None,
        auction.matched_at,
        price(auction.match_difference),
        {
            str(sample.start): (price(sample.est_price), sample.bid_volume, sample.ask_volume)
            for sample in auction.path
        }
        if with_path
        else {},
    )
