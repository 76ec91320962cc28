"""What one generated day leaves to the next: references, index closes, futures' closes, rooms.

Door: `Morning`, `first_morning`, `morning_after`. Refuses to know how a day is traded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core.market.prices import HUNDREDTHS, limits_vnd
from core.market.symbols import vn30_members
from workers.simulator.exchange_book import Traded
from workers.simulator.exchange_index import MarketIndex
from workers.simulator.population import Listing, population

_FIRST_PRIORS = {"VNINDEX": 165_000, "VN30": 180_000, "HNXIndex": 25_000, "HNXUpcomIndex": 10_500}


class Morning(msgspec.Struct, frozen=True):
    """What a day begins with.

    listings: the shares with their references and rooms. priors: the indices' previous closes,
    hundredths of a point, by code. futures: previous closes by the contracts' new codes, tenths of
    a point; those not in it are new.
    """

    listings: tuple[Listing, ...]
    priors: Mapping[str, int]
    futures: Mapping[str, int]


def first_morning(date: dt.date, *, symbols: int, seed: int) -> Morning:
    """A day with nothing before it."""
    return Morning(tuple(population(date, symbols=symbols, seed=seed)), _FIRST_PRIORS, {})


def morning_after(
    before: Sequence[Listing],
    traded: Iterable[Traded],
    futures: Mapping[str, str],
    indices: Mapping[str, MarketIndex],
    *,
    date: dt.date,
    seed: int,
) -> Morning:
    """The morning of `date`, the trading day after the one that is over.

    The same companies are listed, at their closes, with what is left of their rooms; whoever joins
    VN30 on that day and was not among them comes new.

    Args:
        before: the companies of the day that is over.
        traded: all its securities, as they closed.
        futures: new codes of the contracts among them, by symbol.
    """
    closed = {one.feed.symbol: one for one in traded}
    listings = [_renewed(listing, closed[listing.security.symbol]) for listing in before]
    members = set(vn30_members(date)) - closed.keys()
    new = population(date, symbols=len(before), seed=seed) if members else ()
    listings.extend(listing for listing in new if listing.security.symbol in members)
    return Morning(
        tuple(listings),
        {code: round(index.points * HUNDREDTHS) for code, index in indices.items()},
        {code: _close(closed[symbol]) for symbol, code in futures.items()},
    )


def _renewed(listing: Listing, traded: Traded) -> Listing:
    reference = _close(traded)
    ceiling, floor = limits_vnd(listing.security.board, reference)
    security = msgspec.structs.replace(listing.security, reference=reference, ceiling=ceiling, floor=floor)
    desk = traded.crowd.desk
    room = listing.room if desk is None else desk.room
    return msgspec.structs.replace(listing, security=security, room=room)


def _close(traded: Traded) -> int:
    """The last price; without a match the reference stays."""
    return traded.feed.last or traded.feed.reference or 0
