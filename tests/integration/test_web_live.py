"""Redis -> gunicorn -> sockets, with the real parts: what arrives, and what a bad peer gets."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from core.snapshot import keys
from core.snapshot.delta import merge
from tests.support.engines import ValkeyServer
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

ALL_ROOMS = ("board", "indices", "foreign", "derivatives", "status")


@pytest.fixture
def publisher(redis_url: str) -> Publisher:
    """A market that moves when the test says so."""
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
def web(web_process: WebServer, publisher: Publisher) -> WebServer:
    """The process, with this test's market."""
    return web_process.showing(publisher.epoch)


@pytest.fixture
def own_web(redis_url: str, publisher: Publisher, tmp_path: Path) -> Iterator[WebServer]:
    """A process that the test may stop."""
    with WebServer(redis_url, tmp_path) as server:
        yield server


def open_socket(web: WebServer, query: str = "", **options: Any) -> ClientConnection:
    options.setdefault("origin", web.url)
    address = web.url.replace("http", "ws") + "/ws/live" + query
    return connect(address, compression=None, max_size=None, **options)


def receive(ws: ClientConnection, wanted: Callable[[Any], bool], within_s: float = 5.0) -> Any:
    """The first message that is wanted; others are passed over."""
    deadline = time.monotonic() + within_s
    while True:
        message = json.loads(ws.recv(timeout=max(0.01, deadline - time.monotonic())))
        if wanted(message):
            return message


def subscribe(ws: ClientConnection, **rooms: str | None) -> None:
    ws.send(json.dumps({"t": "sub", "rooms": rooms}))


def _close_code(ws: ClientConnection, *messages: str) -> int | None:
    """The server's close code, after saying something."""
    try:
        for message in messages:
            ws.send(message)
        receive(ws, lambda message: False)
    except ConnectionClosed as closed:
        return None if closed.rcvd is None else closed.rcvd.code
    return None


def frame_of(room: str, kind: str) -> Callable[[Any], bool]:
    return lambda message: message["t"] == kind and message.get("room") == room


def test_hello_snapshot_and_consecutive_deltas(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web) as ws:
        hello = json.loads(ws.recv(timeout=5))
        assert hello["t"] == "hello"
        assert abs(hello["server_time"] - time.time() * 1000) < 5000
        subscribe(ws, board=None)
        snap = receive(ws, frame_of("board", "snap"))
        document, seq = snap["data"], snap["seq"]
        for _ in range(5):
            publisher.market.step()
            publisher.publish()
            delta = receive(ws, frame_of("board", "delta"))
            assert (delta["epoch"], delta["seq"]) == (snap["epoch"], seq + 1)
            merge(document, delta["data"])
            seq += 1
        stored = json.loads(publisher.redis.get(keys.room("board")) or b"")
        assert (document, seq) == (stored["data"], stored["seq"])


def test_a_sockets_address_names_the_rooms_it_begins_with(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web, "?rooms=board,nosuch,,symbol:bad,indices") as ws:
        assert json.loads(ws.recv(timeout=5))["t"] == "hello"
        assert receive(ws, frame_of("board", "snap"))["seq"] == publisher.writers["board"].seq
        receive(ws, frame_of("indices", "snap"))
        publisher.market.step()
        publisher.publish()
        receive(ws, frame_of("board", "delta"))
        ws.send(json.dumps({"t": "unsub", "rooms": ["board"]}))
        publisher.market.step()
        publisher.publish()
        assert receive(ws, lambda message: message["t"] == "delta")["room"] == "indices"
    assert httpx.get(f"{web.url}/health").status_code == 200


def test_resuming_gets_only_what_was_missed(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web) as ws:
        subscribe(ws, board=None)
        snap = receive(ws, frame_of("board", "snap"))
    for _ in range(3):
        publisher.market.step()
        publisher.publish()
    newest = publisher.writers["board"].seq
    with open_socket(web) as watcher:
        subscribe(watcher, board=None)
        receive(watcher, lambda message: message.get("room") == "board" and message["seq"] == newest)
    with open_socket(web) as ws:
        subscribe(ws, board=f"{snap['epoch']}-{snap['seq']}")
        seqs = [receive(ws, lambda message: message.get("room") == "board") for _ in range(3)]
        assert [(one["t"], one["seq"]) for one in seqs] == [
            ("delta", snap["seq"] + step) for step in (1, 2, 3)
        ]
        ws.send('{"t":"ping"}')
        assert receive(ws, lambda message: message["t"] != "delta")["t"] == "pong"


