"""Volume by price and aggressor of each symbol's day: where the day's business was done.

Knows what traded at each price, and from it the point of control and the value area. Door:
`VolumeAtPrice.on_trade`, `profile`. Refuses to know when a trade was and whether it counts.

Point of control: the price with the most volume; of several the one nearest to the middle of
the traded range, then the lower. Value area: the prices around it that hold at least 70 % of
the volume, by the standard expansion of the market profile (Steidlmayer; Dalton, "Mind over
Markets"): compare the volume of the next two traded prices above with that of the next two
below, add the pair with more (equal: the upper), until 70 % is reached. Auction trades are
part of the profile, in a column of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

import msgspec

from core.trackers.trade_classifier import Side

MAX_PRICES_PER_SYMBOL = 8192
"""More than the price steps between floor and ceiling of anything listed: a VN30 future at
2,900 points has 4,060, a share some hundreds."""

VALUE_AREA_PERCENT = 70
_PAIR = 2

_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_AUCTION: Final = Side.AUCTION


class PriceLevel(msgspec.Struct, frozen=True, gc=False):
    """What traded at one price (smallest unit), in shares or contracts by aggressor."""

    price: int
    buyer_volume: int
    seller_volume: int
    unknown_volume: int
    auction_volume: int

    @property
    def volume(self) -> int:
        """All of it."""
        return self.buyer_volume + self.seller_volume + self.unknown_volume + self.auction_volume


class VolumeProfile(msgspec.Struct, frozen=True):
    """One symbol's day by price: `levels` from the lowest price up, each with volume."""

    levels: tuple[PriceLevel, ...]
    volume: int
    point_of_control: int
    value_area_low: int
    value_area_high: int
    value_area_volume: int


@final
class _Level:
    """What traded at one price."""

    __slots__ = ("auction", "buyer", "seller", "unknown")

    def __init__(self) -> None:
        self.buyer = 0
        self.seller = 0
        self.unknown = 0
        self.auction = 0

    def add(self, side: Side, volume: int) -> None:
        """Counts a trade."""
        if side is _BUYER:
            self.buyer += volume
        elif side is _SELLER:
            self.seller += volume
        elif side is _AUCTION:
            self.auction += volume
        else:
            self.unknown += volume

    def take(self, shares: int) -> int:
        """Takes back up to `shares`, the least certain ones first; returns how many."""
        unknown = min(self.unknown, shares)
        self.unknown -= unknown
        auction = min(self.auction, shares - unknown)
        self.auction -= auction
        seller = min(self.seller, shares - unknown - auction)
        self.seller -= seller
        buyer = min(self.buyer, shares - unknown - auction - seller)
        self.buyer -= buyer
        return unknown + auction + seller + buyer


@final
class _Prices:
    """One symbol's levels by price, and the price that traded last."""

    __slots__ = ("last", "levels")

    def __init__(self) -> None:
        self.levels: dict[int, _Level] = {}
        self.last = 0


@final
class VolumeAtPrice:
    """The day's profiles by symbol.

    Bounds: one level per price step between floor and ceiling that traded, at most 8,192 a symbol;
    a trade beyond that is counted in `unplaced_volume`.
    """

    def __init__(self) -> None:
        self._symbols: dict[str, _Prices] = {}
        self.unplaced_volume = 0

    def on_trade(self, symbol: str, price: int, volume: int, side: Side) -> None:
        """Counts a trade; O(1).

        Args:
            symbol: whose.
            price: in the smallest unit.
            volume: shares or contracts, above 0.
            side: its aggressor.
        """
        prices = self._symbols.get(symbol)
        if prices is None:
            prices = self._symbols[symbol] = _Prices()
        level = prices.levels.get(price)
        if level is None:
            if len(prices.levels) >= MAX_PRICES_PER_SYMBOL:
                self.unplaced_volume += volume
                return
            level = prices.levels[price] = _Level()
        level.add(side, volume)
        prices.last = price

    def take_back(self, symbol: str, shares: int) -> int:
        """Takes back shares that a correction says never traded: O(n log n) in the symbol's prices.

        No one says at which price they were: first at the last traded price, then at the nearest;
        at each from the unknown, the auctions', the sellers', then the buyers'.
        Returns: shares that were not found.
        """
        prices = self._symbols.get(symbol)
        if prices is None:
            return shares
        last = prices.last
        for price in sorted(prices.levels, key=lambda price: (abs(price - last), price)):
            shares -= prices.levels[price].take(shares)
            if not shares:
                break
        return shares

    def profile(self, symbol: str) -> VolumeProfile | None:
        """A symbol's profile, worked out now; None before its first trade."""
        prices = self._symbols.get(symbol)
        if prices is None:
            return None
        every = [
            PriceLevel(price, level.buyer, level.seller, level.unknown, level.auction)
            for price, level in sorted(prices.levels.items())
        ]
        levels = tuple(level for level in every if level.volume)
        if not levels:
            return None
        by_level = [level.volume for level in levels]
        middle = levels[0].price + levels[-1].price
        control = max(range(len(levels)), key=lambda n: (by_level[n], -abs(2 * levels[n].price - middle), -n))
        low, high = value_area(by_level, control)
        return VolumeProfile(
            levels,
            sum(by_level),
            levels[control].price,
            levels[low].price,
            levels[high].price,
            sum(by_level[low : high + 1]),
        )


def value_area(volumes: Sequence[int], control: int) -> tuple[int, int]:
    """(first, last) position of the value area; the method is in the module's docstring.

    Args:
        volumes: of each price from the lowest up, all above 0.
        control: position of the point of control.
    """
    target = sum(volumes) * VALUE_AREA_PERCENT
    low = high = control
    inside = volumes[control]
    while inside * 100 < target:
        above = sum(volumes[high + 1 : high + 1 + _PAIR])
        below = sum(volumes[max(low - _PAIR, 0) : low])
        if above >= below:
            high = min(high + _PAIR, len(volumes) - 1)
        else:
            low = max(low - _PAIR, 0)
        inside += max(above, below)
    return low, high
