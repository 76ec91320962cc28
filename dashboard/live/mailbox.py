"""What still has to go out on one socket: bounded, newest wins, nothing torn.

Holds the rest of the frame in flight, a few control frames, and at most one pending entry per
room. Deltas are consecutive, so a second pending delta of a room turns the entry into "the
snapshot of the moment when the socket can be written". Door: `Mailbox`. Owned by the writer
thread. Refuses to know sockets, threads and time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

from dashboard.data.snapshots import EncodedRoom, Stamp

CONTROL_LIMIT: Final = 32
"""Control frames (pong, ping, notices, close) that may wait; more means the peer does not read."""


class MailboxFullError(Exception):
    """The peer makes the server answer but does not read: cut it."""


class Traffic:
    """What went out on all sockets of a channel. The writer thread counts, any thread may read."""

    __slots__ = ("bytes", "dropped", "frames")

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.dropped = 0
        """Frames that a newer one replaced before their socket took them."""


class Mailbox:
    """Outgoing bytes of one socket."""

    def __init__(self, snapshot: Callable[[str], EncodedRoom | None], traffic: Traffic | None = None) -> None:
        """snapshot: gives the current snapshot of a room, or None when it has no data; traffic: where
        frames are counted."""
        self._snapshot = snapshot
        self._traffic = traffic or Traffic()
        self._in_flight: memoryview | None = None
        self._control: deque[bytes] = deque()
        self._pending: dict[str, tuple[Stamp, bytes] | None] = {}
        self._stamps: dict[str, Stamp] = {}

    def put_control(self, wire: bytes) -> None:
        """A control frame; goes out before any pending room.

        Raises: MailboxFullError when too many wait.
        """
        if len(self._control) >= CONTROL_LIMIT:
            raise MailboxFullError
        self._control.append(wire)

    def put_delta(self, room: str, stamp: Stamp, wire: bytes) -> None:
        """The delta that leads to `stamp`. Skipped when a snapshot sent already contains it."""
        known = self._stamps.get(room)
        if known is not None and known.epoch == stamp.epoch and stamp.seq <= known.seq:
            return
        consecutive = known is not None and known.epoch == stamp.epoch and stamp.seq == known.seq + 1
        if room in self._pending:
            self._traffic.dropped += 1
        if room in self._pending or not consecutive:
            self._pending[room] = None
        else:
            self._pending[room] = (stamp, wire)

    def put_missing(self, room: str, stamp: Stamp, wire: bytes) -> None:
        """Joined deltas that bring a resuming reader to `stamp`; none when it is up to date."""
        self._stamps[room] = stamp
        if wire:
            self._pending[room] = (stamp, wire)

    def put_snapshot(self, room: str) -> None:
        """The room's snapshot as it is when the socket can be written."""
        if room in self._pending:
            self._traffic.dropped += 1
        self._pending[room] = None

    def forget(self, room: str) -> None:
        """Drops what waits for a room; the next entry starts from a snapshot."""
        self._pending.pop(room, None)
        self._stamps.pop(room, None)

    def seal(self, wire: bytes) -> None:
        """Drops everything not yet begun and leaves one last frame (the close frame)."""
        self._control.clear()
        self._pending.clear()
        self._control.append(wire)

    def stamp(self, room: str) -> Stamp | None:
        """The stamp last put in flight for a room."""
        return self._stamps.get(room)

    def __len__(self) -> int:
        """Frames that wait, the one in flight included."""
        return len(self._control) + len(self._pending) + (self._in_flight is not None)

    def chunk(self) -> memoryview | None:
        """The bytes to write next, or None when there is nothing."""
        if self._in_flight is None:
            wire = self._next()
            if wire is None:
                return None
            self._traffic.frames += 1
            self._in_flight = memoryview(wire)
        return self._in_flight

    def written(self, count: int) -> None:
        """Notes that `count` bytes of the chunk are out."""
        self._traffic.bytes += count
        if self._in_flight is not None:
            rest = self._in_flight[count:]
            self._in_flight = rest if len(rest) else None

    def _next(self) -> bytes | None:
        if self._control:
            return self._control.popleft()
        while self._pending:
            # Insertion order: the room that has waited longest goes first.
            room = next(iter(self._pending))
            entry = self._pending.pop(room)
            if entry is None:
                encoded = self._snapshot(room)
                if encoded is None:
                    continue
                entry = encoded.stamp, encoded.wire
            self._stamps[room] = entry[0]
            return entry[1]
        return None
