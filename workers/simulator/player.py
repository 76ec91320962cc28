"""Plays a source's day to the connected clients at the clock's pace.

Door: `Player`. Refuses to know HTTP and how clients connect.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator

from workers.simulator import signalr_wire as wire
from workers.simulator.clock import SimulatedClock
from workers.simulator.day_record import DayRecord
from workers.simulator.messages import Message
from workers.simulator.source import Source
from workers.simulator.stream_client import StreamClient

logger = logging.getLogger(__name__)

BATCH = 200
"""Most messages handled before the event loop gets a turn."""

SETTLED_S = 0.3
"""A client that has subscribed nothing new for this long has subscribed everything."""

HIGH_WATER_BYTES = 512 * 1024
"""Without a pace, no message is sent while a client has more than this waiting."""

STALLED_S = 30.0
"""Without a pace, a client that takes nothing for this long is disconnected, so that the rest go on."""

_MERGED_FROM = ("X-TRADE", "X-QUOTE")
_MAX_SLEEP_S = 0.25
_MIN_SLEEP_S = 0.005
_ROOM_POLL_S = 0.002


class Player:
    """One day on its way to the clients."""

    def __init__(
        self,
        source: Source,
        record: DayRecord,
        clock: SimulatedClock,
        clients: Callable[[], Iterable[StreamClient]],
        *,
        start_ms: int | None,
        wait_for_client: bool,
    ) -> None:
        """
        Args:
            start_ms: messages before this instant are remembered, not sent; None: from the first.
            wait_for_client: begin only when a client has subscribed trades and has settled.
        """
        self._source = source
        self._record = record
        self._clock = clock
        self._clients = clients
        self._start_ms = start_ms
        self._wait_for_client = wait_for_client
        self._subscribed = asyncio.Event()
        self._subscribed_at_s = 0.0
        self.ready = asyncio.Event()
        """Set once everything before the start has been remembered."""
        self.sent = 0
        self.stalled = 0

    def subscribed(self, client: StreamClient, channel: wire.Channel) -> None:
        """A client has a new channel: it gets the last known messages, as from SSI."""
        self._subscribed_at_s = time.monotonic()
        if client.subscriptions.has("X-TRADE") or client.subscriptions.has("X"):
            self._subscribed.set()
        if self.ready.is_set():
            self._replay(client, channel)

    def _replay(self, client: StreamClient, channel: wire.Channel) -> None:
        client.send_entries([wire.entry(message) for message in self._record.last_known(channel)])

    async def run(self) -> None:
        """Plays the day to its end."""
        messages = self._source.messages(quiet_until_ms=self._start_ms)
        first = await self._fast_forward(messages)
        self.ready.set()
        for client in self._clients():
            # Whoever subscribed meanwhile would have been told of a moment long past.
            for channel in client.subscriptions.channels():
                self._replay(client, channel)
        if self._wait_for_client:
            await self._settled()
        if first is not None:
            self._clock.begin(first.ts_ms if self._start_ms is None else self._start_ms)
            await self._play(first, messages)
        self._clock.end()
        logger.info("the day of %s is over, %d messages", self._source.trading_date, self.sent)

    async def _fast_forward(self, messages: Iterator[Message]) -> Message | None:
        """Remembers what lies before the start; returns the first message to be sent."""
        for number, message in enumerate(messages):
            if self._start_ms is None or message.ts_ms >= self._start_ms:
                return message
            self._record.note(message)
            if number % BATCH == 0:
                await asyncio.sleep(0)
        return None

    async def _settled(self) -> None:
        await self._subscribed.wait()
        while True:
            left_s = self._subscribed_at_s + SETTLED_S - time.monotonic()
            if left_s <= 0:
                return
            await asyncio.sleep(left_s)

    async def _play(self, first: Message, messages: Iterator[Message]) -> None:
        pending: Message | None = first
        while pending is not None:
            wait_s = self._clock.wait_s(pending.ts_ms)
            if wait_s > 0:
                await asyncio.sleep(min(max(wait_s, _MIN_SLEEP_S), _MAX_SLEEP_S))
                continue
            batch: list[Message] = []
            # Without a pace everything is due, and the newest message is the time.
            now_ms = None if self._clock.speed is None else self._clock.now_ms()
            while pending is not None and len(batch) < BATCH and (now_ms is None or pending.ts_ms <= now_ms):
                batch.append(pending)
                pending = next(messages, None)
            self._send(batch)
            if now_ms is None:
                await self._room()
            else:
                await asyncio.sleep(0)

    def _send(self, batch: list[Message]) -> None:
        clients = [client for client in self._clients() if not client.overflowed]
        merging = any(client.subscriptions.has("X") for client in clients)
        outgoing: list[tuple[StreamClient, list[bytes]]] = [(client, []) for client in clients]
        for message in batch:
            self._record.note(message)
            self._offer(message, outgoing)
            if merging and message.data_type in _MERGED_FROM:
                merged = self._record.merged(message.symbol)
                if merged is not None:
                    self._offer(merged, outgoing)
        self.sent += len(batch)
        self._clock.note(batch[-1].ts_ms)
        for client, entries in outgoing:
            client.send_entries(entries)

    @staticmethod
    def _offer(message: Message, outgoing: list[tuple[StreamClient, list[bytes]]]) -> None:
        """Encodes a message once for all who want it."""
        encoded: bytes | None = None
        for client, entries in outgoing:
            if client.wants(message):
                if encoded is None:
                    encoded = wire.entry(message)
                entries.append(encoded)

    async def _room(self) -> None:
        """Waits for the slowest client; one that takes nothing at all is let go."""
        await asyncio.sleep(0)
        waited: dict[str, tuple[int, float]] = {}
        while full := [c for c in self._clients() if c.queued_bytes > HIGH_WATER_BYTES]:
            now_s = time.monotonic()
            for client in full:
                taken, since_s = waited.get(client.connection_id, (-1, now_s))
                if client.sent_bytes != taken:
                    waited[client.connection_id] = (client.sent_bytes, now_s)
                elif now_s - since_s > STALLED_S:
                    logger.warning("client %s takes nothing: disconnected", client.connection_id)
                    self.stalled += 1
                    client.cut()
                    client.overflowed = True
            await asyncio.sleep(_ROOM_POLL_S)
            if all(client.overflowed for client in full):
                return
