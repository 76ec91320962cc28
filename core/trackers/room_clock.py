"""When the room for foreigners runs out, if they go on buying at this pace.

Door: `room_clock`, `trading_instant`. Refuses to know flows: room and pace are arguments.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec

from core.market.calendar import (
    SCHEDULE,
    TRADING_PHASES,
    Board,
    Calendar,
    Schedule,
    instant_ms,
    local_date,
)

_MINUTE_MS = 60_000


class RoomClock(msgspec.Struct, frozen=True):
    """Trading minutes left; `at` epoch ms, None when that is after today's close."""

    minutes: float
    at: int | None


def room_clock(
    calendar: Calendar, board: Board, now: int, room_shares: int, net_speed: float
) -> RoomClock | None:
    """When the room runs out.

    Args:
        calendar: trading days and hours.
        board: whose hours count.
        now: exchange time, epoch ms.
        room_shares: shares foreigners may still buy.
        net_speed: shares bought minus sold, a minute.
    Returns: None outside trading phases (the break too), and unless foreigners buy on balance.
    """
    if net_speed <= 0 or calendar.phase_at(board, now).phase not in TRADING_PHASES:
        return None
    minutes = room_shares / net_speed
    return RoomClock(minutes, trading_instant(board, now, minutes, calendar.schedule))


def trading_instant(board: Board, now: int, minutes: float, schedule: Schedule = SCHEDULE) -> int | None:
    """The instant that comes `minutes` of trading after `now` on the same day.

    Phases without trading (the break) are skipped. None when the day ends before.
    """
    day = local_date(now)
    left_ms = minutes * _MINUTE_MS
    steps = schedule[board]
    for (start, phase), (end, _) in pairwise(steps):
        begins = max(now, instant_ms(day, start * 60))
        ends = instant_ms(day, end * 60)
        if phase not in TRADING_PHASES or ends <= begins:
            continue
        if left_ms <= ends - begins:
            return begins + round(left_ms)
        left_ms -= ends - begins
    return None
