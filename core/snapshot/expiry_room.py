"""The part of the derivatives room that is there on an expiry day only.

Door: `ExpiryView`. Refuses to know how it is filled (`core/snapshot/analysis_views.py`).
"""

from __future__ import annotations

import msgspec


class ExpiryView(msgspec.Struct, omit_defaults=True):
    """The final settlement price of an expiry day as it forms, in points."""

    contract: str
    underlying: str
    settlement: float | None = None
    """Mean by the rule so far; None before 14:15."""
    samples: int = 0
    continuous_samples: int = 0
    to_come: int = 0
    """Published values still expected until 14:45, at the interval seen."""
    final: bool = False
    last: float | None = None
    needed_mean: float | None = None
    """Mean the values to come must have for the contract to settle at its last price."""
