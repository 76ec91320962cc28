"""A whole generated day through the wire: `python -m tests.bench.exchange_day [SYMBOLS [SEED]]`.

`vnmarket simulate --speed max --truth FILE` and the worker, each a process of its own. When the
day is over, what the worker shows is held against the truth: every total and every side to the
share, every close, foreign volumes, the indices' last values; the board shows VN30, the other
symbols are held against the truth in the market's sums here and one by one in `tests.bench.judge`.
Prints how many disagree (0 is right), and the times. Exit code 1 when anything disagrees.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import httpx
import msgspec
import redis

from core.snapshot import keys
from tests.bench.processes import processor_seconds, resident_mb
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker
from workers.engines import EmbeddedValkey

START = "08:45"
_DAY_WITHIN_S = 3_600.0
_POLL_S = 0.5
_LONGEST_INTERVAL_S = 2.0
_SIDES = {"BU": "buyer_volume", "SD": "seller_volume", None: "auction_volume"}


class Truth:
    """What really happened, summed up by symbol. Prices in the wire's units."""

    def __init__(self, path: Path) -> None:
        self.volumes: dict[str, Counter[str]] = defaultdict(Counter)
        self.closes: dict[str, float] = {}
        self.foreign: dict[str, dict[str, Any]] = {}
        self.indices: dict[str, float] = {}
        self.trades = 0
        decode = msgspec.json.Decoder(dict[str, Any]).decode
        with path.open("rb") as lines:
            for line in lines:
                self._take(decode(line))

    def _take(self, row: dict[str, Any]) -> None:
        match row["kind"]:
            case "trade":
                self.trades += 1
                self.volumes[row["symbol"]][_SIDES[row["aggressor"]]] += row["volume"]
                self.closes[row["symbol"]] = row["price"]
            case "foreign":
                self.foreign[row["symbol"]] = row
            case "index":
                self.indices[row["index_id"]] = row["value"]


def main() -> int:
    """Runs, compares and prints; returns the exit code."""
    symbols = sys.argv[1] if len(sys.argv) > 1 else "30"
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    with tempfile.TemporaryDirectory(prefix="vnm-day-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        path = home / "truth.jsonl"
        flags = f"--symbols {symbols} --seed {seed} --start {START} --speed max --truth {path}".split()
        store = EmbeddedValkey(home / "valkey")
        store.start()
        try:
            with Simulator(home, *flags) as simulator, Worker(home, simulator.url, store.url) as worker:
                rooms = redis.Redis.from_url(store.url)
                play(simulator, worker, rooms)
                return compare(Truth(path), {name: data(rooms, name) for name in keys.ROOMS})
        finally:
            store.stop()


def frame(rooms: redis.Redis, name: str) -> dict[str, Any]:
    """A room's newest frame; empty before its first one."""
    raw = rooms.get(keys.room(name))
    return msgspec.json.decode(raw, type=dict[str, Any]) if isinstance(raw, bytes) else {}


def data(rooms: redis.Redis, name: str) -> dict[str, Any]:
    """What a room shows."""
    found: dict[str, Any] = frame(rooms, name).get("data", {})
    return found


def play(simulator: Simulator, worker: Worker, rooms: redis.Redis) -> None:
    """Waits for the end of the day, and until the worker has shown all of it."""
    started, peak_mb = time.monotonic(), 0.0
    clock: dict[str, Any] = {}
    with httpx.Client(base_url=simulator.url, timeout=30) as http:

        def shown() -> bool:
            nonlocal peak_mb
            clock.update(http.get("simulator/clock").json())
            peak_mb = max(peak_mb, resident_mb(worker.pid))
            # The worker's count may be higher: last known messages come on subscribing.
            return clock["ended"] and data(rooms, keys.STATUS).get("messages", 0) >= clock["sent"]

        eventually(shown, within_s=_DAY_WITHIN_S, every_s=_POLL_S, what="the end of the day")
    passed_s = time.monotonic() - started
    seen: list[dict[str, int]] = []

    def settled() -> bool:
        """Whether no room was written since the last look, longer ago than any room's interval."""
        seen.append({name: frame(rooms, name).get("seq", 0) for name in keys.ROOMS if name != keys.STATUS})
        return len(seen) > 1 and seen[-1] == seen[-2]

    eventually(settled, within_s=30, every_s=_LONGEST_INTERVAL_S, what="the last frames")
    print(f"messages {clock['sent']} -")
    print(f"day {passed_s:.1f} s")
    print(f"messages_per_s {clock['sent'] / passed_s:.0f} 1/s")
    print(f"simulator_cpu {processor_seconds(simulator.pid):.1f} s")
    print(f"worker_cpu {processor_seconds(worker.pid):.1f} s")
    print(f"simulator_rss {resident_mb(simulator.pid):.0f} MB")
    print(f"worker_rss {resident_mb(worker.pid):.0f} MB")
    print(f"worker_rss_peak {peak_mb:.0f} MB")


def compare(truth: Truth, rooms: dict[str, dict[str, Any]]) -> int:
    """Prints what disagrees; returns 1 if anything does."""
    board, contracts = rooms[keys.BOARD]["rows"], rooms[keys.DERIVATIVES]["contracts"]
    shown, foreign = {**board, **contracts}, rooms[keys.FOREIGN]["symbols"]
    wrong: Counter[str] = Counter()
    market: Counter[str] = Counter()
    for symbol, volumes in truth.volumes.items():
        if symbol not in contracts:
            market.update(volumes)
        if symbol not in shown:
            continue
        row = shown[symbol]
        wrong["totals"] += row.get("total_volume") != volumes.total()
        wrong["sides"] += any(row.get(side) != volumes[side] for side in _SIDES.values())
        wrong["closes"] += row.get("last") != truth.closes[symbol]
    for symbol, told in truth.foreign.items():
        row = foreign.get(symbol)
        if row is not None:
            found = row.get("buy_volume", 0), row.get("sell_volume", 0)
            wrong["foreign"] += found != (told["bought"], told["sold"])
    flow = rooms[keys.FLOW]["market"]
    wrong["market_sums"] = sum(flow[name] != market[name] for name in _SIDES.values())
    wrong["market_sums"] += flow["total_volume"] != market.total()
    for index_id, value in truth.indices.items():
        wrong["indices"] += rooms[keys.INDICES]["indices"].get(index_id, {}).get("value") != value
    status = rooms[keys.STATUS]
    wrong["missed_volume"] = status["missed_volume"]
    wrong["ledger_violations"] = status["ledger_violations"]
    wrong["rejected"] = sum(status["rejected"].values())
    print(f"symbols_traded {len(truth.volumes)} -")
    print(f"symbols_compared {sum(symbol in shown for symbol in truth.volumes)} -")
    print(f"trades {truth.trades} -")
    print(f"volume {sum(volumes.total() for volumes in truth.volumes.values())} shares")
    for name in ("totals", "sides", "closes", "foreign", "indices", "market_sums"):
        print(f"wrong_{name} {wrong[name]} -")
    for name in ("missed_volume", "ledger_violations", "rejected"):
        print(f"{name} {wrong[name]} -")
    return int(wrong.total() > 0)


if __name__ == "__main__":
    raise SystemExit(main())
