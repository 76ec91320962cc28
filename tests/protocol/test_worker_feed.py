"""The worker's feed side on the real wire: token, REST, stream, the one retry loop."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from core.errors import AuthenticationError, FeedError, ProtocolError, RateLimitedError
from core.feed.breaker import Breaker
from core.feed.liveness import Liveness
from core.feed.signalr import HubFrame, decode_frame
from core.market.contracts import contracts_listed
from core.market.events import FeedState
from tests.support.polling import eventually_async
from workers.feed.connection import open_connection
from workers.feed.rest import RestClient
from workers.feed.runner import CONNECT_LIMIT, CONNECT_WINDOW_S, FeedRunner
from workers.feed.session import LOGIN_LIMIT, TokenSource, token_expiry_s
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DAY = dt.date(2026, 8, 14)
CHANNELS = ["X-TRADE:ALL", "X-QUOTE:ALL", "R:ALL", "MI:ALL", "B:ALL", "F:ALL"]


def run(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Runs a scenario with a deadline of its own."""
    asyncio.run(asyncio.wait_for(scenario(), 60))


def market(**options: Any) -> SimulatedServer:
    """A generated market at 10:00."""
    source = open_source("exchange", seed=3, symbols=30, trading_date=DAY)
    options = {"speed": 20.0, "start_seconds": 10 * 3600, **options}
    return SimulatedServer(source, **options)


class Clocks:
    """A wall clock and a monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def wall_s(self) -> float:
        return time.time() + self.ahead_s

    def mono_s(self) -> float:
        return time.monotonic() + self.ahead_s


@asynccontextmanager
async def client_of(
    url: str, *, secret: str = "secret", clocks: Clocks | None = None
) -> AsyncIterator[tuple[httpx.AsyncClient, TokenSource]]:
    clocks = clocks or Clocks()
    async with httpx.AsyncClient(timeout=5.0, follow_redirects=False) as client:
        yield client, TokenSource(client, url, "id", secret, wall_s=clocks.wall_s, mono_s=clocks.mono_s)


def test_a_token_is_reused_until_its_time_then_renewed() -> None:
    async def scenario() -> None:
        clocks = Clocks()
        async with (
            market(token_lifetime_s=10_000.0) as server,
            client_of(server.url, clocks=clocks) as (client, tokens),
        ):
            log_ins: list[httpx.Request] = []

            async def note(request: httpx.Request) -> None:
                log_ins.append(request)

            client.event_hooks["request"].append(note)
            first = await tokens.token()
            assert await tokens.token() == first
            assert len(log_ins) == 1
            expiry = token_expiry_s(first)
            assert expiry is not None
            assert expiry - time.time() == pytest.approx(10_000, abs=5)
            clocks.ahead_s = 8_500  # less than a fifth of its life is left
            await tokens.token()
            assert len(log_ins) == 2

    run(scenario)


def test_wrong_credentials_are_refused_and_not_tried_for_ever() -> None:
    async def scenario() -> None:
        async with market(credentials=("id", "right")) as server, client_of(server.url) as (_, tokens):
            for _ in range(LOGIN_LIMIT):
                with pytest.raises(AuthenticationError):
                    await tokens.token()
            with pytest.raises(RateLimitedError) as refused:
                await tokens.token()
            assert refused.value.retry_after_s == pytest.approx(600, abs=30)

    run(scenario)


def test_an_unreachable_server_uses_up_no_log_in() -> None:
    async def scenario() -> None:
        async with market() as server, client_of(server.url) as (_, tokens):
            server.accepting = False
            for _attempt in range(LOGIN_LIMIT + 3):
                with pytest.raises(httpx.HTTPError):
                    await tokens.token()
            server.accepting = True
            assert await tokens.token()

    run(scenario)


def test_components_of_vn30() -> None:
    async def scenario() -> None:
        async with market() as server, client_of(server.url) as (client, tokens):
            rest = RestClient(client, server.url, tokens, requests_per_second=50, mono_s=time.monotonic)
            assert len(await rest.index_components("VN30")) == 30
            with pytest.raises(FeedError):
                await rest.index_components("NOSUCH")
            clock = await rest.simulator_clock()
            assert clock is not None
            assert (clock.speed, clock.date) == (20.0, DAY.isoformat())

    run(scenario)


def test_the_master_list_has_the_futures_with_their_last_day() -> None:
    async def scenario() -> None:
        async with market() as server, client_of(server.url) as (client, tokens):
            rest = RestClient(client, server.url, tokens, requests_per_second=50, mono_s=time.monotonic)
            listed = {contract.code: contract.last_trading_date for contract in contracts_listed(DAY)}
            found = await rest.securities("DER")
            assert {one.symbol: one.last_trading_date for one in found if one.is_future} == listed
            shares = {one.symbol: one for one in await rest.securities("HOSE")}
            assert (shares["FPT"].market, shares["FPT"].kind, shares["FPT"].is_future) == (
                "HOSE",
                "ST",
                False,
            )

    run(scenario)


def test_requests_are_paced() -> None:
    async def scenario() -> None:
        async with market() as server, client_of(server.url) as (client, tokens):
            rest = RestClient(client, server.url, tokens, requests_per_second=10, mono_s=time.monotonic)
            started = time.monotonic()
            for _ in range(5):
                await rest.index_components("VN30")
            assert time.monotonic() - started >= 0.4

    run(scenario)


def test_every_channel_is_subscribed_on_one_connection() -> None:
    async def scenario() -> None:
        async with (
            market() as server,
            client_of(server.url) as (client, tokens),
            open_connection(client, server.url, tokens, CHANNELS) as stream,
        ):
            seen: set[str] = set()
            acknowledged: set[str] = set()
            while not ({"X-TRADE", "X-QUOTE", "R", "MI", "B", "F"} <= seen and len(acknowledged) == 6):
                frame = decode_frame(await asyncio.wait_for(stream.receive(), 10))
                assert isinstance(frame, HubFrame)
                if frame.acknowledged is not None:
                    acknowledged.add(frame.acknowledged)
                seen |= {argument.split('"')[3] for argument in frame.broadcasts}
            assert stream.keep_alive_timeout_s == 20.0

    run(scenario)


class Listener:
    """A frame handler that counts."""

    def __init__(self) -> None:
        self.broadcasts = 0
        self.changes: list[bool] = []
        self.details: list[str | None] = []

    def frame(self, raw: bytes) -> bool:
        frame = decode_frame(raw)
        count = len(frame.broadcasts) if isinstance(frame, HubFrame) else 0
        self.broadcasts += count
        return count > 0

    def connection_changed(self, connected: bool, detail: str | None) -> None:
        self.changes.append(connected)
        self.details.append(detail)

    def expecting_data(self) -> bool:
        return True


@asynccontextmanager
async def running(url: str, listener: Listener) -> AsyncIterator[FeedRunner]:
    async with client_of(url) as (client, tokens):
        runner = FeedRunner(
            lambda: open_connection(client, url, tokens, CHANNELS),
            listener,
            Liveness(),
            breaker=Breaker(CONNECT_LIMIT, CONNECT_WINDOW_S),
            mono_s=time.monotonic,
            draw=lambda: 0.1,
        )
        stop = asyncio.Event()
        task = asyncio.create_task(runner.run(stop))
        try:
            yield runner
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)


def test_a_cut_connection_is_replaced_and_everything_subscribed_again() -> None:
    async def scenario() -> None:
        listener = Listener()
        async with market() as server, running(server.url, listener) as runner:
            for cut in range(1, 4):
                before = listener.broadcasts
                await eventually_async(lambda b=before: listener.broadcasts > b + 100)
                await server.drop_connections()
                await eventually_async(lambda n=cut: listener.changes.count(False) == n)
            before = listener.broadcasts
            await eventually_async(lambda: listener.broadcasts > before + 100)
            assert runner.liveness.state(time.monotonic()) is FeedState.LIVE
            assert server.stream_clients == 1
            assert runner.reconnects == 3

    run(scenario)


def test_a_server_that_is_away_is_asked_again_and_not_in_a_rush() -> None:
    async def scenario() -> None:
        listener = Listener()
        async with market() as server, running(server.url, listener) as runner:
            await eventually_async(lambda: listener.broadcasts > 0)
            server.accepting = False
            await server.drop_connections()
            await eventually_async(lambda: runner.reconnects >= 3)
            assert runner.liveness.state(time.monotonic()) is FeedState.DOWN
            assert all(detail for detail in listener.details if detail is not None)
            server.accepting = True
            await eventually_async(lambda: runner.liveness.state(time.monotonic()) is FeedState.LIVE)
            assert server.connections <= runner.reconnects + 1

    run(scenario)


@asynccontextmanager
async def answering(response: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that answers every request alike, and keeps what it was sent."""
    requests: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(response)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", requests


