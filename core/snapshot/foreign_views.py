"""What the foreign room shows of one flow, and its top lists.

Door: `moment`, `flow_view`, `movers`, `movers_by_speed`, `tightest_rooms`. Refuses to know the pipeline and
the frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from core.market.calendar import Board, Calendar, local_seconds, trading_minute
from core.snapshot.rooms import ForeignView, Mover, RoomUse
from core.trackers.foreign_baseline import SpeedBaseline, robust_z
from core.trackers.foreign_investor_tracker import Flow, Speeds
from core.trackers.room_clock import Ahead, room_clock, trading_ahead

TOP_MOVERS = 10


class Moment(msgspec.Struct, frozen=True):
    """What all flows of a room have in common: the instant, as a trading minute and what is left of each
    board's day, and what is usual (None where nothing is known)."""

    minute: int
    ahead: dict[Board, Ahead]
    baseline: SpeedBaseline | None


def moment(calendar: Calendar, now: int, baseline: SpeedBaseline | None) -> Moment:
    """An instant of exchange time, epoch ms."""
    ahead = {board: trading_ahead(calendar, board, now) for board in Board}
    return Moment(trading_minute(local_seconds(now)), ahead, baseline)


def flow_view(name: str, flow: Flow, speeds: Speeds, moment: Moment) -> ForeignView:
    """One flow at an instant.

    Args:
        name: what a baseline calls it (see `SpeedBaseline.norm`).
        flow: its state.
        speeds: its speeds at that instant.
        moment: the instant.
    """
    view = ForeignView(
        buy_volume=flow.buy_volume,
        sell_volume=flow.sell_volume,
        net_volume=flow.buy_volume - flow.sell_volume,
        buy_value=flow.buy_value,
        sell_value=flow.sell_value,
        net_value=flow.net_value,
        reported_buy_value=flow.reported_buy_value,
        reported_sell_value=flow.reported_sell_value,
        buy_speed=round(speeds.buy),
        sell_speed=round(speeds.sell),
        buy_value_speed=round(speeds.buy_value),
        sell_value_speed=round(speeds.sell_value),
        buy_acceleration=round(speeds.buy_acceleration),
        sell_acceleration=round(speeds.sell_acceleration),
        current_room=flow.current_room,
        total_room=flow.total_room,
        room_used_pct=_used_pct(flow),
        unvalued_volume=flow.unvalued_volume,
        buy_value_difference=_difference(flow.buy_value, flow.reported_buy_value),
        sell_value_difference=_difference(flow.sell_value, flow.reported_sell_value),
        buy_value_smooth=round(speeds.smooth_buy_value),
        sell_value_smooth=round(speeds.smooth_sell_value),
    )
    if moment.baseline is not None:
        z = robust_z(speeds.net_value, moment.baseline.norm(name, moment.minute))
        view.net_value_z = None if z is None else round(z, 2)
    if flow.current_room is not None and flow.board is not None:
        view.room_released, view.room_released_at = flow.room_released, flow.room_released_at
        clock = room_clock(moment.ahead[flow.board], flow.current_room, speeds.net)
        if clock is not None:
            view.room_minutes, view.room_ends_at = round(clock.minutes, 1), clock.at
    return view


def movers(ranked: Iterable[tuple[str, Flow]]) -> list[Mover]:
    """The first ten of flows in the order given."""
    return [
        Mover(symbol, flow.net_value, flow.buy_volume - flow.sell_volume)
        for (symbol, flow), _ in zip(ranked, range(TOP_MOVERS), strict=False)
    ]


def movers_by_speed(
    flows: Mapping[str, Flow], speeds: Mapping[str, Speeds]
) -> tuple[list[Mover], list[Mover]]:
    """(most net buying, most net selling) by VND a minute; flows at rest are in neither."""
    ranked = sorted(speeds, key=lambda symbol: (-speeds[symbol].net_value, symbol))

    def mover(symbol: str) -> Mover:
        flow = flows[symbol]
        volume = flow.buy_volume - flow.sell_volume
        return Mover(symbol, flow.net_value, volume, round(speeds[symbol].net_value))

    buying = [mover(symbol) for symbol in ranked[:TOP_MOVERS] if speeds[symbol].net_value > 0]
    selling = [mover(symbol) for symbol in ranked[: -TOP_MOVERS - 1 : -1] if speeds[symbol].net_value < 0]
    return buying, selling


def tightest_rooms(flows: Mapping[str, Flow]) -> list[RoomUse]:
    """The ten shares of whose room foreigners have used most; those without a known room are left out."""
    used = ((symbol, _used_pct(flow)) for symbol, flow in flows.items())
    known = [(share, symbol) for symbol, share in used if share is not None]
    return [RoomUse(symbol, share) for share, symbol in sorted(known, key=_most_used)[:TOP_MOVERS]]


def _most_used(one: tuple[float, str]) -> tuple[float, str]:
    return -one[0], one[1]


def _used_pct(flow: Flow) -> float | None:
    if not flow.total_room or flow.current_room is None:
        return None
    return round(100.0 * (1 - flow.current_room / flow.total_room), 2)


def _difference(true: int, reported: int | None) -> int | None:
    return None if reported is None else true - reported
