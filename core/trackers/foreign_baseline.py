"""What is usual at this minute: median and spread of the last sessions, and how far off today is.

Door: `SpeedBaseline` (what the tracker's reader asks), `MinuteNorms` (one made of samples),
`norm_of`, `robust_z`. Refuses to know where the samples come from: history supplies them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from statistics import median
from typing import Protocol

import msgspec

SESSIONS = 20
"""Sessions looked at, newest first."""
MIN_SESSIONS = 5
"""Fewer say nothing about what is usual."""
MARKET = "market"
_MAD_TO_DEVIATION = 1.4826
"""A normal distribution's deviation over its median absolute deviation."""


class Norm(msgspec.Struct, frozen=True):
    """Median and median absolute deviation of samples, in their unit."""

    median: float
    mad: float
    sessions: int


class SpeedBaseline(Protocol):
    """What net foreign value speed (VND a minute) is usual."""

    def norm(self, name: str, minute: int) -> Norm | None:
        """The norm of a minute of the day, None where too little is known.

        Args:
            name: a symbol, `market`, or a sector with `sector:` before it.
            minute: position on the trading-minute axis.
        """
        ...


class MinuteNorms:
    """A baseline of samples. Bound: one norm per name and trading minute given."""

    def __init__(self, samples: Mapping[tuple[str, int], Sequence[float]]) -> None:
        """samples: by (name, minute), one a session, newest session first; 20 of them count."""
        self._norms: dict[tuple[str, int], Norm] = {}
        for key, values in samples.items():
            found = norm_of(values)
            if found is not None:
                self._norms[key] = found

    def norm(self, name: str, minute: int) -> Norm | None:
        """See `SpeedBaseline`."""
        return self._norms.get((name, minute))


def norm_of(values: Iterable[float]) -> Norm | None:
    """Median and MAD of the first 20 samples; None of fewer than five."""
    kept = list(islice(values, SESSIONS))
    if len(kept) < MIN_SESSIONS:
        return None
    middle = median(kept)
    return Norm(middle, median(abs(value - middle) for value in kept), len(kept))


def robust_z(value: float, norm: Norm | None) -> float | None:
    """(value - median) / (1.4826 MAD): how many usual deviations off.

    None without a norm, and where the norm has no spread. Source: Iglewicz and Hoaglin (1993),
    "How to detect and handle outliers".
    """
    if norm is None or not norm.mad:
        return None
    return (value - norm.median) / (_MAD_TO_DEVIATION * norm.mad)


def sector_name(sector: str) -> str:
    """The name under which a baseline knows a sector."""
    return f"sector:{sector}"
