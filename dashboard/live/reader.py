"""The reading side of a socket: what comes in, how much of it, and how it ends.

flask-sock does the handshake and simple-websocket reads; every byte that it wants to write (pong,
close) goes through the connection's outbox, so a frame in flight is never torn. One thread per socket:
the request's own. Door: `SocketReader`, `SOCKET_OPTIONS`. Refuses to know what a message means.

Inbound: at most 4 KB a message, two messages a second (twenty in a burst), pings counted, and as many
bytes as these could be. Who exceeds that is closed with 4429 and not listened to any more.
"""

from __future__ import annotations

import contextlib
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

from simple_websocket import Server

from dashboard.live import framing
from dashboard.live.connection import Connection
from dashboard.live.manager import ConnectionManager

MAX_MESSAGE_BYTES: Final = 4096
MESSAGES_PER_S: Final = 2.0
MESSAGE_BURST: Final = 20.0
LINGER_S: Final = 1.0
_LINGER_READ_BYTES: Final = 64 * 1024


class Allowance:
    """A token bucket: how much may still come. Times in monotonic seconds."""

    def __init__(self, rate_per_s: float, burst: float, now_s: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._at_s = now_s

    def take(self, now_s: float, count: float = 1.0) -> bool:
        """Whether `count` more are allowed now."""
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._rate_per_s)
        self._at_s = now_s
        if self._tokens < count:
            return False
        self._tokens -= count
        return True


class _ReadInPlace:
    """Stands in for the reader thread of simple-websocket: `run` reads in the caller's thread."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.name = ""
        self.run = target

    def start(self) -> None:
        """Nothing yet: the reader runs it when the outlet is in place."""


SOCKET_OPTIONS: Final = {"max_message_size": MAX_MESSAGE_BYTES, "thread_class": _ReadInPlace}
"""For flask-sock: read in the request's own thread, one thread per socket instead of two."""


class SocketReader(ABC):
    """One open socket, in its reader's thread. Stands in for the socket and for the event of
    simple-websocket, so that what it writes and what it reads pass through here."""

    def __init__(self, ws: Server, manager: ConnectionManager, connection: Connection) -> None:
        """connection: of the socket, registered with the manager."""
        self._ws = ws
        self._sock: socket.socket = ws.sock
        self._manager = manager
        self._connection = connection
        self._messages = Allowance(MESSAGES_PER_S, MESSAGE_BURST, connection.heard_at_s)
        self._bytes = Allowance(
            MESSAGES_PER_S * MAX_MESSAGE_BYTES, MESSAGE_BURST * MAX_MESSAGE_BYTES, connection.heard_at_s
        )
        self._refused = False

    def run(self) -> None:
        """Reads until the socket ends, then lets go of it."""
        self._ws.sock = self
        self._ws.event = self
        try:
            self._ws.thread.run()
        finally:
            self.close()

    @abstractmethod
    def take(self, text: Any) -> None:
        """A complete message. Refuses it by `refuse`."""

    def refuse(self, code: int, reason: str) -> None:
        """Ends the socket with a close code and listens no more."""
        if not self._refused:
            self._refused = True
            self._manager.close(self._connection, code, reason)

    # the socket, as simple-websocket sees it

    def recv(self, size: int) -> bytes:
        """Bytes from the peer; any byte is a sign of life.

        Raises: OSError when there is nothing more to hear.
        """
        if self._refused:
            raise OSError("refused")
        data = self._sock.recv(size)
        now_s = time.monotonic()
        self._connection.heard_at_s = now_s
        if not self._bytes.take(now_s, len(data)):
            self.refuse(framing.TOO_MANY_MESSAGES, "too many bytes")
            raise OSError("refused")
        return data

    def send(self, wire: bytes) -> int:
        """Pongs or a close frame: into the outbox, behind the frame in flight. Pings that came together
        are answered together, and counted one by one."""
        if self._allowed(framing.control_frames(bytes(wire))):
            self._manager.control(self._connection, bytes(wire))
        return len(wire)

    def close(self) -> None:
        """Waits for the writer to let go, then closes so that the peer still gets the last frame."""
        self._manager.remove(self._connection)
        self._connection.gone.wait(LINGER_S)
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)
            self._sock.settimeout(LINGER_S)
            deadline_s = time.monotonic() + LINGER_S
            while self._sock.recv(_LINGER_READ_BYTES) and time.monotonic() < deadline_s:
                pass
        with contextlib.suppress(OSError):
            self._sock.close()

    # the event, as simple-websocket sees it

    def set(self) -> None:
        """Something came (or the socket ended): take every complete message."""
        while self._ws.input_buffer:
            text = self._ws.input_buffer.pop(0)
            if self._allowed():
                self.take(text)

    def clear(self) -> None:
        """Nothing waits on this event."""
        return

    def wait(self, timeout: float | None = None) -> bool:
        """Nothing waits on this event."""
        return False

    def _allowed(self, count: int = 1) -> bool:
        if self._refused:
            return False
        if self._messages.take(time.monotonic(), count):
            return True
        self.refuse(framing.TOO_MANY_MESSAGES, "too many messages")
        return False
