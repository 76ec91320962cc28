"""A budget of attempts in a sliding window: log-ins, connects.

Door: `Breaker`. Refuses to know time: callers give monotonic seconds.
"""

from __future__ import annotations

from collections import deque


class Breaker:
    """Open (refusing) once `limit` attempts were made within `window_s` seconds.

    Bound: `limit` instants.
    """

    def __init__(self, limit: int, window_s: float) -> None:
        """limit: attempts allowed in any `window_s` seconds."""
        self._limit = limit
        self._window_s = window_s
        self._attempts: deque[float] = deque(maxlen=limit)

    def wait_s(self, now_s: float) -> float:
        """Seconds until an attempt is allowed; 0 when it is allowed now."""
        if len(self._attempts) < self._limit:
            return 0.0
        return max(0.0, self._attempts[0] + self._window_s - now_s)

    def note(self, now_s: float) -> None:
        """Notes an attempt."""
        self._attempts.append(now_s)
