"""A reload and a killed web process: `python -m tests.bench.reload [--sockets N] [--processes P]`.

Real gunicorn, real Valkey, sockets that come back as a page does. `told`: from SIGHUP until a socket
has its close frame 1012; `gone`: until it is closed; `back`: from SIGHUP (or kill -9) until it shows a
board again.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import tempfile
import time
from pathlib import Path

from tests.support.metrics import scrape
from tests.support.page_client import RESTART, House, share
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey


async def reload(web: WebServer, house: House) -> dict[str, float]:
    """SIGHUP to gunicorn's master: what happened to every socket."""
    await house.all_back()
    asked = time.monotonic()
    web.reload()
    await house.wait_for(lambda client: (client.lost_at or 0) > asked, within_s=30)
    await house.all_back()
    told = [(client.told_at or float("inf")) - asked for client in house.clients]
    gone = [(client.lost_at or float("inf")) - asked for client in house.clients]
    backs = [(client.back_at or 0) - asked for client in house.clients]
    return {
        "sockets": len(house.clients),
        "with_1012": sum(client.code == RESTART for client in house.clients),
        "told_p50": share(told, 0.5),
        "told_max": max(told),
        "gone_max": max(gone),
        "back_p50": share(backs, 0.5),
        "back_p95": share(backs, 0.95),
        "back_max": max(backs),
    }


async def kill(web: WebServer, house: House) -> dict[str, float]:
    """kill -9 of the web process with most sockets: what happened to them."""
    await house.all_back()
    held = {
        int(sample.labels["pid"]): sample.value
        for family in scrape(web).families for sample in family.samples if sample.name == "process_open_fds"
    }  # fmt: skip
    asked = time.monotonic()
    os.kill(max(held, key=lambda pid: held[pid]), signal.SIGKILL)
    await house.wait_for(lambda _: any((one.lost_at or 0) > asked for one in house.clients), within_s=30)
    await asyncio.sleep(0.5)
    lost = [client for client in house.clients if (client.lost_at or 0) > asked]
    await house.all_back()
    backs = [(client.back_at or 0) - asked for client in lost]
    return {
        "sockets": len(house.clients),
        "lost": len(lost),
        "back_p50": share(backs, 0.5),
        "back_p95": share(backs, 0.95),
        "back_max": max(backs),
    }


async def measure(web: WebServer, sockets: int) -> dict[str, dict[str, float]]:
    """Both, one after the other."""
    async with House(web, sockets) as house:
        return {"reload": await reload(web, house), "kill": await kill(web, house)}


def report(found: dict[str, dict[str, float]], processes: int) -> None:
    """Prints lines `name value unit`."""
    counts = ("sockets", "with_1012", "lost")
    for event, figures in found.items():
        for name, value in figures.items():
            unit = "sockets" if name in counts else "s"
            text = f"{value:.0f}" if name in counts else f"{value:.2f}"
            print(f"{event}_{processes}p_{name} {text} {unit}", flush=True)


def main() -> None:
    """Measures with one process and with several."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=150)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vnm-") as folder:
        os.chmod(folder, 0o755)
        valkey = EmbeddedValkey(Path(folder) / "valkey")
        valkey.start()
        try:
            with Publisher(valkey.url, FakeMarket()):
                for processes in arguments.processes:
                    settings = {"web_processes": str(processes), "live_max_connections_per_ip": "2000"}
                    with WebServer(valkey.url, Path(folder), **settings) as web:
                        report(asyncio.run(measure(web, arguments.sockets)), processes)
        finally:
            valkey.stop()


if __name__ == "__main__":
    main()
