"""How many browsers the plain Dash page holds: N simulated ones, each posting its tick twice a second.

Door: `measure`. A browser is held while the 99th percentile of the answers, counted from when the
tick was due, stays below half a second. A simulated browser costs nothing but its request: it draws
nothing. The charts hold a quarter of an hour, so the answers are small: by the close they are larger.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import httpx
import redis

from core.snapshot import keys
from tests.bench.board_frames import BoardWriter, RecordedBoard, write_the_rest
from tests.bench.interval_page import INTERVAL_MS
from tests.bench.processes import children, percentile, processor_seconds
from tests.support.polling import eventually
from tests.support.processes import ROOT, free_port

STEPS = (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64)
STEP_S = 8.0
HELD_MS = 500.0
RATE = 2.0
_OUTPUTS = [
    ("board", "rowData"),
    *((name, "figure") for name in (keys.INDICES, keys.FOREIGN, keys.DERIVATIVES)),
]
BODY = json.dumps(
    {
        "output": ".." + "...".join(f"{name}.{part}" for name, part in _OUTPUTS) + "..",
        "outputs": [{"id": name, "property": part} for name, part in _OUTPUTS],
        "inputs": [{"id": "tick", "property": "n_intervals", "value": 1}],
        "changedPropIds": ["tick.n_intervals"],
    }
)


def browser(port: int, offset_s: float, until_s: float, took_ms: list[float]) -> None:
    """Posts its ticks; one that is late is posted at once, as a browser does."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    due_s = time.monotonic() + offset_s
    while due_s < until_s:
        time.sleep(max(0.0, due_s - time.monotonic()))
        connection.request("POST", "/_dash-update-component", BODY, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took_ms.append((time.monotonic() - due_s) * 1000)
        due_s = max(due_s + INTERVAL_MS / 1000, time.monotonic())
    connection.close()


def step(port: int, browsers: int) -> list[float]:
    """How long the answers to N browsers took."""
    until_s = time.monotonic() + STEP_S
    took_ms: list[float] = []
    offsets = [number * INTERVAL_MS / 1000 / browsers for number in range(browsers)]
    running = [
        threading.Thread(target=browser, args=(port, offset, until_s, took_ms), daemon=True)
        for offset in offsets
    ]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return took_ms


def measure(redis_url: str, home: Path) -> list[tuple[str, str, str]]:
    """Starts the page and adds browsers until it does not hold them."""
    store = redis.Redis.from_url(redis_url)
    store.flushall()
    board = RecordedBoard(rate=RATE, frames=4)
    writer = BoardWriter(store)
    for state in board.states:
        writer.write(state)
    write_the_rest(store, board.core, writer.epoch)
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "100",
        "--bind", f"127.0.0.1:{port}", "tests.bench.interval_page:create_wsgi()",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "REDIS_URL": redis_url}
    with (home / "interval.log").open("wb") as log:
        page = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/"
        eventually(lambda: _answers(address), within_s=60, what="the plain page")
        answer = httpx.post(
            f"{address}_dash-update-component", content=BODY, headers={"Content-Type": "application/json"}
        )
        held, p99_ms, next_ms, used = 0, 0.0, 0.0, 0.0
        [pid] = children(page.pid)
        for browsers in STEPS:
            before = processor_seconds(pid)
            found_ms = percentile(step(port, browsers), 99)
            if found_ms > HELD_MS:
                next_ms = found_ms
                break
            held, p99_ms, used = browsers, found_ms, (processor_seconds(pid) - before) / STEP_S
    finally:
        page.terminate()
        page.wait()
    return [
        ("dash_interval_browsers_held", str(held), "browsers"),
        ("dash_interval_p99_ms", f"{p99_ms:.0f}", "ms"),
        ("dash_interval_cores", f"{used:.2f}", "core"),
        ("dash_interval_next_step_p99_ms", f"{next_ms:.0f}", "ms"),
        ("dash_interval_answer_bytes", str(len(answer.content)), "bytes"),
    ]


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=1).status_code == 200
    except httpx.HTTPError:
        return False
