"""Who moves the market today: the first few of all symbols by each of several measures.

Door: `movers`, over anything that has the fields of `Standing`. It holds no state and is worked
out when asked: one pass over the symbols and a heap of the wanted length per measure. Refuses
to know where the figures come from.

Only a symbol with a trade today takes part. A gainer is above its reference and a loser below;
a list by net value holds only symbols on its side of zero. Ties go by symbol.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import Protocol

import msgspec

TOP = 10


class Standing(Protocol):
    """What a symbol's day must say. Prices in one unit, volume in shares, values in VND.

    `volume` is None or 0 before the first trade. `foreign_net_value_vnd`: bought minus sold by
    foreign investors, None while unknown.
    """

    @property
    def symbol(self) -> str:
        """Its name."""

    @property
    def last(self) -> int | None:
        """Last price."""

    @property
    def reference(self) -> int | None:
        """Reference price."""

    @property
    def volume(self) -> int | None:
        """Matched volume of the day."""

    @property
    def value_vnd(self) -> int | None:
        """Matched value of the day."""

    @property
    def buyer_value_vnd(self) -> int:
        """Value of trades in which the buyer was the aggressor."""

    @property
    def seller_value_vnd(self) -> int:
        """Value of trades in which the seller was the aggressor."""

    @property
    def foreign_net_value_vnd(self) -> int | None:
        """Net value of foreign investors."""


class SymbolStanding(msgspec.Struct, frozen=True, gc=False):
    """A `Standing` as plain values."""

    symbol: str
    last: int | None
    reference: int | None
    volume: int | None
    value_vnd: int | None
    buyer_value_vnd: int = 0
    seller_value_vnd: int = 0
    foreign_net_value_vnd: int | None = None


class Ranked(msgspec.Struct, frozen=True, gc=False):
    """One line of a list. `measure`: per cent of the reference, shares, or VND, by the list."""

    symbol: str
    measure: float | int


class Movers(msgspec.Struct, frozen=True):
    """The lists, each with the first one first.

    gainers, losers: change against the reference, per cent (losers below 0). by_volume: shares.
    The others VND: by_value; active_buying and active_selling: buyer minus seller value, above
    and below 0; foreign_buying and foreign_selling: foreign net value, above and below 0.
    """

    gainers: tuple[Ranked, ...]
    losers: tuple[Ranked, ...]
    by_volume: tuple[Ranked, ...]
    by_value: tuple[Ranked, ...]
    active_buying: tuple[Ranked, ...]
    active_selling: tuple[Ranked, ...]
    foreign_buying: tuple[Ranked, ...]
    foreign_selling: tuple[Ranked, ...]


_Scores = list[tuple[float | int, str]]


def movers(standings: Iterable[Standing], top: int = TOP) -> Movers:
    """The lists over all symbols: O(symbols x log top).

    Args:
        standings: one a symbol; those without a trade today are passed over.
        top: length of each list.
    """
    changes: _Scores = []
    volumes: _Scores = []
    values: _Scores = []
    active: _Scores = []
    foreign: _Scores = []
    for each in standings:
        volume, last = each.volume, each.last
        if not volume or last is None:
            continue
        symbol = each.symbol
        reference, value, net = each.reference, each.value_vnd, each.foreign_net_value_vnd
        volumes.append((volume, symbol))
        if reference and last != reference:
            changes.append((100.0 * (last - reference) / reference, symbol))
        if value:
            values.append((value, symbol))
        difference = each.buyer_value_vnd - each.seller_value_vnd
        if difference:
            active.append((difference, symbol))
        if net:
            foreign.append((net, symbol))
    return Movers(
        gainers=_highest(changes, top),
        losers=_lowest(changes, top),
        by_volume=_highest(volumes, top),
        by_value=_highest(values, top),
        active_buying=_highest(active, top),
        active_selling=_lowest(active, top),
        foreign_buying=_highest(foreign, top),
        foreign_selling=_lowest(foreign, top),
    )


def _highest(scores: _Scores, top: int) -> tuple[Ranked, ...]:
    """The largest scores above 0."""
    first = heapq.nsmallest(top, [(-score, symbol) for score, symbol in scores if score > 0])
    return tuple(Ranked(symbol, -score) for score, symbol in first)


def _lowest(scores: _Scores, top: int) -> tuple[Ranked, ...]:
    """The smallest scores below 0."""
    first = heapq.nsmallest(top, [(score, symbol) for score, symbol in scores if score < 0])
    return tuple(Ranked(symbol, score) for score, symbol in first)
