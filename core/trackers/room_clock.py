"""When the room for foreigners runs out, if they go on buying at this pace.

Door: `trading_ahead` (the same for all shares of a board), `room_clock`. Refuses to know flows: room
and pace are arguments.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from core.market.calendar import (
    TRADING_PHASES,
    Board,
    Calendar,
    instant_ms,
    local_date,
)

_MINUTE_MS = 60_000


class RoomClock(msgspec.Struct, frozen=True):
    """Trading minutes left; `at` epoch ms, None when that is after today's close."""

    minutes: float
    at: int | None


Ahead = tuple[tuple[int, int], ...]
"""What is left of a trading day: its stretches of trading, each from and until, epoch ms."""


def trading_ahead(calendar: Calendar, board: Board, now: int) -> Ahead:
    """What is left of a board's trading day.

    Args:
        calendar: trading days and hours.
        board: whose hours count.
        now: exchange time, epoch ms.
    Returns: nothing outside trading phases (the break too).
    """
    if calendar.phase_at(board, now).phase not in TRADING_PHASES:
        return ()
    day = local_date(now)
    steps = [(instant_ms(day, minute * 60), phase) for minute, phase in calendar.schedule[board]]
    return tuple(
        (max(now, begins), ends)
        for (begins, phase), (ends, _) in pairwise(steps)
        if phase in TRADING_PHASES and ends > now
    )


def room_clock(ahead: Ahead, room_shares: int, net_speed: float) -> RoomClock | None:
    """When the room runs out.

    Args:
        ahead: see `trading_ahead`.
        room_shares: shares foreigners may still buy.
        net_speed: shares bought minus sold, a minute.
    Returns: None while there is no trading, and unless foreigners buy on balance.
    """
    if net_speed <= 0 or not ahead:
        return None
    minutes = room_shares / net_speed
    return RoomClock(minutes, _instant_after(ahead, minutes * _MINUTE_MS))


def _instant_after(ahead: Ahead, trading_ms: float) -> int | None:
    """When that much trading will have passed; None when the day ends before."""
    for begins, ends in ahead:
        if trading_ms <= ends - begins:
            return begins + round(trading_ms)
        trading_ms -= ends - begins
    return None
