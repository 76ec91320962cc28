"""The monitor of one web process: writes its figures once a second, answers for all processes.

Door: `Monitor`, `monitor_of`. `/health`: does this process work; `/ready`: can it show true data;
`/metrics`: all processes together. Refuses to know what is measured (`readings.py`) and how memory is
shared.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from dashboard.api.system import Condition
from dashboard.live.hub import Hub
from dashboard.live.manager import ConnectionManager
from dashboard.monitor.blackboard import Blackboard, Report
from dashboard.monitor.exposition import CONTENT_TYPE, exposition
from dashboard.monitor.families import Sample, merged
from dashboard.monitor.health_port import Answer, HealthPort
from dashboard.monitor.readings import RedisPing, WebReadings

PERIOD_S: Final = 1.0
ALIVE_WITHIN_S: Final = 10.0
"""A thread that has not turned for this long hangs; none of them ever waits longer than two seconds."""
_JSON: Final = "application/json"

_log = logging.getLogger(__name__)


class Life(msgspec.Struct):
    """The answer of `/health`. threads: seconds since each last turned; processes: since each reported."""

    status: str
    version: str
    threads: dict[str, float]
    processes: dict[str, float]


class Monitor:
    """Runs beside the hub and the writer. Without a blackboard it speaks of its own process alone."""

    def __init__(
        self,
        samples: Callable[[], Iterable[Sample]],
        ask_redis: Callable[[], None],
        turned_at_s: dict[str, Callable[[], float]],
        ready: Callable[[], Answer],
        version: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            samples: of this process, now.
            ask_redis: called once a second; may wait for a moment.
            turned_at_s: by thread, when it last turned, monotonic seconds.
            ready: the answer of `/ready`.
            version: of the product.
            monotonic: seconds; the same clock in all processes of a machine.
        """
        self._samples = samples
        self._ask_redis = ask_redis
        self._turned_at_s = turned_at_s
        self._ready = ready
        self._version = version
        self._monotonic = monotonic
        self._board: Blackboard | None = None
        self._slot: int | None = None
        self._thread = threading.Thread(target=self._run, name="monitor", daemon=True)

    def share(self, board: Blackboard, slot: int | None) -> None:
        """Reports to a blackboard from now on."""
        self._board, self._slot = board, slot

    def start(self) -> None:
        """Starts the thread that reports."""
        self._thread.start()

    def serve(self, listener: socket.socket) -> None:
        """Answers on the health port."""
        HealthPort(
            listener, {"/health": self.health, "/ready": self._ready, "/metrics": self.metrics}
        ).start()

    def report(self) -> Report:
        """What this process says of itself now; written down for the others, too."""
        report = Report(os.getpid(), self._monotonic(), list(self._samples()))
        if self._board is not None and self._slot is not None:
            self._board.write(self._slot, report)
        return report

    def health(self) -> Answer:
        """200 while every thread that matters turns."""
        now_s = self._monotonic()
        threads = {name: round(now_s - at(), 3) for name, at in self._turned_at_s.items()}
        others = [] if self._board is None else self._board.reports()[0]
        processes = {str(one.pid): round(now_s - one.at_s, 3) for one in others}
        alive = all(silent_s < ALIVE_WITHIN_S for silent_s in threads.values())
        life = Life("alive" if alive else "hangs", self._version, threads, processes)
        return Answer(200 if alive else 503, _JSON, msgspec.json.encode(life))

    def metrics(self) -> Answer:
        """The figures of all processes: this one's of now, the others' at most a second old."""
        mine = self.report()
        others, gone = ([], []) if self._board is None else self._board.reports()
        reports = [mine, *(one for one in others if one.pid != mine.pid)]
        samples = merged([*(one.samples for one in reports), gone])
        body = exposition(samples, sorted(one.pid for one in reports), self._version)
        return Answer(200, CONTENT_TYPE, body)

    def _run(self) -> None:
        # Until the process ends: what it does while it says goodbye counts, too.
        while True:
            try:
                self._ask_redis()
                self.report()
            except Exception:
                # A figure that cannot be had must not take the other figures with it.
                _log.exception("the figures of this process could not be written")
            time.sleep(PERIOD_S)


def monitor_of(
    redis_url: str,
    hub: Hub,
    manager: ConnectionManager,
    condition: Condition,
    version: str,
    now_ms: Callable[[], int],
) -> Monitor:
    """The monitor of a process that consists of these parts."""
    ping = RedisPing(redis_url)
    readings = WebReadings(hub, manager, ping, now_ms, lambda: condition.health()[0] == 200)

    def ready() -> Answer:
        code, answer = condition.readiness()
        return Answer(code, _JSON, msgspec.json.encode(answer))

    turned = {"hub": lambda: hub.turned_at_s, "writer": lambda: manager.turned_at_s}
    return Monitor(readings.samples, ping.ask, turned, ready, version)
