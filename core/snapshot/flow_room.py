"""The flow room: who was the aggressor, over all shares, and what stands out.

Door: the structs. Refuses to know how they are filled (`core/snapshot/flow_views.py`).
"""

from __future__ import annotations

import msgspec


class FlowView(msgspec.Struct):
    """Matched volume in shares and value in VND by who was the aggressor."""

    total_volume: int = 0
    buyer_volume: int = 0
    seller_volume: int = 0
    unknown_volume: int = 0
    auction_volume: int = 0
    missed_volume: int = 0
    buyer_value: int = 0
    seller_value: int = 0
    unknown_value: int = 0
    auction_value: int = 0
    coverage: float | None = None


class RuleView(msgspec.Struct):
    """How often a rule agreed with the exchange's side today, where both spoke."""

    agreed: int = 0
    spoken: int = 0
    share: float | None = None
    """agreed / spoken; None before the first."""


class RankedView(msgspec.Struct):
    """One line of a top list. `measure`: per cent, shares or VND, by the list."""

    symbol: str
    measure: float


class LimitView(msgspec.Struct):
    """A share that has touched its ceiling or floor today. Instants in epoch ms."""

    symbol: str
    side: str
    """`ceiling` or `floor`."""
    touched_at: int
    locked: bool = False
    """Now: its best price is at the limit and nothing waits on the other side."""
    locked_since: int | None = None
    locked_minutes: float = 0.0
    """Trading minutes it was locked today."""
    queue_volume: int = 0
    """Shares waiting at the limit."""
    breaks: int = 0
    broken_at: int | None = None


class LargeTradeView(msgspec.Struct):
    """A match far larger than is usual for its share. Price in VND, value in VND."""

    number: int
    symbol: str
    at: int
    price: int
    volume: int
    value: int
    side: str
    threshold: int
    """From which value on it counted as large."""


class PaceView(msgspec.Struct):
    """Value of all shares so far against what is usual by this minute, in VND.

    usual_share: of a usual day's value by now, 0..1. ratio: so far / usual. projected: of the whole
    day at this pace. None where it cannot be said yet.
    """

    so_far: int
    usual_share: float
    usual: float | None = None
    ratio: float | None = None
    projected: float | None = None


class FlowRoom(msgspec.Struct):
    """Aggressor flow over all shares: by phase, by how each trade was decided, and what stands out."""

    date: str | None
    market: FlowView
    phases: dict[str, FlowView]
    decided: dict[str, int]
    """Volume in shares by method: exchange, quote, tick, none."""
    rules: dict[str, RuleView] = {}
    """Agreement with the exchange's side by rule: quote, tick."""
    movers: dict[str, list[RankedView]] = {}
    """Ten each: gainers, losers (per cent), by_volume (shares), by_value, active_buying,
    active_selling, foreign_buying, foreign_selling (VND)."""
    limits: list[LimitView] = []
    """Locked ones first, then the most recently touched; at most 50."""
    large_trades: list[LargeTradeView] = []
    """The newest 30, newest first."""
    pace: PaceView | None = None
    """None without a baseline."""
