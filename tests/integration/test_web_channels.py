"""Redis -> gunicorn -> programs: what each channel carries, when, and who may listen."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from core.snapshot import keys
from core.snapshot.codec import encode_frame
from core.snapshot.flow_room import LargeTradeView, LimitView
from tests.support.engines import ValkeyServer
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.sockets import close_code, of_type, open_channel, receive
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

CHANNELS = ("market", "foreign", "index", "alerts")
INTERVAL_MS = 500
CANARY = "canary-7f3a9c51"


@pytest.fixture(scope="module")
def web_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """One process for the tests that leave it as it was."""
    with WebServer(
        shared_valkey.url, tmp_path_factory.mktemp("web"), ws_max_connections_per_ip="50"
    ) as server:
        yield server


@pytest.fixture
def web(web_process: WebServer, publisher: Publisher) -> WebServer:
    """The process, with this test's market."""
    return web_process.showing(publisher.epoch)


def move(publisher: Publisher) -> None:
    publisher.market.step(trades=30)
    publisher.publish()


def test_a_socket_is_greeted_told_the_feeds_state_and_given_the_market_of_now(web: WebServer) -> None:
    with open_channel(web, "market") as ws:
        hello, feed, market = (json.loads(ws.recv(timeout=5)) for _ in range(3))
    assert (hello["type"], hello["channel"], hello["interval_ms"]) == ("hello", "market", INTERVAL_MS)
    assert abs(hello["server_time"] - time.time() * 1000) < 5000
    assert (feed["type"], feed["event"], feed["feed"]["state"], feed["stale"]) == (
        "feed", "state", "live", False,
    )  # fmt: skip
    assert (market["type"], market["dropped"]) == ("market", 0)


def test_the_market_is_what_the_rest_api_answers(web: WebServer) -> None:
    def told_and_asked() -> tuple[dict[str, Any], dict[str, Any]]:
        with open_channel(web, "market") as ws:
            message = receive(ws, of_type("market"))
        answer = httpx.get(f"{web.url}/api/market/snapshot").json()
        assert set(message) - set(answer) == {"type", "seq", "dropped"}
        return {name: message[name] for name in answer}, answer

    def same() -> bool:
        # A room may have been written between the two.
        told, asked = told_and_asked()
        return {**told, "as_of": None} == {**asked, "as_of": None}

    eventually(same, within_s=10, what="one state told by both")


@pytest.mark.parametrize(("channel", "room"), [("foreign", keys.FOREIGN), ("index", keys.INDICES)])
def test_a_channel_carries_its_room(web: WebServer, publisher: Publisher, channel: str, room: str) -> None:
    with open_channel(web, channel) as ws:
        receive(ws, of_type(channel))
        move(publisher)
        message = receive(ws, of_type(channel))
    assert message["data"] == json.loads(publisher.redis.get(keys.room(room)) or b"")["data"]


def test_at_most_one_message_an_interval_and_the_last_value_gets_out(
    web: WebServer, publisher: Publisher
) -> None:
    with open_channel(web, "index") as ws:
        receive(ws, of_type("index"))
        arrived: list[tuple[float, Any]] = []
        moved_for_s = 2.2
        begun = time.monotonic()
        while time.monotonic() - begun < moved_for_s:
            move(publisher)
        last = json.loads(publisher.redis.get(keys.room(keys.INDICES)) or b"")["data"]
        while not arrived or arrived[-1][1]["data"] != last:
            message = receive(ws, of_type("index"))
            arrived.append((time.monotonic() - begun, message))
    seqs = [message["seq"] for _, message in arrived]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    assert 3 <= len(arrived) <= moved_for_s * 1000 / INTERVAL_MS + 2
    assert all(message["dropped"] == 0 for _, message in arrived)


def until_quiet(ws: ClientConnection) -> None:
    """Reads until nothing has come for longer than an interval."""
    with contextlib.suppress(TimeoutError):
        while True:
            receive(ws, of_type("market"), within_s=INTERVAL_MS / 1000 + 0.3)


def test_a_change_after_a_silence_comes_at_once(web: WebServer, publisher: Publisher) -> None:
    with open_channel(web, "market") as ws:
        waits = []
        for _ in range(5):
            until_quiet(ws)
            asked = time.monotonic()
            move(publisher)
            receive(ws, of_type("market"))
            waits.append(time.monotonic() - asked)
    assert sorted(waits)[2] < INTERVAL_MS / 2000


