"""What still has to go out on one browser's socket: bounded, newest wins.

Holds at most one pending entry per room. Deltas are consecutive, so a second pending delta of a room
turns the entry into "the snapshot of the moment when the socket can be written". Door: `Mailbox`.
Owned by the writer thread. Refuses to know sockets, threads and time.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.data.snapshots import EncodedRoom, Stamp
from dashboard.live.outbox import Outbox
from dashboard.live.traffic import Traffic


class Mailbox(Outbox):
    """Outgoing bytes of one browser's socket."""

    def __init__(self, snapshot: Callable[[str], EncodedRoom | None], traffic: Traffic | None = None) -> None:
        """snapshot: gives the current snapshot of a room, or None when it has no data; traffic: where
        what goes out is counted."""
        super().__init__(traffic)
        self._snapshot = snapshot
        self._pending: dict[str, tuple[Stamp, bytes] | None] = {}
        self._stamps: dict[str, Stamp] = {}

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

    def stamp(self, room: str) -> Stamp | None:
        """The stamp last put in flight for a room."""
        return self._stamps.get(room)

    def _count_waiting(self) -> int:
        return len(self._pending)

    def _forget_waiting(self) -> None:
        self._pending.clear()

    def _take_waiting(self) -> bytes | None:
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
