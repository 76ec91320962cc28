"""Weights of indices worked out from listed shares, where nobody gave the exchange's own.

Market value at the reference price, cut at what one member may weigh. It is an approximation: free
float is not in the feed. How good it is shows as `unexplained`, the change of the index that its
weights do not account for. Door: `ListedWeights`, `capped`. Refuses to know where the numbers of shares
come from.

Source: the exchange's index rules: VNINDEX by market value of all listed shares; VN30 by free-float
market value, at most 10 % a member.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

MOST_WEIGHT: Final[Mapping[str, float]] = {"VN30": 0.10}
"""What one member may weigh, by index; 1 where there is no cap."""
_LEAST_KNOWN: Final = 0.5
"""With fewer of the members' references known, the others would weigh far too much."""


def capped(values: Sequence[int], most: float) -> list[float]:
    """Weights that sum to 1, none above `most`; what is cut off goes to the others in proportion.

    Args:
        values: market values, positive.
        most: at least 1 / number of members, or every member weighs the same.
    """
    if not values:
        return []
    if most * len(values) <= 1.0:
        return [1 / len(values)] * len(values)
    total = sum(values)
    weights = [value / total for value in values]
    cut: set[int] = set()
    while over := {i for i, weight in enumerate(weights) if weight > most and i not in cut}:
        cut |= over
        left = 1.0 - most * len(cut)
        rest = sum(value for i, value in enumerate(values) if i not in cut)
        weights = [most if i in cut else value / rest * left for i, value in enumerate(values)]
    return weights


class ListedWeights:
    """One index's weights as the references of its members become known. Bound: its members."""

    def __init__(self, index_id: str, listed: Mapping[str, int]) -> None:
        """
        Args:
            index_id: the feed's id.
            listed: number of listed shares by member; others than positive ones are left out.
        """
        self._most = MOST_WEIGHT.get(index_id, 1.0)
        self._listed = {symbol: listed[symbol] for symbol in sorted(listed) if listed[symbol] > 0}
        self._known = 0

    def begin_day(self) -> None:
        """References are of a day."""
        self._known = 0

    def refresh(self, reference: Callable[[str], int | None]) -> dict[str, float] | None:
        """Better weights than the last time, or None while there are none.

        Args:
            reference: a symbol's reference price in VND, None where it is not known (yet).
        """
        values = {
            symbol: shares * price for symbol, shares in self._listed.items() if (price := reference(symbol))
        }
        if len(values) <= self._known or len(values) < _LEAST_KNOWN * len(self._listed):
            return None
        self._known = len(values)
        return dict(zip(values, capped(list(values.values()), self._most), strict=True))
