"""One browser for all tests of this folder; a market and a web process for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import open_chrome
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import TcpProxy, WebServer
from workers.engines import EmbeddedValkey


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The browser."""
    driver = open_chrome(tmp_path_factory.mktemp("chrome"))
    yield driver
    driver.quit()


@pytest.fixture
def market() -> FakeMarket:
    """The market the pages show."""
    return FakeMarket(start="10:41")


@pytest.fixture
def publisher(redis_url: str, market: FakeMarket) -> Iterator[Publisher]:
    """The fake worker, running."""
    with Publisher(redis_url, market) as running:
        yield running


@pytest.fixture(scope="session")
def web_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """One web process for all tests."""
    with WebServer(shared_valkey.url, tmp_path_factory.mktemp("web")) as server:
        yield server


@pytest.fixture
def web(web_process: WebServer, publisher: Publisher) -> WebServer:
    """The web process, showing this test's market."""
    return web_process.showing(publisher.epoch)


@pytest.fixture
def proxy(web: WebServer) -> Iterator[TcpProxy]:
    """A way to the web process that can refuse sockets."""
    between = TcpProxy(web.port)
    yield between
    between.close()
