"""One-minute bars of each symbol, by the exchange's time.

Knows each minute's open, high, low, close, volume and value, and how much of both had a buyer
or a seller as aggressor. Door: `Bars.on_trade`, `tick`, `take_back`; `take_closed` for a writer,
`of` for a chart. Refuses to know which trades count (the ledger) and who was the aggressor
(trade_classifier), and what a gap swallowed: a bar is of what was received.

A bar covers [start, start + 60 s) of `ts_event`. Its open is the earliest and its close the
latest trade by that time (equal times: in the order of arrival), so the order of arrival does
not matter. It closes when a later minute trades or when `tick` says that the minute is over;
a trade that still comes for it changes it, and it is handed to the writer again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from struct import Struct
from typing import Final, final

from core.trackers.minute_bar import MinuteBar
from core.trackers.trade_classifier import Side

MINUTE_MS: Final = 60_000
MAX_BARS_PER_SYMBOL = 400
"""A day has 376 minutes from 08:45 to 15:00, both included; a symbol trades in fewer."""

_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_MAX_PRICE: Final = 2**31 - 1
_MAX_AMOUNT: Final = 2**62 - 1
_ROW: Final = Struct("<6i6q")
_ROW_BYTES: Final = 72
_pack: Final = _ROW.pack


@final
class _Bar:
    """A bar that can be changed; `first_ms` and `last_ms` are milliseconds after its start."""

    __slots__ = (
        "buyer_value",
        "buyer_volume",
        "close",
        "first_ms",
        "high",
        "last_ms",
        "low",
        "minute",
        "open",
        "other_value",
        "other_volume",
        "seller_value",
        "seller_volume",
    )

    def __init__(self, minute: int, price: int, offset_ms: int) -> None:
        self.minute = minute
        self.open = self.high = self.low = self.close = price
        self.first_ms = self.last_ms = offset_ms
        self.buyer_volume = self.buyer_value = 0
        self.seller_volume = self.seller_value = 0
        self.other_volume = self.other_value = 0

    def add(self, price: int, volume: int, value_vnd: int, side: Side, offset_ms: int) -> bool:
        """Counts a trade; False when a sum would not fit into its column."""
        if side is _BUYER:
            volume += self.buyer_volume
            value_vnd += self.buyer_value
        elif side is _SELLER:
            volume += self.seller_volume
            value_vnd += self.seller_value
        else:
            volume += self.other_volume
            value_vnd += self.other_value
        if price > _MAX_PRICE or volume > _MAX_AMOUNT or value_vnd > _MAX_AMOUNT:
            return False
        if side is _BUYER:
            self.buyer_volume, self.buyer_value = volume, value_vnd
        elif side is _SELLER:
            self.seller_volume, self.seller_value = volume, value_vnd
        else:
            self.other_volume, self.other_value = volume, value_vnd
        if price > self.high:
            self.high = price
        elif price < self.low:
            self.low = price
        if offset_ms >= self.last_ms:
            self.close, self.last_ms = price, offset_ms
        elif offset_ms < self.first_ms:
            self.open, self.first_ms = price, offset_ms
        return True

    def take(self, shares: int, side: Side | None) -> int:
        """Takes back up to `shares` with their part of the value; returns how many."""
        taken = 0
        if side is None or (side is not _BUYER and side is not _SELLER):
            part = min(self.other_volume, shares)
            self.other_value -= _part_of(self.other_value, part, self.other_volume)
            self.other_volume -= part
            taken += part
        if side is None or side is _SELLER:
            part = min(self.seller_volume, shares - taken)
            self.seller_value -= _part_of(self.seller_value, part, self.seller_volume)
            self.seller_volume -= part
            taken += part
        if side is None or side is _BUYER:
            part = min(self.buyer_volume, shares - taken)
            self.buyer_value -= _part_of(self.buyer_value, part, self.buyer_volume)
            self.buyer_volume -= part
            taken += part
        return taken

    def pack(self) -> bytes:
        """Its row."""
        return _pack(
            self.open,
            self.high,
            self.low,
            self.close,
            self.first_ms,
            self.last_ms,
            self.buyer_volume,
            self.buyer_value,
            self.seller_volume,
            self.seller_value,
            self.other_volume,
            self.other_value,
        )

    def value(self, symbol: str) -> MinuteBar:
        """It as a value."""
        return MinuteBar(
            symbol,
            self.minute * MINUTE_MS,
            self.open,
            self.high,
            self.low,
            self.close,
            self.buyer_volume + self.seller_volume + self.other_volume,
            self.buyer_value + self.seller_value + self.other_value,
            self.buyer_volume,
            self.buyer_value,
            self.seller_volume,
            self.seller_value,
        )


@final
class _SymbolBars:
    """One symbol's bars: the newest as an object, those before it in rows of 72 bytes."""

    __slots__ = ("minutes", "newest", "revision", "rows")

    def __init__(self) -> None:
        self.revision = 0
        """How often a bar before the newest changed."""
        self.minutes = array("I")
        """Minutes since the epoch, of the rows."""
        self.rows = bytearray()
        self.newest: _Bar | None = None

    def __len__(self) -> int:
        return len(self.minutes) + (self.newest is not None)

    def begin(self, bar: _Bar) -> None:
        """Makes a bar of a later minute the newest."""
        if self.newest is not None:
            self.minutes.append(self.newest.minute)
            self.rows += self.newest.pack()
        self.newest = bar

    def bar(self, position: int) -> _Bar:
        """The bar at a position, oldest first; to keep a change of it, `put` it back."""
        if position == len(self.minutes) and self.newest is not None:
            return self.newest
        row = _ROW.unpack_from(self.rows, position * _ROW_BYTES)
        bar = _Bar(self.minutes[position], row[0], row[4])
        _, bar.high, bar.low, bar.close, _, bar.last_ms = row[:6]
        bar.buyer_volume, bar.buyer_value, bar.seller_volume, bar.seller_value = row[6:10]
        bar.other_volume, bar.other_value = row[10:]
        return bar

    def put(self, position: int, bar: _Bar) -> None:
        """Stores a changed bar."""
        if bar is not self.newest:
            self.revision += 1
            at = position * _ROW_BYTES
            self.rows[at : at + _ROW_BYTES] = bar.pack()

    def insert(self, position: int, bar: _Bar) -> None:
        """Stores a bar of a minute before the newest that had none."""
        self.revision += 1
        self.minutes.insert(position, bar.minute)
        at = position * _ROW_BYTES
        self.rows[at:at] = bar.pack()

    def values(self, symbol: str, first: int, end: int) -> Iterator[MinuteBar]:
        """The bars from one position to before another."""
        return (self.bar(position).value(symbol) for position in range(first, end))

    def position(self, minute: int) -> int:
        """Of the first bar that is not before a minute."""
        if self.newest is not None and minute > self.newest.minute:
            return len(self)
        return bisect_left(self.minutes, minute)


