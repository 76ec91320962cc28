"""The room of one share or future, written only while somebody looks at it.

Prices are as in the row or contract beside them: VND for a share, points for a future; volumes in
shares or contracts, values in VND, instants in epoch milliseconds. What can be told piece by piece
is a dict, so that a merge patch carries only what changed. Door: the structs. Refuses to know how
they are filled (`core/snapshot/symbol_views.py`) and who looks.
"""

from __future__ import annotations

import msgspec

from core.snapshot.flow_room import LimitView
from core.snapshot.rooms import BoardRow, ContractView, ForeignView

Price = int | float
"""VND, a whole number, for shares; points for futures."""


class SideTally(msgspec.Struct, omit_defaults=True):
    """Volume and value by who was the aggressor. `missed` is what a gap swallowed."""

    buyer_volume: int = 0
    seller_volume: int = 0
    unknown_volume: int = 0
    auction_volume: int = 0
    missed_volume: int = 0
    buyer_value: int = 0
    seller_value: int = 0
    unknown_value: int = 0
    auction_value: int = 0


class TradeView(msgspec.Struct, omit_defaults=True):
    """One counted trade. `at`: the exchange's time; a late trade's is before its neighbours'."""

    at: int
    volume: int
    price: Price | None = None
    side: str = "unknown"
    """buyer, seller, unknown or auction."""
    method: str = "none"
    """How the side was decided: exchange, quote, tick or none."""
    large: bool = False


class LargeTradeSums(msgspec.Struct, omit_defaults=True):
    """The day's large trades. threshold: from which value on the next one is large, VND."""

    trades: int = 0
    buyer_volume: int = 0
    buyer_value: int = 0
    seller_volume: int = 0
    seller_value: int = 0
    unknown_volume: int = 0
    unknown_value: int = 0
    threshold: int | None = None


class BarView(msgspec.Struct):
    """One trading minute. What is neither the buyers' nor the sellers' is of an auction or unknown."""

    open: Price
    high: Price
    low: Price
    close: Price
    volume: int
    value: int
    buyer_volume: int
    seller_volume: int


class ProfileView(msgspec.Struct):
    """Volume at price.

    levels: by price (as text) the volume of buyers, sellers, unknown and auctions, in this order.
    value_area_*: the prices around the point of control that hold at least 70 % of the volume.
    """

    levels: dict[str, tuple[int, int, int, int]]
    volume: int
    point_of_control: Price
    value_area_low: Price
    value_area_high: Price
    value_area_volume: int


class AuctionView(msgspec.Struct, omit_defaults=True):
    """An auction as it forms, and what came of it."""

    est_price: Price | None = None
    """At which it would match now; None: nothing would."""
    last_est_price: Price | None = None
    last_est_at: int | None = None
    """The last indication there was."""
    change_from_last: Price | None = None
    change_from_reference: Price | None = None
    """That against the last price before the auction, and against the reference."""
    bid_volume: int | None = None
    ask_volume: int | None = None
    imbalance: float | None = None
    """Displayed over all levels, and (bid - ask) / (bid + ask), -1..1."""
    match_price: Price | None = None
    match_volume: int | None = None
    matched_at: int | None = None
    match_difference: Price | None = None
    """Matched price against the last indication."""
    path: dict[str, tuple[Price | None, int | None, int | None]] = {}
    """By the start of each 5 s (epoch ms, as text): indicative price, bid volume, ask volume."""


class LedgerView(msgspec.Struct, omit_defaults=True):
    """What the exchange's total says and what was received: total = counted + missed."""

    total_volume: int = 0
    counted_volume: int = 0
    missed_volume: int = 0
    coverage: float | None = None
    duplicates: int = 0
    late: int = 0
    """Messages that repeated a trade, and trades that filled a gap afterwards."""
    corrections: int = 0
    """Times the exchange took shares back on the same day."""
    gaps: int = 0
    """Gaps that a late trade could still fill."""


class SymbolRoom(msgspec.Struct):
    """Everything known of one symbol. `kind`: share, future, or None while nothing was heard of it."""

    date: str | None
    minute: int | None
    symbol: str
    kind: str | None = None
    names: list[str] = []
    """Every code it goes by: a future has three."""
    row: BoardRow | None = None
    """Of a share, as on the board."""
    contract: ContractView | None = None
    """Of a future, as in the derivatives room."""
    bids: list[tuple[Price, int]] = []
    asks: list[tuple[Price, int]] = []
    """(price, volume) from the best level on, as many as the feed has, 10 at most."""
    phases: dict[str, SideTally] = {}
    """By part of the day: ATO, CONTINUOUS, ATC, AFTER."""
    decided: dict[str, SideTally] = {}
    """By how the side was decided: exchange, quote, tick, none; missed shares were not decided."""
    trades: dict[str, TradeView] = {}
    """The newest 60 by number (as text), counted from 1 in the order of arrival."""
    large: LargeTradeSums | None = None
    bars: dict[str, BarView] = {}
    """The two newest by trading minute (as text); earlier ones are in the room's series."""
    bars_revision: int = 0
    """Grows when an earlier bar changed (a late trade, a correction): take the series again."""
    profile: ProfileView | None = None
    foreign: ForeignView | None = None
    limits: dict[str, LimitView] = {}
    """`ceiling` and `floor`, those it has touched today."""
    auctions: dict[str, AuctionView] = {}
    """ATO and ATC, those of which anything came; only the newer one has its path."""
    ledger: LedgerView | None = None
