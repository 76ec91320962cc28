"""The basis of the generated futures: what separates a contract from its index.

Door: `Basis`. It returns to a mean of its own, swings wider the further the contract is from its
last trading day, and on that day shrinks to nothing until continuous trading ends. Refuses to know
the index and the order book.
"""

from __future__ import annotations

import math
import random

_MEAN_TENTHS_A_DAY = 0.3
_DEVIATION_TENTHS = 6.0
"""Times the square root of the days left: a month out about 3 points, as measured on real days."""
_RETURN_S = 1_800.0
_CONVERGES_FROM_S, _CONVERGES_UNTIL_S = 9 * 3600, 14.5 * 3600


class Basis:
    """One contract's basis, tenths of a point."""

    def __init__(self, days_left: int, rng: random.Random, begins: float | None = None) -> None:
        """
        Args:
            days_left: calendar days to the last trading day, 0 on it.
            begins: the basis of the previous close; None draws one.
        """
        self._last_day = days_left == 0
        self._mean = _MEAN_TENTHS_A_DAY * days_left
        deviation = _DEVIATION_TENTHS * math.sqrt(days_left + 1)
        self._noise = deviation * math.sqrt(2 / _RETURN_S)
        self._rng = rng
        self._tenths = self._mean + rng.gauss(0.0, deviation / 2) if begins is None else begins

    @property
    def opening_tenths(self) -> int:
        """Where it began, for the reference price of the day."""
        return round(self._tenths)

    def advance(self) -> None:
        """One second later."""
        self._tenths += self._rng.gauss(0.0, self._noise) - (self._tenths - self._mean) / _RETURN_S

    def tenths(self, second: int) -> float:
        """The basis at a second of the day."""
        if not self._last_day:
            return self._tenths
        span = _CONVERGES_UNTIL_S - _CONVERGES_FROM_S
        return self._tenths * min(1.0, max(0.0, (_CONVERGES_UNTIL_S - second) / span))
