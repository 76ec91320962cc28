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

import msgspec

from core.trackers.trade_classifier import Side

MINUTE_MS = 60_000
MAX_BARS_PER_SYMBOL = 400
"""A day has 376 minutes from 08:45 to 15:00, both included; a symbol trades in fewer."""

_BUYER, _SELLER = Side.BUYER, Side.SELLER
# Columns of a bar: prices and milliseconds after its start in one array; in the other volume and
# value of the buyers, of the sellers, and of what has no aggressor.
_OPEN, _HIGH, _LOW, _CLOSE, _FIRST_MS, _LAST_MS = range(6)
_OF_BUYERS, _OF_SELLERS, _OF_NOBODY = 0, 2, 4
_WIDTH = 6
_MAX_PRICE = 2**31 - 1
_MAX_AMOUNT = 2**63 - 1


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


class _Columns:
    """One symbol's bars, oldest first: 76 bytes each."""

    __slots__ = ("amounts", "minutes", "prices")

    def __init__(self) -> None:
        self.minutes = array("I")
        """Minutes since the epoch."""
        self.prices = array("i")
        self.amounts = array("q")

    def insert(self, row: int, minute: int, price: int, offset_ms: int) -> None:
        """Begins a bar before `row`; at the end in almost every case."""
        self.minutes.insert(row, minute)
        at = row * _WIDTH
        self.prices[at:at] = array("i", (price, price, price, price, offset_ms, offset_ms))
        self.amounts[at:at] = array("q", bytes(8 * _WIDTH))

    def bar(self, symbol: str, row: int) -> MinuteBar:
        """One row as a value."""
        at = row * _WIDTH
        amounts = self.amounts[at : at + _WIDTH]
        sums = (sum(amounts[::2]), sum(amounts[1::2]), *amounts[:_OF_NOBODY])
        return MinuteBar(symbol, self.minutes[row] * MINUTE_MS, *self.prices[at : at + _FIRST_MS], *sums)


class Bars:
    """The day's bars by symbol.

    Bounds: 400 bars a symbol of 76 bytes each (260 bars of 1,600 symbols: 32 MB); a trade in a
    further minute, or too large for the columns, is counted in `unplaced_volume`. What awaits the
    writer is one mark per symbol, the oldest minute to take: it cannot fill up and nothing is
    dropped, however long the writer is away.
    """

    def __init__(self) -> None:
        self._symbols: dict[str, _Columns] = {}
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
        columns = self._symbols.get(symbol)
        if columns is None:
            columns = self._symbols[symbol] = _Columns()
        minute, offset_ms = divmod(ts_event, MINUTE_MS)
        minutes = columns.minutes
        row = len(minutes) - 1
        if row < 0 or minutes[row] != minute:
            row = self._find(symbol, columns, minute, price, offset_ms)
        amounts, at = columns.amounts, row * _WIDTH
        column = at + _column(side)
        if (
            row < 0
            or price > _MAX_PRICE
            or max(volume + amounts[column], value_vnd + amounts[column + 1]) > _MAX_AMOUNT
        ):
            self.unplaced_volume += volume
            return
        amounts[column] += volume
        amounts[column + 1] += value_vnd
        prices = columns.prices
        if price > prices[at + _HIGH]:
            prices[at + _HIGH] = price
        elif price < prices[at + _LOW]:
            prices[at + _LOW] = price
        if offset_ms >= prices[at + _LAST_MS]:
            prices[at + _CLOSE] = price
            prices[at + _LAST_MS] = offset_ms
        elif offset_ms < prices[at + _FIRST_MS]:
            prices[at + _OPEN] = price
            prices[at + _FIRST_MS] = offset_ms
        if minute < self._over_before or minute != minutes[-1]:
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
            newest = self._symbols[symbol].minutes[-1]
            if newest < minute:
                del self._running[symbol]
                self._mark(symbol, newest)

    def take_back(self, symbol: str, shares: int, side: Side | None = None) -> int:
        """Takes back shares that a correction says never traded, from the newest bars first.

        Their part of a bar's value goes with them; its prices stay, since no one says at which
        price the shares were. `side`: from the volume of this aggressor only; None: in each bar
        from what has no aggressor, then from the sellers', then from the buyers'.
        Returns: shares that no bar had.
        """
        columns = self._symbols.get(symbol)
        if columns is None:
            return shares
        classes = (_OF_NOBODY, _OF_SELLERS, _OF_BUYERS) if side is None else (_column(side),)
        row = len(columns.minutes)
        while shares and row:
            row -= 1
            for column in classes:
                part = _take_from(columns.amounts, row * _WIDTH + column, shares)
                shares -= part
                if part and row < self._closed_rows(columns):
                    self._mark(symbol, columns.minutes[row])
        return shares

    def take_closed(self, limit: int = 1000) -> list[MinuteBar]:
        """At most `limit` closed bars that are new or changed since they were taken.

        When an old bar changed the later ones come once more: write them by (symbol, start).
        """
        taken: list[MinuteBar] = []
        for symbol, minute in list(self._due.items()):
            columns = self._symbols[symbol]
            first, end = bisect_left(columns.minutes, minute), self._closed_rows(columns)
            stop = min(end, first + limit - len(taken))
            taken += [columns.bar(symbol, row) for row in range(first, stop)]
            if stop < end:
                self._due[symbol] = columns.minutes[stop]
                break
            del self._due[symbol]
        return taken

    def of(self, symbol: str, since: int = 0) -> list[MinuteBar]:
        """The bars of a symbol from an instant (epoch ms) on, the running one included."""
        columns = self._symbols.get(symbol) or _Columns()
        first = bisect_left(columns.minutes, since // MINUTE_MS)
        return [columns.bar(symbol, row) for row in range(first, len(columns.minutes))]

    def _find(self, symbol: str, columns: _Columns, minute: int, price: int, offset_ms: int) -> int:
        """The row of a minute that is not the newest, begun if need be; -1 when there is no room."""
        minutes = columns.minutes
        row = bisect_left(minutes, minute)
        newest = row == len(minutes)
        self.late_trades += not newest
        if not newest and minutes[row] == minute:
            return row
        if len(minutes) >= MAX_BARS_PER_SYMBOL or price > _MAX_PRICE:
            return -1
        if newest:
            if minutes and minutes[-1] >= self._over_before:
                self._mark(symbol, minutes[-1])
            if minute >= self._over_before:
                self._running[symbol] = None
            else:
                self._running.pop(symbol, None)
        columns.insert(row, minute, price, offset_ms)
        return row

    def _mark(self, symbol: str, minute: int) -> None:
        self._due[symbol] = min(minute, self._due.get(symbol, minute))

    def _closed_rows(self, columns: _Columns) -> int:
        return len(columns.minutes) - (columns.minutes[-1] >= self._over_before)


def _column(side: Side) -> int:
    return _OF_BUYERS if side is _BUYER else _OF_SELLERS if side is _SELLER else _OF_NOBODY


def _take_from(amounts: array[int], column: int, shares: int) -> int:
    """Takes up to `shares` of one class of a bar, with their part of its value; returns how many."""
    part = min(amounts[column], shares)
    if part:
        amounts[column + 1] -= amounts[column + 1] * part // amounts[column]
        amounts[column] -= part
    return part
