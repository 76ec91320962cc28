"""This process's copy of every room: the document, its stamp, and its encoding.

Knows how a copy follows the frames of a writer and when it cannot (a gap, another epoch).
Door: `RoomCopy`, `RoomCopies`. One thread (the hub) feeds the copies; any thread may read
them. Refuses to know Redis and sockets.
"""

from __future__ import annotations

import copy
import threading
from collections import deque
from collections.abc import Iterable
from enum import Enum, auto
from typing import Any, Final, NamedTuple

import msgspec

from core.snapshot.codec import encode_frame
from core.snapshot.delta import Document, merge
from core.snapshot.keys import ROOMS, STATUS, delta_stream_length
from core.snapshot.rooms import Frame
from dashboard.data.symbol_copies import SymbolCopies
from dashboard.live.framing import text_frame

KEPT_DELTAS: Final = 128
"""Deltas kept per room at most, fewer of large ones, so that a browser that was away for a moment gets
only those."""


class Stamp(NamedTuple):
    """Where in a writer's sequence a document stands."""

    epoch: int
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"


class EncodedRoom(NamedTuple):
    """A snapshot frame at one stamp. payload: JSON; wire: the same as a WebSocket frame."""

    stamp: Stamp
    payload: bytes
    wire: bytes


class Outcome(Enum):
    """What became of a delta."""

    APPLIED = auto()
    KNOWN = auto()
    """Already contained: nothing to do."""
    GAP = auto()
    """It does not continue the copy: take the snapshot."""


class RoomCopy:
    """One room. All methods may be called from any thread."""

    def __init__(self, room: str) -> None:
        self.room = room
        self._lock = threading.Lock()
        self._document: Document | None = None
        self._stamp = Stamp(0, 0)
        self._as_of = 0
        self._feed = ""
        self._encoded: EncodedRoom | None = None
        kept = min(KEPT_DELTAS, delta_stream_length(room) // 4)
        self._recent: deque[tuple[Stamp, bytes]] = deque(maxlen=kept)

    @property
    def stamp(self) -> Stamp | None:
        """The stamp of the document, or None when there is none yet."""
        with self._lock:
            return None if self._document is None else self._stamp

    def read(self) -> tuple[Document, int] | None:
        """A deep copy of the document with its as_of (epoch ms), or None. For small rooms."""
        with self._lock:
            return None if self._document is None else (copy.deepcopy(self._document), self._as_of)

    @property
    def as_of(self) -> int | None:
        """The writer's wall clock of the document, epoch ms, or None."""
        with self._lock:
            return None if self._document is None else self._as_of

    def load(self, frame: Frame) -> bool:
        """Replaces the copy by a snapshot; False when the copy already is that snapshot.

        Raises: msgspec.DecodeError when the frame's data is not JSON.
        """
        document: Any = msgspec.json.decode(frame.data)
        stamp = Stamp(frame.epoch, frame.seq)
        with self._lock:
            if self._document is not None and stamp == self._stamp:
                return False
            self._document = document
            self._recent.clear()
            self._advance(frame)
        return True

    def apply(self, frame: Frame, wire: bytes) -> Outcome:
        """Applies a delta frame.

        Args:
            frame: the envelope, decoded.
            wire: the same delta as a WebSocket frame, kept for browsers that resume.
        Raises: msgspec.DecodeError when the frame's data is not JSON.
        """
        patch: Any = msgspec.json.decode(frame.data)
        with self._lock:
            if self._document is None or frame.epoch != self._stamp.epoch:
                return Outcome.GAP
            if frame.seq <= self._stamp.seq:
                return Outcome.KNOWN
            if frame.seq != self._stamp.seq + 1:
                return Outcome.GAP
            merge(self._document, patch)
            self._advance(frame)
            self._recent.append((self._stamp, wire))
        return Outcome.APPLIED

    def clear(self) -> bool:
        """Forgets the document: nobody writes the room any more. False when there was none."""
        with self._lock:
            had, self._document, self._encoded = self._document is not None, None, None
            self._recent.clear()
        return had

    def snapshot(self) -> EncodedRoom | None:
        """The current snapshot frame, encoded at most once per stamp; None when there is none."""
        with self._lock:
            if self._document is None:
                return None
            if self._encoded is None:
                payload = encode_frame(
                    "snap", self.room, *self._stamp, self._as_of, self._feed, self._document
                )
                self._encoded = EncodedRoom(self._stamp, payload, text_frame(payload))
            return self._encoded

    def since(self, epoch: int, seq: int) -> tuple[Stamp, bytes] | None:
        """The deltas after a stamp, joined, and the stamp they lead to; empty bytes when the
        reader is up to date; None when they are not all kept (take the snapshot)."""
        with self._lock:
            if self._document is None or epoch != self._stamp.epoch or seq > self._stamp.seq:
                return None
            missing = self._stamp.seq - seq
            if missing > len(self._recent):
                return None
            kept = list(self._recent)[len(self._recent) - missing :]
            return self._stamp, b"".join(wire for _, wire in kept)

    def _advance(self, frame: Frame) -> None:
        self._stamp = Stamp(frame.epoch, frame.seq)
        self._as_of = frame.as_of
        self._feed = frame.feed
        self._encoded = None


class RoomCopies:
    """Every room of the contract, and those of the symbols at which somebody looks."""

    def __init__(self, rooms: Iterable[str] = ROOMS) -> None:
        self._copies = {name: RoomCopy(name) for name in rooms}
        self.symbols = SymbolCopies(RoomCopy)

    def __getitem__(self, room: str) -> RoomCopy:
        """The copy of a room. Raises: KeyError for a name that is not a room's."""
        copy = self.find(room)
        if copy is None:
            raise KeyError(room)
        return copy

    def find(self, room: str) -> RoomCopy | None:
        """The copy of a room, None where there is none (any more)."""
        return self._copies.get(room) or self.symbols.get(room)

    @property
    def names(self) -> tuple[str, ...]:
        """Every room's name."""
        return (*self._copies, *self.symbols.names)

    def snapshot(self, room: str) -> EncodedRoom | None:
        """The current snapshot of a room, or None when it has no data (yet)."""
        copy = self.find(room)
        return None if copy is None else copy.snapshot()

    def status(self) -> tuple[Document, int] | None:
        """The status room with its as_of (epoch ms), or None."""
        return self._copies[STATUS].read()
