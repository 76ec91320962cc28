"""When a share's large holders trade among themselves: the put-through trades of a day.

Door: `Deal`, `deals_of`. Planned before the day begins from a generator of their own, so that no
match depends on them. Refuses to know prices: a deal has a premium, and its moment has a price.
"""

from __future__ import annotations

import math
import random
from typing import NamedTuple

from core.market.calendar import Board, Phase, phase_by_clock

_SPANS = ((9 * 3600, 11.5 * 3600, 0.4), (13 * 3600, 14.75 * 3600, 0.3), (14.75 * 3600, 15 * 3600, 0.3))
"""(from, to, share of the deals), seconds of the day: HOSE's last quarter is for nothing else."""
_SHARES_A_DEAL = 4_000_000
_MOST_A_DAY = 4.0
"""Mean number of deals of a share: one for so many shares of its typical day, not above the most."""
_SHARE_OF_DAY = 0.02
_LEAST_SHARES = 20_000
"""HOSE's smallest put-through trade."""
_PREMIUM = 0.015
_TRADING = frozenset({Phase.ATO, Phase.CONTINUOUS, Phase.ATC, Phase.PUT_THROUGH, Phase.PLO})


class Deal(NamedTuple):
    """second: of the day. volume: shares. premium: of its price over the market's, a share of it."""

    second: float
    volume: int
    premium: float


def deals_of(board: Board, daily_volume: int, rng: random.Random) -> list[Deal]:
    """The deals of one share in order of time: a few a day for a large one, seldom one for a small.

    Args:
        daily_volume: its typical matched shares a day.
    """
    left = math.exp(-min(_MOST_A_DAY, daily_volume / _SHARES_A_DEAL))
    deals: list[Deal] = []
    product = rng.random()
    while product > left:
        product *= rng.random()
        first, last, _ = rng.choices(_SPANS, [share for _, _, share in _SPANS])[0]
        second = rng.uniform(first, last)
        volume = _LEAST_SHARES + int(daily_volume * _SHARE_OF_DAY * rng.expovariate(1.0))
        premium = rng.gauss(0.0, _PREMIUM)
        if phase_by_clock(board, int(second)) in _TRADING:
            deals.append(Deal(second, volume, premium))
    return sorted(deals)
