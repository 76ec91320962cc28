"""The one reader of Redis in this process.

Follows the delta streams of every room, keeps the copies current, hands each frame on once, and
says when what it holds is old. On trouble with Redis the copies stay as they were; afterwards
they are taken anew. Door: `Hub`. Refuses to know sockets and HTTP.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import msgspec
import redis

from core.snapshot import keys
from core.snapshot.codec import decode_frame
from dashboard.data.freshness import Freshness, judge
from dashboard.data.redis_client import connect
from dashboard.data.snapshots import Outcome, RoomCopies, RoomCopy, Stamp
from dashboard.live.framing import text_frame
from dashboard.live.messages import Staleness, encode

BLOCK_MS: Final = 100
"""Short, so that the room of a symbol that somebody opens is read at once."""
TIMEOUT_S: Final = BLOCK_MS / 1000 + 0.4
"""Longer than the blocking read by the time a healthy server needs to answer."""
QUIET_RESYNC_S: Final = 2.0
"""Without a heartbeat for this long the snapshots are compared: the streams may have been lost."""
PRESENCE_S: Final = 1.0
"""How often it is asked whether the rooms of symbols are still written."""
RETRY_DELAYS_S: Final = (0.1, 0.2, 0.4, 0.8)
READ_COUNT: Final = 200

_log = logging.getLogger(__name__)


class Audience(Protocol):
    """Who is told. Implemented by the connection manager."""

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        """A delta frame of a room, ready for the wire. as_of: the writer's wall clock, epoch ms."""

    def publish_snapshot(self, room: str) -> None:
        """A room was replaced as a whole."""

    def publish_gone(self, room: str) -> None:
        """A symbol's room is not written any more."""

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """A notice for everyone; a lasting one also for those who come later."""


