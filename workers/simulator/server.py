"""The simulated FastConnect server: v2's REST and SignalR, v3's REST and WebSocket, on one port.

Door: `SimulatedServer`, an async context manager that tests use in their own process and
`main.py` runs as one. Refuses to know what kind of day it serves: that is its `Source`.

Every connection is an asyncio stream whose bytes pass through sans-I/O protocols (h11 for HTTP,
websockets for the upgraded socket), so faults can be put on the wire at any byte.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from email.utils import formatdate
from functools import partial
from types import TracebackType
from typing import Any, Self

import h11
from websockets.http11 import Request as UpgradeRequest
from websockets.server import ServerProtocol

from core.market.calendar import instant_ms
from workers.simulator import fault_http, http_door, rest
from workers.simulator.clock import CLOCK_PATH, SimulatedClock
from workers.simulator.day_record import DayRecord
from workers.simulator.fault_desk import FaultDesk, ScriptPlayer
from workers.simulator.fault_market import MarketFaults
from workers.simulator.fault_script import Step
from workers.simulator.fault_strike import strike
from workers.simulator.faults import Fault
from workers.simulator.http_door import BadRequest, Request, Response
from workers.simulator.messages import WireDay
from workers.simulator.player import Player
from workers.simulator.quota import CallQuota, stream_refusal
from workers.simulator.socket_client import SocketClient
from workers.simulator.source import Source
from workers.simulator.stream_client import StreamClient
from workers.simulator.tokens import TokenIssuer
from workers.simulator.v2_door import HUB_PATH, V2Door
from workers.simulator.v3_rest import V3Door
from workers.simulator.v3_sessions import Sessions
from workers.simulator.v3_stream import V3Client, V3Stream

logger = logging.getLogger(__name__)

KEEP_ALIVE_S = 10.0
TOKEN_LIFETIME_S = 8 * 3600.0
CALL_QUOTA = (1_000, 1)
"""Calls, and seconds: SSI publishes no number; this one is generous."""
STREAM_QUOTA = 100
"""Streams open at once."""

_CLOSE_GRACE_S = 0.3
_FAULT_TICK_S = 0.02
"""How often the faults' own clock is looked at."""


