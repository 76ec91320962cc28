"""The market worker: feed -> pipeline -> rooms. Its object graph is `MarketWorker.__init__`.

Door: `run`. One event loop owns everything; nothing here blocks it for longer than a frame.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
import logging
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx
from websockets.exceptions import WebSocketException

from core.errors import FeedError
from core.feed import signalr
from core.feed.breaker import Breaker
from core.feed.liveness import Liveness
from core.market.calendar import local_seconds, trading_minute
from core.market.events import Rejected
from core.pipeline import MarketDataProcessor
from core.snapshot import keys, views
from core.snapshot.board_views import BoardRows
from core.snapshot.flow_views import flow_room
from core.snapshot.rooms import Series
from core.snapshot.symbol_views import SymbolView, symbol_series
from workers.feed.connection import StreamConnection, open_connection
from workers.feed.rest import RestClient
from workers.feed.runner import CONNECT_LIMIT, CONNECT_WINDOW_S, FeedRunner
from workers.feed.session import TokenSource
from workers.market_clock import MarketClock
from workers.metrics import CONTENT_TYPE, WorkerCollector, worker_metrics
from workers.metrics_port import Answer, serve_metrics
from workers.publish.interest import SymbolDesk
from workers.publish.rooms import DataPublisher, connect_redis
from workers.quiet_collector import QuietCollector
from workers.reference import ReferenceTask, analysis_inputs
from workers.runtime import configure_logging, run_until_signal
from workers.settings import WorkerSettings, load_calendar
from workers.status import StatusBoard

logger = logging.getLogger(__name__)

SSI_DOMAIN = "ssi.com.vn"
SHUTDOWN_DEADLINE_S = 5.0
_HTTP_TIMEOUT_S = 10.0
_CLOCK_INTERVAL_S = 10.0
_FLOW_INTERVAL_MS = 1000
_WATCHED = ("X", "X-TRADE", "X-QUOTE", "MI")
"""Channel types that never rest while a board trades."""


def wall_ms() -> int:
    """Our wall clock, epoch milliseconds."""
    return time.time_ns() // 1_000_000


def mono_ms() -> float:
    """Our monotonic clock, milliseconds."""
    return time.monotonic() * 1000.0


def is_ssi(url: str) -> bool:
    """Whether an address is SSI's own."""
    host = urlsplit(url).hostname or ""
    return host == SSI_DOMAIN or host.endswith(f".{SSI_DOMAIN}")


