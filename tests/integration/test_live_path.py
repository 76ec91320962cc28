"""From the wire to Redis with real processes: simulator, worker, Valkey."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import msgspec
import pytest
import redis

from core.snapshot import keys
from core.snapshot.codec import decode_frame
from core.snapshot.delta import merge
from tests.support.polling import eventually
from tests.support.processes import Simulator, Worker


class Rooms:
    """Reads what the worker wrote."""

    def __init__(self, url: str) -> None:
        self.redis = redis.Redis.from_url(url)

    def frame(self, room: str) -> dict[str, Any]:
        raw = self.redis.get(keys.room(room))
        return msgspec.json.decode(raw) if isinstance(raw, bytes) else {}

    def data(self, room: str) -> dict[str, Any]:
        return self.frame(room).get("data", {})

    def lines(self, room: str) -> dict[str, Any]:
        raw = self.redis.get(keys.series(room))
        return msgspec.json.decode(raw)["lines"] if isinstance(raw, bytes) else {}

    def priced(self) -> int:
        """Shares on the board that have a price."""
        return sum("last" in row for row in self.data(keys.BOARD).get("rows", {}).values())


def test_a_live_market_reaches_every_room(redis_url: str, tmp_path: Path) -> None:
    rooms = Rooms(redis_url)
    with (
        Simulator(
            tmp_path, "--source", "exchange", "--start", "10:00", "--seed", "7", "--speed", "5"
        ) as simulator,
        Worker(tmp_path, simulator.url, redis_url),
    ):
        eventually(lambda: rooms.priced() >= 29, within_s=30, what="prices on the board")
        status = eventually(lambda: (s := rooms.data(keys.STATUS)).get("feed") == "live" and s, within_s=15)
        assert (status["simulated"], status["source"], status["ledger_violations"]) == (True, "simulator", 0)
        assert status["rejected"] == {}
        assert status["phases"]["HOSE"]["phase"] == "LO"
        indices = eventually(lambda: (d := rooms.data(keys.INDICES)["indices"]).get("VN30") and d)
        assert indices["VN30"]["value"] > 100
        assert {"VNINDEX", "VN30", "HNXIndex", "HNXUpcomIndex"} <= set(indices)
        derivatives = eventually(
            lambda: (d := rooms.data(keys.DERIVATIVES)).get("active") and _has_basis(d) and d, within_s=30
        )
        assert len(derivatives["contracts"]) >= 2
        foreign = eventually(lambda: (d := rooms.data(keys.FOREIGN)).get("symbols") and d)
        assert foreign["market"]["buy_volume"] > 0
        # Its first frame is written before the first trade, the next a second later.
        flow = eventually(lambda: (d := rooms.data(keys.FLOW)["market"])["total_volume"] and d)
        parts = ("buyer_volume", "seller_volume", "unknown_volume", "auction_volume", "missed_volume")
        assert sum(flow[part] for part in parts) == flow["total_volume"] > 0
        lines = eventually(lambda: rooms.lines(keys.INDICES).get("VN30"), what="the line of the day")
        assert lines["minute"]
        assert len(lines["minute"]) == len(lines["columns"]["value"])


def _has_basis(derivatives: dict[str, Any]) -> bool:
    return "basis" in derivatives["contracts"][derivatives["active"]]


def test_deltas_add_up_to_the_snapshot_while_the_market_moves(redis_url: str, tmp_path: Path) -> None:
    rooms = Rooms(redis_url)
    with (
        Simulator(
            tmp_path, "--source", "exchange", "--start", "10:00", "--seed", "8", "--speed", "10"
        ) as simulator,
        Worker(tmp_path, simulator.url, redis_url),
    ):
        eventually(lambda: rooms.redis.xlen(keys.room_delta(keys.BOARD)) > 40, within_s=30)
    frames = [
        decode_frame(fields[keys.DELTA_FIELD.encode()])
        for _, fields in rooms.redis.xrange(keys.room_delta(keys.BOARD))  # type: ignore[union-attr]
    ]
    assert [frame.seq for frame in frames] == list(range(1, len(frames) + 1))
    document: dict[str, Any] = {}
    for frame in frames:
        merge(document, msgspec.json.decode(frame.data))
    assert document == rooms.data(keys.BOARD)


def test_feed_lost_and_found(redis_url: str, tmp_path: Path) -> None:
    """The simulator goes away and comes back: told within a second or two, live again, all channels."""
    rooms = Rooms(redis_url)
    flags = ("--source", "exchange", "--start", "10:00", "--seed", "9")
    simulator = Simulator(tmp_path, *flags)
    with Worker(tmp_path, simulator.url, redis_url) as worker:
        eventually(lambda: rooms.frame(keys.BOARD).get("feed") == "live", within_s=30)
        simulator.kill()
        eventually(lambda: rooms.frame(keys.BOARD).get("feed") == "down", within_s=3, what="the banner")
        assert rooms.priced() >= 29
        with Simulator(tmp_path, *flags, port=simulator.port):
            eventually(lambda: rooms.frame(keys.BOARD).get("feed") == "live", within_s=30)
            before = rooms.data(keys.STATUS)["messages"]
            eventually(lambda: rooms.data(keys.STATUS)["messages"] > before + 50, within_s=20)
            assert rooms.data(keys.STATUS)["ledger_violations"] == 0
        assert worker.stop() == 0


def test_a_killed_worker_comes_back_with_a_newer_epoch(redis_url: str, tmp_path: Path) -> None:
    rooms = Rooms(redis_url)
    with (
        Simulator(tmp_path, "--source", "exchange", "--start", "10:00", "--seed", "10") as simulator,
        Worker(tmp_path, simulator.url, redis_url) as worker,
    ):
        eventually(lambda: rooms.priced() >= 29, within_s=30)
        epoch = rooms.frame(keys.BOARD)["epoch"]
        worker.kill()
        worker.start()
        eventually(lambda: rooms.frame(keys.BOARD)["epoch"] > epoch and rooms.priced() >= 29, within_s=30)
        assert rooms.data(keys.STATUS)["ledger_violations"] == 0


@pytest.mark.slow
def test_the_real_day_at_full_speed_ends_on_the_official_totals(
    redis_url: str, tmp_path: Path, shared_data: Path
) -> None:
    rooms = Rooms(redis_url)
    folder = shared_data / "day-2025-08-15"
    with gzip.open(folder / "daily_totals.csv.gz", "rt", newline="") as file:
        official = {row["symbol"]: row for row in csv.DictReader(file) if row["symbol"] != "SSB"}

    def differences() -> list[str]:
        board = rooms.data(keys.BOARD).get("rows", {})
        return [
            symbol
            for symbol, row in official.items()
            if [board.get(symbol, {}).get(name) for name in ("total_volume", "open", "high", "low", "last")]
            != [int(row[name]) for name in ("matched_volume", "open", "high", "low", "close")]
        ]

    with (
        Simulator(tmp_path, "--source", str(folder), "--speed", "max") as simulator,
        Worker(tmp_path, simulator.url, redis_url),
    ):
        eventually(lambda: rooms.priced() == 29 and not differences(), within_s=120, what="official totals")
        status = eventually(lambda: (s := rooms.data(keys.STATUS)).get("feed") == "quiet" and s, within_s=15)
    assert (status["missed_volume"], status["ledger_violations"], status["rejected"]) == (0, 0, {})
    indices = rooms.data(keys.INDICES)["indices"]
    assert (indices["VNINDEX"]["value"], indices["VN30"]["value"]) == (1630.0, 1783.25)
    derivatives = rooms.data(keys.DERIVATIVES)
    contract = derivatives["contracts"][derivatives["active"]]
    assert (contract["last"], contract["basis"]) == (1781.0, -2.25)