class SimulatedServer:
    """A server for one source's day, and those that follow it. Use `async with`, or `start` and `stop`."""

    def __init__(
        self,
        source: Source,
        *,
        speed: float | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        start_seconds: int | None = None,
        wait_for_client: bool | None = None,
        credentials: tuple[str, str] | None = None,
        token_lifetime_s: float = TOKEN_LIFETIME_S,
        keep_alive_s: float = KEEP_ALIVE_S,
        source_name: str = "exchange",
        script: Sequence[Step] = (),
        seed: int = 1,
        call_quota: CallQuota | None = None,
        stream_quota: int = STREAM_QUOTA,
        tls: ssl.SSLContext | None = None,
        following: Iterable[Source] = (),
    ) -> None:
        """
        Args:
            source: the day.
            speed: simulated seconds a second; None as fast as clients take it.
            port: 0 takes a free one; `url` tells it.
            start_seconds: local seconds of the day at which the day begins for clients; what lies
                before is known, not sent. None: with the source's first message.
            wait_for_client: hold the day until the first client has subscribed trades; None does
                so only when there is no pace.
            credentials: the one (id, secret) that may log in; None takes any non-empty pair.
            keep_alive_s: seconds between keep-alive frames.
            source_name: what the clock door calls the source.
            script: faults by time; seed: of what they draw.
            call_quota: of the REST calls; None for one nobody reaches.
            stream_quota: v2 streams open at once.
            following: the days after it, asked for one by one as each ends; ignored without a pace.
            tls: serves HTTPS and WSS; SSI's v3 client takes nothing else. None: plain.
        """
        self._host = host
        self._port = port
        self._keep_alive_s = keep_alive_s
        self._source_name = source_name
        start_ms = None if start_seconds is None else _instant(source, start_seconds)
        self._clock = SimulatedClock(
            speed, start_ms=_instant(source, 0) if start_ms is None else start_ms, mono_s=time.monotonic
        )
        self.record = DayRecord(source.trading_date)
        self._v2 = V2Door(
            rest.MarketData(lambda: self.faults.market.reference, self.record),
            TokenIssuer(secrets.token_bytes(32), lifetime_s=token_lifetime_s),
            credentials,
            call_quota or CallQuota(*CALL_QUOTA),
            time.monotonic,
        )
        self._stream_quota = stream_quota
        self._tls = tls
        self._clients: dict[str, StreamClient] = {}
        self._handlers: set[asyncio.Task[Any]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        self._playing: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self.faults = FaultDesk(
            MarketFaults(source.reference, WireDay(source.trading_date)),
            seed=seed,
            mono_s=time.monotonic,
            now_ms=self._clock.now_ms,
            strike=self._strike,
            publish=lambda messages: self.player.publish(messages),
            release=lambda messages: self.player.release(messages),
            last_trade=lambda symbol: self.record.content("X-TRADE", symbol),
        )
        """What goes wrong; `start` makes it happen."""
        self._v3 = V3Door(
            Sessions(time.time), lambda: self.faults.market.reference, lambda: self.record.date, credentials
        )
        self._v3_stream = V3Stream(
            self.record,
            self._v3.members,
            lambda: self.faults.market.reference,
            holds_data=lambda: self.faults.holds_data,
            on_subscribed=lambda: self.player.demanded(),
        )
        self._script = ScriptPlayer(script, self.faults, _instant(source, 0))
        self.player = Player(
            source,
            self.record,
            self._clock,
            lambda: list(self._clients.values()),
            self.faults,
            self._script,
            self._v3_stream,
            following=following,
            new_day=self._new_day,
            start_ms=start_ms,
            wait_for_client=speed is None if wait_for_client is None else wait_for_client,
        )
        self.accepting = True
        """False refuses new connections (they are reset) and leaves the open ones alone."""
        self.connections = 0
        """WebSockets accepted so far."""
        self.overflows = 0
        """Clients disconnected because they did not read."""

    # -- life ------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listens, and returns once everything before the day's start is known.

        Raises: OSError when the address is taken; what the source raises.
        """
        self._listener = await asyncio.start_server(self._connected, self._host, self._port, ssl=self._tls)
        self._port = self._listener.sockets[0].getsockname()[1]
        self._playing = asyncio.create_task(self.player.run())
        ready = asyncio.create_task(self.player.ready.wait())
        await asyncio.wait({self._playing, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        self._ticking = asyncio.create_task(self._tick())
        if self._playing.done() and self._playing.exception() is not None:
            await self.stop()

    async def stop(self) -> None:
        """Says good-bye to every client and ends everything, within a second.

        Raises: what ended the playing of the day, if something did.
        """
        if self._listener is not None:
            self._listener.close()
        if self._playing is not None:
            self._playing.cancel()
        if self._ticking is not None:
            self._ticking.cancel()
        self.player.end()
        for client in self._sockets():
            client.close()
        if self._sockets():
            await asyncio.wait(list(self._handlers), timeout=_CLOSE_GRACE_S)
        await self._end_all_connections()
        if self._playing is not None:
            results = await asyncio.gather(self._playing, return_exceptions=True)
            if isinstance(results[0], Exception):
                raise results[0]

    async def run_until_failure(self) -> None:
        """Returns when the day is over; raises what the source raised."""
        if self._playing is not None:
            await self._playing

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def url(self) -> str:
        """Base address of REST and stream."""
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://{self._host}:{self._port}"

    @property
    def ended(self) -> bool:
        """Whether the day is over."""
        return self._clock.ended

    @property
    def stream_clients(self) -> int:
        """WebSockets open now."""
        return len(self._sockets())

    def _sockets(self) -> list[SocketClient]:
        """Every open WebSocket, of both versions."""
        return [*self._clients.values(), *self._v3_stream.clients.values()]

    async def drop_connections(self) -> None:
        """Cuts every open connection without a closing handshake; new ones are welcome."""
        await self._end_all_connections()

    async def _tick(self) -> None:
        """Starts and ends faults by their own clocks, messages or not."""
        started_s = time.monotonic()
        while True:
            self._script.elapsed(time.monotonic() - started_s)
            if self._clock.speed is not None:
                self._script.exchange_time(self._clock.now_ms())
            self.faults.expire()
            await asyncio.sleep(_FAULT_TICK_S)

    def _expire_tokens(self) -> None:
        self._v2.tokens.expire_issued()
        self._v3.sessions.expire_access()

    def _strike(self, fault: Fault) -> None:
        strike(fault, self._sockets(), self.faults.rng, self._expire_tokens)

    def _new_day(self, source: Source) -> None:
        """Lists, limits and the record are those of another day from now on; clients stay."""
        self.record.begin(source.trading_date)
        self.faults.market.begin(source.reference, WireDay(source.trading_date))
        self._v3_stream.new_day()

    async def _end_all_connections(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
        handlers = list(self._handlers)
        for handler in handlers:
            handler.cancel()
        await asyncio.gather(*handlers, return_exceptions=True)

    # -- connections --------------------------------------------------------------------

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.accepting:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        if task is not None:
            self._handlers.add(task)
        self._writers.add(writer)
        try:
            await self._serve(reader, writer)
        except (BadRequest, ConnectionError) as error:
            logger.info("connection ended: %s", error)
        except asyncio.CancelledError:
            # The server is stopping or was told to cut this connection.
            pass
        finally:
            self._writers.discard(writer)
            if task is not None:
                self._handlers.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, one after another, until one of them upgrades it."""
        rest_of_bytes = b""
        while True:
            data = await http_door.read_head(reader, rest_of_bytes)
            if not data:
                return
            connection = h11.Connection(h11.SERVER)
            request, rest_of_bytes = await http_door.parse_request(connection, reader, data)
            response = await fault_http.faulty_answer(self.faults, self._target(request), reader)
            if response is None and request.upgrades and request.path.lower() == HUB_PATH + "connect":
                response = self._v2.refused_connect(request)
                if response is None:
                    return await self._upgrade(data, reader, writer, self._v2_client)
            elif response is None and request.upgrades and self._v3.target(request.path.lower()) == "connect":
                response = self._v3.refused_connect(request)
                if response is None:
                    key = self._v3.sessions.key_of(request.headers.get("authorization")) or ""
                    return await self._upgrade(data, reader, writer, partial(self._v3_stream.connect, key))
            if response is None:
                response = self._answer(request, writer.get_extra_info("peername"))
            writer.write(http_door.write_response(connection, response, formatdate(usegmt=True)))
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE:
                return

    def _target(self, request: Request) -> str | None:
        """What is asked for, an `HttpTarget`; None for the control doors, which have no faults."""
        path = request.path.lower()
        return self._v2.target(path) or self._v3.target(path)

    def _v2_client(
        self, protocol: ServerProtocol, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> StreamClient:
        return StreamClient(
            secrets.token_hex(16),
            protocol,
            reader,
            writer,
            on_subscribed=self.player.subscribed,
            blocked=stream_refusal(len(self._clients), self._stream_quota),
        )

    async def _upgrade(
        self,
        data: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        make: Callable[[ServerProtocol, asyncio.StreamReader, asyncio.StreamWriter], StreamClient | V3Client],
    ) -> None:
        protocol = ServerProtocol(max_size=1024 * 1024)
        protocol.receive_data(data)
        for event in protocol.events_received():
            if isinstance(event, UpgradeRequest):
                protocol.send_response(protocol.accept(event))
        writer.write(b"".join(protocol.data_to_send()))
        await writer.drain()
        client = make(protocol, reader, writer)
        self.connections += 1
        if isinstance(client, StreamClient):
            self._clients[client.connection_id] = client
        else:
            self._v3_stream.clients[client.connection_id] = client
        logger.info("client %s connected, %d open", client.connection_id, self.stream_clients)
        try:
            await client.run(self._keep_alive_s)
        finally:
            self._clients.pop(client.connection_id, None)
            self._v3_stream.clients.pop(client.connection_id, None)
            self.overflows += client.overflowed
            logger.info("client %s gone, %d open", client.connection_id, self.stream_clients)

    # -- requests ------------------------------------------------------------------------

    def _answer(self, request: Request, peer: object) -> Response:
        path = request.path.lower()
        if self._v2.target(path) is not None:
            return self._v2.answer(request)
        if self._v3.target(path) is not None:
            return self._v3.answer(request)
        if path == CLOCK_PATH:
            return self._clock.answer(self.record.date, self._source_name, self.player.sent)
        if path == fault_http.FAULTS_PATH:
            return fault_http.control(self.faults, request, peer)
        return Response(404, b'{"message":"Not Found","status":404}')


def _instant(source: Source, seconds_of_day: int) -> int:
    return instant_ms(source.trading_date, seconds_of_day)
