"""What each room holds: one struct per room, as it goes over the wire.

A room is one topic for screens. Numbers here are what a reader sees: prices of shares in
VND, futures and indices in points, volumes in shares or contracts, values in VND, times in
epoch milliseconds (UTC), `minute` a position on the trading-minute axis (0 = 08:45, break
cut out). Missing is None and is left out of the encoded text.

Door: the structs. Refuses to know how they are filled (the pipeline) or stored (workers).
"""

from __future__ import annotations

import msgspec

from core.snapshot.expiry_room import ExpiryView

PROTOCOL_VERSION = 1


class BoardRow(msgspec.Struct, omit_defaults=True):
    """One share on the price board. Volumes in shares, prices in VND, values in VND."""

    board: str | None = None
    sector: str | None = None
    session: str | None = None
    status: str | None = None
    reference: int | None = None
    ceiling: int | None = None
    floor: int | None = None
    bid1: int | None = None
    bid1_volume: int | None = None
    bid2: int | None = None
    bid2_volume: int | None = None
    bid3: int | None = None
    bid3_volume: int | None = None
    ask1: int | None = None
    ask1_volume: int | None = None
    ask2: int | None = None
    ask2_volume: int | None = None
    ask3: int | None = None
    ask3_volume: int | None = None
    est_price: int | None = None
    last: int | None = None
    last_volume: int | None = None
    side: str | None = None
    """How the last trade was classified: buyer, seller, unknown or auction."""
    change: int | None = None
    change_pct: float | None = None
    open: int | None = None
    high: int | None = None
    low: int | None = None
    average: float | None = None
    total_volume: int | None = None
    total_value: int | None = None
    buyer_volume: int | None = None
    seller_volume: int | None = None
    unknown_volume: int | None = None
    auction_volume: int | None = None
    missed_volume: int | None = None
    coverage: float | None = None
    """1 - missed / total volume; None before the first trade."""
    foreign_buy_volume: int | None = None
    foreign_sell_volume: int | None = None
    current_room: int | None = None
    at: int | None = None
    """Exchange time of the newest message of the symbol, epoch ms."""


class BoardRoom(msgspec.Struct):
    """The price board: the members of VN30."""

    date: str | None
    minute: int | None
    rows: dict[str, BoardRow]


class HoseBoard(BoardRoom):
    """Every share of HOSE of which anything is known today."""


class HnxBoard(BoardRoom):
    """Every share of HNX of which anything is known today."""


class UpcomBoard(BoardRoom):
    """Every share of UPCoM of which anything is known today."""


class IndexView(msgspec.Struct, omit_defaults=True):
    """One index. Values in points, volume in shares, turnover in VND."""

    value: float | None = None
    prior: float | None = None
    change: float | None = None
    change_pct: float | None = None
    open: float | None = None
    high: float | None = None
    low: float | None = None
    est_value: float | None = None
    total_volume: int | None = None
    total_value: int | None = None
    advances: int | None = None
    declines: int | None = None
    unchanged: int | None = None
    ceilings: int | None = None
    floors: int | None = None
    breadth_source: str | None = None
    """`exchange` when MI carries it, `board` when it is counted from the constituents."""
    session: str | None = None
    minute: int | None = None
    at: int | None = None
    est_change: float | None = None
    """Estimated value of an auction minus the previous close."""
    ad_line: int | None = None
    """Advance-decline line: sum over the day's minutes of advances - declines."""
    divergence: int | None = None
    """Over 15 trading minutes: 1 index up and breadth down, -1 index down and breadth up, 0 neither."""
    divergence_z: float | None = None
    """How far the index's change is from what today's line says for that change of breadth."""
    span_change: float | None = None
    span_net: int | None = None
    """Changes over those 15 minutes: of the index in points, of advances - declines."""
    weights_source: str | None = None
    """`given` by an administrator, or worked out from `listed` shares (without free float)."""
    weights: dict[str, float] = {}
    """Part of the index by constituent at the previous close, 0..1: the 30 heaviest and those whose
    contributions are shown."""
    contributions: dict[str, float] = {}
    """Points by constituent, the 30 largest and the 30 heaviest; empty where the weights are not known."""
    contributions_rest: float | None = None
    """Points of all other constituents together."""
    unexplained: float | None = None
    """Change of the index minus the sum of all contributions, points: what the weights miss."""
    rebuilt: float | None = None
    """The last published value plus what its constituents' prices moved since."""
    rebuilt_gap: float | None = None
    rebuilt_gap_mean: float | None = None
    """Published minus rebuilt at the newest publication, and the mean of its size today, points."""
    group: list[str] = []
    value_without_group: float | None = None
    change_pct_without_group: float | None = None
    """The index as if the chosen symbols had never been in it."""


