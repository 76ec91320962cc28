"""Rooms of single symbols, from a browser's wish to the worker and back, with the real parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from core.snapshot import keys
from core.snapshot.delta import merge
from dashboard.live.messages import MAX_SYMBOL_ROOMS
from tests.integration.test_web_live import frame_of, open_socket, receive, subscribe
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

ROOM = "symbol:FPT"


@pytest.fixture(scope="module")
def market(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[WebServer, redis.Redis]]:
    """Simulator, worker and web process over one Valkey."""
    folder: Path = tmp_path_factory.mktemp("market")
    store = redis.Redis.from_url(shared_valkey.url)
    store.flushall()
    flags = ["--source", "exchange", "--start", "10:00", "--seed", "7", "--speed", "5"]
    with (
        Simulator(folder, *flags, ready_within_s=120) as simulator,
        Worker(folder, simulator.url, shared_valkey.url),
        WebServer(shared_valkey.url, folder) as web,
    ):
        eventually(lambda: store.get(keys.room(keys.STATUS)), within_s=60, what="the worker")
        yield web, store


def test_a_browser_opens_a_symbol_and_follows_it(market: tuple[WebServer, redis.Redis]) -> None:
    web, store = market
    with open_socket(web) as ws:
        subscribe(ws, **{ROOM: None})
        snap = receive(ws, frame_of(ROOM, "snap"), within_s=15)
        document, seq = snap["data"], snap["seq"]
        for _ in range(5):
            delta = receive(ws, frame_of(ROOM, "delta"), within_s=15)
            assert (delta["epoch"], delta["seq"]) == (snap["epoch"], seq + 1)
            merge(document, delta["data"])
            seq += 1
        assert document["kind"] == "share"
        assert store.zscore(keys.INTEREST, "FPT") is not None
        # The room says what the whole board says of the same share.
        board = httpx.get(f"{web.url}/api/live?rooms=hose").json()["rooms"]["hose"]["data"]["rows"]["FPT"]
        assert (document["row"]["reference"], document["row"]["ceiling"]) == (
            board["reference"],
            board["ceiling"],
        )
        line = httpx.get(f"{web.url}/api/live/series/{ROOM}").json()["lines"]["FPT"]
        assert len(line["minute"]) == len(line["columns"]["close"]) > 0


def test_more_rooms_than_a_socket_may_follow_are_refused_in_words(
    market: tuple[WebServer, redis.Redis],
) -> None:
    web, _ = market
    with open_socket(web) as ws:
        subscribe(ws, **{f"symbol:S{n}": None for n in range(MAX_SYMBOL_ROOMS)})
        subscribe(ws, **{"symbol:ONEMORE": None, "symbol:bad": None, "symbol:TOOLONGACODE1": None})
        gone = receive(ws, lambda message: message["t"] == "gone")
        assert gone == {"t": "gone", "room": "symbol:ONEMORE", "reason": "limit"}
        ws.send(json.dumps({"t": "unsub", "rooms": ["symbol:S0"]}))
        subscribe(ws, **{ROOM: None})
        receive(ws, frame_of(ROOM, "snap"), within_s=15)


def test_a_poller_looks_at_a_symbol_by_asking(market: tuple[WebServer, redis.Redis]) -> None:
    web, _ = market
    asked = f"{web.url}/api/live?rooms=status,symbol:HPG"
    found = eventually(lambda: httpx.get(asked).json()["rooms"]["symbol:HPG"], within_s=15)
    assert found["data"]["symbol"] == "HPG"
    tag = httpx.get(asked).headers["ETag"]
    assert "symbol:HPG" in tag
    for wrong in ("symbol:hpg", "symbol:", "symbol:HP-G", "symbol:TOOLONGACODE1", "nosuch"):
        assert httpx.get(f"{web.url}/api/live?rooms={wrong}").status_code == 400
        assert httpx.get(f"{web.url}/api/live/series/{wrong}").status_code == 404
    many = ",".join(f"symbol:A{n}" for n in range(MAX_SYMBOL_ROOMS + 1))
    assert httpx.get(f"{web.url}/api/live?rooms={many}").status_code == 400


def test_the_directory_knows_names_and_all_three_of_a_future(market: tuple[WebServer, redis.Redis]) -> None:
    web, _ = market
    address = f"{web.url}/api/live/directory"

    def listed() -> dict[str, dict[str, object]]:
        return {one["symbol"]: one for one in httpx.get(address).json()["securities"]}

    found = eventually(lambda: (d := listed()) and "name_en" in d.get("FPT", {}) and d, within_s=60)
    assert (found["FPT"]["board"], found["FPT"]["kind"], found["FPT"]["sector"]) == (
        "HOSE",
        "share",
        "technology",
    )
    futures = [one for one in found.values() if one.get("kind") == "future"]
    assert len(futures) == 4
    assert all(len(one["aliases"]) == 2 and one["last_trading_date"] for one in futures)
    packed = httpx.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(packed.content) == httpx.get(address, headers={"Accept-Encoding": "identity"}).json()
    same = httpx.get(address, headers={"If-None-Match": packed.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
