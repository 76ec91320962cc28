"""Expiry day: the final settlement price as it forms.

Door: `SettlementWindow`. Refuses to know contracts; index values are an argument.

Rule (HNX): the final settlement price is the plain mean of the index over the last 30 minutes of
the last trading day, 15 of continuous trading (14:15-14:30) and 15 of the closing auction
(14:30-14:45), without the 3 highest and the 3 lowest values of the continuous part.
"""

from __future__ import annotations

from bisect import insort

import msgspec

from core.market.calendar import local_seconds

CONTINUOUS_FROM_S = 14 * 3600 + 15 * 60
AUCTION_FROM_S = 14 * 3600 + 30 * 60
CLOSES_S = 14 * 3600 + 45 * 60
TRIMMED = 3
DEFAULT_INTERVAL_S = 5.0
"""How often an index is published, until that is seen."""


class Settlement(msgspec.Struct, frozen=True):
    """The settlement price as far as it is known. Points in hundredths.

    value: mean so far by the rule, the extremes of the continuous part left out once there are
    more than six of its values; None before the first. samples: values taken; to_come: values
    still expected; interval_s: time between two values.
    """

    value: float | None
    samples: int
    continuous_samples: int
    to_come: int
    interval_s: float
    final: bool


class SettlementWindow:
    """Values of one index in the last half hour of an expiry day.

    O(1) a value. One value a second counts (times of the feed are whole seconds, and a message
    repeated after a reconnect must not weigh twice). Bound: six extremes and a few sums.
    """

    def __init__(self) -> None:
        self._continuous_sum = 0
        self._continuous = 0
        self._auction_sum = 0
        self._auction = 0
        self._lowest: list[int] = []
        self._highest: list[int] = []
        self._first_s: int | None = None
        self._last_s = 0

    def put(self, ts_event: int, value: int) -> None:
        """Takes a published value (hundredths of a point) at an instant (epoch ms)."""
        second = local_seconds(ts_event)
        if not CONTINUOUS_FROM_S <= second <= CLOSES_S or second <= self._last_s:
            return
        if self._first_s is None:
            self._first_s = second
        self._last_s = second
        if second >= AUCTION_FROM_S:
            self._auction_sum += value
            self._auction += 1
            return
        self._continuous_sum += value
        self._continuous += 1
        insort(self._lowest, value)
        insort(self._highest, value)
        del self._lowest[TRIMMED:]
        del self._highest[:-TRIMMED]

    def settlement(self, now: int) -> Settlement:
        """The settlement price at an instant of the expiry day, epoch ms."""
        total, counted = self._kept()
        second = local_seconds(now)
        to_come = self._to_come(second)
        return Settlement(
            total / counted if counted else None,
            self._continuous + self._auction,
            self._continuous,
            to_come,
            self._interval_s(),
            second > CLOSES_S or self._last_s >= CLOSES_S,
        )

    def needed_mean(self, now: int, target: float) -> float | None:
        """The mean that the values to come must have for the settlement price to be `target`.

        None when none is to come. Takes the extremes dropped so far as the ones that stay dropped;
        with fewer than seven continuous values it leaves none out, of the past or of what comes.

        Args:
            now: epoch ms.
            target: hundredths of a point.
        """
        to_come = self._to_come(local_seconds(now))
        if not to_come:
            return None
        total, counted = self._kept()
        return (target * (counted + to_come) - total) / to_come

    def _kept(self) -> tuple[int, int]:
        """(sum, number) of the values that count so far."""
        total, count = self._continuous_sum, self._continuous
        if count > 2 * TRIMMED:
            total -= sum(self._lowest) + sum(self._highest)
            count -= 2 * TRIMMED
        return total + self._auction_sum, count + self._auction

    def _interval_s(self) -> float:
        """Mean time between the values seen."""
        steps = self._continuous + self._auction - 1
        if steps < 1 or self._first_s is None:
            return DEFAULT_INTERVAL_S
        return (self._last_s - self._first_s) / steps

    def _to_come(self, second: int) -> int:
        begun = max(second, CONTINUOUS_FROM_S, self._last_s)
        return int(max(0, CLOSES_S - begun) / self._interval_s())
