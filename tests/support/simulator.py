"""The simulated server for tests: in a thread for synchronous ones, small sources, plain clients."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect

from workers.simulator.messages import Message
from workers.simulator.reference import ReferenceData, vn30_reference
from workers.simulator.server import SimulatedServer
from workers.simulator.source import Source

HUB = "FcMarketDataV2Hub"
CREDENTIALS = {"consumerID": "someone", "consumerSecret": "something"}


class ListSource:
    """A source of given messages."""

    def __init__(self, messages: Iterable[Message], trading_date: dt.date) -> None:
        self._messages = list(messages)
        self.trading_date = trading_date
        self.reference: ReferenceData = vn30_reference(trading_date)

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The given messages."""
        return iter(self._messages)


class SimulatorThread:
    """`SimulatedServer` on an event loop of its own thread, for synchronous tests.

    Use as a context manager; `url` is its address.
    """

    def __init__(self, source: Source, **options: Any) -> None:
        self._source = source
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.server: SimulatedServer | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.server = self.call(self._start)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server = self.server
        try:
            if server is not None:
                self.call(server.stop)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
            self._loop.close()

    @property
    def url(self) -> str:
        """Base address of REST and stream."""
        assert self.server is not None
        return self.server.url

    def drop_connections(self) -> None:
        """Cuts every open connection."""
        assert self.server is not None
        self.call(self.server.drop_connections)

    def accept(self, accepting: bool) -> None:
        """Whether new connections are taken from now on."""
        assert self.server is not None
        self.server.accepting = accepting

    def call(self, function: Callable[[], Awaitable[Any]]) -> Any:
        """Runs a coroutine function on the server's loop and waits for it."""

        async def run() -> Any:
            return await function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(30)

    async def _start(self) -> SimulatedServer:
        server = SimulatedServer(self._source, **self._options)
        await server.start()
        return server


class RawClient:
    """A stream client that shows frames as they are on the wire."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._next_id = 0

    async def frame(self, timeout_s: float = 5.0) -> dict[str, Any]:
        """The next frame, decoded once."""
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), timeout_s))
        return frame

    async def invoke(self, method: str, *arguments: str, hub: str = HUB) -> int:
        """Calls a hub method; returns the invocation's id."""
        number, self._next_id = self._next_id, self._next_id + 1
        await self.socket.send(json.dumps({"H": hub, "M": method, "A": list(arguments), "I": number}))
        return number

    async def subscribe(self, *channels: str) -> None:
        """Subscribes channels one by one."""
        for channel in channels:
            await self.invoke("SwitchChannels", channel)

    async def messages(self, count: int, timeout_s: float = 10.0) -> list[tuple[str, dict[str, Any]]]:
        """At least `count` messages as (type, content), whole frames, within a deadline."""
        found: list[tuple[str, dict[str, Any]]] = []
        async with asyncio.timeout(timeout_s):
            while len(found) < count:
                found.extend(broadcasts(await self.frame(timeout_s)))
        return found


def broadcasts(frame: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(type, content) of every broadcast in a frame."""
    arguments = [json.loads(entry["A"][0]) for entry in frame.get("M", []) if entry["M"] == "Broadcast"]
    return [(argument["DataType"], json.loads(argument["Content"])) for argument in arguments]


async def access_token(http: httpx.AsyncClient, url: str) -> str:
    """Logs in."""
    answer = await http.post(f"{url}/api/v2/Market/AccessToken", json=CREDENTIALS)
    token: str = answer.json()["data"]["accessToken"]
    return token


async def negotiate(http: httpx.AsyncClient, url: str, token: str) -> dict[str, Any]:
    """Negotiates a stream connection."""
    query = urlencode({"connectionData": json.dumps([{"name": HUB}]), "clientProtocol": "1.5"})
    answer = await http.get(
        f"{url}/v2.0/signalr/negotiate?{query}", headers={"Authorization": f"Bearer {token}"}
    )
    answer.raise_for_status()
    negotiated: dict[str, Any] = answer.json()
    return negotiated


@asynccontextmanager
async def raw_client(url: str) -> AsyncIterator[RawClient]:
    """A client after log-in, negotiate, connect and the first frame."""
    async with httpx.AsyncClient() as http:
        negotiated = await negotiate(http, url, await access_token(http, url))
    query = urlencode(
        {
            "transport": "webSockets",
            "connectionToken": negotiated["ConnectionToken"],
            "connectionData": json.dumps([{"name": HUB}]),
            "clientProtocol": "1.5",
        }
    )
    address = f"{url.replace('http', 'ws', 1)}/v2.0/signalr/connect?{query}"
    async with connect(address, max_size=None, open_timeout=5, close_timeout=1) as socket:
        client = RawClient(socket)
        first = await client.frame()
        assert first["S"] == 1
        yield client
