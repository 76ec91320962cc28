"""The writer of the rooms: throttled, latest wins, never loses the last value.

Door: `DataPublisher`. One task owns it; the pipeline's owner calls `mark` in the same event
loop. Refuses to know what a room shows (core/snapshot/views.py). When Redis fails, nothing
queues: state stays in the core, and once Redis answers every room is written whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import cast

import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.snapshot import keys
from core.snapshot.codec import RoomWriter
from core.snapshot.rooms import Series
from core.snapshot.throttle import Throttle

logger = logging.getLogger(__name__)

HEARTBEAT_MS = 1000
SERIES_INTERVAL_MS = 5000
_SHARED_ROWS = frozenset({keys.BOARD, *keys.EXCHANGE_BOARDS})
RETRY_S = 0.5
TIMEOUT_S = 0.5


def connect_redis(url: str) -> Redis:
    """A client for the writer: short time-outs, and no retry of its own.

    A retried write would hide that the store was restarted empty; the writer must see the
    error to write every room again.
    """
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
    )


class DataPublisher:
    """Writes rooms when they changed and their interval is over; the status room every second."""

    def __init__(
        self,
        redis: Redis,
        *,
        rooms: Mapping[str, Callable[[], msgspec.Struct]],
        series: Callable[[str, int], Series],
        minute: Callable[[], int | None],
        feed_state: Callable[[], str],
        intervals_ms: Mapping[str, int],
        wall_ms: Callable[[], int],
        mono_ms: Callable[[], float],
    ) -> None:
        """
        Args:
            redis: from `connect_redis`.
            rooms: by room name, what it shows now.
            series: (name, epoch) -> a room's series.
            minute: the running trading minute.
            feed_state: the feed's state now.
            intervals_ms: smallest distance of two frames by room name.
            wall_ms, mono_ms: clocks, milliseconds.
        """
        self._redis = redis
        self._rooms = rooms
        self._series = series
        self._minute = minute
        self._feed_state = feed_state
        self._wall_ms = wall_ms
        self._mono_ms = mono_ms
        self._throttles = {room: Throttle(intervals_ms[room]) for room in rooms}
        self._series_throttles = {name: Throttle(SERIES_INTERVAL_MS) for name in keys.SERIES}
        self._series_minutes: dict[str, int | None] = {}
        self._writers: dict[str, RoomWriter] = {}
        self._wake = asyncio.Event()
        self._oldest_mark_ms: float | None = None
        self._worst_lag_ms = 0.0
        self.epoch = 0
        self.frames = 0
        self.failures = 0

    def mark(self, rooms: Iterable[str]) -> None:
        """Notes that rooms changed."""
        for room in rooms:
            self._throttles[room].mark()
            series = self._series_throttles.get(room)
            if series is not None:
                series.mark()
        if self._oldest_mark_ms is None:
            self._oldest_mark_ms = self._mono_ms()
        self._wake.set()

    def mark_all(self) -> None:
        """Notes that every room changed (a new day, a new state of the feed)."""
        self.mark(self._rooms)

    def take_worst_lag_ms(self) -> float:
        """The longest a change waited for its frame since the last call, milliseconds."""
        worst, self._worst_lag_ms = self._worst_lag_ms, 0.0
        return worst

    async def run(self, stop: asyncio.Event) -> None:
        """Writes until `stop` is set, then once more, so that the last values are out."""
        self.mark_all()
        heartbeat_ms = self._mono_ms()
        while not stop.is_set():
            try:
                if not self.epoch:
                    await self._begin_epoch()
                if self._mono_ms() >= heartbeat_ms:
                    self._throttles[keys.STATUS].mark()
                    heartbeat_ms = self._mono_ms() + HEARTBEAT_MS
                await self._write_due()
            except RedisError as error:
                self.failures += 1
                logger.warning("Redis: %s: %s", type(error).__name__, error)
                self._rewrite_all()
                await self._sleep(RETRY_S, stop)
                continue
            await self._until_due(heartbeat_ms, stop)
        with contextlib.suppress(RedisError):
            await self._write_due(everything=True)

    async def _begin_epoch(self) -> None:
        """Takes an epoch newer than every writer's before, even if the clock was set back."""
        newest = 0
        for room in self._rooms:
            entries = await self._redis.xrevrange(keys.room_delta(room), count=1)
            if entries:
                entry_id = cast(bytes, entries[0][0])
                newest = max(newest, int(entry_id.split(b"-")[0]))
        self.epoch = max(self._wall_ms(), newest + 1)
        self._writers = {
            room: RoomWriter(room, self.epoch, shared_rows=room in _SHARED_ROWS) for room in self._rooms
        }

    def _rewrite_all(self) -> None:
        """After a failure the store may be empty or behind: a new epoch writes every room whole."""
        self.epoch = 0
        for throttle in (*self._throttles.values(), *self._series_throttles.values()):
            throttle.mark()
        self._series_minutes.clear()

    async def _write_due(self, *, everything: bool = False) -> None:
        now_ms = self._mono_ms()
        due = [room for room, throttle in self._throttles.items() if everything or throttle.due(now_ms)]
        series_due = [name for name in keys.SERIES if self._series_due(name, now_ms)]
        if not due and not series_due:
            return
        as_of, feed = self._wall_ms(), self._feed_state()
        async with self._redis.pipeline(transaction=True) as pipe:
            for room in due:
                frames = self._writers[room].write(self._rooms[room](), as_of, feed)
                if frames is None:
                    continue
                snapshot, delta = frames
                pipe.set(keys.room(room), snapshot)
                pipe.xadd(
                    keys.room_delta(room),
                    {keys.DELTA_FIELD: delta},
                    id=f"{self.epoch}-{self._writers[room].seq}",
                    maxlen=keys.DELTA_STREAM_LENGTH,
                    approximate=True,
                )
                self.frames += 1
            for name in series_due:
                pipe.set(keys.series(name), msgspec.json.encode(self._series(name, self.epoch)))
            # Marks set while the transaction is under way must survive it: clear them first.
            self._mark_written(due, series_due, now_ms)
            await pipe.execute()

    def _series_due(self, name: str, now_ms: float) -> bool:
        """Every five seconds, and as soon as a minute is over, so that closed minutes are final."""
        throttle = self._series_throttles[name]
        if throttle.due(now_ms):
            return True
        return throttle.wait_ms(now_ms) is not None and self._series_minutes.get(name) != self._minute()

    def _mark_written(self, rooms: list[str], series: list[str], now_ms: float) -> None:
        for room in rooms:
            self._throttles[room].written(now_ms)
        for name in series:
            self._series_throttles[name].written(now_ms)
            self._series_minutes[name] = self._minute()
        if rooms and self._oldest_mark_ms is not None:
            self._worst_lag_ms = max(self._worst_lag_ms, now_ms - self._oldest_mark_ms)
            waiting = any(t.wait_ms(now_ms) is not None for t in self._throttles.values())
            self._oldest_mark_ms = now_ms if waiting else None

    async def _until_due(self, heartbeat_ms: float, stop: asyncio.Event) -> None:
        """Sleeps until something may be written, waking early when a quiet room changes."""
        self._wake.clear()
        now_ms = self._mono_ms()
        waits = [wait for t in self._throttles.values() if (wait := t.wait_ms(now_ms)) is not None]
        wait_ms = min([heartbeat_ms - now_ms, *waits])
        if wait_ms > 0:
            await self._sleep(wait_ms / 1000, stop, wake=self._wake)

    @staticmethod
    async def _sleep(seconds: float, stop: asyncio.Event, wake: asyncio.Event | None = None) -> None:
        waiters = {asyncio.ensure_future(event.wait()) for event in (stop, wake) if event is not None}
        try:
            await asyncio.wait(waiters, timeout=max(seconds, 0.0), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiters:
                waiter.cancel()
