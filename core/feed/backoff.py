"""How long to wait before the next connection attempt.

Door: `full_jitter_s`. The random draw is an argument: core draws none.
Source: "Exponential Backoff and Jitter", AWS Architecture Blog, 2015 (full jitter).
"""

from __future__ import annotations

BASE_S = 0.5
CAP_IN_SESSION_S = 15.0
CAP_OUTSIDE_S = 60.0
RATE_LIMITED_S = 30.0
"""Least wait after a 429."""
_MAX_DOUBLINGS = 16


def full_jitter_s(attempt: int, draw: float, *, cap_s: float) -> float:
    """Seconds to wait: uniform between 0 and the capped exponential.

    Args:
        attempt: failed attempts in a row before this wait, from 0.
        draw: a uniform random number in [0, 1).
        cap_s: longest wait, seconds.
    """
    return draw * min(cap_s, BASE_S * 2.0 ** min(attempt, _MAX_DOUBLINGS))


def rate_limited_s(retry_after_s: float | None, draw: float) -> float:
    """Seconds to wait after a 429: at least 30 s, at least what the server asks, up to a third more.

    Args:
        retry_after_s: the Retry-After header in seconds, or None.
        draw: a uniform random number in [0, 1).
    """
    least = max(RATE_LIMITED_S, retry_after_s or 0.0)
    return least * (1.0 + draw / 3.0)
