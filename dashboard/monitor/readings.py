"""What one web process can say of itself, as samples.

Reads counters that others keep in plain integers; nothing is paid per message or per socket. Door:
`WebReadings`, `RedisPing`. Refuses to know other
processes and how figures are shown.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import redis

from core.histogram import Histogram
from dashboard.data.redis_client import connect
from dashboard.live.hub import Hub
from dashboard.live.manager import ConnectionManager
from dashboard.live.traffic import LIVE
from dashboard.monitor.families import Sample

PING_TIMEOUT_S: Final = 0.5
_HUB_OUTCOMES: Final = {
    "deltas": "delta", "snapshots": "snapshot", "gaps": "gap", "bad_frames": "bad", "bad_snapshots": "bad"
}  # fmt: skip
_REFUSALS: Final = ("origin", "full", "address", "stopping")
_CUTS: Final = ("not_reading", "stalled")
_CODES: Final = ("1012", "4400", "4408", "4429")


class RedisPing:
    """Asks Redis for a sign of life and keeps how long that takes. One thread asks."""

    def __init__(self, url: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """url: of Redis."""
        self._redis = connect(url, timeout_s=PING_TIMEOUT_S, retries=0)
        self._monotonic = monotonic
        self.seconds = Histogram()

    def ask(self) -> None:
        """One question; waits for at most the time-out, which then counts as the time it took."""
        began_s = self._monotonic()
        with contextlib.suppress(redis.RedisError, OSError):
            self._redis.ping()
        self.seconds.observe(self._monotonic() - began_s)


class WebReadings:
    """The samples of this process. May be called from any thread."""

    def __init__(
        self,
        hub: Hub,
        manager: ConnectionManager,
        ping: RedisPing,
        now_ms: Callable[[], int],
        ready: Callable[[], bool],
    ) -> None:
        """hub, manager, ping: what is read; now_ms: wall clock; ready: whether true data can be shown."""
        self._hub = hub
        self._manager = manager
        self._ping = ping
        self._now_ms = now_ms
        self._ready = ready

    def samples(self) -> list[Sample]:
        """Everything, now."""
        return [*self._process(), *self._rooms(), *_sockets(self._manager)]

    def _process(self) -> Iterator[Sample]:
        freshness = self._hub.freshness
        yield Sample("vnmarket_web_processes", 1)
        yield Sample("vnmarket_web_ready", int(self._ready()))
        for reason in ("redis", "worker"):
            yield Sample("vnmarket_web_stale", int(freshness.reason == reason), (reason,))
        if freshness.since is not None:
            age_s = max(0, self._now_ms() - freshness.since) / 1000
            yield Sample("vnmarket_web_heartbeat_age_seconds", age_s)
        yield Sample("vnmarket_web_redis_up", int(self._hub.redis_ok))
        yield _histogram("vnmarket_web_redis_seconds", self._ping.seconds)
        yield Sample("vnmarket_web_threads", threading.active_count())

    def _rooms(self) -> Iterator[Sample]:
        counters = dict(self._hub.counters)
        yield Sample("vnmarket_web_redis_errors_total", counters.get("redis_errors", 0))
        outcomes = dict.fromkeys(_HUB_OUTCOMES.values(), 0)
        for name, outcome in _HUB_OUTCOMES.items():
            outcomes[outcome] += counters.get(name, 0)
        for outcome, count in outcomes.items():
            yield Sample("vnmarket_web_room_frames_total", count, (outcome,))
        for room, lag in self._manager.lags.by_room.items():
            yield _histogram("vnmarket_web_room_to_socket_seconds", lag, room)
        yield Sample("vnmarket_writer_queue_commands", len(self._manager.commands))


def _sockets(manager: ConnectionManager) -> Iterator[Sample]:
    counters, queues = dict(manager.counters), manager.queues
    for channel, count in {LIVE: 0, **dict(queues.sockets)}.items():
        yield Sample("vnmarket_sockets", count, (channel,))
    yield Sample("vnmarket_socket_places", manager.admission.max_connections)
    yield Sample("vnmarket_socket_places_taken", manager.count)
    yield Sample("vnmarket_sockets_opened_total", counters.get("opened", 0))
    yield Sample("vnmarket_sockets_closed_total", counters.get("closed", 0))
    yield from _counted("vnmarket_sockets_refused_total", counters, "refused_", _REFUSALS)
    yield from _counted("vnmarket_sockets_cut_total", counters, "cut_", _CUTS)
    yield from _counted("vnmarket_sockets_sent_away_total", counters, "closed_", _CODES)
    yield Sample("vnmarket_socket_messages_malformed_total", counters.get("malformed", 0))
    yield Sample("vnmarket_sockets_blocked", queues.blocked)
    yield Sample("vnmarket_socket_queue_frames", queues.frames)
    yield Sample("vnmarket_socket_queue_longest_frames", queues.longest)
    for client, traffic in manager.traffic.items():
        yield Sample("vnmarket_socket_frames_total", traffic.frames, (client,))
        yield Sample("vnmarket_socket_bytes_total", traffic.bytes, (client,))
        yield Sample("vnmarket_socket_frames_dropped_total", traffic.dropped, (client,))


def _counted(name: str, counters: Mapping[str, int], prefix: str, always: Iterable[str]) -> Iterator[Sample]:
    """A sample for each counter `<prefix><reason>`; those of `always` also while they are 0."""
    reasons = dict.fromkeys(always, 0)
    reasons |= {key.removeprefix(prefix): n for key, n in counters.items() if key.startswith(prefix)}
    for reason, count in reasons.items():
        yield Sample(name, count, (reason,))


def _histogram(name: str, found: Histogram, *labels: str) -> Sample:
    return Sample(name, found.sum, labels, tuple(found.counts))