def test_a_new_writer_and_a_lost_stream_lead_to_the_snapshot(
    web: WebServer, publisher: Publisher, redis_url: str
) -> None:
    with open_socket(web) as ws:
        subscribe(ws, board=None, status=None)
        receive(ws, frame_of("board", "snap"))
        second = _with_epoch(Publisher(redis_url, FakeMarket(seed=8)), publisher.epoch + 1000)
        second.publish()
        snap = receive(ws, frame_of("board", "snap"))
        assert snap["epoch"] == publisher.epoch + 1000
        publisher.redis.flushall()
        third = _with_epoch(Publisher(redis_url, FakeMarket(seed=9)), publisher.epoch + 2000)
        third.publish()
        assert receive(ws, frame_of("board", "snap"))["epoch"] == publisher.epoch + 2000


def _with_epoch(publisher: Publisher, epoch: int) -> Publisher:
    publisher.epoch = epoch
    for writer in publisher.writers.values():
        writer.epoch = epoch
    return publisher


def test_a_hidden_tab_gets_status_only_and_one_snapshot_on_return(
    web: WebServer, publisher: Publisher
) -> None:
    with open_socket(web) as ws:
        subscribe(ws, board=None, status=None)
        receive(ws, frame_of("board", "snap"))
        ws.send('{"t":"hidden"}')
        ws.send('{"t":"ping"}')
        receive(ws, lambda message: message["t"] == "pong")
        for _ in range(4):
            publisher.market.step()
            publisher.publish()
            assert receive(ws, lambda message: True)["room"] == "status"
        ws.send('{"t":"visible"}')
        back = receive(ws, lambda message: message.get("room") == "board")
        assert (back["t"], back["seq"]) == ("snap", publisher.writers["board"].seq)


def test_silence_of_the_worker_is_announced_and_taken_back(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web) as ws:
        subscribe(ws, status=None)
        receive(ws, frame_of("status", "snap"))
        heartbeat = json.loads(publisher.redis.get(keys.room("status")) or b"")["as_of"]
        notice = receive(ws, lambda message: message["t"] == "status", within_s=9)
        assert (notice["stale"], notice["reason"], notice["since"]) == (True, "worker", heartbeat)
        assert notice["server_time"] - heartbeat < 6000
        with open_socket(web) as late:
            assert receive(late, lambda message: message["t"] == "status")["stale"] is True
        publisher.publish()
        assert receive(ws, lambda message: message["t"] == "status")["stale"] is False


