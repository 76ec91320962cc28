"""The exchange's time now.

Door: `MarketClock`. With SSI it is the wall clock; a simulator runs its own day at its own
speed and says so. Refuses to know phases.
"""

from __future__ import annotations

from collections.abc import Callable


class MarketClock:
    """Exchange time in epoch milliseconds."""

    def __init__(self, wall_ms: Callable[[], int], mono_s: Callable[[], float]) -> None:
        self._wall_ms = wall_ms
        self._mono_s = mono_s
        self._base_ms: int | None = None
        self._base_mono_s = 0.0
        self.speed: float | None = 1.0

    def follow(self, now_ms: int, speed: float | None) -> None:
        """Follows a simulator.

        Args:
            now_ms: its time now, epoch ms.
            speed: simulated seconds a second; None when it runs as fast as it can, so that only
                the data tell its time.
        """
        self._base_ms = now_ms
        self._base_mono_s = self._mono_s()
        self.speed = speed

    def now_ms(self, newest_event: int | None) -> int:
        """Exchange time now.

        Args:
            newest_event: exchange time of the newest event, epoch ms, or None.
        """
        if self._base_ms is None:
            return self._wall_ms()
        if self.speed is None:
            return max(self._base_ms, newest_event or 0)
        return self._base_ms + int((self._mono_s() - self._base_mono_s) * 1000 * self.speed)
