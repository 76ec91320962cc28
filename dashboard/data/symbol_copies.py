"""Copies of single symbols' rooms, held while somebody in this process looks at them.

Knows who looks: sockets by being counted, pollers by having asked lately. Door: `SymbolCopies`. All
methods may be called from any thread. Refuses to know Redis and sockets.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from core.snapshot import keys

if TYPE_CHECKING:
    from dashboard.data.snapshots import RoomCopy

MOST_ROOMS: Final = 200
POLLED_S: Final = 15.0
"""How long a poller that asked once counts as looking: some turns of its polling."""
LINGER_S: Final = 5.0
"""How long a room is held after the last look, for a page that is opened anew."""


class _Held:
    __slots__ = ("copy", "followers", "until_s")

    def __init__(self, copy: RoomCopy) -> None:
        self.copy = copy
        self.followers = 0
        self.until_s = 0.0


class SymbolCopies:
    """Copies by room. Bound: 200."""

    def __init__(
        self, make: Callable[[str], RoomCopy], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """make: room name -> an empty copy."""
        self._make = make
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}
        self.news = threading.Event()
        """Set when a room is looked at that was not before."""

    def follow(self, room: str) -> bool:
        """Counts one more socket that follows a room; False when there is no place for it."""
        with self._lock:
            held = self._hold(room)
            if held is None:
                return False
            held.followers += 1
            return True

    def leave(self, room: str) -> None:
        """Counts one socket less."""
        with self._lock:
            held = self._held.get(room)
            if held is not None and held.followers:
                held.followers -= 1
                held.until_s = max(held.until_s, self._monotonic() + LINGER_S)

    def look(self, room: str) -> bool:
        """Somebody without a socket asked for a room; False when there is no place for it."""
        with self._lock:
            held = self._hold(room)
            if held is None:
                return False
            held.until_s = max(held.until_s, self._monotonic() + POLLED_S)
            return True

    def get(self, room: str) -> RoomCopy | None:
        """The copy of a room, None when nobody looks at it."""
        held = self._held.get(room)
        return None if held is None else held.copy

    @property
    def names(self) -> tuple[str, ...]:
        """Rooms somebody looks at."""
        with self._lock:
            return tuple(self._held)

    def forget_unseen(self) -> None:
        """Lets copies go at which nobody looks any more."""
        now_s = self._monotonic()
        with self._lock:
            for room in [
                room for room, held in self._held.items() if not held.followers and held.until_s < now_s
            ]:
                del self._held[room]

    def _hold(self, room: str) -> _Held | None:
        held = self._held.get(room)
        if held is None and len(self._held) < MOST_ROOMS and keys.symbol_of(room) is not None:
            held = self._held[room] = _Held(self._make(room))
            self.news.set()
        return held