def test_every_socket_of_a_channel_gets_the_same_bytes(web: WebServer, publisher: Publisher) -> None:
    with open_channel(web, "market") as one, open_channel(web, "market") as other:
        for ws in (one, other):
            receive(ws, of_type("market"))
        move(publisher)
        assert one.recv(timeout=5) == other.recv(timeout=5)


def test_events_come_once_and_a_newcomer_gets_what_it_missed(web: WebServer, publisher: Publisher) -> None:
    market = publisher.market
    with open_channel(web, "alerts") as ws:
        first = receive(ws, of_type("alerts"))
        assert (first["backlog"], first["data"]) == (True, [])
        market.limits = [LimitView("FPT", "ceiling", 1_000, True, 2_000, queue_volume=300)]
        publisher.publish()
        update = receive(ws, of_type("alerts"))
        assert [event["kind"] for event in update["data"]] == ["limit.touched", "limit.locked"]
        assert update["backlog"] is False
        market.large_trades = [LargeTradeView(1, "VNM", 3_000, 61_900, 5_000, 309_500_000, "seller", 1)]
        publisher.publish()
        (event,) = receive(ws, of_type("alerts"))["data"]
        assert event == {
            "id": f"trade.large/{market.day}/VNM/3000/1", "kind": "trade.large", "at": 3_000,
            "symbol": "VNM", "side": "seller", "price": 61_900, "volume": 5_000, "value": 309_500_000,
        }  # fmt: skip
        move(publisher)
        with pytest.raises(TimeoutError):
            receive(ws, of_type("alerts"), within_s=1)
    with open_channel(web, "alerts") as late:
        backlog = receive(late, of_type("alerts"))
    assert backlog["backlog"] is True
    assert [one["id"] for one in backlog["data"]] == [one["id"] for one in (*update["data"], event)]


def test_feed_changes_are_told_on_every_channel_at_once(web: WebServer, publisher: Publisher) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(open_channel(web, channel)) for channel in CHANNELS]
        for ws in sockets:
            assert receive(ws, of_type("feed"))["event"] == "state"
        for state, event in (("down", "disconnected"), ("live", "reconnected"), ("stale", "stale")):
            publisher.market.feed = state
            asked = time.monotonic()
            publisher.publish()
            notices = [receive(ws, of_type("feed")) for ws in sockets]
            assert time.monotonic() - asked < 1.0
            assert {(one["event"], one["feed"]["state"], one["stale"]) for one in notices} == {
                (event, state, state != "live")
            }
            assert len({json.dumps(one) for one in notices}) == 1


def test_silence_of_the_worker_is_a_disconnection(web: WebServer, publisher: Publisher) -> None:
    with open_channel(web, "index") as ws:
        receive(ws, of_type("index"))
        lost = receive(ws, of_type("feed"), within_s=9)
        assert (lost["event"], lost["stale_reason"]) == ("disconnected", "worker")
        publisher.publish()
        back = receive(ws, of_type("feed"))
        assert (back["event"], back["stale"]) == ("reconnected", False)
        assert back["id"].partition("/")[2] == lost["id"].partition("/")[2]