class MarketWorker:
    """Everything of one market worker, built in one place."""

    def __init__(self, settings: WorkerSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._simulated = not is_ssi(settings.ssi_base_url)
        self._clock = MarketClock(wall_ms, time.monotonic)
        self.core = MarketDataProcessor(
            calendar=load_calendar(settings),
            futures_override=settings.futures_override,
            inputs=analysis_inputs(settings),
        )
        self._tokens = TokenSource(
            client,
            settings.ssi_base_url,
            settings.ssi_consumer_id,
            settings.ssi_consumer_secret.get_secret_value(),
            wall_s=time.time,
            mono_s=time.monotonic,
        )
        self._rest = RestClient(
            client,
            settings.ssi_base_url,
            self._tokens,
            requests_per_second=settings.ssi_requests_per_second,
            mono_s=time.monotonic,
        )
        self._reference = ReferenceTask(
            self._rest,
            self.core,
            database_url=settings.database_url,
            source="simulator" if self._simulated else "ssi",
            market_now=self.market_now,
            changed=lambda: self.publisher.mark((keys.BOARD, keys.DERIVATIVES)),
            publish=lambda encoded: self.publisher.put(keys.DIRECTORY, encoded),
        )
        self._client = client
        self._runners = self._build_runners()
        self.status = StatusBoard(
            self.core,
            [runner.liveness for runner in self._runners if runner.watches_data],
            simulated=self._simulated,
            version=importlib.metadata.version("vnmarket"),
            wall_ms=wall_ms,
            mono_s=time.monotonic,
            market_now=self.market_now,
            market_speed=lambda: self._clock.speed,
            reconnects=lambda: sum(runner.reconnects for runner in self._runners),
            lag_ms=lambda: self.publisher.take_worst_lag_ms(),
            symbol_rooms=lambda: (self.symbols.count, self.symbols.refused),
            writes_refused=lambda: self.publisher.refusals,
        )
        core, boards = self.core, BoardRows(self.core)
        store = connect_redis(settings.redis_url)
        self.publisher = DataPublisher(
            store,
            rooms={
                keys.BOARD: boards.members,
                keys.HOSE: boards.hose,
                keys.HNX: boards.hnx,
                keys.UPCOM: boards.upcom,
                keys.INDICES: lambda: views.indices_room(core),
                keys.FOREIGN: lambda: views.foreign_room(core, self.market_now()),
                keys.FOREIGN_MARKET: lambda: views.foreign_market(core, self.market_now()),
                keys.DERIVATIVES: lambda: views.derivatives_room(core),
                keys.FLOW: lambda: flow_room(core),
                keys.STATUS: self.status.room,
            },
            series=self._series,
            minute=lambda: trading_minute(local_seconds(self.market_now())),
            feed_state=lambda: self.status.feed_state().value,
            intervals_ms={
                **dict.fromkeys(keys.ROOMS, settings.live_interval_ms),
                keys.BOARD: settings.board_interval_ms,
                **dict.fromkeys(
                    keys.EXCHANGE_BOARDS, max(settings.market_board_interval_ms, settings.live_interval_ms)
                ),
                keys.FOREIGN: settings.channel_r_interval_ms,
                keys.FOREIGN_MARKET: settings.channel_r_interval_ms,
                # Its top lists are worked out over all symbols.
                keys.FLOW: max(_FLOW_INTERVAL_MS, settings.live_interval_ms),
            },
            wall_ms=wall_ms,
            mono_ms=mono_ms,
        )

        self._collector = QuietCollector(time.monotonic)
        self.symbols = SymbolDesk(
            store,
            self.publisher,
            view=lambda symbol: SymbolView(core, symbol, self.market_now).room,
            watch=core.watch,
            mono_ms=mono_ms,
        )

        figures = WorkerCollector(
            core,
            self.publisher,
            self.status,
            reconnects=lambda: sum(runner.reconnects for runner in self._runners),
            wall_ms=wall_ms,
            version=importlib.metadata.version("vnmarket"),
        )
        text = worker_metrics(figures)
        self.routes = {
            "/metrics": lambda: Answer(CONTENT_TYPE, text()),
            "/health": lambda: Answer("application/json", b'{"status":"alive"}'),
        }

    def _series(self, name: str, epoch: int) -> Series:
        symbol = keys.symbol_of(name)
        if symbol is not None:
            return symbol_series(self.core, symbol, epoch)
        return views.series(self.core, name, epoch)

    def _build_runners(self) -> list[FeedRunner]:
        """One connection for all channels, or one each when the settings say so."""
        settings = self._settings
        channels = settings.channels
        groups = [[c] for c in channels] if settings.ssi_one_connection_per_channel else [channels]
        breaker = Breaker(CONNECT_LIMIT, CONNECT_WINDOW_S)

        def runner(group: list[str]) -> FeedRunner:
            return FeedRunner(
                lambda: self._open(group),
                self,
                Liveness(),
                breaker=breaker,
                mono_s=time.monotonic,
                draw=random.random,
                watches_data=any(channel.split(":")[0].upper() in _WATCHED for channel in group),
            )

        return [runner(group) for group in groups]

    @asynccontextmanager
    async def _open(self, channels: list[str]) -> AsyncIterator[StreamConnection]:
        # A simulator that was started anew may be on another day, which would be the future to us.
        await self._follow_simulator()
        stream_url = self._settings.ssi_stream_url
        async with open_connection(self._client, stream_url, self._tokens, channels) as connection:
            yield connection

    # -- what the runner calls (FrameHandler) -----------------------------------------

    def frame(self, raw: bytes) -> bool:
        """Reads one frame; True when it carried market data."""
        decoded = signalr.decode_frame(raw)
        if isinstance(decoded, signalr.FrameError):
            self.core.counters.messages += 1
            self.core.reject(Rejected(decoded.reason, decoded.detail))
            return False
        for kind, text in decoded.signals:
            logger.warning("stream says %s: %s", kind, text)
            self.status.detail = text or kind
        if decoded.error:
            logger.error("subscription %s refused: %s", decoded.acknowledged, decoded.error)
            self.status.detail = decoded.error
        if not decoded.broadcasts:
            return False
        received, now = wall_ms(), self.market_now()
        date = self.core.date
        for argument in decoded.broadcasts:
            rooms = self.core.receive(argument, received, now)
            if rooms:
                self.publisher.mark(rooms)
        self.status.last_message_at = received
        if self.core.date != date:
            logger.info("trading date %s", self.core.date)
            self._reference.describe()
            self.publisher.mark_all()
        return True

    def connection_changed(self, connected: bool, detail: str | None) -> None:
        """The feed came or went: every screen is told at once."""
        self.status.detail = detail
        logger.info("feed %s", "connected" if connected else "disconnected")
        self.publisher.mark_all()

    def expecting_data(self) -> bool:
        """Whether a board is in a phase in which data must come."""
        return self.status.expecting_data()

    # -- tasks --------------------------------------------------------------------

    def market_now(self) -> int:
        """Exchange time now, epoch ms."""
        return self._clock.now_ms(self.core.newest_event)

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set: feed first, then the last rooms."""
        await self._follow_simulator()
        with self._collector.in_charge():
            await self._run_tasks(stop)

    async def _run_tasks(self, stop: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as tasks:
            for runner in self._runners:
                tasks.create_task(runner.run(stop))
            tasks.create_task(self.publisher.run(stop))
            tasks.create_task(self.symbols.run(stop))
            tasks.create_task(self._tick(stop))
            address = self._settings.health_host, self._settings.own_metrics_port
            tasks.create_task(serve_metrics(*address, self.routes, stop))
            tasks.create_task(self._reference.run(stop))
            if self._simulated:
                tasks.create_task(self._keep_following(stop))

    async def _tick(self, stop: asyncio.Event) -> None:
        """What is due with time, once a second; a change of the feed's state is told at once."""
        state = self.status.feed_state()
        beats = 0
        while not stop.is_set():
            await _pause(0.25, stop)
            beats += 1
            if beats % 4 == 0:
                self.publisher.mark(self.core.tick(self.market_now()))
                self._collector.beat(trading=self.status.expecting_data())
            if self.status.feed_state() is not state:
                state = self.status.feed_state()
                logger.warning("feed is %s", state.value)
                self.publisher.mark_all()

    async def _keep_following(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await _pause(_CLOCK_INTERVAL_S, stop)
            await self._follow_simulator()

    async def _follow_simulator(self) -> None:
        if not self._simulated:
            return
        with contextlib.suppress(FeedError, httpx.HTTPError, OSError, WebSocketException):
            clock = await self._rest.simulator_clock()
            if clock is not None:
                self._clock.follow(clock.now_ms, clock.speed)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _main(settings: WorkerSettings, stop: asyncio.Event) -> None:
    async with httpx.AsyncClient(timeout=_HTTP_TIMEOUT_S, follow_redirects=False) as client:
        await MarketWorker(settings, client).run(stop)


def run(settings: WorkerSettings) -> int:
    """Runs the worker until SIGTERM or SIGINT. Returns the exit code."""
    configure_logging(settings.log_level)
    return asyncio.run(run_until_signal(lambda stop: _main(settings, stop), SHUTDOWN_DEADLINE_S))
