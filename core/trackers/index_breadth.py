"""Breadth over the day: the advance-decline line, and whether the index and breadth agree.

Door: `BreadthLine`. Refuses to know how breadth is counted.

Advance-decline line: the sum over the day's minutes of (advances - declines) at the end of each;
the running minute counts with what it has so far. Only minutes in which the index's board trades
begin: breadth that stands still after the close is not added up again and again.

Divergence compares changes over `SPAN_MINUTES` trading minutes: y of the index and x of
advances - declines. It is +1 when the index rose while breadth fell, -1 when it fell while breadth
rose, else 0. Its strength is the z of the residual: how far y is from what today's own straight
line y = a + b x says for this x, in deviations of the day's residuals. The samples are the day's
minutes and their spans overlap, so z ranks moments of a day; it is not a probability.
"""

from __future__ import annotations

from collections import deque
from math import sqrt

import msgspec

SPAN_MINUTES = 15
MIN_SAMPLES = 15
"""A line through fewer minutes says nothing."""


class Divergence(msgspec.Struct, frozen=True):
    """Index against breadth over the span. `z` is None while the day is too short, or flat."""

    sign: int
    value_change: int
    """Change of the index, hundredths of a point."""
    net_change: int
    """Change of advances - declines, securities."""
    z: float | None


class BreadthLine:
    """One index's breadth through the day.

    `put` is O(1) amortised. Bound: 16 minutes and the sums of a straight line, whole numbers.
    """

    def __init__(self) -> None:
        self._minute: int | None = None
        self._value = 0
        self._net = 0
        self._closed = 0
        self._past: deque[tuple[int, int, int]] = deque()
        self._fit = LineFit()

    def put(self, minute: int, value: int, net: int, *, trading: bool = True) -> None:
        """Takes the running values of a minute; one that is past already is left alone.

        Args:
            minute: position on the trading-minute axis.
            value: of the index, hundredths of a point.
            net: advances - declines.
            trading: whether the board trades; else the values belong to its last minute of trading.
        """
        if not trading:
            if self._minute is not None:
                self._value, self._net = value, net
            return
        if self._minute is not None and minute < self._minute:
            return
        if self._minute is not None and minute > self._minute:
            self._close(self._minute, minute)
        self._minute, self._value, self._net = minute, value, net

    @property
    def line(self) -> int | None:
        """The advance-decline line now, None before the first value."""
        return None if self._minute is None else self._closed + self._net

    def divergence(self) -> Divergence | None:
        """Index against breadth now; None until there is a minute old enough to compare with."""
        if self._minute is None:
            return None
        change = self._change(self._minute)
        if change is None:
            return None
        net_change, value_change = change
        sign = 0
        if value_change * net_change < 0:
            sign = 1 if value_change > 0 else -1
        z = self._fit.residual_z(net_change, value_change) if self._fit.count >= MIN_SAMPLES else None
        return Divergence(sign, value_change, net_change, z)

    def _close(self, minute: int, following: int) -> None:
        """Ends a minute: its breadth is added to the line, its change to the day's samples."""
        self._closed += self._net
        change = self._change(minute)
        if change is not None:
            self._fit.add(*change)
        past = self._past
        past.append((minute, self._value, self._net))
        while len(past) > 1 and past[1][0] <= following - SPAN_MINUTES:
            past.popleft()

    def _change(self, minute: int) -> tuple[int, int] | None:
        """(change of net breadth, change of value) since the minute a span ago."""
        if not self._past or self._past[0][0] > minute - SPAN_MINUTES:
            return None
        _, value, net = self._past[0]
        return self._net - net, self._value - value


class LineFit:
    """A least-squares line y = a + b x by running sums of whole numbers, so exact and O(1).

    Source: any text on linear regression; with n samples and D = n Sxx - Sx Sx, b is
    (n Sxy - Sx Sy) / D, the squared error n-fold is (n Syy - Sy Sy) - (n Sxy - Sx Sy)^2 / D.
    """

    def __init__(self) -> None:
        self.count = self._x = self._y = self._xx = self._xy = self._yy = 0

    def add(self, x: int, y: int, sign: int = 1) -> None:
        """Takes a sample, or with sign -1 takes it back."""
        self.count += sign
        self._x += sign * x
        self._y += sign * y
        self._xx += sign * x * x
        self._xy += sign * x * y
        self._yy += sign * y * y

    @property
    def mean(self) -> float | None:
        """Mean of y."""
        return self._y / self.count if self.count else None

    @property
    def deviation(self) -> float | None:
        """Sample standard deviation of y; None of fewer than two."""
        if self.count < 2:
            return None
        return sqrt(self._spread_y / (self.count * (self.count - 1)))

    def slope(self) -> tuple[float, float] | None:
        """(slope, its standard error); None of fewer than three samples, or of one x alone.

        The error takes the residuals as independent; samples that follow each other closely are
        not, so it is a lower bound.
        """
        if self.count < 3 or not self._spread_x:
            return None
        variance = self._squared_error() / (self.count - 2)
        return self._joint / self._spread_x, sqrt(variance * self.count / self._spread_x)

    def residual_z(self, x: int, y: int) -> float | None:
        """How far y is from the line at x, in deviations of the residuals."""
        if self.count < 3 or not self._spread_x:
            return None
        deviation = sqrt(self._squared_error() / (self.count - 2))
        if not deviation:
            return None
        slope = self._joint / self._spread_x
        expected = self._y / self.count + slope * (x - self._x / self.count)
        return (y - expected) / deviation

    @property
    def _spread_x(self) -> int:
        return self.count * self._xx - self._x * self._x

    @property
    def _spread_y(self) -> int:
        return self.count * self._yy - self._y * self._y

    @property
    def _joint(self) -> int:
        return self.count * self._xy - self._x * self._y

    def _squared_error(self) -> float:
        # The difference is taken in whole numbers: of nearly straight lines floats leave only noise.
        return (self._spread_y * self._spread_x - self._joint**2) / self._spread_x / self.count
