"""How a day's foreign totals are spread over its minutes.

Door: `ForeignPlan`. The plan follows the traded volume with noise and ends exactly on the
totals. Refuses to know prices: the value is computed where the message is made.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

from workers.simulator.day_folder import ForeignTotal
from workers.simulator.ladder import LOT_SHARES

_NOISE = (0.3, 1.7)


class ForeignPlan:
    """Cumulative foreign volumes of one security, by position in its list of minutes."""

    def __init__(self, total: ForeignTotal, volumes: Sequence[int], rng: random.Random) -> None:
        """
        Args:
            total: what the day ends on.
            volumes: traded volume of each minute, in order.
        """
        self.total = total
        self.buys = _spread(total.buy_volume, volumes, rng)
        self.sells = _spread(total.sell_volume, volumes, rng)

    def room(self, bought: int) -> int:
        """Shares foreigners may still buy once they have bought `bought` today.

        What they sell returns to the room at settlement, days later, so within a day it only
        falls; it ends on the given room.
        """
        return self.total.current_room + self.total.buy_volume - bought


def _spread(total: int, volumes: Sequence[int], rng: random.Random) -> list[int]:
    if not volumes:
        return []
    weights = list(accumulate(volume * rng.uniform(*_NOISE) for volume in volumes))
    whole = weights[-1]
    if whole <= 0:
        return [total] * len(volumes)
    unit = LOT_SHARES if total % LOT_SHARES == 0 else 1
    cumulative = [int(total * weight / whole) // unit * unit for weight in weights]
    cumulative[-1] = total
    return cumulative
