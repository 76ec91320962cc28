"""A busy market in real time: `python -m tests.bench.exchange_load [SECONDS]`.

The generated exchange with 500 symbols at 3,000 trades a second and the worker, each a process of
its own, for 60 seconds from the beginning of continuous trading. Prints the rate that was really
sent (its trades counted afterwards by generating the same span again), the processor time of both
processes as a share of one core, how far behind real time each was at worst, and that nothing was lost.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

import httpx
import msgspec
import redis

from core.market.calendar import instant_ms
from core.snapshot import keys
from core.snapshot.rooms import StatusRoom
from tests.bench.processes import processor_seconds, resident_mb
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker
from workers.engines import EmbeddedValkey
from workers.simulator.exchange import Exchange

SYMBOLS, TRADES_PER_SECOND, SEED, SECONDS = 500, 3_000, 1, 60.0
START, START_SECONDS = "09:15", 9 * 3600 + 15 * 60
_GENERATING_S = 300.0
"""HNX and UPCoM trade from 09:00 on at that rate: what lies before the start is generated first."""


class Clock(msgspec.Struct):
    """The simulator's own account of its time."""

    now_ms: int
    newest_ms: int
    sent: int
    date: str


class Status(msgspec.Struct):
    """The status room's frame."""

    data: StatusRoom


def trades_between(first_ms: int, last_ms: int, source: Exchange) -> int:
    """How many matches the generated day has in a span."""
    count = 0
    for message in source.messages(quiet_until_ms=first_ms):
        if message.ts_ms > last_ms:
            break
        if message.ts_ms >= first_ms and message.data_type == "X-TRADE":
            count += '"LastVol":0.0,' not in message.content
    return count


def main() -> None:
    """Runs and prints."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    flags = (
        f"--symbols {SYMBOLS} --trades-per-second {TRADES_PER_SECOND} --seed {SEED} "
        f"--start {START} --wait-for-client"
    ).split()
    with tempfile.TemporaryDirectory(prefix="vnm-load-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        store = EmbeddedValkey(home / "valkey")
        store.start()
        try:
            with (
                Simulator(home, *flags, ready_within_s=_GENERATING_S) as simulator,
                Worker(home, simulator.url, store.url) as worker,
            ):
                measure(simulator, worker, redis.Redis.from_url(store.url), seconds)
        finally:
            store.stop()


def measure(simulator: Simulator, worker: Worker, store: redis.Redis, seconds: float) -> None:
    """Watches both for a while."""
    http = httpx.Client(base_url=simulator.url)

    def clock() -> Clock:
        return msgspec.json.decode(http.get("simulator/clock").content, type=Clock)

    def status() -> StatusRoom | None:
        raw = store.get(keys.room(keys.STATUS))
        return msgspec.json.decode(raw, type=Status).data if isinstance(raw, bytes) else None

    # Five seconds of trading first, so that connecting and the first snapshots are not measured.
    eventually(lambda: clock().sent > 5 * TRADES_PER_SECOND, within_s=120, what="the day's beginning")
    eventually(status, what="the worker's status")
    before, started = clock(), time.monotonic()
    used = {process: processor_seconds(process.pid) for process in (simulator, worker)}
    received = (status() or StatusRoom()).messages
    behind_ms, worker_behind, worst_lag_ms = 0, 0, 0.0
    while time.monotonic() - started < seconds:
        time.sleep(0.5)
        now = clock()
        behind_ms = max(behind_ms, now.now_ms - now.newest_ms)
        seen = status()
        if seen is not None:
            worker_behind = max(worker_behind, now.sent - seen.messages)
            worst_lag_ms = max(worst_lag_ms, seen.lag_ms or 0.0)
    after, passed_s = clock(), time.monotonic() - started
    cores = {process: (processor_seconds(process.pid) - used[process]) / passed_s for process in used}
    last = eventually(lambda: (s := status()) and s.messages >= after.sent - before.sent + received and s)
    source = Exchange(_date(before.date), seed=SEED, symbols=SYMBOLS, trades_per_second=TRADES_PER_SECOND)
    assert instant_ms(_date(before.date), START_SECONDS) < before.newest_ms
    trades = trades_between(before.newest_ms + 1, after.newest_ms, source)
    for name, value, unit in (
        ("seconds", f"{passed_s:.1f}", "s"),
        ("trades_per_s", f"{trades / passed_s:.0f}", "1/s"),
        ("messages_per_s", f"{(after.sent - before.sent) / passed_s:.0f}", "1/s"),
        ("simulator_cores", f"{cores[simulator]:.2f}", "core"),
        ("worker_cores", f"{cores[worker]:.2f}", "core"),
        ("simulator_behind", f"{behind_ms}", "ms"),
        ("worker_behind", f"{worker_behind}", "messages"),
        ("worker_lag", f"{worst_lag_ms:.0f}", "ms"),
        ("simulator_rss", f"{resident_mb(simulator.pid):.0f}", "MB"),
        ("worker_rss", f"{resident_mb(worker.pid):.0f}", "MB"),
        ("missed_volume", f"{last.missed_volume}", "shares"),
        ("ledger_violations", f"{last.ledger_violations}", "-"),
        ("reconnects", f"{last.reconnects}", "-"),
    ):
        print(name, value, unit)


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


if __name__ == "__main__":
    main()
