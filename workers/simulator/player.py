"""Plays a source's day to the connected clients at the clock's pace.

Door: `Player`. Refuses to know HTTP and how clients connect.
"""

from __future__ import annotations

import asyncio
import logging
import operator
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from workers.simulator import signalr_wire as wire
from workers.simulator.clock import SimulatedClock
from workers.simulator.day_record import DayRecord
from workers.simulator.fault_desk import FaultDesk, ScriptPlayer
from workers.simulator.messages import Message
from workers.simulator.socket_client import SocketClient
from workers.simulator.source import Source
from workers.simulator.stream_client import StreamClient
from workers.simulator.v3_stream import V3Stream

logger = logging.getLogger(__name__)

BATCH = 200
"""Most messages handled before the event loop gets a turn."""

SETTLED_S = 0.3
"""A client that has subscribed nothing new for this long has subscribed everything."""

HIGH_WATER_BYTES = 512 * 1024
"""Without a pace, no message is sent while a client has more than this waiting."""

STALLED_S = 30.0
"""Without a pace, a client that takes nothing for this long is disconnected, so that the rest go on."""

HISTORY = 10_000
"""Newest messages that can be replayed; the whole session is asked of the source again."""

NIGHT_S = 15.0
"""A day's first message is sent so long after the clock has jumped to it: whoever follows the clock
by asking every ten seconds must know of the new day, or its messages come from the future."""

_MERGED_FROM = ("X-TRADE", "X-QUOTE")
_MAX_SLEEP_S = 0.25
_MIN_SLEEP_S = 0.005
_ROOM_POLL_S = 0.002


