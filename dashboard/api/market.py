"""The market as a whole: snapshot, foreign flow, aggressor volumes, basis, alerts.

Door: `OPERATIONS`. Refuses to know HTTP and where rooms come from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from core.market.calendar import TRADING_MINUTES, axis_time
from core.snapshot import keys
from core.snapshot.flow_room import FlowRoom
from core.snapshot.market_snapshot import MarketSnapshot
from core.snapshot.room_snapshot import snapshot_of_rooms
from core.snapshot.rooms import (
    BasisView,
    DerivativesRoom,
    ForeignRoom,
    ForeignView,
    IndicesRoom,
    MinuteSeries,
    Mover,
    Series,
    StatusRoom,
)
from dashboard.api.answers import Answer, Operation, Page, PageParameters, Parameters, View, paged
from dashboard.api.contracts import contract_of
from dashboard.api.problems import ProblemError
from dashboard.api.shares import SHARE_ROOMS, shares


class SnapshotAnswer(Answer, kw_only=True):
    """The whole market. coverage: 1 - missed / total volume over all shares and futures."""

    coverage: float | None
    data: MarketSnapshot


class ForeignSymbol(msgspec.Struct):
    """Foreign flow of one share; what is unknown is left out of `flow`."""

    symbol: str
    flow: ForeignView


class ForeignDetail(msgspec.Struct):
    """Foreign investors: the market, the sectors, who is bought and sold most, and every share."""

    market: ForeignView
    sectors: dict[str, ForeignView]
    top_buyers: list[Mover]
    top_sellers: list[Mover]
    fastest_buyers: list[Mover]
    fastest_sellers: list[Mover]
    symbols: list[ForeignSymbol]


class ForeignParameters(PageParameters):
    """Order and part of the shares."""

    sort: Annotated[
        Literal["symbol", "net_buying", "net_selling"],
        Meta(
            description="order of the shares: by symbol, or by net value of the day",
            extra_json_schema={"type": "string"},
        ),
    ] = "symbol"


class ForeignAnswer(Answer, kw_only=True):
    """Foreign investors; `page` is about `data.symbols`."""

    page: Page
    data: ForeignDetail


class VolumeAnswer(Answer, kw_only=True):
    """Who was the aggressor. coverage: 1 - missed / total volume over all shares."""

    coverage: float | None
    data: FlowRoom


class BasisPoint(msgspec.Struct):
    """One trading minute, all in points. time: local; mean, deviation: of the basis over 30 minutes."""

    minute: int
    time: str
    basis: float | None
    price: float | None
    index: float | None
    mean: float | None
    deviation: float | None


class BasisTrend(msgspec.Struct):
    """Basis of one contract by trading minute, oldest first; day: figures over all its minutes, of the
    active contract only. contract: null while the feed has shown none."""

    contract: str | None
    names: list[str]
    day: BasisView | None
    points: list[BasisPoint]


SNAPSHOT_ROOMS: Final = (*SHARE_ROOMS, IndicesRoom, ForeignRoom, DerivativesRoom, StatusRoom)
_BASIS_COLUMNS: Final = ("basis", "price", "index", "mean", "deviation")


class BasisParameters(Parameters):
    """Which contract, and how far back."""

    minutes: Annotated[
        int, Meta(ge=1, le=TRADING_MINUTES, description="trading minutes back from the newest point")
    ] = 60
    contract: Annotated[
        str, Meta(description="any of its three names; empty: the active contract", max_length=32)
    ] = ""


class BasisAnswer(Answer, kw_only=True):
    """The way of the basis."""

    data: BasisTrend


class AlertList(msgspec.Struct):
    """state: `off`, since no alert engine runs; the list is empty for that reason, not for want of events."""

    state: Annotated[Literal["off"], Meta(extra_json_schema={"type": "string"})]
    detail: str
    alerts: Annotated[list[dict[str, Any]], Meta(max_length=0)]


class AlertsAnswer(Answer, kw_only=True):
    """Alerts."""

    data: AlertList


def snapshot_answer(view: View, _: Parameters | None = None) -> SnapshotAnswer:
    """The whole market, from the rooms it is made of."""
    status = view.room(StatusRoom)
    data = snapshot_of_rooms(
        shares(view),
        view.room(IndicesRoom),
        view.room(ForeignRoom),
        view.room(DerivativesRoom),
        status,
    )
    return SnapshotAnswer(**view.head(), coverage=status.coverage, data=data)


_Ranking = Callable[[tuple[str, ForeignView]], Any]
_ORDERS: Final[dict[str, _Ranking]] = {
    "symbol": lambda item: item[0],
    "net_buying": lambda item: (-(item[1].net_value or 0), item[0]),
    "net_selling": lambda item: (item[1].net_value or 0, item[0]),
}


def _foreign_detail(view: View, parameters: ForeignParameters) -> Answer:
    room = view.room(ForeignRoom)
    shown, page = paged(sorted(room.symbols.items(), key=_ORDERS[parameters.sort]), parameters)
    data = ForeignDetail(
        room.market,
        room.sectors,
        room.top_buyers,
        room.top_sellers,
        room.fastest_buyers,
        room.fastest_sellers,
        [ForeignSymbol(symbol, flow) for symbol, flow in shown],
    )
    return ForeignAnswer(**view.head(), page=page, data=data)


def _volume_stats(view: View, _: Parameters) -> Answer:
    room = view.room(FlowRoom)
    return VolumeAnswer(**view.head(), coverage=room.market.coverage, data=room)


def _basis_trend(view: View, parameters: BasisParameters) -> Answer:
    room = view.room(DerivativesRoom)
    asked = parameters.contract
    if not asked:
        code = room.active
    else:
        code = contract_of(room, asked, view.market_now_ms)
        if code is None:
            raise ProblemError("unknown-symbol", f"{asked!r} is no future that the feed shows today")
    contract = None if code is None else room.contracts[code]
    data = BasisTrend(
        code,
        [] if contract is None else contract.aliases,
        room.basis if code is not None and code == room.active else None,
        _basis_points(view, code, parameters.minutes),
    )
    return BasisAnswer(**view.head(), data=data)


def _basis_points(view: View, code: str | None, minutes: int) -> list[BasisPoint]:
    room, found = view.room(DerivativesRoom), view.series[keys.DERIVATIVES]
    if code is None:
        return []
    points: dict[int, BasisPoint] = {}
    if found is not None:
        series = msgspec.json.decode(found.payload, type=Series)
        line = series.lines.get(code)
        if line is not None and series.date == room.date:
            points = {
                minute: _point(minute, *(_value(line, name, position) for name in _BASIS_COLUMNS))
                for position, minute in enumerate(line.minute)
            }
    # The series is written every few seconds; the room carries the running minute.
    now = room.contracts[code]
    if room.minute is not None and now.basis is not None and room.minute >= max(points, default=0):
        running = (now.basis, now.last, now.index_value, now.basis_mean, now.basis_deviation)
        points[room.minute] = _point(room.minute, *running)
    oldest = max(points, default=0) - minutes
    return [point for minute, point in sorted(points.items()) if minute > oldest]


def _point(minute: int, *values: float | None) -> BasisPoint:
    return BasisPoint(minute, axis_time(minute), *values)


def _value(line: MinuteSeries, column: str, position: int) -> float | None:
    values = line.columns.get(column)
    return None if values is None else values[position]


def _alerts(view: View, _: Parameters) -> Answer:
    return AlertsAnswer(**view.head(), data=AlertList("off", "no alert engine runs in this deployment", []))


OPERATIONS: Final = (
    Operation(
        "/api/market/snapshot",
        "get_market_snapshot",
        "The whole market at one instant",
        "Every share of the board with its foreign flow, of other shares their foreign flow alone, the "
        "indices and the futures. A value nobody has told is null.",
        SnapshotAnswer,
        snapshot_answer,
        SNAPSHOT_ROOMS,
    ),
    Operation(
        "/api/market/foreign-detail",
        "get_foreign_detail",
        "Foreign investors",
        "Values are sums of volume growth times the price of that moment; `reported_*` is SSI's own figure. "
        "Speeds are means over five minutes of exchange time.",
        ForeignAnswer,
        _foreign_detail,
        (ForeignRoom,),
        parameters=ForeignParameters,
    ),
    Operation(
        "/api/market/volume-stats",
        "get_volume_stats",
        "Volume by aggressor",
        "Over all shares: buyer + seller + unknown + auction + missed = total. By phase, by how each trade "
        "was decided, with top lists, limit locks and large trades.",
        VolumeAnswer,
        _volume_stats,
        (FlowRoom,),
    ),
    Operation(
        "/api/market/basis-trend",
        "get_basis_trend",
        "Futures price minus index, by minute",
        "The last point is the running minute. Minutes without a value are left out; the break is not on "
        "the axis.",
        BasisAnswer,
        _basis_trend,
        (DerivativesRoom,),
        series=(keys.DERIVATIVES,),
        parameters=BasisParameters,
        problems=("unknown-symbol",),
    ),
    Operation(
        "/api/market/alerts",
        "get_alerts",
        "Alerts",
        "Says whether alerts are being looked for at all: an empty list alone would not.",
        AlertsAnswer,
        _alerts,
        (StatusRoom,),
    ),
)
