"""What a worker holds after days of the whole market: `python -m tests.bench.worker_memory [SYMBOLS [DAYS]]`.

A day of `vnmarket simulate --speed max` goes through a worker, then the next trading day from
another simulator at the same address, into the same process. Prints the worker's resident memory at
the end of each day and its highest during each: the second day's are to be the first's.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import redis

from core.market.calendar import DEFAULT_CALENDAR
from core.snapshot import keys
from tests.bench.exchange_day import data
from tests.bench.processes import processor_seconds, resident_mb
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker, free_port
from workers.engines import EmbeddedValkey

FIRST_DAY = dt.date(2026, 8, 13)
_DAY_WITHIN_S = 3_600.0
_POLL_S = 0.5


def main() -> int:
    """Runs the days and prints; returns the exit code."""
    symbols = sys.argv[1] if len(sys.argv) > 1 else "1600"
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    port, date, before = free_port(), FIRST_DAY, 0
    with tempfile.TemporaryDirectory(prefix="vnm-memory-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        store = EmbeddedValkey(home / "valkey")
        store.start()
        try:
            with Worker(home, f"http://127.0.0.1:{port}/", store.url) as worker:
                rooms = redis.Redis.from_url(store.url)
                for day in range(1, days + 1):
                    flags = f"--symbols {symbols} --date {date} --start 08:45 --speed max".split()
                    with Simulator(home, *flags, port=port, ready_within_s=120) as simulator:
                        before = play(simulator, worker, rooms, day, before)
                    date = DEFAULT_CALENDAR.next_trading_day(date)
        finally:
            store.stop()
    return 0


def play(simulator: Simulator, worker: Worker, rooms: redis.Redis, day: int, before: int) -> int:
    """Waits for the end of a day and prints; returns how many messages the worker has had by then.

    Args:
        day: its number, from 1.
        before: messages of the days before.
    """
    started, peak_mb = time.monotonic(), 0.0
    clock: dict[str, Any] = {}
    with httpx.Client(base_url=simulator.url, timeout=60) as http:

        def shown() -> bool:
            nonlocal peak_mb
            clock.update(http.get("simulator/clock").json())
            peak_mb = max(peak_mb, resident_mb(worker.pid))
            messages = data(rooms, keys.STATUS).get("messages", 0)
            return clock["ended"] and clock["sent"] > 0 and messages >= before + clock["sent"]

        eventually(shown, within_s=_DAY_WITHIN_S, every_s=_POLL_S, what="the end of the day")
    status = data(rooms, keys.STATUS)
    print(f"day_{day}_messages {clock['sent']} -")
    print(f"day_{day} {time.monotonic() - started:.0f} s")
    print(f"day_{day}_rss {resident_mb(worker.pid):.0f} MB")
    print(f"day_{day}_rss_peak {peak_mb:.0f} MB")
    print(f"day_{day}_worker_cpu {processor_seconds(worker.pid):.0f} s")
    print(f"day_{day}_missed_volume {status['missed_volume']} shares")
    print(f"day_{day}_rejected {sum(status['rejected'].values())} -", flush=True)
    return int(status["messages"])


if __name__ == "__main__":
    raise SystemExit(main())
