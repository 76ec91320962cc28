"""One socket, as the writer thread sees it.

Door: `Connection`, `Heartbeat`. Its outbox and flags belong to the writer thread; its reader thread only
notes signs of life and waits for `gone`. Refuses to know rooms' contents and HTTP.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from enum import Enum, auto
from typing import Final, Generic, NamedTuple, TypeVar

from dashboard.live.outbox import Outbox

Kept = TypeVar("Kept", bound=Outbox)
"""The kind of outbox a socket has."""

SEND_BUFFER_BYTES: Final = 128 * 1024
"""Several snapshots; at 200 ms of round trip still 600 kB/s."""
USER_TIMEOUT_MS: Final = 10_000
"""After this long without an acknowledgement the kernel ends the connection."""


class Progress(Enum):
    """How far a write got."""

    IDLE = auto()
    BLOCKED = auto()
    """The socket is full; the rest waits in the outbox."""
    BROKEN = auto()


class Heartbeat(NamedTuple):
    """How a silent peer is asked. ping: the frame; interval_s: of silence before it; timeout_s: after it
    before the peer counts as gone."""

    interval_s: float
    timeout_s: float
    ping: bytes


class Connection(Generic[Kept]):
    """A registered socket. Times are monotonic seconds."""

    def __init__(self, sock: socket.socket, outbox: Kept, heartbeat: Heartbeat, now_s: float) -> None:
        """sock: connected, blocking (reads); writes here never block."""
        self.sock = sock
        self.outbox = outbox
        self.heartbeat = heartbeat
        self.rooms: set[str] = set()
        self.visible = True
        self.closing = False
        self.deadline_s: float | None = None
        """When a closing connection is cut."""
        self.waiting_to_write = False
        self.blocked_since_s: float | None = None
        self.heard_at_s = now_s
        self.pinged_at_s: float | None = None
        self.gone = threading.Event()
        """Set when the writer will not touch the socket any more."""

    def flush(self, now_s: float) -> Progress:
        """Writes what the kernel takes without waiting."""
        while (chunk := self.outbox.chunk()) is not None:
            try:
                count = self.sock.send(chunk, socket.MSG_DONTWAIT)
            except (BlockingIOError, InterruptedError):
                if self.blocked_since_s is None:
                    self.blocked_since_s = now_s
                return Progress.BLOCKED
            except OSError:
                return Progress.BROKEN
            self.blocked_since_s = None
            self.outbox.written(count)
        return Progress.IDLE

    def cut(self) -> None:
        """Ends both directions at once, so that the reader thread wakes up."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


def tune(sock: socket.socket) -> None:
    """Small frames go at once; a peer that acknowledges nothing is ended by the kernel; what the
    kernel holds for a slow peer is bounded, so that newest wins in the outbox, not megabytes later."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