def http(status: str, body: bytes = b"", *headers: str) -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers])
    return head.encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (http("200 OK", b"<html>maintenance</html>"), ProtocolError),
        (http("200 OK", b'{"message":"Success","status":200,"data":null}'), AuthenticationError),
        (
            http("200 OK", b'{"message":"The connection is invalid","status":400,"data":null}'),
            AuthenticationError,
        ),
        (http("200 OK", b'{"message":"x","status":200,"data":{"accessToken":7}}'), ProtocolError),
        (http("200 OK", b""), ProtocolError),
        (http("401 Unauthorized"), AuthenticationError),
        (http("429 Too Many Requests", b"", "Retry-After: 45"), RateLimitedError),
        (http("502 Bad Gateway", b"<html>"), ProtocolError),
        (http("302 Found", b"", "Location: http://127.0.0.1:9/elsewhere"), ProtocolError),
    ],
)
def test_log_in_answers_that_are_no_token(response: bytes, error: type[Exception]) -> None:
    async def scenario() -> None:
        async with answering(response) as (url, _), client_of(url) as (_, tokens):
            with pytest.raises(error) as caught:
                await tokens.token()
            assert "secret" not in str(caught.value)
            if isinstance(caught.value, RateLimitedError):
                assert caught.value.retry_after_s == 45

    run(scenario)


def test_a_redirect_never_carries_the_token_on() -> None:
    async def scenario() -> None:
        async with (
            answering(http("200 OK", b"{}")) as (elsewhere, stolen),
            answering(http("302 Found", b"", f"Location: {elsewhere}/x")) as (url, asked),
            market() as server,
            client_of(server.url) as (client, tokens),
        ):
            with pytest.raises(ProtocolError):
                async with open_connection(client, url, tokens, CHANNELS):
                    pass
            assert len(asked) == 1
            assert stolen == []

    run(scenario)


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "a.!!!.c", "a.e30.c", "a.eyJleHAiOiJ4In0.c"])
def test_an_unreadable_token_has_no_expiry(text: str) -> None:
    assert token_expiry_s(text) is None