class IndicesRoom(msgspec.Struct):
    """The indices by the feed's id (VNINDEX, VN30, HNXIndex, HNXUpcomIndex ...)."""

    date: str | None
    indices: dict[str, IndexView]


class ForeignView(msgspec.Struct, omit_defaults=True):
    """Foreign flow of a symbol, or of the market. Volumes shares, values VND, speeds a minute."""

    buy_volume: int | None = None
    sell_volume: int | None = None
    net_volume: int | None = None
    buy_value: int | None = None
    sell_value: int | None = None
    net_value: int | None = None
    reported_buy_value: int | None = None
    reported_sell_value: int | None = None
    buy_speed: float | None = None
    sell_speed: float | None = None
    buy_value_speed: float | None = None
    sell_value_speed: float | None = None
    buy_acceleration: float | None = None
    sell_acceleration: float | None = None
    """Change of the value speed, VND a minute per minute."""
    current_room: int | None = None
    total_room: int | None = None
    room_used_pct: float | None = None
    unvalued_volume: int | None = None
    """Shares bought or sold whose value is unknown: no price was known at that moment."""
    buy_value_difference: int | None = None
    sell_value_difference: int | None = None
    """True value minus SSI's own figure, VND."""
    buy_value_smooth: float | None = None
    sell_value_smooth: float | None = None
    """Exponential average of the value speed with a time constant of 2 minutes, VND a minute."""
    net_value_z: float | None = None
    """How unusual the net value speed is for this minute: (it - median) / (1.4826 MAD) of the last
    20 sessions; None without a baseline."""
    room_minutes: float | None = None
    """Trading minutes until the room is gone at the net buying of the last 5 minutes."""
    room_ends_at: int | None = None
    """When that is, epoch ms; None when it is after today's close."""
    room_released: int | None = None
    room_released_at: int | None = None
    """Shares by which the room grew since the worker listens, and when it last did."""


class Mover(msgspec.Struct, omit_defaults=True):
    """A line of a top list: net foreign value in VND and net volume in shares."""

    symbol: str
    net_value: int
    net_volume: int
    net_value_speed: float | None = None
    """VND a minute; in the lists by speed."""


class ForeignRoom(msgspec.Struct):
    """Foreign investors: the market, the symbols, and who is bought and sold most."""

    date: str | None
    minute: int | None
    market: ForeignView
    symbols: dict[str, ForeignView]
    top_buyers: list[Mover]
    top_sellers: list[Mover]
    sectors: dict[str, ForeignView] = {}
    fastest_buyers: list[Mover] = []
    fastest_sellers: list[Mover] = []
    """By net value speed."""


class RoomUse(msgspec.Struct):
    """How much of what foreigners may hold of a share they hold, per cent."""

    symbol: str
    used_pct: float


class ForeignMarket(msgspec.Struct):
    """The foreign room without its symbols, a hundredth of its size: for who shows the whole only."""

    date: str | None
    minute: int | None
    market: ForeignView
    shares: int
    """Of which foreign flow is known."""
    top_buyers: list[Mover]
    top_sellers: list[Mover]
    tightest: list[RoomUse]
    """The shares with the least room left, least first."""


