"""Pace of the day: how much has traded by now against what is usual by this minute.

Door: `Baseline` (what is usual), `pace` (how today compares). Refuses to know history and the
sums of today: both are arguments. Without a baseline there is no answer, and none is invented.

With s(t) the usual share of a day's total traded by the moment t and T the usual total:
projected total = so far / s(t); ratio to usual = so far / (T x s(t)). Between two minutes
s is a straight line. Early in the day s(t) is so small that one print would be multiplied a
hundred times: below `MIN_SHARE` nothing is projected.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from core.market.calendar import (
    AFTERNOON_START,
    MORNING_MINUTES,
    MORNING_START,
    TRADING_MINUTES,
    local_seconds,
    trading_minute,
)

POINTS = TRADING_MINUTES + 1
MIN_SHARE = 0.01


class Baseline(msgspec.Struct, frozen=True):
    """What is usual for the market or a symbol, of volume or of value. Make it with `baseline`.

    shares: usual share of the day's total traded by each of the 286 positions of the
    trading-minute axis (0 = 08:45, break cut out, 285 = the end of the day); what a minute bar
    of minute m holds is traded by position m + 1. total: the usual total in shares or VND, None
    when only the shape is known.
    """

    shares: tuple[float, ...]
    total: float | None = None

    def share_at(self, instant: int) -> float:
        """The usual share traded by an instant (epoch ms) of the day, 0..1."""
        seconds = local_seconds(instant)
        minute = trading_minute(seconds)
        running = _is_running(minute, seconds)
        share = self.shares[minute]
        if not running:
            return share
        return share + (self.shares[minute + 1] - share) * (seconds % 60) / 60


class Pace(msgspec.Struct, frozen=True):
    """How today compares. Amounts in the baseline's unit (shares or VND).

    minute: position on the trading-minute axis. usual_share: of a usual day's total by now.
    usual: traded by now on a usual day. ratio: so far / usual (1 = as usual). projected_total:
    of the whole day at this pace. None: cannot be said (yet).
    """

    minute: int
    so_far: int
    usual_share: float
    usual: float | None
    ratio: float | None
    projected_total: float | None


def baseline(shares: Sequence[float], total: float | None = None) -> Baseline:
    """A checked baseline; arguments as of `Baseline`, of which a total of 0 is unknown.

    Raises: ValueError when `shares` is no cumulative curve (NaN included).
    """
    if len(shares) != POINTS:
        raise ValueError(f"a curve has {POINTS} points, not {len(shares)}")
    rising = all(before <= after for before, after in pairwise(shares))
    if not (rising and shares[0] >= 0.0 and shares[-1] == 1.0):
        raise ValueError("a curve rises from 0 or more to 1")
    if total is not None and not 0.0 <= total < float("inf"):
        raise ValueError(f"a usual total is not {total}")
    return Baseline(tuple(shares), total or None)


def pace(so_far: int | None, usual: Baseline | None, now: int) -> Pace | None:
    """Today against the usual day; None without a baseline or without a figure of today.

    Args:
        so_far: cumulative volume or value of the day, market's or a symbol's.
        usual: its baseline, None when there is no history.
        now: the exchange's time on the trading day, epoch ms.
    """
    if usual is None or so_far is None:
        return None
    share = usual.share_at(now)
    by_now = None if usual.total is None else usual.total * share
    enough = share >= MIN_SHARE
    return Pace(
        minute=trading_minute(local_seconds(now)),
        so_far=so_far,
        usual_share=share,
        usual=by_now,
        ratio=so_far / by_now if by_now and enough else None,
        projected_total=so_far / share if enough else None,
    )


def _is_running(minute: int, seconds_of_day: int) -> bool:
    """Whether time moves on the axis: not before 08:45, in the break, or after 15:00."""
    if minute == MORNING_MINUTES:
        return seconds_of_day >= AFTERNOON_START * 60
    return minute < TRADING_MINUTES and seconds_of_day >= MORNING_START * 60
