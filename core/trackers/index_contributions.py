"""What each constituent adds to an index, the index without some of them, and the index between
two published values.

Door: `IndexComposition`. Weights and price moves are arguments. Refuses to know where weights come
from: an index whose weights are not known has no composition.

Formula: for an index weighted by market value, the points a share contributes are
prior x w x (price / reference - 1), w being its share of the weights at the previous close; they
sum to the index's change. Source: the exchange's index methodology (Laspeyres, free float).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from math import fsum, isfinite

import msgspec

PriceMove = Callable[[str], float | None]
"""price / reference - 1 of a symbol, None where it has no price or no reference."""


class WeightsSource(StrEnum):
    """Where weights come from."""

    GIVEN = "given"
    """By an administrator: as exact as they are."""
    LISTED = "listed"
    """From listed shares at the reference price: an approximation without free float."""


class PublishedGap(msgspec.Struct):
    """How far the rebuilt index was from the published one, at publications; hundredths of a point.

    gap: published minus rebuilt at the newest. `mean_size` and `largest`: of its absolute value today.
    """

    gap: float = 0.0
    count: int = 0
    total_size: float = 0.0
    largest: float = 0.0

    @property
    def mean_size(self) -> float:
        """Mean absolute gap of the day."""
        return self.total_size / self.count if self.count else 0.0


class IndexComposition:
    """An index by its constituents.

    Every method is O(constituents). Bound: the weights, one anchor, four figures of the gap.
    """

    def __init__(self, weights: Mapping[str, float], source: WeightsSource = WeightsSource.GIVEN) -> None:
        """
        Args:
            weights: market value that counts (free-float, capped) or weight, in any one unit, at
                the reference prices.
            source: where they come from.
        Raises: ValueError for a weight that is not a finite positive number, and without any.
        """
        bad = [symbol for symbol, weight in weights.items() if not (isfinite(weight) and weight > 0)]
        if bad or not weights:
            raise ValueError(f"weights must be finite and positive: {', '.join(sorted(bad)) or 'none given'}")
        self.source = source
        total = fsum(weights.values())
        # Sorted, so that equal weights give equal bytes whatever order they came in.
        self.weights = {symbol: weights[symbol] / total for symbol in sorted(weights)}
        self.published_gap: PublishedGap | None = None
        self._anchor: tuple[int, float] | None = None

    def begin_day(self) -> None:
        """Forgets what was published."""
        self.published_gap = None
        self._anchor = None

    def contributions(self, prior: int, move: PriceMove) -> dict[str, float]:
        """Points by symbol, in the unit of `prior`; a share without a price contributes 0."""
        return {symbol: prior * weight * (move(symbol) or 0.0) for symbol, weight in self.weights.items()}

    def change(self, prior: int, move: PriceMove) -> float:
        """The index's change by its constituents' prices, in the unit of `prior`."""
        return fsum(self.contributions(prior, move).values())

    def without(self, prior: int, move: PriceMove, group: Collection[str]) -> float | None:
        """The index as if a group had never been in it: the others' weights fill the room.

        Args:
            prior: the previous close.
            move: price moves.
            group: symbols to leave out; those that are no constituents change nothing.
        Returns: in the unit of `prior`; None when nobody is left.
        """
        rest = {symbol: weight for symbol, weight in self.weights.items() if symbol not in group}
        if not rest:
            return None
        moved = fsum(weight * (move(symbol) or 0.0) for symbol, weight in rest.items())
        return prior * (1.0 + moved / fsum(rest.values()))

    def publish(self, value: int, prior: int, move: PriceMove) -> None:
        """Takes a published value: notes the gap, and rebuilds from it until the next.

        Args:
            value, prior: hundredths of a point.
            move: price moves as they are now.
        """
        change = self.change(prior, move)
        if self._anchor is not None:
            gap = value - (self._anchor[0] + change - self._anchor[1])
            known = self.published_gap = self.published_gap or PublishedGap()
            known.gap = gap
            known.count += 1
            known.total_size += abs(gap)
            known.largest = max(known.largest, abs(gap))
        self._anchor = (value, change)

    def rebuilt(self, prior: int, move: PriceMove) -> float | None:
        """The index now: the last published value plus what prices moved since, hundredths.

        None before the first publication. Anchored there, so that weights which are a little off
        do not shift the level.
        """
        if self._anchor is None:
            return None
        return self._anchor[0] + self.change(prior, move) - self._anchor[1]
