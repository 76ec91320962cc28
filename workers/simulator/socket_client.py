"""One client's WebSocket, whatever is spoken on it: its outgoing queue, its reading side, its faults.

Door: `SocketClient`. The protocol is the sans-I/O one, so that a fault can be put on the wire at
any byte. Refuses to know what the frames mean.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections import deque
from collections.abc import Callable

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

logger = logging.getLogger(__name__)

MAX_QUEUED_BYTES = 16 * 1024 * 1024
GOING_AWAY = 1001
_READ_BYTES = 64 * 1024


class SocketClient:
    """One connected client.

    Its outgoing queue holds at most 16 MB of frames. When it is full the client has not been
    reading: it is disconnected and counted; no frame is ever left out. Faults go through the
    queue, so that they happen after what was sent before, and are not bounded by it.
    """

    def __init__(
        self,
        connection_id: str,
        protocol: ServerProtocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """
        Args:
            protocol: after the handshake.
        """
        self.connection_id = connection_id
        self.overflowed = False
        self.silent = False
        """Whether nothing is written any more: a black hole."""
        self.sent_bytes = 0
        self.queued_bytes = 0
        self._protocol = protocol
        self._reader = reader
        self._writer = writer
        self._queue: deque[bytes | Callable[[], None]] = deque()
        self._wake = asyncio.Event()
        self._taken = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing can reach the client any more."""
        return self.overflowed or self._writer.is_closing() or self._protocol.state is State.CLOSED

    # -- what a wire adds ------------------------------------------------------------

    def opened(self) -> None:
        """The connection is up: the place for a first frame."""

    def received(self, data: bytes) -> None:
        """A text or binary frame of the client."""

    def keep_alive(self) -> None:
        """Nothing was sent for a while: the place for a keep-alive frame."""

    # -- life --------------------------------------------------------------------------

    async def run(self, keep_alive_s: float) -> None:
        """Serves the connection until either side ends it.

        Args:
            keep_alive_s: seconds between keep-alives.
        """
        self.opened()
        tasks = [
            asyncio.create_task(self._read()),
            asyncio.create_task(self._write()),
            asyncio.create_task(self._keep_alive(keep_alive_s)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
            self._writer.transport.abort()
            self._taken.set()
        for end in ends:
            # A client that went away is daily life; anything else is a fault of the server.
            if isinstance(end, Exception) and not isinstance(end, ConnectionError):
                raise end

    def send(self, frame: bytes) -> None:
        """Queues a text frame as it is."""
        if self.overflowed or self.silent:
            return
        if self.queued_bytes + len(frame) > MAX_QUEUED_BYTES:
            self.overflowed = True
            logger.warning(
                "client %s does not read: disconnected with %d bytes waiting",
                self.connection_id,
                self.queued_bytes,
            )
            self.cut()
            return
        self._queue.append(frame)
        self.queued_bytes += len(frame)
        self._wake.set()

    async def below(self, waiting_bytes: int) -> None:
        """Returns when no more than this waits to be sent, or nothing can be sent any more."""
        while self.queued_bytes > waiting_bytes and not self.ended:
            self._taken.clear()
            await self._taken.wait()

    def close(self, code: int = GOING_AWAY, reason: str = "") -> None:
        """Says good-bye at once; the connection ends when the client answers, or when it is cut."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code, reason)
            self._flush()

    def cut(self) -> None:
        """Ends the TCP connection at once, without a closing handshake."""
        self._writer.transport.abort()

    # -- faults ------------------------------------------------------------------------

    def close_after_queue(self, code: int, reason: str) -> None:
        """Says good-bye after everything queued."""
        self._do(lambda: self.close(code, reason))

    def reset(self) -> None:
        """Ends the connection with a TCP reset, after everything queued."""
        self._do(self._reset)

    def drop_mid_frame(self, frame: bytes) -> None:
        """Sends the first half of a frame, then ends the connection, after everything queued."""
        self._do(lambda: self._drop_mid_frame(frame))

    def send_faulty(self, payload: bytes, *, binary: bool = False) -> None:
        """Sends a frame of any size and content, after everything queued; no bound applies to it."""
        send = self._protocol.send_binary if binary else self._protocol.send_text
        self._do(lambda: send(payload))

    def ping(self) -> None:
        """Sends a WebSocket ping, after everything queued."""
        self._do(lambda: self._protocol.send_ping(b""))

    def silence(self) -> None:
        """Turns the connection into a black hole: it takes bytes and never sends one again."""
        self.silent = True
        self._queue.clear()
        self.queued_bytes = 0
        self._taken.set()

    def _reset(self) -> None:
        # No time to linger: closing sends a reset.
        connection = self._writer.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.cut()

    def _drop_mid_frame(self, frame: bytes) -> None:
        self._protocol.send_text(frame)
        data = b"".join(self._protocol.data_to_send())
        self._writer.write(data[: len(data) // 2])
        self._writer.close()
        # The closed writer takes nothing more; what is queued has no way out.
        self.silence()

    def _do(self, action: Callable[[], None]) -> None:
        if not (self.overflowed or self.silent):
            self._queue.append(action)
            self._wake.set()

    # -- tasks -------------------------------------------------------------------------

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue and self._protocol.state is State.OPEN:
                item = self._queue.popleft()
                if isinstance(item, bytes):
                    self._protocol.send_text(item)
                else:
                    item()
                self._flush()
                await self._writer.drain()
                if isinstance(item, bytes) and not self.silent:
                    self.queued_bytes -= len(item)
                    self.sent_bytes += len(item)
                self._taken.set()

    async def _keep_alive(self, interval_s: float) -> None:
        while True:
            await asyncio.sleep(interval_s)
            if not self._queue:
                self.keep_alive()

    async def _read(self) -> None:
        while self._protocol.state is not State.CLOSED:
            data = await self._reader.read(_READ_BYTES)
            if data:
                self._protocol.receive_data(data)
            else:
                self._protocol.receive_eof()
            self._flush()
            for event in self._protocol.events_received():
                if isinstance(event, Frame) and event.opcode in (Opcode.TEXT, Opcode.BINARY):
                    self.received(bytes(event.data))
            if not data or (self._protocol.close_expected() and not self.silent):
                return

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data and not self.silent:
                self._writer.write(data)
