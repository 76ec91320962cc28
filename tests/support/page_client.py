"""A page's socket without a page: comes back as `assets/50-live.js` does. Door: `PageClient`, `House`."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from core.snapshot.delta import merge
from tests.support.webserver import WebServer

RESTART = 1012
FIRST_RETRY_S, LONGEST_RETRY_S, RESTART_CEILING_S = 0.5, 60.0, 1.5
OPEN_TIMEOUT_S, RESTART_TIMEOUT_S = 3.0, 8.0


@dataclass
class PageClient:
    """One socket. Times are monotonic seconds; the newest `lost_at` and `back_at` count."""

    url: str
    origin: str
    code: int | None = None
    told_at: float | None = None
    """When the newest close frame came."""
    lost_at: float | None = None
    back_at: float | None = None
    attempts: int = 0
    messages: int = 0
    rooms: dict[str, dict] = field(default_factory=dict)
    """What it shows: of each room the newest frame, with the whole room as its data."""
    notice: dict | None = None
    socket: ClientConnection | None = None

    async def run(self) -> None:
        """Connects, reads, comes back; until cancelled."""
        failures, patience_s = 0, OPEN_TIMEOUT_S
        while True:
            self.attempts += 1
            code = None
            try:
                async with connect(
                    self.url, origin=self.origin, compression=None, max_size=None, proxy=None,
                    open_timeout=patience_s, ping_interval=None, close_timeout=1,
                ) as ws:  # fmt: skip
                    self.socket = ws
                    await ws.send(json.dumps({"t": "sub", "rooms": {"board": None, "status": None}}))
                    with contextlib.suppress(ConnectionClosed):
                        async for text in ws:
                            message = json.loads(text)
                            if message["t"] == "ping":
                                await ws.send('{"t":"pong"}')
                            failures = 0 if self._take(message) else failures
                    code = ws.close_code
            except (OSError, WebSocketException, TimeoutError):
                pass
            self.socket = None
            if self.back_at is not None:
                now = time.monotonic()
                if code is not None and (self.told_at or 0) < self.back_at:
                    self.told_at = now
                self.lost_at, self.code, self.back_at = now, code, None
            failures += 1
            patience_s = RESTART_TIMEOUT_S if code == RESTART else OPEN_TIMEOUT_S
            ceiling = RESTART_CEILING_S if code == RESTART else FIRST_RETRY_S * 2**failures
            ceiling = min(LONGEST_RETRY_S, ceiling)
            await asyncio.sleep(ceiling / 2 + random.random() * ceiling / 2)

    def look(self) -> None:
        """Notes a close frame that has come: the library tells only when the connection is gone, too."""
        told = self.socket is not None and self.socket.protocol.close_rcvd is not None
        if told and self.back_at is not None and (self.told_at or 0) < self.back_at:
            self.told_at = time.monotonic()

    def _take(self, message: dict) -> bool:
        self.messages += 1
        if message["t"] == "status":
            self.notice = message if message["stale"] else None
        room = message.get("room")
        if room is None:
            return False
        shown = self.rooms.get(room)
        if message["t"] == "delta":
            assert shown is not None
            assert (message["epoch"], message["seq"]) == (shown["epoch"], shown["seq"] + 1), "a gap"
            merge(shown["data"], message["data"])
            message["data"] = shown["data"]
        self.rooms[room] = message
        if room == "board" and self.back_at is None:
            self.back_at = time.monotonic()
        return True


class House:
    """Many page clients on one event loop. An asynchronous context manager."""

    def __init__(self, web: WebServer, size: int) -> None:
        url = web.url.replace("http", "ws") + "/ws/live"
        self.clients = [PageClient(url, web.url) for _ in range(size)]
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> House:
        self._tasks = [asyncio.create_task(client.run()) for client in self.clients]
        self._tasks.append(asyncio.create_task(self._look()))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            for client in self.clients:
                client.look()
            await asyncio.sleep(0.01)

    async def all_back(self, within_s: float = 60.0) -> None:
        """Waits until every socket shows the board. Raises: AssertionError after `within_s`."""
        await self.wait_for(lambda client: client.back_at is not None, within_s)

    async def wait_for(self, wanted, within_s: float) -> None:
        """Waits until something holds for every client. Raises: AssertionError."""
        deadline = time.monotonic() + within_s
        while not all(wanted(client) for client in self.clients):
            missing = sum(not wanted(client) for client in self.clients)
            assert time.monotonic() < deadline, f"{missing} of {len(self.clients)} sockets are missing"
            await asyncio.sleep(0.02)


def share(values: list[float], part: float) -> float:
    """The value below which that part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
