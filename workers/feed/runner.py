"""The one retry loop of the product: connects, watches, reconnects.

Door: `FeedRunner.run`. Back-off with full jitter, capped, reset only after 10 s of data;
at most 40 connects in 10 minutes; a 429 waits at least 30 s. Refuses to read messages.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import httpx
from websockets.exceptions import WebSocketException

from core.errors import FeedError, FeedSilentError, RateLimitedError
from core.feed import backoff
from core.feed.breaker import Breaker
from core.feed.liveness import Action, Liveness
from workers.feed.connection import StreamConnection

logger = logging.getLogger(__name__)

CONNECT_LIMIT, CONNECT_WINDOW_S = 40, 600.0
STABLE_S = 10.0
WATCH_INTERVAL_S = 0.25
_YIELD_EVERY_S = 0.02
_RETRIED = (FeedError, httpx.HTTPError, OSError, WebSocketException, TimeoutError)


class FrameHandler(Protocol):
    """Who reads the frames. `frame` returns True when the frame carried market data."""

    def frame(self, raw: bytes) -> bool: ...

    def connection_changed(self, connected: bool, detail: str | None) -> None: ...

    def expecting_data(self) -> bool: ...


class FeedRunner:
    """Keeps one connection up. Its owner reads `liveness` for the feed's state."""

    def __init__(
        self,
        open_stream: Callable[[], AbstractAsyncContextManager[StreamConnection]],
        handler: FrameHandler,
        liveness: Liveness,
        *,
        breaker: Breaker,
        mono_s: Callable[[], float],
        draw: Callable[[], float],
        watches_data: bool = True,
    ) -> None:
        """
        Args:
            open_stream: opens and subscribes a connection.
            handler: reads the frames.
            liveness: judges silence.
            breaker: budget of connects, shared by all runners.
            mono_s: monotonic clock, seconds.
            draw: uniform random number in [0, 1).
            watches_data: False for channels that may rightly be silent (F, B, OL alone).
        """
        self._open_stream = open_stream
        self._handler = handler
        self.liveness = liveness
        self._breaker = breaker
        self._mono_s = mono_s
        self._draw = draw
        self.watches_data = watches_data
        self.reconnects = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set."""
        failures = 0
        while not stop.is_set():
            await self._pause(self._breaker.wait_s(self._mono_s()), stop)
            if stop.is_set():
                break
            self._breaker.note(self._mono_s())
            started_s, wait_s = self._mono_s(), None
            try:
                async with self._open_stream() as connection:
                    started_s = self._mono_s()
                    self._expect(started_s)
                    self.liveness.connected(started_s, connection.keep_alive_timeout_s)
                    self._handler.connection_changed(True, None)
                    await self._serve(connection, stop)
            except RateLimitedError as error:
                detail: str | None = str(error)
                wait_s = backoff.rate_limited_s(error.retry_after_s, self._draw())
            except _RETRIED as error:
                detail = f"{type(error).__name__}: {error}"
            else:
                detail = None
            self.liveness.disconnected()
            self._handler.connection_changed(False, detail)
            if stop.is_set():
                break
            failures = 0 if self._mono_s() - started_s >= STABLE_S else failures + 1
            if wait_s is None:
                cap_s = backoff.CAP_IN_SESSION_S if self._handler.expecting_data() else backoff.CAP_OUTSIDE_S
                wait_s = backoff.full_jitter_s(failures, self._draw(), cap_s=cap_s)
            self.reconnects += 1
            logger.warning("feed lost, next attempt in %.1f s: %s", wait_s, detail)
            await self._pause(wait_s, stop)

    async def _serve(self, connection: StreamConnection, stop: asyncio.Event) -> None:
        """Reads frames while a second task watches the silence; either ends both.

        Raises: FeedSilentError, websockets' exceptions.
        """
        reader = asyncio.create_task(self._read(connection))
        watcher = asyncio.create_task(self._watch(connection))
        stopper = asyncio.create_task(stop.wait())
        tasks = {reader, watcher, stopper}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopper}:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, connection: StreamConnection) -> None:
        yielded_s = self._mono_s()
        while True:
            raw = await connection.receive()
            now_s = self._mono_s()
            if self._handler.frame(raw):
                self.liveness.data_came(now_s)
            else:
                self.liveness.bytes_came(now_s)
            # A full buffer is read without a pause: let the publisher have its turn.
            if now_s - yielded_s >= _YIELD_EVERY_S:
                await asyncio.sleep(0)
                yielded_s = self._mono_s()

    async def _watch(self, connection: StreamConnection) -> None:
        while True:
            await asyncio.sleep(WATCH_INTERVAL_S)
            now_s = self._mono_s()
            self._expect(now_s)
            action = self.liveness.action(now_s)
            if action is Action.RESUBSCRIBE:
                logger.warning("no data: subscribing again")
                await connection.subscribe()
            elif action is Action.RECONNECT:
                raise FeedSilentError("connected, but nothing comes")

    def _expect(self, now_s: float) -> None:
        self.liveness.expect(now_s, self.watches_data and self._handler.expecting_data())

    @staticmethod
    async def _pause(seconds: float, stop: asyncio.Event) -> None:
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)
