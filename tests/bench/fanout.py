"""How many screens one web process serves: `python -m tests.bench.fanout [--sockets N --rate R --seconds S]`.

Real processes on one machine: Valkey, the web process as `vnmarket web` starts it, a load process
of its own (`fanout_client`), and here the writer, which puts board frames of a busy simulated
market into Redis at a steady rate. Of N sockets at R frames a second:

- `p50_ms`, `p99_ms`, `max_ms`: from just before the write to Redis until the load process had read
  the frame; `socket_p99_ms`: until its bytes reached the socket, by the kernel's time stamp;
  `client_lag_p99_ms`: what lies between, which is the load client's own.
- `lost`: frames that a socket got neither as a delta nor within a snapshot; `duplicated`: the same
  seq twice; `covered_by_snapshot`: how often newest-wins joined frames into a snapshot.
- `cpu_web_s`, `cpu_client_s`: processor time during the S seconds; `rss_web_mb`, `threads_web`.
- `health_p99_ms`: `GET /health` on a connection of its own, ten times a second meanwhile.

`--curve` measures 100 to 2,000 sockets at R. `--dash-interval` adds, in the same run, a plain Dash
page with a `dcc.Interval` and the same content (`interval_page`). Without arguments: the curve at
4 frames/s, 200 sockets at 10 frames/s, and the plain page.
"""

from __future__ import annotations

import argparse
import array
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import redis

from tests.bench import interval_load
from tests.bench.board_frames import BoardWriter, RecordedBoard
from tests.bench.processes import children, percentile, processor_seconds, resident_mb, threads
from tests.support.processes import Web
from workers.engines import EmbeddedValkey

CURVE = (100, 200, 500, 1000, 1500, 2000)
RATE, SECONDS = 4.0, 30.0
WARM_S, DRAIN_S = 2.0, 2.0
HEARTBEAT_S = 1.0
HEALTH_EVERY_S = 0.1
Figures = list[tuple[str, str, str]]


class HealthProbe:
    """Asks `/health` ten times a second and keeps how long each answer took."""

    def __init__(self, port: int) -> None:
        self.took_ms: list[float] = []
        self.failures = 0
        self._port = port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> HealthProbe:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(HEALTH_EVERY_S):
            started = time.perf_counter()
            connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
            try:
                connection.request("GET", "/health")
                connection.getresponse().read()
            except (OSError, HTTPException):
                self.failures += 1
            finally:
                connection.close()
            self.took_ms.append((time.perf_counter() - started) * 1000)


