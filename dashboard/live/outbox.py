"""What still has to go out on one socket, whatever is kept for it: nothing torn, answers first.

Holds the rest of the frame in flight and a few control frames; what else waits, and what is left out
when the socket is slow, is its kinds' to say: `Mailbox` keeps the newest of each room, `ChannelQueue`
the newest messages. Door: `Outbox`. Owned by the writer thread. Refuses to know sockets, threads and
time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from typing import Final

from dashboard.live.traffic import Traffic

CONTROL_LIMIT: Final = 32
"""Control frames (pong, ping, notices, close) that may wait; more means the peer does not read."""


class MailboxFullError(Exception):
    """The peer makes the server answer but does not read: cut it."""


class Outbox(ABC):
    """Outgoing bytes of one socket."""

    def __init__(self, traffic: Traffic | None = None) -> None:
        """traffic: where what goes out is counted."""
        self._traffic = traffic or Traffic()
        self._in_flight: memoryview | None = None
        self._control: deque[bytes] = deque()

    def put_control(self, wire: bytes) -> None:
        """A control frame; goes out before anything else that waits.

        Raises: MailboxFullError when too many wait.
        """
        if len(self._control) >= CONTROL_LIMIT:
            raise MailboxFullError
        self._control.append(wire)

    def seal(self, wire: bytes) -> None:
        """Drops everything not yet begun and leaves one last frame (the close frame)."""
        self._control.clear()
        self._forget_waiting()
        self._control.append(wire)

    def __len__(self) -> int:
        """Frames that wait, the one in flight included."""
        return len(self._control) + self._count_waiting() + (self._in_flight is not None)

    def chunk(self) -> memoryview | None:
        """The bytes to write next, or None when there is nothing."""
        if self._in_flight is None:
            wire = self._control.popleft() if self._control else self._take_waiting()
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

    @abstractmethod
    def _count_waiting(self) -> int:
        """How many frames wait beside the control frames."""

    @abstractmethod
    def _take_waiting(self) -> bytes | None:
        """The next frame of what waits, no longer kept."""

    @abstractmethod
    def _forget_waiting(self) -> None:
        """Drops all that waits."""
