"""One client's WebSocket: its subscriptions, its outgoing queue, its reading side.

Door: `StreamClient`. The protocol is the sans-I/O one, so that a fault can be put on the wire at
any byte. Refuses to know what the messages are and when they are due.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from workers.simulator import signalr_wire as wire
from workers.simulator.messages import Message

logger = logging.getLogger(__name__)

MAX_QUEUED_BYTES = 16 * 1024 * 1024
_READ_BYTES = 64 * 1024


class StreamClient:
    """One connected client.

    Its outgoing queue holds at most 16 MB of frames. When it is full the client has not been
    reading: it is disconnected and counted; no frame is ever left out.
    """

    def __init__(
        self,
        connection_id: str,
        protocol: ServerProtocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        on_subscribed: Callable[[StreamClient, wire.Channel], None],
    ) -> None:
        """
        Args:
            protocol: after the handshake.
            on_subscribed: called with every new channel, after its acknowledgement was queued.
        """
        self.connection_id = connection_id
        self.subscriptions = wire.Subscriptions()
        self.overflowed = False
        self.sent_bytes = 0
        self._protocol = protocol
        self._reader = reader
        self._writer = writer
        self._on_subscribed = on_subscribed
        self._queue: deque[bytes] = deque()
        self.queued_bytes = 0
        self._wake = asyncio.Event()
        self._frames = 0

    async def run(self, keep_alive_s: float) -> None:
        """Serves the connection until either side ends it."""
        self._enqueue(wire.initial(self.connection_id))
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
        for end in ends:
            # A client that went away is daily life; anything else is a fault of the server.
            if isinstance(end, Exception) and not isinstance(end, ConnectionError):
                raise end

    def send_entries(self, entries: Sequence[bytes]) -> None:
        """Queues messages, at most 20 to a frame."""
        for first in range(0, len(entries), wire.MAX_ENTRIES):
            self._frames += 1
            part = entries[first : first + wire.MAX_ENTRIES]
            self._enqueue(wire.frame(self.connection_id, self._frames, part))

    def send_raw(self, frame: bytes) -> None:
        """Queues a frame as it is."""
        self._enqueue(frame)

    def wants(self, message: Message) -> bool:
        """Whether the client has subscribed a message's channel."""
        return self.subscriptions.wants(message)

    def close(self) -> None:
        """Says good-bye; the connection ends when the client answers, or when it is cut."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(1001)
            self._flush()

    def cut(self) -> None:
        """Ends the TCP connection at once, without a closing handshake."""
        self._writer.transport.abort()

    def _enqueue(self, frame: bytes) -> None:
        if self.overflowed:
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

    async def _write(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue and self._protocol.state is State.OPEN:
                frame = self._queue.popleft()
                self._protocol.send_text(frame)
                self._flush()
                await self._writer.drain()
                self.queued_bytes -= len(frame)
                self.sent_bytes += len(frame)

    async def _keep_alive(self, interval_s: float) -> None:
        while True:
            await asyncio.sleep(interval_s)
            if not self._queue:
                self._enqueue(wire.KEEP_ALIVE)

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
                    self._received(bytes(event.data))
            if not data or self._protocol.close_expected():
                return

    def _received(self, data: bytes) -> None:
        invocation = wire.decode_invocation(data)
        if invocation is None:
            logger.info("client %s sent something that is no invocation", self.connection_id)
            return
        if invocation.H.lower() != wire.HUB.lower():
            return self._enqueue(
                wire.acknowledgement(invocation, f"'{invocation.H}' Hub could not be resolved.")
            )
        if invocation.M.lower() != wire.SUBSCRIBE_METHOD:
            return self._enqueue(
                wire.acknowledgement(invocation, f"'{invocation.M}' method could not be resolved.")
            )
        self._enqueue(wire.acknowledgement(invocation))
        for argument in invocation.A[:1]:
            channel = wire.parse_channel(str(argument))
            if channel is not None:
                self.subscriptions.add(channel)
                self._on_subscribed(self, channel)

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)
