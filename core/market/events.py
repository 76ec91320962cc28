"""What can happen in the market, as values.

Every event carries `ts_event` (the exchange's time) and `ts_recv` (ours), both epoch
milliseconds UTC, and the trading date it belongs to. Prices are integers of the symbol's
smallest unit (see `prices.py`), volumes whole shares or contracts, values VND. Missing is
None: a zero price of the wire ("no trade yet") arrives here as None.

Door: the structs. Refuses to know the wire (`core/feed`) and what is made of them
(`core/trackers`).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal, Protocol, final

import msgspec

from core.market.calendar import Board

ExchangeSide = Literal["B", "S"]
"""The aggressor as the exchange gives it: B buyer (wire `BU`), S seller (`SD`)."""

Levels = tuple[tuple[int, int], ...]
"""(price, volume) from the best level on."""


@final
class Trade:
    """The trade side of X-TRADE or X: last match, cumulative totals, limits of the day.

    `volume` is the quantity of this match, or None for an X message, whose quantity is the
    growth of `total_volume`. A message without any trade yet has price and volume None.
    """

    __slots__ = (
        "board",
        "ceiling",
        "date",
        "est_price",
        "floor",
        "high",
        "low",
        "open",
        "price",
        "reference",
        "session",
        "side",
        "status",
        "symbol",
        "total_value",
        "total_volume",
        "ts_event",
        "ts_recv",
        "volume",
    )

    def __init__(
        self,
        symbol: str,
        board: Board,
        date: dt.date,
        ts_event: int,
        ts_recv: int,
        session: str | None,
        status: str | None,
        price: int | None,
        volume: int | None,
        total_volume: int | None,
        total_value: int | None,
        side: ExchangeSide | None,
        reference: int | None,
        ceiling: int | None,
        floor: int | None,
        high: int | None,
        low: int | None,
        open: int | None,
        est_price: int | None,
    ) -> None:
        self.symbol = symbol
        self.board = board
        self.date = date
        self.ts_event = ts_event
        self.ts_recv = ts_recv
        self.session = session
        self.status = status
        self.price = price
        self.volume = volume
        self.total_volume = total_volume
        self.total_value = total_value
        self.side = side
        self.reference = reference
        self.ceiling = ceiling
        self.floor = floor
        self.high = high
        self.low = low
        self.open = open
        self.est_price = est_price


class Ladder(Protocol):
    """A book as it came, whose levels are worked out when they are asked for."""

    @property
    def bids(self) -> Levels:
        """Filled levels, best first."""

    @property
    def asks(self) -> Levels:
        """Filled levels, best first."""


class Book(msgspec.Struct, frozen=True, gc=False):
    """A book whose levels are known."""

    bids: Levels
    asks: Levels


@final
class Quote:
    """The order book's best levels, empty levels left out.

    Most books are replaced before anyone looks beyond the best prices, so the levels may be given
    as a `Ladder`, which is asked when they are read.
    """

    __slots__ = (
        "best_ask",
        "best_bid",
        "board",
        "date",
        "ladder",
        "session",
        "symbol",
        "ts_event",
        "ts_recv",
    )

    def __init__(
        self,
        symbol: str,
        board: Board,
        date: dt.date,
        ts_event: int,
        ts_recv: int,
        session: str | None,
        best_bid: int | None,
        best_ask: int | None,
        ladder: Ladder,
    ) -> None:
        self.symbol = symbol
        self.board = board
        self.date = date
        self.ts_event = ts_event
        self.ts_recv = ts_recv
        self.session = session
        self.best_bid = best_bid
        self.best_ask = best_ask
        self.ladder = ladder

    @classmethod
    def of_levels(
        cls,
        symbol: str,
        board: Board,
        date: dt.date,
        ts_event: int,
        ts_recv: int,
        session: str | None,
        bids: Levels,
        asks: Levels,
    ) -> Quote:
        """A quote whose levels are known; empty ones are left out of `bids` and `asks`."""
        best_bid, best_ask = (side[0][0] if side else None for side in (bids, asks))
        return cls(symbol, board, date, ts_event, ts_recv, session, best_bid, best_ask, Book(bids, asks))

    @property
    def bids(self) -> Levels:
        """Filled bid levels, best first."""
        return self.ladder.bids

    @property
    def asks(self) -> Levels:
        """Filled ask levels, best first."""
        return self.ladder.asks


class ForeignRoom(msgspec.Struct, gc=False):
    """Foreign investors' cumulative figures of the day for one security."""

    symbol: str
    board: Board
    date: dt.date
    ts_event: int
    ts_recv: int
    buy_volume: int | None
    sell_volume: int | None
    reported_buy_value: int | None
    reported_sell_value: int | None
    current_room: int | None
    total_room: int | None


class IndexTick(msgspec.Struct, gc=False):
    """One published value of an index; values in hundredths of a point."""

    index_id: str
    date: dt.date
    ts_event: int
    ts_recv: int
    session: str | None
    exchange: str | None
    value: int | None
    prior: int | None
    est_value: int | None
    change_pct: float | None
    total_volume: int | None
    total_value: int | None
    advances: int | None
    declines: int | None
    unchanged: int | None
    ceilings: int | None
    floors: int | None


class SecurityStatus(msgspec.Struct, gc=False):
    """A change of session or status of one security (wire F)."""

    symbol: str
    board: Board
    date: dt.date
    ts_event: int
    ts_recv: int
    session: str | None
    status: str | None


class Bar(msgspec.Struct, gc=False):
    """One matched order as a bar (wire B), or an index value (hundredths of a point).

    `date` is None where the wire gives only a time; `ts_event` is then counted from
    midnight of the day of `ts_recv`.
    """

    symbol: str
    date: dt.date | None
    ts_event: int
    ts_recv: int
    price: int | None
    volume: int | None


class OddLot(msgspec.Struct, gc=False):
    """A message of the odd-lot board (wire OL): known, counted, not part of the round-lot totals."""

    symbol: str
    board: Board
    date: dt.date
    ts_event: int
    ts_recv: int
    price: int | None
    volume: int | None
    total_volume: int | None


class FeedState(StrEnum):
    """How the feed is; the meaning of each is in docs/contract.md."""

    CONNECTING = "connecting"
    LIVE = "live"
    QUIET = "quiet"
    STALE = "stale"
    DOWN = "down"


class FeedStateChanged(msgspec.Struct, gc=False):
    """The connection came or went; `ts_recv` epoch ms."""

    ts_recv: int
    connected: bool
    detail: str | None = None


MarketEvent = Trade | Quote | ForeignRoom | IndexTick | SecurityStatus | Bar | OddLot


class Rejected(msgspec.Struct, gc=False):
    """A message that could not be used: a counted value, not an exception.

    reason: a key of `core.feed.reasons.REASONS`; detail: short text for the log.
    """

    reason: str
    detail: str