@contextmanager
def sockets_open(port: int, count: int, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The load process with all its sockets following the board."""
    command = [sys.executable, "-m", "tests.bench.fanout_client", str(port), str(count), str(folder)]
    load = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert load.stdout is not None
        if load.stdout.readline().strip() != "ready":
            raise RuntimeError("the load process did not get its sockets")
        yield load
    finally:
        load.terminate()
        load.wait()


def measure(redis_url: str, home: Path, sockets: int, rate: float, seconds: float) -> Figures:
    """One web process, N sockets, R frames a second."""
    store = redis.Redis.from_url(redis_url)
    store.flushall()
    board = RecordedBoard(rate=rate, frames=int(rate * (seconds + WARM_S)) + 2)
    states = iter(board.states)
    writer = BoardWriter(store)
    writer.write(next(states))
    writer.beat()
    room = str(sockets + 50)
    with Web(
        home, redis_url, LIVE_MAX_CONNECTIONS=room, LIVE_MAX_CONNECTIONS_PER_IP=room, WEB_PROCESSES="1"
    ) as web:
        [pid] = children(web.pid)
        empty_mb = resident_mb(pid)
        with (
            tempfile.TemporaryDirectory(dir=home) as folder,
            beating(writer),
            sockets_open(web.port, sockets, Path(folder)) as load,
        ):
            writer.play(states, rate, WARM_S)
            first, before, before_client = writer.seq + 1, processor_seconds(pid), processor_seconds(load.pid)
            with HealthProbe(web.port) as health:
                writer.play(states, rate, seconds)
            used = processor_seconds(pid) - before
            used_client = processor_seconds(load.pid) - before_client
            full_mb, held = resident_mb(pid), threads(pid)
            time.sleep(DRAIN_S)
            load.communicate("stop\n")
            return [
                *judge(Path(folder), writer, first, sockets),
                ("cpu_web_s", f"{used:.2f}", "s"),
                ("rss_web_mb", f"{full_mb:.0f}", "MB"),
                ("rss_web_empty_mb", f"{empty_mb:.0f}", "MB"),
                ("threads_web", str(held), "-"),
                ("cpu_client_s", f"{used_client:.2f}", "s"),
                ("health_p99_ms", f"{percentile(health.took_ms, 99):.1f}", "ms"),
                ("health_failures", str(health.failures), "-"),
            ]


@contextmanager
def beating(writer: BoardWriter) -> Iterator[None]:
    """A heartbeat every second."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(HEARTBEAT_S):
            writer.beat()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def judge(folder: Path, writer: BoardWriter, first: int, sockets: int) -> Figures:
    """What the sockets got, beside what was written."""
    columns = {}
    for name in ("seqs", "socket_ns", "read_ns"):
        columns[name] = array.array("q", (folder / name).read_bytes())
    read_ms, socket_ms, lag_ms = [], [], []
    for seq, at_socket, read in zip(*columns.values(), strict=True):
        if seq >= first:
            read_ms.append((read - writer.written_ns[seq]) / 1e6)
            socket_ms.append((at_socket - writer.written_ns[seq]) / 1e6)
            lag_ms.append((read - at_socket) / 1e6)
    summary = json.loads((folder / "summary.json").read_text())
    never = sum(writer.seq - last for last in summary["last"])
    assert len(summary["last"]) == sockets
    assert not summary["closed"], f"{summary['closed']} sockets were closed"
    deltas = writer.delta_bytes[first - 1 :]
    return [
        ("p50_ms", f"{percentile(read_ms, 50):.1f}", "ms"),
        ("p99_ms", f"{percentile(read_ms, 99):.1f}", "ms"),
        ("max_ms", f"{max(read_ms):.1f}", "ms"),
        ("socket_p50_ms", f"{percentile(socket_ms, 50):.1f}", "ms"),
        ("socket_p99_ms", f"{percentile(socket_ms, 99):.1f}", "ms"),
        ("client_lag_p99_ms", f"{percentile(lag_ms, 99):.1f}", "ms"),
        ("lost", str(summary["lost"] + never), "frames"),
        ("duplicated", str(summary["duplicated"]), "frames"),
        ("covered_by_snapshot", str(summary["snapshots"]), "frames"),
        ("frame_bytes", f"{sum(deltas) / len(deltas):.0f}", "bytes"),
    ]


def show(figures: Figures, prefix: str = "") -> None:
    """Prints lines `name value unit`."""
    for name, value, unit in figures:
        print(f"{prefix}{name}", value, unit, flush=True)


def allow_many_files() -> None:
    """Every socket is a descriptor; child processes inherit the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16_384 if hard == resource.RLIM_INFINITY else min(16_384, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sockets", type=int)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--dash-interval", action="store_true")
    wanted = parser.parse_args()
    everything = not (wanted.sockets or wanted.curve or wanted.dash_interval)
    allow_many_files()
    with tempfile.TemporaryDirectory(prefix="vnm-fan-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        valkey = EmbeddedValkey(home / "valkey")
        valkey.start()
        try:
            if wanted.sockets:
                show(measure(valkey.url, home, wanted.sockets, wanted.rate, wanted.seconds))
            if wanted.curve or everything:
                for sockets in CURVE:
                    figures = measure(valkey.url, home, sockets, wanted.rate, wanted.seconds)
                    show(figures, f"sockets_{sockets}_rate_{wanted.rate:g}_")
            if everything:
                show(measure(valkey.url, home, 200, 10.0, wanted.seconds), "sockets_200_rate_10_")
            if wanted.dash_interval or everything:
                show(interval_load.measure(valkey.url, home))
        finally:
            valkey.stop()


if __name__ == "__main__":
    main()
