"""Large trades: which single matches stand out by their value, and who was their aggressor.

Door: `LargeTrades.on_trade`, `newest`, `sums`, `threshold_vnd`. Refuses to know whether a
trade counts, and who stands behind it: one order that is matched against several comes as
several trades, and nothing here puts them together again.

A trade is large when its value reaches the symbol's threshold: a given one, else a multiple of
the running median of the symbol's own trade values, and never under a floor. The median moves
neither with a few giants nor with the order of arrival. It is read from a histogram of value
with four buckets an octave, so it is within 12.5 % of the true (lower) median. Trades without
an aggressor because of an auction are left out: one print there is the match of many orders.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final, final

import msgspec

from core.trackers.trade_classifier import Side

_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_AUCTION: Final = Side.AUCTION

# Buckets: values of 2**16 (65,536) to 2**42 (4.4 tn) VND; smaller and larger ones count at the ends.
_LOWEST_BITS: Final = 17
_HIGHEST_BITS: Final = 42
_PER_OCTAVE: Final = 4
_BUCKETS: Final = (_HIGHEST_BITS - _LOWEST_BITS + 1) * _PER_OCTAVE


class LargeTradeRule(msgspec.Struct, frozen=True):
    """When a trade of a symbol without a given threshold is large. The figures are a choice.

    median_multiple: of the running median trade value. floor_vnd: never less than this.
    minimum_trades: before so many trades of the symbol's day the median says nothing, and no
    trade is large.
    """

    median_multiple: float = 20.0
    floor_vnd: int = 200_000_000
    minimum_trades: int = 30


class LargeTrade(msgspec.Struct, frozen=True, gc=False):
    """One large trade. `number` counts the day's large trades from 1, in the order of arrival.

    Price in smallest units, volume in shares or contracts, values in VND, `ts_event` epoch ms.
    """

    number: int
    symbol: str
    ts_event: int
    price: int
    volume: int
    value_vnd: int
    side: Side
    threshold_vnd: int


class LargeSums(msgspec.Struct):
    """A symbol's large trades of the day by aggressor: trades, shares or contracts, VND."""

    trades: int = 0
    buyer_volume: int = 0
    buyer_value_vnd: int = 0
    seller_volume: int = 0
    seller_value_vnd: int = 0
    unknown_volume: int = 0
    unknown_value_vnd: int = 0

    def add(self, side: Side, volume: int, value_vnd: int) -> None:
        """Counts one trade."""
        self.trades += 1
        if side is _BUYER:
            self.buyer_volume += volume
            self.buyer_value_vnd += value_vnd
        elif side is _SELLER:
            self.seller_volume += volume
            self.seller_value_vnd += value_vnd
        else:
            self.unknown_volume += volume
            self.unknown_value_vnd += value_vnd


@final
class RunningMedian:
    """The lower median of all values given so far, to within 12.5 %. Bound: 104 counts.

    `add` is O(1): the median's bucket moves by what one more value can move it.
    """

    __slots__ = ("_below", "_bucket", "_counts", "count")

    def __init__(self) -> None:
        self.count = 0
        self._counts = [0] * _BUCKETS
        self._bucket = 0
        self._below = 0
        """Values in buckets under the median's."""

    def add(self, value: int) -> None:
        """Counts a value, above 0."""
        counts, bucket = self._counts, _bucket_of(value)
        counts[bucket] += 1
        self.count += 1
        if bucket < self._bucket:
            self._below += 1
        rank = (self.count - 1) // 2
        while rank < self._below:
            self._bucket -= 1
            self._below -= counts[self._bucket]
        while rank >= self._below + counts[self._bucket]:
            self._below += counts[self._bucket]
            self._bucket += 1

    @property
    def value(self) -> int | None:
        """The middle of the median's bucket; None before the first value."""
        if not self.count:
            return None
        octave, quarter = divmod(self._bucket, _PER_OCTAVE)
        width = 1 << (octave + _LOWEST_BITS - 3)
        return (_PER_OCTAVE + quarter) * width + width // 2


@final
class LargeTrades:
    """The day's large trades.

    Bounds: the newest `keep` trades of the market, older ones are forgotten and stay in the
    sums; one histogram of 104 counts and one set of sums a symbol. A correction of TotalVol
    does not reach these: it names no trade.
    """

    def __init__(
        self,
        thresholds_vnd: Mapping[str, int] | None = None,
        rule: LargeTradeRule | None = None,
        keep: int = 200,
    ) -> None:
        """
        Args:
            thresholds_vnd: given thresholds by symbol.
            rule: for all other symbols; None takes the default figures.
            keep: how many of the newest large trades are held.
        """
        self.thresholds_vnd = dict(thresholds_vnd or {})
        self.rule = rule or LargeTradeRule()
        self._median_multiple = self.rule.median_multiple
        self._floor_vnd = self.rule.floor_vnd
        self._minimum_trades = self.rule.minimum_trades
        self.sums: dict[str, LargeSums] = {}
        self.count = 0
        self._medians: dict[str, RunningMedian] = {}
        self._newest: deque[LargeTrade] = deque(maxlen=keep)

    def on_trade(
        self, symbol: str, price: int, volume: int, value_vnd: int, side: Side, ts_event: int
    ) -> LargeTrade | None:
        """Takes a trade; O(1). Judged by the trades before it, then part of the median.

        Args:
            symbol: whose.
            price: in the smallest unit.
            volume: of one match, not the growth of a total: that may be many matches.
            value_vnd: of the trade.
            side: its aggressor.
            ts_event: exchange time, epoch ms.
        Returns: the trade when it is large.
        """
        if side is _AUCTION or value_vnd <= 0:
            return None
        median = self._medians.get(symbol)
        if median is None:
            median = self._medians[symbol] = RunningMedian()
        threshold = self._threshold(symbol, median)
        median.add(value_vnd)
        if threshold is None or value_vnd < threshold:
            return None
        sums = self.sums.get(symbol)
        if sums is None:
            sums = self.sums[symbol] = LargeSums()
        sums.add(side, volume, value_vnd)
        self.count += 1
        large = LargeTrade(self.count, symbol, ts_event, price, volume, value_vnd, side, threshold)
        self._newest.append(large)
        return large

    def threshold_vnd(self, symbol: str) -> int | None:
        """From which value on the symbol's next trade is large; None when it cannot be said yet."""
        return self._threshold(symbol, self._medians.get(symbol))

    def newest(self, after: int = 0) -> list[LargeTrade]:
        """The held trades with a number above `after`, newest first."""
        found: list[LargeTrade] = []
        for trade in reversed(self._newest):
            if trade.number <= after:
                break
            found.append(trade)
        return found

    def _threshold(self, symbol: str, median: RunningMedian | None) -> int | None:
        if self.thresholds_vnd:
            given = self.thresholds_vnd.get(symbol)
            if given is not None:
                return given
        if median is None or median.count < self._minimum_trades:
            return None
        middle = median.value
        if middle is None:
            return None
        return max(self._floor_vnd, int(self._median_multiple * middle))


def _bucket_of(value: int) -> int:
    bits = value.bit_length()
    if bits < _LOWEST_BITS:
        return 0
    if bits > _HIGHEST_BITS:
        return _BUCKETS - 1
    return (bits - _LOWEST_BITS) * _PER_OCTAVE + (value >> (bits - 3)) - _PER_OCTAVE
