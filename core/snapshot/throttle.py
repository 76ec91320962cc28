"""When a room may be written: leading and trailing edge, latest wins, nothing lost.

Door: `Throttle`. Refuses to know the time: callers give it, in monotonic milliseconds.
"""

from __future__ import annotations


class Throttle:
    """At most one write per interval; the last change always gets out.

    The first change after a quiet interval is due at once (leading edge); changes that come
    sooner are due when the interval ends (trailing edge).
    """

    def __init__(self, interval_ms: int) -> None:
        """interval_ms: smallest distance of two writes, milliseconds."""
        self.interval_ms = interval_ms
        self._last_write_ms: float | None = None
        self._dirty = False

    def mark(self) -> bool:
        """Notes that something changed; returns whether it is the first change that waits."""
        first, self._dirty = not self._dirty, True
        return first

    def due(self, now_ms: float) -> bool:
        """Whether a change is waiting and may be written now."""
        if not self._dirty:
            return False
        return self._last_write_ms is None or now_ms - self._last_write_ms >= self.interval_ms

    def wait_ms(self, now_ms: float) -> float | None:
        """Milliseconds until a waiting change may be written; None when nothing waits."""
        if not self._dirty:
            return None
        if self._last_write_ms is None:
            return 0.0
        return max(0.0, self._last_write_ms + self.interval_ms - now_ms)

    def written(self, now_ms: float) -> None:
        """Notes that everything marked so far is out."""
        self._dirty = False
        self._last_write_ms = now_ms