def test_two_sockets_get_the_same_bytes(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web) as one, open_socket(web) as other:
        for ws in (one, other):
            subscribe(ws, board=None)
            receive(ws, frame_of("board", "snap"))
        publisher.market.step()
        publisher.publish()
        assert one.recv(timeout=5) == other.recv(timeout=5)


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_page_from_elsewhere_may_not_connect(web: WebServer, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(web, origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("message", "code"),
    [("x" * 5000, 1009), ("x" * 300_000, 1009), ("not json", 4400), ('{"t":"shutdown"}', 4400)],
)
def test_a_message_out_of_bounds_ends_the_socket(web: WebServer, message: str, code: int) -> None:
    with open_socket(web) as ws:
        ws.recv(timeout=5)
        assert _close_code(ws, message) == code


def test_a_flood_is_ended_with_its_own_code(web: WebServer) -> None:
    with open_socket(web) as ws:
        assert _close_code(ws, *['{"t":"ping"}'] * 200) == 4429


def test_no_compression_is_agreed_on(web: WebServer) -> None:
    with connect(web.url.replace("http", "ws") + "/ws/live", origin=web.url, compression="deflate") as ws:
        assert ws.protocol.extensions == []
        assert json.loads(ws.recv(timeout=5))["t"] == "hello"


def test_one_address_has_a_limit(redis_url: str, publisher: Publisher, tmp_path: Path) -> None:
    with WebServer(redis_url, tmp_path, live_max_connections_per_ip="2") as web:
        with open_socket(web), open_socket(web):
            with pytest.raises(InvalidStatus) as refused:
                open_socket(web)
            assert refused.value.response.status_code == 429

        def again() -> bool:
            try:
                with open_socket(web) as ws:
                    return json.loads(ws.recv(timeout=5))["t"] == "hello"
            except InvalidStatus:
                return False

        assert eventually(again, what="a place after the others left")


@pytest.fixture
def house_of_two(redis_url: str, publisher: Publisher, tmp_path: Path) -> Iterator[WebServer]:
    with WebServer(redis_url, tmp_path, live_max_connections="2") as server:
        yield server


@pytest.mark.slow
def test_a_peer_that_never_reads_delays_nobody_and_is_cut(
    house_of_two: WebServer, publisher: Publisher
) -> None:
    web = house_of_two
    deaf = socket.create_connection(("127.0.0.1", web.port))
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    deaf.sendall(
        f"GET /ws/live HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\nOrigin: {web.url}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    deaf.settimeout(5)
    assert b"101" in deaf.recv(1024)
    rooms = json.dumps({"t": "sub", "rooms": dict.fromkeys(ALL_ROOMS)}).encode()
    mask = os.urandom(4)
    body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(rooms))
    assert len(body) < 126
    deaf.sendall(bytes([0x81, 0x80 | len(body)]) + mask + body)
    with deaf, open_socket(web) as ws:
        subscribe(ws, board=None)
        receive(ws, frame_of("board", "snap"))
        waits = []
        for _ in range(60):
            publisher.market.step(trades=30)
            publisher.publish()
            asked = time.monotonic()
            receive(ws, lambda message: message.get("room") == "board")
            waits.append(time.monotonic() - asked)
        waits.sort()
        assert waits[len(waits) // 2] < 0.15
        assert waits[-2] < 1.0

        def place_is_free() -> bool:
            publisher.market.step(trades=30)
            publisher.publish()
            try:
                with open_socket(web) as third:
                    return bool(json.loads(third.recv(timeout=5))["t"] == "hello")
            except InvalidStatus:
                return False

        assert eventually(place_is_free, within_s=20, what="the place of the peer that never reads")
        publisher.publish()
        receive(ws, lambda message: message.get("room") == "board")


def test_a_fast_writer_and_a_slow_reader_end_with_the_same_room(web: WebServer, publisher: Publisher) -> None:
    with open_socket(web) as ws:
        ws.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        subscribe(ws, board=None)
        snap = receive(ws, frame_of("board", "snap"))
        document, seq = snap["data"], snap["seq"]
        done = threading.Event()

        def write() -> None:
            for _ in range(80):
                publisher.market.step(trades=30)
                publisher.publish()
            done.set()

        writer = threading.Thread(target=write)
        writer.start()
        while not (done.is_set() and seq == publisher.writers["board"].seq):
            message = json.loads(ws.recv(timeout=10))
            if message.get("room") != "board":
                continue
            if message["t"] == "snap":
                assert message["seq"] >= seq
                document = message["data"]
            else:
                assert message["seq"] == seq + 1
                merge(document, message["data"])
            seq = message["seq"]
        writer.join()
        stored = json.loads(publisher.redis.get(keys.room("board")) or b"")
        assert document == stored["data"]


def test_stopping_sends_everybody_away_with_1012_within_two_seconds(own_web: WebServer) -> None:
    web = own_web
    with ExitStack() as stack:
        sockets = [stack.enter_context(open_socket(web)) for _ in range(20)]
        for ws in sockets:
            ws.recv(timeout=5)
        web.reload()
        asked = time.monotonic()
        assert [_close_code(ws) for ws in sockets] == [1012] * 20
        assert time.monotonic() - asked < 4.0
    with open_socket(web) as ws:
        assert json.loads(ws.recv(timeout=5))["t"] == "hello"
    assert web.stop() < 5.0


def test_redis_hangs_and_comes_back(valkey_server: Callable[[], ValkeyServer], tmp_path: Path) -> None:
    server = valkey_server()
    publisher = Publisher(server.url, FakeMarket())
    publisher.publish()
    with WebServer(server.url, tmp_path) as web, open_socket(web) as ws:
        subscribe(ws, board=None, status=None)
        receive(ws, frame_of("board", "snap"))
        server.pause()
        notice = receive(ws, lambda message: message["t"] == "status", within_s=8)
        assert (notice["stale"], notice["reason"]) == (True, "redis")
        with httpx.Client(base_url=web.url, timeout=5) as http:
            for path in ("/health", "/api/live?rooms=board", "/api/live/series/board", "/"):
                asked = time.monotonic()
                status = http.get(path).status_code
                assert time.monotonic() - asked < 1.0, path
                assert status == (503 if path == "/health" else 200)
        server.resume()
        publisher.market.step()
        publisher.publish()
        assert receive(ws, lambda message: message["t"] == "status", within_s=5)["stale"] is False
        server.kill()
        notice = receive(ws, lambda message: message["t"] == "status", within_s=8)
        assert notice["stale"] is True
        server.start()
        again = _with_epoch(Publisher(server.url, FakeMarket(seed=3)), publisher.epoch + 5000)
        eventually(lambda: _published(again), what="Redis after its restart")
        assert receive(ws, frame_of("board", "snap"), within_s=5)["epoch"] == publisher.epoch + 5000


def _published(publisher: Publisher) -> bool:
    try:
        publisher.publish()
    except redis.RedisError:
        return False
    return True