@final
class Bars:
    """The day's bars by symbol.

    Bounds: 400 bars a symbol of 76 bytes each (260 bars of 1,600 symbols: 32 MB); a trade in a
    further minute, or too large for the columns, is counted in `unplaced_volume`. What awaits the
    writer is one mark per symbol, the oldest minute to take: it cannot fill up and nothing is
    dropped, however long the writer is away.
    """

    def __init__(self) -> None:
        self._symbols: dict[str, _SymbolBars] = {}
        self._running: dict[str, None] = {}
        self._due: dict[str, int] = {}
        self._over_before = 0
        self.late_trades = 0
        """Trades that came when a later minute of the symbol had begun."""
        self.unplaced_volume = 0

    def on_trade(
        self, symbol: str, price: int, volume: int, value_vnd: int, side: Side, ts_event: int
    ) -> None:
        """Counts a trade; O(1), or O(log n) for a late one.

        Args:
            symbol: whose.
            price: in the smallest unit.
            volume: shares or contracts, above 0.
            value_vnd: of the trade.
            side: its aggressor.
            ts_event: exchange time, epoch ms.
        """
        bars = self._symbols.get(symbol)
        if bars is None:
            bars = self._symbols[symbol] = _SymbolBars()
        minute = ts_event // MINUTE_MS
        offset_ms = ts_event - minute * MINUTE_MS
        newest = bars.newest
        if newest is None or minute > newest.minute:
            newest = self._begin(symbol, bars, minute, price, offset_ms)
            placed = newest is not None and newest.add(price, volume, value_vnd, side, offset_ms)
        elif newest.minute == minute:
            placed = newest.add(price, volume, value_vnd, side, offset_ms)
        else:
            placed = self._late(bars, minute, price, volume, value_vnd, side, offset_ms)
        if not placed:
            self.unplaced_volume += volume
        elif minute < self._over_before or newest is None or newest.minute != minute:
            self._mark(symbol, minute)

    def tick(self, now: int) -> None:
        """Closes the minutes that are over at `now` (exchange's time, epoch ms).

        Once a minute it visits the symbols that traded in the last one.
        """
        minute = now // MINUTE_MS
        if minute <= self._over_before:
            return
        self._over_before = minute
        for symbol in list(self._running):
            newest = self._symbols[symbol].newest
            if newest is not None and newest.minute < minute:
                del self._running[symbol]
                self._mark(symbol, newest.minute)

    def take_back(self, symbol: str, shares: int, side: Side | None = None) -> int:
        """Takes back shares that a correction says never traded, from the newest bars first.

        Their part of a bar's value goes with them; its prices stay, since no one says at which
        price the shares were. `side`: from the volume of this aggressor only; None: in each bar
        from what has no aggressor, then from the sellers', then from the buyers'.
        Returns: shares that no bar had.
        """
        bars = self._symbols.get(symbol)
        if bars is None:
            return shares
        position = len(bars)
        while shares and position:
            position -= 1
            bar = bars.bar(position)
            part = bar.take(shares, side)
            if part:
                shares -= part
                bars.put(position, bar)
                if bar is not bars.newest or bar.minute < self._over_before:
                    self._mark(symbol, bar.minute)
        return shares

    def take_closed(self, limit: int = 1000) -> list[MinuteBar]:
        """At most `limit` closed bars that are new or changed since they were taken.

        When an old bar changed the later ones come once more: write them by (symbol, start).
        """
        taken: list[MinuteBar] = []
        for symbol, minute in list(self._due.items()):
            bars = self._symbols[symbol]
            first, end = bars.position(minute), bars.position(self._over_before)
            # Those before the newest are closed, whatever the clock says.
            end = max(end, len(bars.minutes))
            stop = min(end, first + limit - len(taken))
            taken += bars.values(symbol, first, stop)
            if stop < end:
                self._due[symbol] = bars.bar(stop).minute
                break
            del self._due[symbol]
        return taken

    def of(self, symbol: str, since: int = 0) -> list[MinuteBar]:
        """The bars of a symbol from an instant (epoch ms) on, the running one included."""
        bars = self._symbols.get(symbol)
        if bars is None:
            return []
        return list(bars.values(symbol, bars.position(since // MINUTE_MS), len(bars)))

    def newest_first(self, symbol: str) -> Iterator[MinuteBar]:
        """The bars of a symbol, from the running one back."""
        bars = self._symbols.get(symbol)
        if bars is None:
            return iter(())
        held = bars
        return (held.bar(position).value(symbol) for position in range(len(held) - 1, -1, -1))

    def revision(self, symbol: str) -> int:
        """How often a bar of the symbol before its newest was changed by a late trade or a correction."""
        bars = self._symbols.get(symbol)
        return 0 if bars is None else bars.revision

    def _begin(self, symbol: str, bars: _SymbolBars, minute: int, price: int, offset_ms: int) -> _Bar | None:
        """Begins the bar of a minute later than all; None when there is no room."""
        if price > _MAX_PRICE or len(bars) >= MAX_BARS_PER_SYMBOL:
            return None
        over_before, before = self._over_before, bars.newest
        if before is not None and before.minute >= over_before:
            self._mark(symbol, before.minute)
        if minute >= over_before:
            self._running[symbol] = None
        else:
            self._running.pop(symbol, None)
        bar = _Bar(minute, price, offset_ms)
        bars.begin(bar)
        return bar

    def _late(
        self,
        bars: _SymbolBars,
        minute: int,
        price: int,
        volume: int,
        value_vnd: int,
        side: Side,
        offset_ms: int,
    ) -> bool:
        """Counts a trade of a minute before the newest; False when there is no room."""
        self.late_trades += 1
        position = bars.position(minute)
        if position < len(bars.minutes) and bars.minutes[position] == minute:
            bar = bars.bar(position)
            placed = bar.add(price, volume, value_vnd, side, offset_ms)
            if placed:
                bars.put(position, bar)
            return placed
        if price > _MAX_PRICE or len(bars) >= MAX_BARS_PER_SYMBOL:
            return False
        bar = _Bar(minute, price, offset_ms)
        placed = bar.add(price, volume, value_vnd, side, offset_ms)
        bars.insert(position, bar)
        return placed

    def _mark(self, symbol: str, minute: int) -> None:
        """Notes that a closed bar is to be taken."""
        due = self._due.get(symbol)
        if due is None or minute < due:
            self._due[symbol] = minute


def _part_of(value: int, part: int, volume: int) -> int:
    return value * part // volume if part else 0
