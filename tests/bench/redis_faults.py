"""Redis in trouble: `python -m tests.bench.redis_faults [--hang S] [--cut S]`.

Simulator, worker, web and Valkey as in life. Redis is restarted empty, hangs (SIGSTOP), and is cut off
(every connection dropped, new ones too). Meanwhile pages are open and every kind of request is asked for
without a pause. `slowest`: of all requests from the fault until all is right again; `told`: until a page
is told that what it shows is old; `right`: from the end of the fault until every page shows the numbers
that are in Redis, fresh; `reopened`: sockets that a page had to open again.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import redis

from core.snapshot import keys
from tests.support.engines import ValkeyServer
from tests.support.page_client import House, PageClient
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from tests.support.wire import Wire

PAGES = 5
RIGHT_WITHIN_S = 30.0
PAUSE_S = 0.05


@dataclass
class Asker:
    """Asks for one path without a pause, in a thread of its own."""

    port: int
    path: str
    slowest_s: float = 0.0
    asked: int = 0
    failed: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begins to ask."""
        threading.Thread(target=self._run, name=f"asks {self.path}", daemon=True).start()

    def stop(self) -> None:
        """Ends it."""
        self._stop.set()

    def reset(self) -> None:
        """Forgets what was."""
        self.slowest_s, self.asked, self.failed = 0.0, 0, 0

    def _run(self) -> None:
        while not self._stop.wait(PAUSE_S):
            began_s = time.monotonic()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", self.path)
                answer = connection.getresponse()
                answer.read()
                connection.close()
                # 503 is an answer: true data cannot be shown.
                self.failed += answer.status not in (200, 503)
            except (OSError, http.client.HTTPException):
                self.failed += 1
            self.asked += 1
            self.slowest_s = max(self.slowest_s, time.monotonic() - began_s)


class Stage:
    """The product with its Redis behind a wire. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self.valkey = ValkeyServer(folder / "valkey")
        self._folder = folder

    def __enter__(self) -> Stage:
        enter = self._stack.enter_context
        self.valkey.start()
        self._stack.callback(self.valkey.stop)
        port = redis.Redis.from_url(self.valkey.url).connection_pool.connection_kwargs["port"]
        self.wire = enter(Wire(port))
        url = self.valkey.url.replace(f":{port}", f":{self.wire.port}")
        flags = ("--source", "exchange", "--start", "10:00", "--seed", "7", "--speed", "2")
        simulator = enter(Simulator(self._folder, *flags))
        enter(Worker(self._folder, simulator.url, url))
        self.web = enter(WebServer(url, self._folder, live_max_connections_per_ip="100"))
        self.askers = [
            Asker(self.web.port, path)
            for path in ("/", "/api/live?rooms=board,status", "/api/market/snapshot", "/health")
        ] + [Asker(self.web.health_port, path) for path in ("/health", "/ready", "/metrics")]
        eventually(self.ready, within_s=60, what="a market on the screen")
        for asker in self.askers:
            asker.start()
            self._stack.callback(asker.stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ready(self) -> bool:
        """Whether the web process shows true data."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.web.health_port, timeout=5)
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def stored(self) -> dict:
        """The board as it is in Redis; empty when there is none."""
        with redis.Redis.from_url(self.valkey.url, socket_timeout=2) as store:
            found = store.get(keys.room(keys.BOARD))
        return json.loads(found) if isinstance(found, bytes) else {}

    def restart_empty(self) -> None:
        """Kill -9, and an empty one on the same port."""
        self.valkey.kill()
        self.valkey.start()


def shows(client: PageClient, stored: dict, since_ms: float) -> bool:
    """Whether a page shows exactly the stored board, written after `since_ms`, and calls it fresh."""
    board = client.rooms.get("board", {})
    same = (board.get("epoch"), board.get("seq")) == (stored.get("epoch"), stored.get("seq"))
    return same and stored["as_of"] > since_ms and client.notice is None and board["data"] == stored["data"]


async def fault(
    stage: Stage, house: House, begin: Callable[[], None], lasts_s: float, end: Callable[[], None]
) -> dict[str, float]:
    """One fault from its beginning until every page is right again."""
    opened = sum(client.attempts for client in house.clients)
    for asker in stage.askers:
        asker.reset()
    loop = asyncio.get_running_loop()
    began_s = time.monotonic()
    await loop.run_in_executor(None, begin)
    told_s = 0.0
    while time.monotonic() - began_s < lasts_s or not told_s:
        if not told_s and all(client.notice is not None for client in house.clients):
            told_s = time.monotonic() - began_s
        if not lasts_s or time.monotonic() - began_s > lasts_s + RIGHT_WITHIN_S:
            break
        await asyncio.sleep(0.02)
    await loop.run_in_executor(None, end)
    ended_s, ended_ms = time.monotonic(), time.time() * 1000
    right: set[int] = set()
    while len(right) < len(house.clients) and time.monotonic() - ended_s < RIGHT_WITHIN_S:
        stored = await loop.run_in_executor(None, stage.stored)
        right |= {at for at, one in enumerate(house.clients) if stored and shows(one, stored, ended_ms)}
        await asyncio.sleep(0.01)
    right_s = time.monotonic() - ended_s if len(right) == len(house.clients) else float("inf")
    return {
        "slowest_s": max(asker.slowest_s for asker in stage.askers),
        "requests": sum(asker.asked for asker in stage.askers),
        "failed": sum(asker.failed for asker in stage.askers),
        "told_s": told_s,
        "right_s": right_s,
        "reopened": sum(client.attempts for client in house.clients) - opened,
    }


async def measure(stage: Stage, hang_s: float, cut_s: float) -> dict[str, dict[str, float]]:
    """All three faults, one after the other."""
    async with House(stage.web, PAGES) as house:
        await house.all_back()
        nothing = lambda: None  # noqa: E731
        return {
            "empty": await fault(stage, house, stage.restart_empty, 0.0, nothing),
            "hang": await fault(stage, house, stage.valkey.pause, hang_s, stage.valkey.resume),
            "cut": await fault(stage, house, stage.wire.cut, cut_s, stage.wire.mend),
        }


def report(found: dict[str, dict[str, float]]) -> None:
    """Prints lines `name value unit`."""
    for kind, figures in found.items():
        for name, value in figures.items():
            unit = "s" if name.endswith("_s") else ("sockets" if name == "reopened" else "requests")
            text = f"{value:.2f}" if unit == "s" else f"{value:.0f}"
            print(f"{kind}_{name.removesuffix('_s')} {text} {unit}", flush=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hang", type=float, default=30.0, help="seconds")
    parser.add_argument("--cut", type=float, default=10.0, help="seconds")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vnm-") as folder:
        os.chmod(folder, 0o755)
        with Stage(Path(folder)) as stage:
            report(asyncio.run(measure(stage, arguments.hang, arguments.cut)))


if __name__ == "__main__":
    main()
