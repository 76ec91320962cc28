"""One client of the v2 stream: its subscriptions, and the hub methods it may call.

Door: `StreamClient`. Refuses to know what the messages are and when they are due.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from websockets.server import ServerProtocol

from workers.simulator import signalr_wire as wire
from workers.simulator.messages import Message
from workers.simulator.socket_client import GOING_AWAY, SocketClient

logger = logging.getLogger(__name__)


class StreamClient(SocketClient):
    """One connected client of the hub."""

    def __init__(
        self,
        connection_id: str,
        protocol: ServerProtocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        on_subscribed: Callable[[StreamClient, wire.Channel], None],
        blocked: str | None = None,
    ) -> None:
        """
        Args:
            protocol: after the handshake.
            on_subscribed: called with every new channel, after its acknowledgement was queued.
            blocked: why the hub says an error and closes at once; None serves the client.
        """
        super().__init__(connection_id, protocol, reader, writer)
        self.subscriptions = wire.Subscriptions()
        self._on_subscribed = on_subscribed
        self._blocked = blocked
        self._frames = 0

    def opened(self) -> None:
        """The hub's first frame."""
        self.send(wire.initial(self.connection_id))
        if self._blocked is not None:
            self.send(wire.error(self.connection_id, self._blocked))
            self.close_after_queue(GOING_AWAY, "")

    def keep_alive(self) -> None:
        """The hub's keep-alive."""
        self.send(wire.KEEP_ALIVE)

    def send_entries(self, entries: Sequence[bytes]) -> None:
        """Queues messages, at most 20 to a frame."""
        for first in range(0, len(entries), wire.MAX_ENTRIES):
            self._frames += 1
            part = entries[first : first + wire.MAX_ENTRIES]
            self.send(wire.frame(self.connection_id, self._frames, part))

    def wants(self, message: Message) -> bool:
        """Whether the client has subscribed a message's channel."""
        return self.subscriptions.wants(message)

    def received(self, data: bytes) -> None:
        """An invocation: acknowledged, and carried out when it subscribes."""
        invocation = wire.decode_invocation(data)
        if invocation is None:
            logger.info("client %s sent something that is no invocation", self.connection_id)
            return
        if invocation.H.lower() != wire.HUB.lower():
            return self.send(wire.acknowledgement(invocation, f"'{invocation.H}' Hub could not be resolved."))
        if invocation.M.lower() != wire.SUBSCRIBE_METHOD:
            return self.send(
                wire.acknowledgement(invocation, f"'{invocation.M}' method could not be resolved.")
            )
        self.send(wire.acknowledgement(invocation))
        for argument in invocation.A[:1]:
            channel = wire.parse_channel(str(argument))
            if channel is not None:
                self.subscriptions.add(channel)
                self._on_subscribed(self, channel)
