"""The worker's figures, from the real worker: they are the status room's and the simulator's."""

from __future__ import annotations

from pathlib import Path

import httpx
import msgspec
import pytest
import redis

from core.snapshot import keys
from tests.support.metrics import scrape_port
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker


def test_a_worker_shows_what_it_receives_and_writes(redis_url: str, tmp_path: Path) -> None:
    store = redis.Redis.from_url(redis_url)
    flags = ("--source", "exchange", "--start", "10:00", "--seed", "7", "--speed", "5")
    with Simulator(tmp_path, *flags) as simulator, Worker(tmp_path, simulator.url, redis_url) as worker:
        port = worker.metrics_port

        def value(name: str, **labels: str) -> float:
            return scrape_port(port).value(name, **labels)

        worker.await_output("/metrics and /health at")
        eventually(lambda: value("vnmarket_feed_messages_total", type="X-TRADE") > 100, within_s=40)
        eventually(lambda: value("vnmarket_feed_state", vnmarket_feed_state="live") == 1, within_s=20)
        before = msgspec.json.decode(store.get(keys.room(keys.STATUS)) or b"")["data"]["messages"]
        now = scrape_port(port)
        kinds = [one for one in now.families if one.name == "vnmarket_feed_messages"]
        counted = sum(sample.value for sample in kinds[0].samples)
        after = eventually(
            lambda: (
                (room := msgspec.json.decode(store.get(keys.room(keys.STATUS)) or b"")["data"])["messages"]
                > counted
                and room
            ),
            what="a later status room",
        )
        assert before <= counted <= after["messages"]
        assert now.value("vnmarket_feed_rejects_total", reason="number") == 0
        missed = now.value("vnmarket_ledger_missed_volume_shares")
        volume = now.value("vnmarket_ledger_volume_shares")
        assert 0 < missed < volume, "it began at 10:00"
        assert now.value("vnmarket_ledger_coverage_ratio") == pytest.approx(1 - missed / volume)
        assert now.value("vnmarket_ledger_violations") == 0
        lag = now.histogram("vnmarket_feed_to_room_seconds")
        writes = now.histogram("vnmarket_redis_write_seconds")
        assert writes.count >= lag.count > 10
        assert lag.sum / lag.count < 5.0
        assert now.value("process_resident_memory_bytes") > 20e6
        assert httpx.get(f"http://127.0.0.1:{port}/health").json() == {"status": "alive"}
        assert httpx.get(f"http://127.0.0.1:{port}/else").status_code == 404


def test_a_taken_port_does_not_stop_the_market(redis_url: str, tmp_path: Path) -> None:
    store = redis.Redis.from_url(redis_url)
    flags = ("--source", "exchange", "--start", "10:00", "--seed", "7")
    with Simulator(tmp_path, *flags) as simulator:
        taken = str(simulator.port)
        with Worker(tmp_path, simulator.url, redis_url, WORKER_METRICS_PORT=taken) as worker:
            worker.await_output("WORKER_METRICS_PORT names another")
            eventually(lambda: store.get(keys.room(keys.BOARD)) is not None, within_s=30, what="a board")
