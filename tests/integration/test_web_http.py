"""The rooms over HTTP and `/health`, against the real process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.snapshot import keys
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey


@pytest.fixture
def publisher(redis_url: str) -> Publisher:
    publisher = Publisher(redis_url, FakeMarket())
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


def test_rooms_are_the_frames_of_redis(http: httpx.Client, publisher: Publisher) -> None:
    answer = http.get("/api/live", params={"rooms": "board,status"})
    body = answer.json()
    assert list(body["rooms"]) == ["board", "status"]
    assert body["rooms"]["board"] == json.loads(publisher.redis.get(keys.room("board")) or b"")
    assert body["server_time"] > publisher.epoch


def test_an_unchanged_room_is_not_sent_again(http: httpx.Client, publisher: Publisher) -> None:
    first = http.get("/api/live?rooms=board,indices")
    tag = first.headers["ETag"]
    second = http.get("/api/live?rooms=board,indices", headers={"If-None-Match": tag})
    assert (second.status_code, second.content) == (304, b"")
    assert int(second.headers["X-Server-Time"]) >= first.json()["server_time"]
    publisher.market.step()
    publisher.publish()
    eventually(
        lambda: http.get("/api/live?rooms=board,indices", headers={"If-None-Match": tag}).status_code == 200,
        what="the changed room",
    )


@pytest.mark.parametrize("query", ["", "?rooms=", "?rooms=board,secrets", "?rooms=%00"])
def test_an_unknown_room_is_a_problem_with_a_reason(http: httpx.Client, query: str) -> None:
    answer = http.get(f"/api/live{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "board" in answer.json()["detail"]


def test_a_room_without_data_is_null(http: httpx.Client, publisher: Publisher, tmp_path: Path) -> None:
    publisher.redis.flushall()
    url = f"redis://127.0.0.1:{publisher.redis.connection_pool.connection_kwargs['port']}/0"
    with WebServer(url, tmp_path) as empty:
        assert httpx.get(f"{empty.url}/api/live?rooms=board").json()["rooms"] == {"board": None}
        assert httpx.get(f"{empty.url}/api/live/series/board").json()["lines"] == {}
        health = httpx.get(f"{empty.url}/health")
        assert (health.status_code, health.json()["status"]) == (503, "down")
        for_pages = httpx.get(f"{empty.url}/api/live/health")
        assert (for_pages.status_code, for_pages.json()["status"]) == (200, "down")


def test_series_are_what_the_worker_wrote(http: httpx.Client, publisher: Publisher) -> None:
    answer = http.get("/api/live/series/indices")
    assert answer.json() == json.loads(publisher.redis.get(keys.series("indices")) or b"")
    again = http.get("/api/live/series/indices", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert http.get("/api/live/series/status").status_code == 404


def test_health_is_as_the_contract_says(http: httpx.Client) -> None:
    body = http.get("/health").json()
    assert set(body) == {"status", "feed", "redis", "database", "phase", "version", "sockets"}
    assert set(body["feed"]) == {"state", "age_ms", "simulated"}
    assert (body["status"], body["redis"], body["database"], body["phase"]) == ("ok", "ok", "off", "LO")
    assert isinstance(body["sockets"], int)


def test_the_database_is_asked_when_there_is_one(
    redis_url: str, database_url: str, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.start()
    with WebServer(redis_url, tmp_path, database_url=database_url) as web:

        def state() -> bool:
            return bool(httpx.get(f"{web.url}/health").json()["database"] == "ok")

        assert eventually(state, what="the database")
    unreachable = "postgresql://nobody:nothing@127.0.0.1:1/none"
    with WebServer(redis_url, tmp_path, database_url=unreachable) as web:
        answer = httpx.get(f"{web.url}/health")
        assert (answer.status_code, answer.json()["database"]) == (200, "down")
        assert answer.json()["status"] == "degraded"
    publisher.stop()
