"""The writer of the rooms: throttled, latest wins, never loses the last value.

Door: `DataPublisher`. One task owns it; the pipeline's owner calls `mark` in the same event
loop. Refuses to know what a room shows (core/snapshot/views.py), and who looks at a symbol
(interest.py). When Redis fails, nothing queues: state stays in the core, and once Redis answers
every room is written whole. When another writer has a newer epoch this one stands by: it writes
nothing until the other has been silent for `TAKE_OVER_MS`, so that two never fight.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping

import msgspec
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.histogram import Histogram
from core.snapshot import keys
from core.snapshot.codec import RoomWriter
from core.snapshot.rooms import Series
from core.snapshot.throttle import Throttle
from workers.publish.fence import Batch, Fence, NewerWriterError, StoreChangedError

logger = logging.getLogger(__name__)

HEARTBEAT_MS = 1000
QUICK_MS = 250
"""Rooms written at least this often are small: they go out together."""
SERIES_INTERVAL_MS = 5000
_SHARED_ROWS = frozenset({keys.BOARD, *keys.EXCHANGE_BOARDS})
RETRY_S = 0.5
TAKE_OVER_MS = 5000
"""The writer's silence after which one that stands by takes over; it beats every second."""
STAND_BY_PAUSE_S = 1.0
SYMBOL_ROOM_TTL_MS = 60_000
"""What a dead worker leaves of a symbol's room goes by itself."""
SYMBOL_FRAMES_PER_S = 400
"""Of all symbols' rooms together: with more than forty of them each is written less often."""
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
        self._fence = Fence(redis)
        self._rooms = dict(rooms)
        self._series = series
        self._minute = minute
        self._feed_state = feed_state
        self._wall_ms = wall_ms
        self._mono_ms = mono_ms
        self._throttles = {room: Throttle(intervals_ms[room]) for room in rooms}
        self._series_throttles = {name: Throttle(SERIES_INTERVAL_MS) for name in keys.SERIES}
        self._series_minutes: dict[str, int | None] = {}
        self._interval_ms = min(intervals_ms.values())
        self._opened: set[str] = set()
        self._closed: set[str] = set()
        self._values: dict[str, bytes] = {}
        self._unwritten: set[str] = set()
        self._writers: dict[str, RoomWriter] = {}
        self._standing_by = False
        self._slow_turn = False
        self._heard: tuple[bytes | None, float] = (None, 0.0)
        self._wake = asyncio.Event()
        self._oldest_mark_ms: float | None = None
        self._worst_lag_ms = 0.0
        self.feed_to_room = Histogram()
        """From the oldest change of a batch until it is in Redis, seconds."""
        self.write_time = Histogram()
        """Time Redis takes for a batch, seconds."""
        self.epoch = 0
        self.frames = 0
        self.failures = 0
        self.refusals = 0
        """Times another writer's newer epoch was met."""

    def mark(self, rooms: Iterable[str]) -> None:
        """Notes that rooms changed; those that are not written are left alone."""
        for room in rooms:
            throttle = self._throttles.get(room)
            if throttle is None:
                continue
            # A room that waits already is in the writer's plan: nobody has to wake up for it.
            if throttle.mark():
                self._wake.set()
            series = self._series_throttles.get(room)
            if series is not None:
                series.mark()
        if self._oldest_mark_ms is None:
            self._oldest_mark_ms = self._mono_ms()

    def open_room(self, room: str, state: Callable[[], msgspec.Struct]) -> None:
        """Begins to write a symbol's room and its series; state: what it shows now."""
        self._opened.add(room)
        self._closed.discard(room)
        self._rooms[room] = state
        self._throttles[room] = Throttle(self._interval_ms)
        self._series_throttles[room] = Throttle(SERIES_INTERVAL_MS)
        if self.epoch:
            self._writers[room] = self._writer(room)
        self._pace()
        self.mark((room,))

    def close_room(self, room: str) -> None:
        """Ends a room that `open_room` began, and deletes what is stored of it."""
        self._opened.discard(room)
        self._closed.add(room)
        for known in (self._rooms, self._throttles, self._series_throttles, self._series_minutes):
            known.pop(room, None)
        self._writers.pop(room, None)
        self._pace()
        self._wake.set()

    def rewrite_room(self, room: str) -> None:
        """Writes a symbol's room whole: it is not stored any more."""
        if self.epoch and room in self._opened:
            self._writers[room] = self._writer(room)
            self._series_minutes.pop(room, None)
            self.mark((room,))

    def put(self, key: str, value: bytes) -> None:
        """Writes a value with the next batch, and again whenever rooms are written whole."""
        self._values[key] = value
        self._unwritten.add(key)
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
                if self._standing_by and not await self._may_take_over():
                    await self._sleep(STAND_BY_PAUSE_S, stop)
                    continue
                if not self.epoch:
                    await self._begin_epoch()
                if self._mono_ms() >= heartbeat_ms:
                    self._throttles[keys.STATUS].mark()
                    heartbeat_ms = self._mono_ms() + HEARTBEAT_MS
                await self._write_due()
            except NewerWriterError as refusal:
                self._stand_by(refusal)
                continue
            except (RedisError, StoreChangedError) as error:
                self.failures += 1
                logger.warning("Redis: %s: %s", type(error).__name__, error)
                self._rewrite_all()
                await self._sleep(RETRY_S, stop)
                continue
            await self._until_due(heartbeat_ms, stop)
        with contextlib.suppress(RedisError, NewerWriterError, StoreChangedError):
            if self.epoch:
                await self._write_due(everything=True)

    def _stand_by(self, refusal: NewerWriterError) -> None:
        """Another worker was started after this one: leave the store to it and keep the state warm."""
        self.refusals += 1
        logger.warning("%s; epoch %d stands by", refusal, self.epoch)
        self._rewrite_all()
        self._standing_by = True
        self._heard = (None, self._mono_ms())

    async def _may_take_over(self) -> bool:
        """Whether the other writer is gone or has been silent for long enough."""
        beat, now_ms = await self._fence.heartbeat(), self._mono_ms()
        if beat is not None:
            if beat != self._heard[0]:
                self._heard = (beat, now_ms)
            if now_ms - self._heard[1] < TAKE_OVER_MS:
                return False
        logger.warning("the other writer is silent: taking over")
        self._standing_by = False
        return True

    async def _begin_epoch(self) -> None:
        """Takes an epoch newer than every writer's before; every room is written whole under it."""
        self.epoch = await self._fence.claim(self._wall_ms())
        self._writers = {room: self._writer(room) for room in self._rooms}

    def _writer(self, room: str) -> RoomWriter:
        opened = room in self._opened
        # No room has had more frames than all together: one that was closed goes on above its last seq.
        seq = self.frames if opened else 0
        return RoomWriter(room, self.epoch, shared_rows=opened or room in _SHARED_ROWS, seq=seq)

    def _pace(self) -> None:
        """The more symbols are looked at, the less often each of their rooms is written."""
        interval_ms = max(self._interval_ms, len(self._opened) * 1000 // SYMBOL_FRAMES_PER_S)
        for room in self._opened:
            self._throttles[room].interval_ms = interval_ms

    def _rewrite_all(self) -> None:
        """After a failure the store may be empty or behind: a new epoch writes every room whole."""
        self.epoch = 0
        for throttle in (*self._throttles.values(), *self._series_throttles.values()):
            throttle.mark()
        self._series_minutes.clear()
        self._unwritten.update(self._values)

    def _wait_ms(self, room: str, now_ms: float) -> float | None:
        """Milliseconds until a change of a room may be written; None when there is none.

        Quick rooms go together with the board when that is about to be written anyway: what arrives at
        a browser together is drawn once.
        """
        throttle = self._throttles[room]
        own = throttle.wait_ms(now_ms)
        if own is None or throttle.interval_ms > QUICK_MS or keys.BOARD not in self._throttles:
            return own
        return max(own, self._throttles[keys.BOARD].wait_ms(now_ms) or 0.0)

    def _due(self, now_ms: float) -> tuple[list[str], list[str]]:
        """The rooms and series of the next batch: all that are quick, or one that takes longer, in turn.

        A room that is written rarely is one that costs much, as a series does: the prices of the moment
        are not to wait until it is worked out and stored.
        """
        due = [room for room in self._throttles if self._wait_ms(room, now_ms) == 0]
        quick = [room for room in due if self._throttles[room].interval_ms <= QUICK_MS]
        slow = [room for room in due if self._throttles[room].interval_ms > QUICK_MS][:1]
        series = [name for name in self._series_throttles if self._series_due(name, now_ms)][: not slow]
        if quick and not (self._slow_turn and (slow or series)):
            self._slow_turn = True
            return quick, []
        self._slow_turn = False
        return slow, series

    async def _write_due(self, *, everything: bool = False) -> None:
        now_ms = self._mono_ms()
        whole = list(self._throttles), list(self._series_throttles)
        due, series_due = whole if everything else self._due(now_ms)
        if not due and not series_due and not self._closed and not self._unwritten:
            return
        batch, epoch = Batch(), self.epoch
        as_of, feed = self._wall_ms(), self._feed_state()
        for room in due:
            frames = self._writers[room].write(self._rooms[room](), as_of, feed)
            if frames is not None:
                stamp = f"{epoch}-{self._writers[room].seq}"
                batch.room(room, stamp, *frames, ttl_ms=self._ttl_ms(room))
                self.frames += 1
        for name in series_due:
            self._put_series(batch, name, self._series(name, epoch))
        for key in self._unwritten:
            batch.value(key, self._values[key])
        for room in self._closed:
            batch.delete(keys.room(room), keys.room_delta(room), keys.series(room))
        changed_ms = self._oldest_mark_ms if due else None
        # Marks set while the batch is under way must survive it: clear them first.
        self._mark_written(due, series_due, now_ms)
        self._closed.clear()
        self._unwritten.clear()
        if batch:
            began_ms = self._mono_ms()
            await self._fence.commit(batch, epoch)
            written_ms = self._mono_ms()
            self.write_time.observe((written_ms - began_ms) / 1000)
            if changed_ms is not None:
                self.feed_to_room.observe((written_ms - changed_ms) / 1000)

    @property
    def waiting(self) -> int:
        """Rooms that changed and are not written yet."""
        now_ms = self._mono_ms()
        return sum(throttle.wait_ms(now_ms) is not None for throttle in self._throttles.values())

    def _put_series(self, batch: Batch, name: str, series: Series) -> None:
        """A series whose day is over is kept for one more; one without a date replaces none that has one."""
        kept = keys.KEPT_SERIES.get(name)
        if kept is not None:
            if series.date is None:
                return
            batch.keep_older(keys.series(name), series.date, keys.series(kept))
        batch.value(keys.series(name), msgspec.json.encode(series), self._ttl_ms(name))

    def _ttl_ms(self, room: str) -> int:
        return SYMBOL_ROOM_TTL_MS if room in self._opened else 0

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
        waits = [wait for room in self._throttles if (wait := self._wait_ms(room, now_ms)) is not None]
        if any(self._series_due(name, now_ms) for name in self._series_throttles):
            waits.append(0.0)
        wait_ms = 0.0 if self._closed or self._unwritten else min([heartbeat_ms - now_ms, *waits])
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
