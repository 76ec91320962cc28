"""How fast a flow runs: rolling sums over event time, and a smoothed rate.

Door: `FlowPace`, `SmoothedRate`. Both depend on when amounts were told, never on how often.
Refuses to know whose flow it is.
"""

from __future__ import annotations

from bisect import bisect_right
from math import exp, expm1
from typing import NamedTuple

WINDOW_S = 300
"""Speed is a mean over five minutes of event time."""
LAG_S = 60
"""Acceleration compares that mean with the one a minute before."""
KEPT_S = WINDOW_S + LAG_S
MINUTE_MS = 60_000
SMOOTHING_MS = 120_000
"""Time constant of the smoothed speed: an amount weighs 1/e after two minutes."""
MAX_ACCRUAL_MS = 60_000


class Amounts(NamedTuple):
    """Shares and VND, bought and sold."""

    buy: int = 0
    sell: int = 0
    buy_value: int = 0
    sell_value: int = 0


Four = tuple[float, float, float, float]
"""Numbers in the order of `Amounts`."""


class Rates(NamedTuple):
    """Amounts a minute, and the change of that a minute."""

    speed: Four
    acceleration: Four


class FlowPace:
    """Sums over any span of the last six minutes, as differences of running totals.

    Whole numbers throughout, so that nothing drifts. Adding is O(1) amortised, reading O(log n)
    and without side effects. Bound: one total per second, 722 at most.
    """

    def __init__(self) -> None:
        self._seconds: list[int] = []
        self._totals: list[Amounts] = []
        self._before = Amounts()
        """The total up to the oldest second kept."""

    def add(self, ts_event: int, amounts: Amounts) -> None:
        """Counts amounts at an instant (epoch ms).

        One that comes late (another symbol was quicker) counts at the newest second; one that is
        older than the six minutes is left out.
        """
        second = ts_event // 1000
        if self._seconds and second <= self._seconds[-1]:
            if second > self._seconds[-1] - KEPT_S:
                self._totals[-1] = _sum(self._totals[-1], amounts)
            return
        self._totals.append(_sum(self._totals[-1] if self._totals else self._before, amounts))
        self._seconds.append(second)
        if len(self._seconds) > 2 * KEPT_S:
            cut = bisect_right(self._seconds, second - KEPT_S)
            self._before = self._totals[cut - 1]
            del self._seconds[:cut], self._totals[:cut]

    def rates(self, now: int, span_ms: int) -> Rates:
        """Speeds and accelerations at an instant, in the order of `Amounts`.

        Args:
            now: event time, epoch ms; earlier than what was counted means that newest second.
            span_ms: how long there has been anything to count; shorter than five minutes the
                mean is over the shorter time (at least one minute).
        Returns: amounts a minute, and their change a minute.
        """
        second = max(now // 1000, self._seconds[-1]) if self._seconds else now // 1000
        newest = self._totals[-1] if self._totals else self._before
        speed = _rate(self._until(second - WINDOW_S), newest, _minutes(span_ms))
        earlier = _rate(
            self._until(second - KEPT_S), self._until(second - LAG_S), _minutes(span_ms - MINUTE_MS)
        )
        change = (speed[0] - earlier[0], speed[1] - earlier[1], speed[2] - earlier[2], speed[3] - earlier[3])
        return Rates(speed, change)

    def _until(self, second: int) -> Amounts:
        position = bisect_right(self._seconds, second)
        return self._totals[position - 1] if position else self._before


class SmoothedRate:
    """An exponential moving average of a rate in event time, time constant two minutes.

    E(t) = E(t0) exp(-(t - t0)/T) + (amount/d)(1 - exp(-d/T)), where the amount ran evenly over
    the d before it was told: the same flow told in other portions gives the same average. Source:
    the exponential kernel for unevenly spaced series (Eckner 2012, "Algorithms for unevenly
    spaced time series"). Bound: two numbers.
    """

    def __init__(self) -> None:
        self._at = 0
        self._rate = 0.0

    def add(self, ts_event: int, amount: int, accrued_ms: int) -> None:
        """Counts an amount that was told at an instant and ran over the `accrued_ms` before it."""
        self._rate = self._decayed(ts_event)
        self._at = max(self._at, ts_event)
        self._rate += amount / accrued_ms * -expm1(-accrued_ms / SMOOTHING_MS)

    def rate(self, now: int, span_ms: int) -> float:
        """The rate a minute at an instant.

        Args:
            now: epoch ms.
            span_ms: how long there has been anything to count: a young average is divided by the
                weight it can have gathered (that of a minute at least).
        """
        weight = -expm1(-max(MINUTE_MS, span_ms) / SMOOTHING_MS)
        return self._decayed(now) * MINUTE_MS / weight

    def _decayed(self, now: int) -> float:
        return self._rate * exp(-max(0, now - self._at) / SMOOTHING_MS) if self._rate else 0.0


def accrual_ms(told_at: int, told_before: int) -> int:
    """Over what time the growth between two messages is taken to have run, 1 s to a minute.

    Longer silence says that nothing happened, not that it happened slowly.
    """
    return min(MAX_ACCRUAL_MS, max(1000, told_at - told_before))


def _rate(first: Amounts, last: Amounts, minutes: float) -> Four:
    """What came between two totals, a minute."""
    return (
        (last.buy - first.buy) / minutes,
        (last.sell - first.sell) / minutes,
        (last.buy_value - first.buy_value) / minutes,
        (last.sell_value - first.sell_value) / minutes,
    )


def _minutes(span_ms: int) -> float:
    return min(WINDOW_S * 1000, max(MINUTE_MS, span_ms)) / MINUTE_MS


def _sum(one: Amounts, other: Amounts) -> Amounts:
    return Amounts(
        one.buy + other.buy,
        one.sell + other.sell,
        one.buy_value + other.buy_value,
        one.sell_value + other.sell_value,
    )
