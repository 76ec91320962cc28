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

from array import array
from collections.abc import Sequence

import msgspec

from core.trackers.trade_classifier import Side

MAX_PRICES_PER_SYMBOL = 8192
"""More than the price steps between floor and ceiling of anything listed: a VN30 future at
2,900 points has 4,060, a share some hundreds."""

VALUE_AREA_PERCENT = 70
_PAIR = 2

_BUYER, _SELLER, _AUCTION = Side.BUYER, Side.SELLER, Side.AUCTION
_WIDTH = 4
_BUYERS, _SELLERS, _UNKNOWN, _AUCTIONS = range(_WIDTH)
_MAX_VOLUME = 2**63 - 1


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


class _Prices:
    """One symbol's volumes: 32 bytes a price, in order of first trade, and their places."""

    __slots__ = ("last", "rows", "volumes")

    def __init__(self) -> None:
        self.rows: dict[int, int] = {}
        self.volumes = array("q")
        self.last = 0


class VolumeAtPrice:
    """The day's profiles by symbol.

    Bounds: one row per price step between floor and ceiling that traded, at most 8,192 a symbol;
    a trade beyond that, or too large for a column, is counted in `unplaced_volume`.
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
        volumes = prices.volumes
        row = prices.rows.get(price)
        if row is None:
            if len(prices.rows) >= MAX_PRICES_PER_SYMBOL:
                self.unplaced_volume += volume
                return
            row = prices.rows[price] = len(volumes)
            volumes.extend((0, 0, 0, 0))
        column = row + _column(side)
        if volumes[column] + volume > _MAX_VOLUME:
            self.unplaced_volume += volume
            return
        volumes[column] += volume
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
        for price in sorted(prices.rows, key=lambda price: (abs(price - prices.last), price)):
            for column in (_UNKNOWN, _AUCTIONS, _SELLERS, _BUYERS):
                place = prices.rows[price] + column
                part = min(prices.volumes[place], shares)
                prices.volumes[place] -= part
                shares -= part
            if not shares:
                break
        return shares

    def profile(self, symbol: str) -> VolumeProfile | None:
        """A symbol's profile, worked out now; None before its first trade."""
        prices = self._symbols.get(symbol)
        if prices is None:
            return None
        rows, volumes = prices.rows, prices.volumes
        every = (PriceLevel(price, *volumes[rows[price] : rows[price] + _WIDTH]) for price in sorted(rows))
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


def _column(side: Side) -> int:
    if side is _BUYER:
        return _BUYERS
    if side is _SELLER:
        return _SELLERS
    return _AUCTIONS if side is _AUCTION else _UNKNOWN