class ContractView(msgspec.Struct, omit_defaults=True):
    """One index future. Prices in points, volumes in contracts."""

    aliases: list[str] = []
    last_trading_date: str | None = None
    days_to_expiry: int | None = None
    session: str | None = None
    reference: float | None = None
    ceiling: float | None = None
    floor: float | None = None
    bid1: float | None = None
    bid1_volume: int | None = None
    ask1: float | None = None
    ask1_volume: int | None = None
    est_price: float | None = None
    last: float | None = None
    last_volume: int | None = None
    side: str | None = None
    change: float | None = None
    change_pct: float | None = None
    open: float | None = None
    high: float | None = None
    low: float | None = None
    total_volume: int | None = None
    total_value: int | None = None
    buyer_volume: int | None = None
    seller_volume: int | None = None
    unknown_volume: int | None = None
    auction_volume: int | None = None
    missed_volume: int | None = None
    coverage: float | None = None
    index_value: float | None = None
    basis: float | None = None
    basis_pct: float | None = None
    at: int | None = None
    basis_mean: float | None = None
    basis_deviation: float | None = None
    basis_samples: int | None = None
    """Over the last 30 trading minutes, one sample per 5 s, points."""
    basis_slope: float | None = None
    basis_slope_error: float | None = None
    """Points an hour by least squares over the same samples, and its standard error."""
    converging: bool | None = None
    """Whether the basis moves towards zero by more than the error of its slope; None while unsure."""
    premium_time_share: float | None = None
    discount_time_share: float | None = None
    """Shares of the day's trading time with the basis above and below zero, 0..1."""
    fair_value: float | None = None
    fair_basis: float | None = None
    """Cost of carry: S (1 + (r - q) days / 365), and that minus S; None until the terms are set."""
    band_low: float | None = None
    band_high: float | None = None
    """Fair value less and plus the set number of deviations of the basis."""


class BasisView(msgspec.Struct):
    """The day's basis of the active contract: running figures over its one-minute points."""

    mean: float | None = None
    deviation: float | None = None
    premium_share: float | None = None
    """Share of the day's minutes at a premium (basis > 0), 0..1."""
    minutes: int = 0


class DerivativesRoom(msgspec.Struct):
    """Index futures against the index of the same moment."""

    date: str | None
    minute: int | None
    active: str | None
    contracts: dict[str, ContractView]
    basis: BasisView
    expiry: list[ExpiryView] = []
    """Contracts that expire today."""


class PhaseView(msgspec.Struct):
    """The phase of a board: the feed's word first, the clock as check."""

    phase: str = "C"
    by: str = "clock"
    clock: str = "C"
    disagrees: bool = False
    ends: int | None = None
    next: str | None = None


class StatusRoom(msgspec.Struct):
    """How the feed and the worker are, at least once a second."""

    feed: str = "connecting"
    """connecting, live, quiet, stale or down: see docs/contract.md."""
    since: int | None = None
    source: str = "ssi"
    """`ssi` or `simulator`."""
    simulated: bool = False
    date: str | None = None
    market_now: int | None = None
    """The exchange's time now, epoch ms; a simulator's clock may run on another day."""
    market_speed: float | None = 1.0
    phases: dict[str, PhaseView] = {}
    last_message_at: int | None = None
    """Our time when the newest data message came, epoch ms."""
    messages: int = 0
    rejected: dict[str, int] = {}
    duplicates: int = 0
    stale_messages: int = 0
    late: int = 0
    corrections: int = 0
    missed_volume: int = 0
    coverage: float | None = None
    ledger_violations: int = 0
    reconnects: int = 0
    lag_ms: float | None = None
    """Time from a frame's arrival to its room's frame leaving, newest second's worst, ms."""
    symbol_rooms: int = 0
    symbol_rooms_refused: int = 0
    """Rooms of single symbols that are written, and those wanted beyond the most there may be."""
    writes_refused: int = 0
    """Times another worker's newer epoch stopped this one from writing."""
    calendar_known: bool = True
    worker_started: int | None = None
    version: str | None = None
    detail: str | None = None
    """Plain words about the last trouble of the feed, or None."""


class MinuteSeries(msgspec.Struct):
    """Columns of equal length, one entry per trading minute that has a value."""

    minute: list[int] = []
    columns: dict[str, list[float | None]] = {}


class Series(msgspec.Struct):
    """A room's time series of the day. `lines` are keyed by symbol, index id or line name."""

    date: str | None
    epoch: int
    lines: dict[str, MinuteSeries]


class Frame(msgspec.Struct, kw_only=True):
    """The envelope of everything about a room, in Redis and in the browser alike.

    t: `snap` (whole room) or `delta` (RFC 7396 merge patch on the room's data: an object is
    merged, a list or a scalar replaces, null removes the field, i.e. the value became unknown).
    epoch: changes with every writer; seq: consecutive within an epoch. A reader that sees
    another epoch, a gap, or a lower seq takes the snapshot.
    as_of: the writer's wall clock, epoch ms. feed: the feed's state when it was written.
    """

    t: str
    v: int = PROTOCOL_VERSION
    room: str
    epoch: int
    seq: int
    as_of: int
    feed: str
    data: msgspec.Raw
