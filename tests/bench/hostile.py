"""What hostile clients cost their neighbours: `python -m tests.bench.hostile [ATTACK ...]`.

The real web process with the real Valkey, a market that moves twenty times a second, and one neighbour
that follows the board. For each attack of `tests/support/hostile.py`, each in a process of its own:

- `<attack>_p99_ms`: from just before the write to Redis until the neighbour had read the frame, while the
  attack lasted; `<attack>_added_p99_ms`: minus that of the calm before it;
- `<attack>_memory_mb`: the most that the web process grew meanwhile;
- `<attack>_back_s`: after the attack, until threads and descriptors were as before (-1: not within 30 s);
- `<attack>_<answer>`: how often the server answered so.

`added_p99_ms` (at most 50), `memory_mb` (20) and `back_s` (15) are the worst of all.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from websockets.sync.client import ClientConnection

from tests.bench.processes import children, descriptors, percentile, resident_mb, threads
from tests.support import hostile
from tests.support.publisher import FakeMarket, Publisher
from tests.support.sockets import open_channel, receive
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

PERIOD_S = 0.05
CALM_FRAMES = 200
BACK_WITHIN_S = 30.0
SPARE = 4
"""Threads and descriptors that may come and go by themselves."""


class Neighbour:
    """A browser beside the attacker, and the writer whose frames it waits for."""

    def __init__(self, ws: ClientConnection, publisher: Publisher) -> None:
        self._ws = ws
        self._publisher = publisher
        ws.send(json.dumps({"t": "sub", "rooms": {"board": None}}))
        receive(ws, lambda message: message.get("room") == "board")

    def frame_ms(self) -> float:
        """Moves the market and waits for the frame; then for the rest of the period."""
        self._publisher.market.step()
        started = time.perf_counter()
        self._publisher.publish()
        newest = self._publisher.writers["board"].seq
        receive(self._ws, lambda message: message.get("room") == "board" and message["seq"] >= newest, 30.0)
        took_s = time.perf_counter() - started
        time.sleep(max(0.0, PERIOD_S - took_s))
        return took_s * 1000


def measure(attack: str, web: WebServer, pid: int, neighbour: Neighbour) -> list[tuple[str, float, str]]:
    """One attack: (figure, value, unit)."""
    calm = percentile([neighbour.frame_ms() for _ in range(CALM_FRAMES)], 99)
    before = threads(pid), descriptors(pid), resident_mb(pid)
    process = hostile.start(attack, web.port)
    waits, most_mb = [neighbour.frame_ms()], before[2]
    while process.poll() is None:
        waits.append(neighbour.frame_ms())
        most_mb = max(most_mb, resident_mb(pid))
    answers = hostile.finish(process)
    over_s, back_s = time.monotonic(), -1.0
    while time.monotonic() - over_s < BACK_WITHIN_S:
        if threads(pid) <= before[0] + SPARE and descriptors(pid) <= before[1] + SPARE:
            back_s = time.monotonic() - over_s
            break
        neighbour.frame_ms()
    p99 = percentile(waits, 99)
    return [
        (f"{attack}_p99_ms", p99, "ms"),
        (f"{attack}_added_p99_ms", p99 - calm, "ms"),
        (f"{attack}_memory_mb", most_mb - before[2], "MB"),
        (f"{attack}_back_s", back_s, "s"),
        *((f"{attack}_{answer.replace(' ', '_')}", count, "times") for answer, count in answers.items()),
    ]


def main() -> None:
    """Measures and prints."""
    attacks = sys.argv[1:] or list(hostile.ATTACKS)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    figures: list[tuple[str, float, str]] = []
    with tempfile.TemporaryDirectory(prefix="vnm-") as folder:
        Path(folder).chmod(0o755)
        valkey = EmbeddedValkey(Path(folder) / "valkey")
        valkey.start()
        try:
            publisher = Publisher(valkey.url, FakeMarket())
            publisher.publish()
            with (
                WebServer(valkey.url, Path(folder)) as web,
                open_channel(web, "live", origin=web.url) as ws,
            ):
                assert web.process is not None
                (pid,) = children(web.process.pid)
                neighbour = Neighbour(ws, publisher)
                for attack in attacks:
                    found = measure(attack, web, pid, neighbour)
                    figures += found
                    for name, value, unit in found:
                        print(f"{name} {value:.4g} {unit}", flush=True)
        finally:
            valkey.stop()
    for worst, unit in (("added_p99_ms", "ms"), ("memory_mb", "MB"), ("back_s", "s")):
        values = [value for name, value, _ in figures if name.endswith(f"_{worst}")]
        # Not back at all is the worst.
        value = -1.0 if worst == "back_s" and min(values) < 0 else max(values)
        print(f"{worst} {value:.4g} {unit}")


if __name__ == "__main__":
    main()