class Hub:
    """Reads rooms from Redis in a thread of its own."""

    def __init__(
        self,
        redis_url: str,
        copies: RoomCopies,
        audience: Audience,
        now_ms: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """redis_url: where; copies: fed by this hub only; now_ms: wall clock, epoch ms."""
        self._redis = connect(redis_url, timeout_s=TIMEOUT_S, retries=1)
        self._copies = copies
        self._audience = audience
        self._now_ms = now_ms
        self._monotonic = monotonic
        self._read_up_to = dict.fromkeys(copies.names, "0-0")
        self._freshness: Freshness | None = None
        self._heard_at_s = 0.0
        self._present_at_s = 0.0
        self._failures = 0
        self._resync_due = True
        self.redis_ok = False
        """Whether the last word from Redis was an answer."""
        self.counters: Counter[str] = Counter()
        self.turned_at_s = monotonic()
        """When the reader thread last began a turn, monotonic seconds: it never waits long."""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="redis-hub", daemon=True)

    def start(self) -> None:
        """Starts the reader thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the reader thread; returns at once."""
        self._stop.set()

    @property
    def freshness(self) -> Freshness:
        """Whether what this process holds is fresh, now."""
        return judge(self._copies[keys.STATUS].as_of, self.redis_ok, self._now_ms())

    def _run(self) -> None:
        while not self._stop.is_set():
            self.turned_at_s = self._monotonic()
            try:
                self.step()
            except (redis.RedisError, OSError) as trouble:
                self._note_trouble(trouble)
            self._announce()

    def step(self) -> None:
        """One read: whatever Redis has, or a short wait for it.

        Raises: redis.RedisError or OSError when Redis cannot be used.
        """
        silent_s = self._monotonic() - self._heard_at_s
        if self._resync_due or silent_s > QUIET_RESYNC_S:
            self.resync()
        self._follow_names()
        streams: Any = {keys.room_delta(room): last for room, last in self._read_up_to.items()}
        answer: Any = self._redis.xread(streams, count=READ_COUNT, block=BLOCK_MS)
        for stream, entries in answer or ():
            room = keys.room_of_delta(stream.decode())
            for entry_id, fields in entries:
                self._take(room, entry_id.decode(), fields.get(keys.DELTA_FIELD.encode()))
        self._note_answer()

    def resync(self) -> None:
        """Compares every copy with the snapshot in Redis and takes those that differ.

        Raises: redis.RedisError or OSError when Redis cannot be used.
        """
        names = self._copies.names
        self._load_all(names)
        self._read_up_to = {room: self._read_up_to.get(room, "0-0") for room in names}
        self._resync_due = False
        self._heard_at_s = self._monotonic()
        self._note_answer()

    def _follow_names(self) -> None:
        """Begins with rooms of symbols that somebody opened, leaves those that nobody looks at."""
        names = self._copies.names
        opened = [room for room in names if room not in self._read_up_to]
        if opened:
            self._load_all(opened)
        self._read_up_to = {room: self._read_up_to.get(room, "0-0") for room in names}
        now_s = self._monotonic()
        if now_s - self._present_at_s > PRESENCE_S:
            self._present_at_s = now_s
            self._check_presence()

    def _check_presence(self) -> None:
        """A symbol's room whose snapshot is gone is not written any more."""
        names = self._copies.symbols.names
        if not names:
            return
        with self._redis.pipeline(transaction=False) as pipe:
            for room in names:
                pipe.exists(keys.room(room))
            present = pipe.execute()
        for room, there in zip(names, present, strict=True):
            copy = self._copies.find(room)
            if not there and copy is not None and copy.clear():
                self._read_up_to[room] = "0-0"
                self._audience.publish_gone(room)

    def _load_all(self, names: Sequence[str]) -> None:
        found: Any = self._redis.mget([keys.room(room) for room in names])
        for room, frame in zip(names, found, strict=True):
            copy = self._copies.find(room)
            if frame is not None and copy is not None:
                self._load(copy, frame)

    def _take(self, room: str, entry_id: str, encoded: bytes | None) -> None:
        copy = self._copies.find(room)
        if copy is None:
            return
        self._read_up_to[room] = entry_id
        try:
            frame = decode_frame(encoded or b"")
            wire = text_frame(encoded or b"")
            outcome = copy.apply(frame, wire)
        except msgspec.DecodeError:
            self.counters["bad_frames"] += 1
            outcome = Outcome.GAP
        if room == keys.STATUS:
            self._heard_at_s = self._monotonic()
        if outcome is Outcome.APPLIED:
            self.counters["deltas"] += 1
            self._audience.publish_delta(room, Stamp(frame.epoch, frame.seq), wire, frame.as_of)
        elif outcome is Outcome.GAP:
            self.counters["gaps"] += 1
            snapshot: Any = self._redis.get(keys.room(room))
            if snapshot is not None:
                self._load(copy, snapshot)

    def _load(self, copy: RoomCopy, encoded: bytes) -> None:
        try:
            frame = decode_frame(encoded)
            changed = copy.load(frame)
        except msgspec.DecodeError:
            self.counters["bad_snapshots"] += 1
            _log.warning("the snapshot of room %s is not a frame; the last copy stays", copy.room)
            return
        self._read_up_to[copy.room] = str(Stamp(frame.epoch, frame.seq))
        if changed:
            self.counters["snapshots"] += 1
            self._audience.publish_snapshot(copy.room)

    def _note_answer(self) -> None:
        if not self.redis_ok:
            _log.info("Redis answers")
        self.redis_ok = True
        self._failures = 0

    def _note_trouble(self, trouble: Exception) -> None:
        if self.redis_ok or self._failures == 0:
            _log.warning("Redis cannot be used (%s); serving the last copy", type(trouble).__name__)
        self.redis_ok = False
        self._resync_due = True
        self.counters["redis_errors"] += 1
        # Announced before the wait, so that screens know within the time-out.
        self._announce()
        delay_s = RETRY_DELAYS_S[min(self._failures, len(RETRY_DELAYS_S) - 1)]
        self._failures += 1
        self._stop.wait(delay_s)

    def _announce(self) -> None:
        verdict = self.freshness
        before = self._freshness
        if before is not None and (verdict.stale, verdict.reason) == (before.stale, before.reason):
            return
        self._freshness = verdict
        if before is None and not verdict.stale:
            return
        notice = Staleness(verdict.stale, verdict.since, verdict.reason, self._now_ms())
        self._audience.publish_notice(text_frame(encode(notice)), lasting=verdict.stale)
