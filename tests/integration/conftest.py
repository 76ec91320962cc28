"""A real web process that shows an invented market; test files with their own fixtures of these names
keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey


@pytest.fixture
def market() -> FakeMarket:
    return FakeMarket()


@pytest.fixture
def publisher(redis_url: str, market: FakeMarket) -> Publisher:
    publisher = Publisher(redis_url, market)
    publisher.publish()
    return publisher


@pytest.fixture(scope="module")
def web_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """One process for the tests that leave it as it was."""
    with WebServer(shared_valkey.url, tmp_path_factory.mktemp("web")) as server:
        yield server


@pytest.fixture
def http(web_process: WebServer, publisher: Publisher) -> Iterator[httpx.Client]:
    """A client of a process that shows this test's market."""
    with httpx.Client(base_url=web_process.showing(publisher.epoch).url) as client:
        yield client


@pytest.fixture
def show(redis_url: str, web_process: WebServer) -> Iterator[Callable[[FakeMarket], httpx.Client]]:
    """A client of a process that shows another market."""
    clients = []

    def show(market: FakeMarket) -> httpx.Client:
        publisher = Publisher(redis_url, market)
        publisher.publish()
        clients.append(httpx.Client(base_url=web_process.showing(publisher.epoch).url))
        return clients[-1]

    yield show
    for client in clients:
        client.close()