class Player:
    """One day after another on its way to the clients."""

    def __init__(
        self,
        source: Source,
        record: DayRecord,
        clock: SimulatedClock,
        clients: Callable[[], Iterable[StreamClient]],
        desk: FaultDesk,
        script: ScriptPlayer,
        v3_stream: V3Stream,
        *,
        following: Iterable[Source],
        new_day: Callable[[Source], None],
        start_ms: int | None,
        wait_for_client: bool,
    ) -> None:
        """
        Args:
            desk: changes, drops and doubles messages; script: told the time of every message.
            v3_stream: gets every delivered message too.
            following: the days after it, asked for as each ends; none follows without a pace, where
                a day would never rest. new_day: told of each before its first message.
            start_ms: messages before this instant are remembered, not sent; None: from the first.
            wait_for_client: begin only when a client has subscribed trades and has settled.
        """
        self._source = source
        self._record = record
        self._clock = clock
        self._clients = clients
        self._desk = desk
        self._script = script
        self._v3_stream = v3_stream
        self._following = iter(following)
        self._new_day = new_day
        self._history: deque[Message] = deque(maxlen=HISTORY)
        self._replays: set[asyncio.Task[None]] = set()
        self._start_ms = start_ms
        self._wait_for_client = wait_for_client
        self._subscribed = asyncio.Event()
        self._subscribed_at_s = 0.0
        self.ready = asyncio.Event()
        """Set once everything before the start has been remembered."""
        self.sent = 0
        """Messages that some client of v2 was sent: those nobody has subscribed do not count."""
        self.played = 0
        """Messages of this day's source so far, from the start on."""
        self.stalled = 0

    def subscribed(self, client: StreamClient, channel: wire.Channel) -> None:
        """A client has a new channel: it gets the last known messages, as from SSI."""
        self._subscribed_at_s = time.monotonic()
        if client.subscriptions.has("X-TRADE") or client.subscriptions.has("X"):
            self.demanded()
        if self.ready.is_set():
            self._replay(client, channel)

    def demanded(self) -> None:
        """Someone has subscribed trades: the day may begin."""
        self._subscribed_at_s = time.monotonic()
        self._subscribed.set()

    def _replay(self, client: StreamClient, channel: wire.Channel) -> None:
        if self._desk.holds_data:
            return
        client.send_entries([wire.entry(message) for message in self._record.last_known(channel)])
        fault = self._desk.replay
        if fault is not None and fault.last is not None:
            wanted = [message for message in self._history if _belongs(message, channel)]
            client.send_entries([wire.entry(message) for message in wanted[-fault.last :]])
        elif fault is not None:
            task = asyncio.create_task(self._replay_session(client, channel, self.played))
            self._replays.add(task)
            task.add_done_callback(self._replays.discard)

    async def _replay_session(self, client: StreamClient, channel: wire.Channel, count: int) -> None:
        """Sends the session's first `count` messages again, as the source has them; the day goes on."""
        messages = self._source.messages(quiet_until_ms=self._start_ms)
        session = (m for m in messages if self._start_ms is None or m.ts_ms >= self._start_ms)
        for number, message in enumerate(islice(session, count)):
            if _belongs(message, channel):
                client.send_entries([wire.entry(message)])
            if number % BATCH == 0:
                await asyncio.sleep(0)
                await client.below(HIGH_WATER_BYTES)
            if client.ended:
                return

    def publish(self, messages: list[Message]) -> None:
        """Sends messages that are not the source's, now."""
        if messages:
            self._deliver(messages)

    def release(self, messages: list[Message]) -> None:
        """Sends messages that were held back; they are remembered already."""
        self._offer_all(messages, note=False)

    def end(self) -> None:
        """Stops what runs beside the day."""
        for task in list(self._replays):
            task.cancel()

    async def run(self) -> None:
        """Plays the day to its end, and those that follow."""
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
        self._desk.flush()
        while self._clock.speed is not None and (source := next(self._following, None)) is not None:
            await self._play_next(source, self._clock.speed)
        self._clock.end()
        logger.info("the day of %s is over, %d messages", self._source.trading_date, self.sent)

    async def _play_next(self, source: Source, speed: float) -> None:
        """Another day, from its first message on, after a night of `NIGHT_S`."""
        logger.info("the day of %s is over, %s follows", self._source.trading_date, source.trading_date)
        self._source, self._start_ms, self.played = source, None, 0
        self._history.clear()
        self._new_day(source)
        messages = source.messages()
        first = next(messages, None)
        if first is not None:
            self._clock.begin(max(self._clock.now_ms(), first.ts_ms - int(NIGHT_S * speed * 1000)))
            await self._play(first, messages)
        self._desk.flush()

    async def _fast_forward(self, messages: Iterator[Message]) -> Message | None:
        """Remembers what lies before the start; returns the first message to be sent."""
        for number, message in enumerate(messages):
            if self._start_ms is None or message.ts_ms >= self._start_ms:
                return message
            self._record.note(message)
            self._v3_stream.note((message,))
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
            self._script.exchange_time(
                pending.ts_ms if self._clock.speed is None else min(self._clock.now_ms(), pending.ts_ms)
            )
            wait_s = self._clock.wait_s(pending.ts_ms)
            if wait_s > 0:
                await asyncio.sleep(min(max(wait_s, _MIN_SLEEP_S), _MAX_SLEEP_S))
                continue
            batch: list[Message] = []
            # Without a pace everything is due, and the newest message is the time.
            now_ms = None if self._clock.speed is None else self._clock.now_ms()
            # A step of the script falls between the messages before and after its time.
            last_ms = min(self._script.next_ms - 1, float("inf") if now_ms is None else now_ms)
            while pending is not None and len(batch) < BATCH and pending.ts_ms <= last_ms:
                batch.append(pending)
                pending = next(messages, None)
            if batch:
                self._send(batch)
            if now_ms is None:
                await self._room()
            else:
                await asyncio.sleep(0)

    def _send(self, batch: list[Message]) -> None:
        self.played += len(batch)
        self._clock.note(batch[-1].ts_ms)
        self._deliver(self._desk.market.changed(batch))

    def _deliver(self, messages: Sequence[Message]) -> None:
        """Remembers messages and sends them to whoever wants them, as far as the faults let them."""
        delivered = self._desk.delivered(messages)
        # Without faults these are the same: an X shows the book and the trade of its moment.
        if len(delivered) == len(messages) and all(map(operator.is_, delivered, messages)):
            self._offer_all(messages, note=True)
            return
        for message in messages:
            self._remember(message)
        self._offer_all(delivered, note=False)

    def _remember(self, message: Message) -> None:
        self._record.note(message)
        self._history.append(message)

    def _offer_all(self, messages: Sequence[Message], *, note: bool) -> None:
        clients = [client for client in self._clients() if not client.overflowed]
        merging = any(client.subscriptions.has("X") for client in clients)
        outgoing: list[tuple[StreamClient, list[bytes]]] = [(client, []) for client in clients]
        for message in messages:
            if note:
                self._remember(message)
            self.sent += self._offer(message, outgoing)
            if merging and message.data_type in _MERGED_FROM:
                merged = self._record.merged(message.symbol)
                if merged is not None:
                    self._offer(merged, outgoing)
        for client, entries in outgoing:
            client.send_entries(entries)
        self._v3_stream.offer(messages)

    @staticmethod
    def _offer(message: Message, outgoing: list[tuple[StreamClient, list[bytes]]]) -> bool:
        """Encodes a message once for all who want it; whether anyone does."""
        encoded: bytes | None = None
        for client, entries in outgoing:
            if client.wants(message):
                if encoded is None:
                    encoded = wire.entry(message)
                entries.append(encoded)
        return encoded is not None

    def _sockets(self) -> list[SocketClient]:
        return [*self._clients(), *self._v3_stream.clients.values()]

    async def _room(self) -> None:
        """Waits for the slowest client; one that takes nothing at all is let go."""
        await asyncio.sleep(0)
        waited: dict[str, tuple[int, float]] = {}
        while full := [c for c in self._sockets() if c.queued_bytes > HIGH_WATER_BYTES]:
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


def _belongs(message: Message, channel: wire.Channel) -> bool:
    return message.data_type.upper() == channel.data_type and channel.includes(message.symbol)
