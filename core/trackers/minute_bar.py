"""One minute of one symbol, as a value.

Door: `MinuteBar`. Refuses to know how bars are made (`bars.py`).
"""

from __future__ import annotations

import msgspec


class MinuteBar(msgspec.Struct, frozen=True, gc=False):
    """One minute of one symbol: `start` epoch ms, prices in smallest units, volumes in shares.

    What is neither the buyers' nor the sellers' is of an auction or unknown. A bar whose whole
    volume a correction took back has volume 0 and keeps its prices.
    """

    symbol: str
    start: int
    open: int
    high: int
    low: int
    close: int
    volume: int
    value_vnd: int
    buyer_volume: int
    buyer_value_vnd: int
    seller_volume: int
    seller_value_vnd: int

    @property
    def vwap_vnd(self) -> float | None:
        """Value / volume: VND a share; for futures VND a contract, as the feed's AvgPrice is."""
        return self.value_vnd / self.volume if self.volume else None
