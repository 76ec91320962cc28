"""The basis over time: rolling mean and deviation, its slope, time at a premium, and fair value.

Door: `BasisBand`, `PremiumClock`, `CarryTerms`. Refuses to know contracts and indices: times and
basis values are arguments. Basis values are whole hundredths of a point.
"""

from __future__ import annotations

from collections import deque

import msgspec

from core.market.calendar import AFTERNOON_START, MORNING_END, MORNING_START, local_seconds
from core.trackers.index_breadth import LineFit

SLOT_S = 5
WINDOW_SLOTS = 360
"""Thirty minutes of trading, one sample every five seconds."""
SLOTS_AN_HOUR = 3600 // SLOT_S
MAX_CREDIT_S = 60
BAND_DEVIATIONS = 2.0
DAYS_A_YEAR = 365
_CLOSE_S = 14 * 3600 + 45 * 60
"""Futures close at 14:45: later index values say nothing about a basis."""


def trading_second(ts_event: int) -> int:
    """Seconds of futures trading since 08:45, the break cut out, 0 to 16,200."""
    second = min(local_seconds(ts_event), _CLOSE_S)
    if second >= AFTERNOON_START * 60:
        return second - AFTERNOON_START * 60 + (MORNING_END - MORNING_START) * 60
    return min(max(second, MORNING_START * 60), MORNING_END * 60) - MORNING_START * 60


class BasisBand:
    """Mean, deviation and slope over the last thirty trading minutes.

    A slot of five seconds has one sample: the last basis in it; a slot in which nothing moved has
    none. Sums are whole numbers, so exact whatever went through. O(1) amortised. Bound: 360 samples.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[int, int]] = deque()
        self._fit = LineFit()

    def put(self, ts_event: int, basis: int) -> None:
        """Takes a basis (hundredths of a point) at an instant (epoch ms); the past is left alone."""
        slot = trading_second(ts_event) // SLOT_S
        samples = self._samples
        if samples and slot < samples[-1][0]:
            return
        if samples and slot == samples[-1][0]:
            self._fit.add(*samples.pop(), sign=-1)
        samples.append((slot, basis))
        self._fit.add(slot, basis)
        while samples[0][0] <= slot - WINDOW_SLOTS:
            self._fit.add(*samples.popleft(), sign=-1)

    @property
    def count(self) -> int:
        """Samples in the window."""
        return self._fit.count

    @property
    def mean(self) -> float | None:
        """Hundredths of a point."""
        return self._fit.mean

    @property
    def deviation(self) -> float | None:
        """Sample standard deviation, hundredths of a point."""
        return self._fit.deviation

    def slope_an_hour(self) -> tuple[float, float] | None:
        """(slope, its standard error) in hundredths of a point per hour of trading, by least squares.

        The basis converges where the slope's sign is against the basis's own. None of fewer than
        three samples. The error is a lower bound (see `LineFit.slope`).
        """
        found = self._fit.slope()
        return None if found is None else (found[0] * SLOTS_AN_HOUR, found[1] * SLOTS_AN_HOUR)


class PremiumClock:
    """Trading time at a premium (basis > 0), at a discount (< 0) and at neither, in seconds.

    The time until the next value belongs to the value before it, a minute of it at most: what a
    silent feed would have said is not known. Bound: three sums.
    """

    def __init__(self) -> None:
        self.premium_s = 0
        self.discount_s = 0
        self.level_s = 0
        self._at: int | None = None
        self._basis = 0

    def put(self, ts_event: int, basis: int) -> None:
        """Takes a basis at an instant (epoch ms); one from before the last is left alone."""
        now = trading_second(ts_event)
        if self._at is not None:
            if now < self._at:
                return
            credit = min(now - self._at, MAX_CREDIT_S)
            if self._basis > 0:
                self.premium_s += credit
            elif self._basis < 0:
                self.discount_s += credit
            else:
                self.level_s += credit
        self._at, self._basis = now, basis

    def shares(self) -> tuple[float, float] | None:
        """(premium, discount) as shares of the time counted, 0..1; None before any time passed."""
        total = self.premium_s + self.discount_s + self.level_s
        return (self.premium_s / total, self.discount_s / total) if total else None


class CarryTerms(msgspec.Struct, frozen=True):
    """What carrying the index costs, as an administrator sets it. Shares of 1 a year.

    rate: borrowing; dividend_yield: what the basket pays until expiry, annualised.
    """

    rate: float
    dividend_yield: float
    deviations: float = BAND_DEVIATIONS
    """Half the band's width, in deviations of the rolling basis."""


def fair_basis(index_value: int, days: int, terms: CarryTerms) -> float:
    """What cost of carry says the basis is: F - S of F = S (1 + (r - q) days / 365).

    Source: Hull, "Options, Futures, and Other Derivatives", forward prices with a known yield, with
    simple interest as usual below a year.

    Args:
        index_value: S, hundredths of a point.
        days: calendar days to the last trading day.
        terms: r and q.
    Returns: hundredths of a point.
    """
    return index_value * (terms.rate - terms.dividend_yield) * max(0, days) / DAYS_A_YEAR


class FairBand(msgspec.Struct, frozen=True):
    """A contract's fair price, and the band about it; hundredths of a point."""

    value: float
    low: float | None
    high: float | None


def fair_band(index_value: int, days: int, terms: CarryTerms, deviation: float | None) -> FairBand:
    """The fair price with a band of `terms.deviations` deviations of the rolling basis each way.

    Args: see `fair_basis`; deviation in hundredths of a point, None while it is not known.
    """
    value = index_value + fair_basis(index_value, days, terms)
    if deviation is None:
        return FairBand(value, None, None)
    half = terms.deviations * deviation
    return FairBand(value, value - half, value + half)