def test_before_the_first_data_a_socket_is_told_so(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    server = valkey_server()
    with WebServer(server.url, tmp_path) as web, open_channel(web, "market") as ws:
        receive(ws, of_type("hello"))
        feed = receive(ws, of_type("feed"))
        assert (feed["feed"]["state"], feed["stale"]) == ("connecting", True)
        Publisher(server.url, FakeMarket()).publish()
        assert receive(ws, of_type("market"))["data"]["symbols"]["FPT"]["last"] > 0


def test_a_status_this_version_does_not_know_ends_nothing_and_counts_as_none(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    server = valkey_server()
    with redis.Redis.from_url(server.url) as client:
        client.set(keys.room("status"), encode_frame("snap", "status", 0, 1, 1, "live", {"messages": "x"}))
    with WebServer(server.url, tmp_path) as web, open_channel(web, "market") as ws:
        receive(ws, of_type("hello"))
        assert receive(ws, of_type("feed"))["feed"]["state"] == "connecting"
        Publisher(server.url, FakeMarket()).publish()
        assert receive(ws, of_type("feed"))["feed"]["state"] == "live"
        assert receive(ws, of_type("market"))["data"]["symbols"]["FPT"]["last"] > 0
        log = web.log.read_text()
    assert "a room is not what this version knows" in log
    assert log.count("Booting worker") == 1, log


def test_a_slow_program_loses_the_oldest_and_is_told_how_many(
    redis_url: str, publisher: Publisher, tmp_path: Path
) -> None:
    settings = {"ws_queue_size": "3", "ws_throttle_interval_ms": "20"}
    with WebServer(redis_url, tmp_path, **settings) as web:
        slow = open_channel(web, "market", max_queue=1)
        with slow, open_channel(web, "market") as quick:
            slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            newest = 0
            begun = time.monotonic()
            while time.monotonic() - begun < 4:
                move(publisher)
                newest = receive(quick, of_type("market"))["seq"]
            received = [receive(slow, of_type("market"))]
            while received[-1]["seq"] < newest:
                received.append(receive(slow, of_type("market")))
    gaps = [(after["seq"] - before["seq"] - 1, after["dropped"]) for before, after in pairwise(received)]
    assert all(gap == dropped for gap, dropped in gaps)
    assert sum(dropped for _, dropped in gaps) > 0


def test_a_program_that_answers_no_ping_is_dropped_and_one_that_does_stays(
    redis_url: str, publisher: Publisher, tmp_path: Path
) -> None:
    settings = {"ws_heartbeat_interval": "1", "ws_heartbeat_timeout": "1"}
    with WebServer(redis_url, tmp_path, **settings) as web, open_channel(web, "index") as alive:
        deaf = _handshake(web, "/ws/index")
        deaf.settimeout(10)
        data = b""
        asked = time.monotonic()
        while chunk := deaf.recv(65536):
            data += chunk
        assert 1.5 < time.monotonic() - asked < 6
        assert data.endswith(b"no sign of life")
        assert b"\x89\x00" in data
        assert (4408).to_bytes(2, "big") in data
        move(publisher)
        receive(alive, of_type("index"))


def _handshake(web: WebServer, target: str, *headers: str) -> socket.socket:
    """A socket upgraded by hand, whose owner then answers nothing."""
    sock = socket.create_connection(("127.0.0.1", web.port))
    lines = (
        f"GET {target} HTTP/1.1", f"Host: 127.0.0.1:{web.port}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", *headers, "", "",
    )  # fmt: skip
    sock.sendall("\r\n".join(lines).encode())
    return sock


@pytest.mark.parametrize(
    ("message", "code"),
    [("x" * 5000, 1009), ("x" * 300_000, 1009), ("hello", 4400), ('{"t":"sub"}', 4400), ("[]", 4400)],
)
def test_what_a_program_may_not_say(web: WebServer, message: str, code: int) -> None:
    with open_channel(web, "index") as ws:
        assert close_code(ws, message) == code


def test_a_token_nobody_asked_for_is_left_alone_and_a_flood_is_not(
    web: WebServer, publisher: Publisher
) -> None:
    with open_channel(web, "index") as ws:
        receive(ws, of_type("index"))
        ws.send('{"token":"abc"}')
        move(publisher)
        receive(ws, of_type("index"))
        assert close_code(ws, *['{"token":"abc"}'] * 100) == 4429


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_foreign_page_may_not_listen_and_our_own_may(web: WebServer, channel: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_channel(web, channel, origin="http://evil.example")
    assert refused.value.response.status_code == 403
    with open_channel(web, channel, origin=web.url) as ws:  # type: ignore[arg-type]
        receive(ws, of_type("hello"))


def test_five_sockets_an_address_and_whose_address_it_is(
    redis_url: str, publisher: Publisher, tmp_path: Path
) -> None:
    def opened(web: WebServer, stack: ExitStack, client: str = "") -> int:
        headers = {"X-Forwarded-For": f"6.6.6.6, {client}"} if client else {}
        try:
            ws = stack.enter_context(open_channel(web, "index", additional_headers=headers))
        except InvalidStatus as refused:
            return refused.response.status_code
        receive(ws, of_type("hello"))
        return 101

    (tmp_path / "trusting").mkdir()
    with WebServer(redis_url, tmp_path) as web, ExitStack() as stack:
        assert [opened(web, stack) for _ in range(6)] == [101] * 5 + [429]
        assert opened(web, stack, "198.51.100.1") == 429
        with open_live(web) as browser:
            assert json.loads(browser.recv(timeout=5))["t"] == "hello"
    with (
        WebServer(redis_url, tmp_path / "trusting", trusted_proxies="127.0.0.0/8") as web,
        ExitStack() as stack,
    ):
        assert [opened(web, stack, "198.51.100.1") for _ in range(6)] == [101] * 5 + [429]
        assert opened(web, stack, "198.51.100.2") == 101


def open_live(web: WebServer) -> ClientConnection:
    return open_channel(web, "live", origin=web.url)


@pytest.fixture(scope="module")
def guarded_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """A process that asks for a token and logs as much as can be logged."""
    with WebServer(
        shared_valkey.url,
        tmp_path_factory.mktemp("guarded"),
        ws_auth_token=CANARY,
        ws_max_connections_per_ip="50",
        log_level="DEBUG",
        gunicorn_cmd_args="--access-logfile - --capture-output",
    ) as server:
        yield server


@pytest.fixture
def guarded(guarded_process: WebServer, publisher: Publisher) -> WebServer:
    return guarded_process.showing(publisher.epoch)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_token_by_header_by_address_and_by_first_message(guarded: WebServer, channel: str) -> None:
    with open_channel(guarded, channel, additional_headers={"Authorization": f"Bearer {CANARY}"}) as ws:
        assert receive(ws, of_type("hello"))["channel"] == channel
    with open_channel(guarded, channel, f"?token={CANARY}") as ws:
        assert receive(ws, of_type("hello"))["channel"] == channel
    with open_channel(guarded, channel) as ws:
        ws.send(json.dumps({"token": CANARY}))
        assert receive(ws, of_type("hello"))["channel"] == channel
        assert receive(ws, of_type(channel))["type"] == channel


def test_a_wrong_token_gets_nothing(guarded: WebServer) -> None:
    wrong = CANARY[:-1] + "0"
    for query, headers in (
        (f"?token={wrong}", {}),
        ("", {"Authorization": f"Bearer {wrong}"}),
        ("?token=", {}),
    ):
        with pytest.raises(InvalidStatus) as refused:
            open_channel(guarded, "market", query, additional_headers=headers)
        assert refused.value.response.status_code == 401
        assert refused.value.response.headers["WWW-Authenticate"] == "Bearer"
    for said in (json.dumps({"token": wrong}), json.dumps({"token": ""})):
        with open_channel(guarded, "market") as ws:
            assert close_code(ws, said) == 4401
    with open_channel(guarded, "market") as ws:
        assert close_code(ws, '{"type":"subscribe"}') == 4400


def test_a_program_that_says_no_token_is_told_nothing_and_closed(
    guarded: WebServer, publisher: Publisher
) -> None:
    with open_channel(guarded, "market") as ws:
        move(publisher)
        asked = time.monotonic()
        with pytest.raises(TimeoutError):
            ws.recv(timeout=3)
        assert close_code(ws, within_s=6) == 4401
        assert 4 < time.monotonic() - asked < 8


def test_the_token_is_nowhere_in_the_logs(guarded: WebServer) -> None:
    test_the_token_by_header_by_address_and_by_first_message(guarded, "market")
    with open_channel(guarded, "market") as ws:
        close_code(ws, json.dumps({"token": CANARY}) + "}")
    client = httpx.Client(base_url=guarded.url, headers={"Authorization": f"Bearer {CANARY}"})
    for path in (f"/ws/market?token={CANARY}", f"/ws/none?token={CANARY}", f"/ws/market?%74oken={CANARY}"):
        assert client.get(path).status_code in (404, 426)
    with pytest.raises(InvalidStatus):
        open_channel(guarded, "market", f"?token={CANARY}x")
    # Requests that gunicorn itself refuses, and says why in its log.
    for line in (f"GET /ws/market?token={CANARY} HTTP/9.9", f"GET /ws/market?token={CANARY} nonsense",
                 f"get /ws/market?token={CANARY}&x={'y' * 5000} HTTP/1.1",
                 f"GET /ws/market HTTP/1.1\r\nAuthorization: Bearer {CANARY}\r\nbad header"):  # fmt: skip
        with socket.create_connection(("127.0.0.1", guarded.port)) as sock:
            sock.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
            sock.settimeout(5)
            sock.recv(4096)
    eventually(lambda: "/ws/market" in guarded.log.read_text(), what="a log that tells of the channel")
    assert CANARY not in guarded.log.read_text()
    assert CANARY not in httpx.get(f"{guarded.url}/api/asyncapi.json").text
    assert CANARY not in httpx.get(guarded.url).text
