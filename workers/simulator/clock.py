"""The simulated time: real time, N times real time, or as fast as it is taken.

Door: `SimulatedClock`, and `CLOCK_PATH`, where whoever follows it asks. The monotonic clock is an
argument. Refuses to know messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from workers.simulator.http_door import Response

CLOCK_PATH = "/simulator/clock"


class SimulatedClock:
    """Epoch milliseconds of the simulated day."""

    def __init__(self, speed: float | None, *, start_ms: int, mono_s: Callable[[], float]) -> None:
        """
        Args:
            speed: simulated seconds a second; None: the time is that of the newest message.
            start_ms: the time until `begin`.
            mono_s: a monotonic clock, seconds.
        """
        self.speed = speed
        self.ended = False
        self._start_ms = start_ms
        self._mono_s = mono_s
        self._began_s: float | None = None
        self._newest_ms = start_ms
        self._ended_ms = start_ms

    def begin(self, start_ms: int) -> None:
        """Starts the time at an instant."""
        self._start_ms = self._newest_ms = start_ms
        self._began_s = self._mono_s()

    def note(self, ts_ms: int) -> None:
        """A message of this time is being sent."""
        if ts_ms > self._newest_ms:
            self._newest_ms = ts_ms

    def end(self) -> None:
        """The day is over; the time stands still."""
        self._ended_ms = self.now_ms()
        self.ended = True

    @property
    def newest_ms(self) -> int:
        """The time of the newest message sent; behind `now_ms` when there is nothing, or too much."""
        return self._newest_ms

    def now_ms(self) -> int:
        """The simulated time now."""
        if self.ended:
            return self._ended_ms
        if self._began_s is None or self.speed is None:
            return self._newest_ms
        return self._start_ms + int((self._mono_s() - self._began_s) * 1000 * self.speed)

    def wait_s(self, ts_ms: int) -> float:
        """Real seconds until an instant is due; 0 when it is, or when there is no pace."""
        if self.speed is None:
            return 0.0
        return max(0.0, (ts_ms - self.now_ms()) / 1000 / self.speed)

    def answer(self, date: dt.date, source: str, sent: int) -> Response:
        """What `CLOCK_PATH` answers.

        Args:
            date: the trading date. source: its name. sent: messages some client was sent so far.
        """
        body = {
            "now_ms": self.now_ms(),
            "speed": self.speed,
            "date": date.isoformat(),
            "source": source,
            "ended": self.ended,
            "newest_ms": self.newest_ms,
            "sent": sent,
        }
        return Response(200, msgspec.json.encode(body))
