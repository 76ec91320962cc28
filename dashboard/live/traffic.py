"""What the writer thread counts while it writes, in plain integers.

Door: `Traffic`, `Queues`, `RoomLags`. One thread counts, any thread may read. Refuses to know sockets
and who reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from core.histogram import Histogram
from core.snapshot.keys import ROOMS

if TYPE_CHECKING:
    from dashboard.live.connection import Connection

LIVE: Final = "live"
"""The channel of the dashboard's own pages; the programs' have the names they are subscribed by."""
NO_CHANNEL: Final = "none"
SYMBOL_ROOMS: Final = "symbol"
"""Stands for the rooms of single symbols, so that figures by room stay few."""


class Traffic:
    """What went out to one kind of client."""

    __slots__ = ("bytes", "dropped", "frames")

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.dropped = 0
        """Frames that a newer one replaced before their socket took them."""


class Queues(NamedTuple):
    """What waits, at the writer's last look: frames of all sockets, of the one with most, sockets that
    are full, and sockets by channel."""

    frames: int = 0
    longest: int = 0
    blocked: int = 0
    sockets: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, connections: Iterable[Connection[Any]], browsers: Iterable[Connection[Any]]) -> Queues:
        """A look at all sockets."""
        known, waiting, blocked = set(browsers), [0], 0
        sockets: Counter[str] = Counter()
        for connection in connections:
            waiting.append(len(connection.outbox))
            blocked += connection.waiting_to_write
            sockets[LIVE if connection in known else next(iter(connection.rooms), NO_CHANNEL)] += 1
        return cls(sum(waiting), max(waiting), blocked, tuple(sockets.items()))


class RoomLags:
    """From a frame's `as_of` until all its sockets were offered it, once a frame, by room."""

    def __init__(self) -> None:
        self.by_room = {room: Histogram() for room in (*ROOMS, SYMBOL_ROOMS)}

    def observe(self, room: str, seconds: float) -> None:
        """Counts one frame."""
        self.by_room[room if room in self.by_room else SYMBOL_ROOMS].observe(seconds)
