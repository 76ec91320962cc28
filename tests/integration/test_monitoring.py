"""`/health`, `/ready` and `/metrics` of real web processes: right in sum, and there in a full house."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection

from tests.support.browser_sockets import Crowd, open_socket, subscribe
from tests.support.metrics import Metrics, scrape
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer


@pytest.fixture
def publisher(redis_url: str) -> Publisher:
    publisher = Publisher(redis_url, FakeMarket())
    publisher.publish()
    return publisher


@pytest.fixture
def two(redis_url: str, publisher: Publisher, tmp_path: Path) -> Iterator[WebServer]:
    """Two web processes behind one port."""
    with WebServer(redis_url, tmp_path, web_processes="2") as web:
        eventually(
            lambda: scrape(web).value("vnmarket_web_processes") == 2, within_s=30, what="both processes"
        )
        yield web


def pids(web: WebServer) -> set[int]:
    """Ids of the web processes."""
    return {int(pid) for pid in httpx.get(f"{web.health_url}/health").json()["processes"]}


def sockets(metrics: Metrics) -> float:
    return metrics.value("vnmarket_sockets", channel="live")


def test_the_sum_over_two_processes_is_right(two: WebServer, publisher: Publisher) -> None:
    received = 0

    def read(ws: ClientConnection, until: str) -> None:
        nonlocal received
        kind = ""
        while kind != until:
            kind = json.loads(ws.recv(timeout=5))["t"]
            received += 1

    def drained() -> int:
        """Messages that reached all clients, the rest that waits in them included."""
        nonlocal received
        for ws in clients:
            with suppress(TimeoutError):
                while ws.recv(timeout=0):
                    received += 1
        return received

    with ExitStack() as stack:
        clients = [stack.enter_context(open_socket(two)) for _ in range(40)]
        for ws in clients:
            subscribe(ws, board=None)
            read(ws, "snap")
        # Every scrape, whichever process answers it, says the same.
        eventually(lambda: all(sockets(scrape(two)) == 40 for _ in range(8)), what="40 sockets")
        for _ in range(5):
            publisher.market.step()
            publisher.publish()
            for ws in clients:
                read(ws, "delta")
        assert drained() >= 40 * (1 + 1 + 5)
        eventually(
            lambda: scrape(two).value("vnmarket_socket_frames_total", client="browser") == drained(),
            what="as many frames written as received",
        )
        held = {pid: scrape(two).value("process_resident_memory_bytes", pid=str(pid)) for pid in pids(two)}
        assert len(held) == 2
        assert all(20e6 < value < 1e9 for value in held.values())
    eventually(lambda: sockets(scrape(two)) == 0, what="no sockets")
    closed = scrape(two)
    assert closed.value("vnmarket_sockets_opened_total") == 40
    lag = closed.histogram("vnmarket_web_room_to_socket_seconds", room="board")
    assert 5 <= lag.count <= 10
    assert lag.sum / lag.count < 1.0


def test_a_killed_process_takes_no_count_with_it(two: WebServer) -> None:
    for _ in range(12):
        with pytest.raises(Exception, match="403"):
            open_socket(two, origin="http://elsewhere.example")
    name = "vnmarket_sockets_refused_total"
    eventually(lambda: scrape(two).value(name, reason="origin") == 12, what="12 refusals")
    # Both have written it down by now.
    eventually(lambda: all(scrape(two).value(name, reason="origin") == 12 for _ in range(9)))
    victim, other = sorted(pids(two))
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: victim not in pids(two) and len(pids(two)) == 2, within_s=20, what="a new process")
    assert other in pids(two)
    assert all(scrape(two).value(name, reason="origin") == 12 for _ in range(5))


def test_a_process_that_hangs_leaves_the_answers_to_the_other(two: WebServer) -> None:
    victim = min(pids(two))
    os.kill(victim, signal.SIGSTOP)
    try:
        for _ in range(20):
            asked = time.monotonic()
            assert httpx.get(f"{two.health_url}/health", timeout=5).status_code == 200
            assert time.monotonic() - asked < 1.0
        silent = httpx.get(f"{two.health_url}/health").json()["processes"][str(victim)]
        eventually(
            lambda: httpx.get(f"{two.health_url}/health").json()["processes"][str(victim)] > silent,
            what="the silence of the other process",
        )
    finally:
        os.kill(victim, signal.SIGCONT)


def test_ready_says_why_not(redis_url: str, publisher: Publisher, tmp_path: Path) -> None:
    with WebServer(redis_url, tmp_path) as web:

        def ready() -> tuple[int, list[str]]:
            answer = httpx.get(f"{web.health_url}/ready")
            return answer.status_code, answer.json()["reasons"]

        publisher.publish()
        eventually(lambda: ready() == (200, []), what="a ready process")
        eventually(lambda: ready() == (503, ["no heartbeat of the worker for 5 s"]), within_s=8)
        assert httpx.get(f"{web.health_url}/health").status_code == 200
        assert scrape(web).value("vnmarket_web_ready") == 0
        assert scrape(web).value("vnmarket_web_stale", reason="worker") == 1
        publisher.market.feed = "stale"
        publisher.market.step()
        publisher.publish()
        eventually(lambda: ready() == (503, ["the feed is stale"]), within_s=4)
        assert httpx.get(f"{web.health_url}/elsewhere").status_code == 404


@pytest.mark.slow
def test_a_full_house_and_idle_connections_do_not_keep_a_probe_waiting(
    redis_url: str, publisher: Publisher, tmp_path: Path
) -> None:
    """Every place taken, and more idle connections than the process lets in."""
    places, idle = 150, 700
    with (
        publisher,
        WebServer(
            redis_url, tmp_path, live_max_connections=str(places), live_max_connections_per_ip=str(places)
        ) as web,
        Crowd(web, places, "board", "status"),
        ExitStack() as stack,
    ):
        eventually(lambda: sockets(scrape(web)) == places, what="a full house")
        with pytest.raises(Exception, match="503"):
            open_socket(web)
        for at in range(idle):
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", web.port)))
            if at % 2:
                sock.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\n\r\n".encode())
        # Some who only connect to the health port itself, too.
        for _ in range(8):
            stack.enter_context(socket.create_connection(("127.0.0.1", web.health_port)))
        waits = []
        for _ in range(300):
            asked = time.monotonic()
            probe = http.client.HTTPConnection("127.0.0.1", web.health_port, timeout=5)
            probe.request("GET", "/health")
            assert probe.getresponse().status == 200
            probe.close()
            waits.append((time.monotonic() - asked) * 1000)
        waits.sort()
        print(f"health_p50_ms {waits[149]:.1f} ms\nhealth_p99_ms {waits[296]:.1f} ms")
        assert waits[296] < 200
        assert json.loads(httpx.get(f"{web.health_url}/ready").content)["ready"] is True
