"""The OpenAPI document is true: generated requests and a generated client meet the running server.

`make test-api` asks far more (API_EXAMPLES requests of each kind an operation).
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.api.rest import OPERATIONS
from tests.support.engines import ValkeyServer
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer

EXAMPLES = os.environ.get("API_EXAMPLES", "60")
SEED = os.environ.get("API_SEED", "20261120")
REFUSALS = '["400", "404", "405", "414"{more}]'
"""How an invalid request may be answered; the HTTP server itself says 414."""
BINARIES = Path(sys.executable).parent


@pytest.fixture
def web(redis_url: str, tmp_path: Path) -> Iterator[WebServer]:
    """A web process with a market that moves."""
    with Publisher(redis_url, FakeMarket()) as publisher, WebServer(redis_url, tmp_path) as server:
        yield server.showing(publisher.epoch)


def schemathesis(url: str, folder: Path, *, no_data: bool) -> str:
    """Positive and negative requests made from the document, every check on; what it printed.

    Args:
        url: of the server.
        folder: for its settings and its store of examples.
        no_data: 503 is a right answer.
    """
    config = folder / "schemathesis.toml"
    more = ', "503"' if no_data else ""
    config.write_text(
        f'[checks.not_a_server_error]\nexpected-statuses = ["2xx", "3xx", "4xx"{more}]\n'
        f"[checks.negative_data_rejection]\nexpected-statuses = {REFUSALS.format(more=more)}\n"
    )
    command = [
        str(BINARIES / "schemathesis"), "--no-color", "--config-file", str(config),
        "run", f"{url}/api/openapi.json", "--checks", "all", "--mode", "all", "--seed", SEED,
        "--max-examples", EXAMPLES, "--generation-database", "none", "--continue-on-failure",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_document_names_every_operation(web: WebServer) -> None:
    document = httpx.get(f"{web.url}/api/openapi.json").json()
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == {operation.path for operation in OPERATIONS}
    names = [one["get"]["operationId"] for one in document["paths"].values()]
    assert len(set(names)) == len(names) == 11


@pytest.mark.slow
def test_generated_requests_with_data(web: WebServer, tmp_path: Path) -> None:
    printed = schemathesis(web.url, tmp_path, no_data=False)
    assert f"Tested: {len(OPERATIONS)}" in printed


@pytest.mark.slow
def test_generated_requests_before_the_first_data(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    with WebServer(valkey_server().url, tmp_path) as web:
        printed = schemathesis(web.url, tmp_path, no_data=True)
    assert f"Tested: {len(OPERATIONS)}" in printed


@pytest.mark.slow
def test_a_generated_client_reads_the_market(
    web: WebServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "openapi.json"
    document.write_bytes(httpx.get(f"{web.url}/api/openapi.json").content)
    subprocess.run(
        [
            str(BINARIES / "openapi-python-client"), "generate", "--path", str(document),
            "--output-path", str(tmp_path / "vnmarket_client"), "--meta", "none", "--fail-on-warning",
        ],
        check=True, env={**os.environ, "PATH": f"{BINARIES}:{os.environ['PATH']}"},
    )  # fmt: skip
    monkeypatch.syspath_prepend(str(tmp_path))
    client_module = importlib.import_module("vnmarket_client")
    market = importlib.import_module("vnmarket_client.api.market.get_market_snapshot")
    symbols = importlib.import_module("vnmarket_client.api.symbols.get_symbol")
    with client_module.Client(base_url=web.url, raise_on_unexpected_status=True) as client:
        answer = market.sync(client=client)
        assert answer.data.symbols["FPT"].last > 10_000
        assert answer.as_of.utcoffset().total_seconds() == 7 * 3600
        assert symbols.sync(client=client, symbol="VN30F1M").data.symbol == "41I1GC000"
        missing = symbols.sync(client=client, symbol="NOPE")
        assert (missing.status, missing.title) == (404, "unknown symbol")
