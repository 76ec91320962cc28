"""A histogram in plain integers: cheap enough to count where things happen.

Door: `Histogram`. What shows it to Prometheus reads it when asked. Refuses to know what is measured.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

LATENCY_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds for the way of a message, seconds."""


class Histogram:
    """Counts by upper bound. Bounded: one integer a bound. One thread observes, any may read."""

    def __init__(self, bounds: Sequence[float] = LATENCY_BOUNDS_S) -> None:
        """bounds: upper bounds, ascending, inclusive; what is above the last has a count of its own."""
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.sum = 0.0

    def observe(self, value: float) -> None:
        """Counts one value; a negative one (two clocks that disagree) counts as 0."""
        value = max(value, 0.0)
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


def cumulative(bounds: Sequence[float], counts: Sequence[int]) -> list[tuple[str, float]]:
    """(upper bound as text, how many are at most that), ending with `+Inf`.

    Args:
        bounds: upper bounds, ascending.
        counts: for each bound and for what is above the last.
    """
    rows, total = [], 0
    for bound, count in zip((*bounds, None), counts, strict=True):
        total += count
        rows.append(("+Inf" if bound is None else repr(float(bound)), float(total)))
    return rows
