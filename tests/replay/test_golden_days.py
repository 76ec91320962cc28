"""Real days through `vnmarket replay`: totals equal the exchange's, to the share."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from core.feed.normalise import Normaliser
from core.feed.reasons import REASONS
from core.market.events import Rejected
from core.snapshot.market_snapshot import market_snapshot
from workers.replay import replay, replay_path


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def replayed(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """Output and snapshot of the command on the day 2025-08-15."""
    out = tmp_path_factory.mktemp("replay") / "out.json"
    result = CliRunner().invoke(replay, [str(shared_data / "day-2025-08-15"), "--snapshot", str(out)])
    assert result.exit_code == 0, result.output
    return result.stdout, json.loads(out.read_text())


def test_prints_what_scripts_read(replayed: tuple[str, dict[str, Any]]) -> None:
    lines = [line.split() for line in replayed[0].splitlines()]
    assert [name for name, _ in lines] == ["messages", "rejected", "ledger_violations", "frames_per_s"]
    values = {name: int(value) for name, value in lines}
    assert values["messages"] > 50_000
    assert (values["rejected"], values["ledger_violations"]) == (0, 0)


def test_official_totals_to_the_share(replayed: tuple[str, dict[str, Any]], shared_data: Path) -> None:
    _, snapshot = replayed
    assert snapshot["trading_date"] == "2025-08-15"
    official = {
        row["symbol"]: row
        for row in rows(shared_data / "day-2025-08-15" / "daily_totals.csv.gz")
        if row["symbol"] != "SSB"
    }
    assert len(official) == 29
    for symbol, row in official.items():
        ours = snapshot["symbols"][symbol]
        assert ours["total_volume"] == int(row["matched_volume"]), symbol
        for field, column in (("open", "open"), ("high", "high"), ("low", "low"), ("last", "close")):
            assert ours[field] == int(row[column]), (symbol, field)
        assert ours["missed_volume"] == 0
        classes = ("buyer_volume", "seller_volume", "unknown_volume", "auction_volume", "missed_volume")
        assert sum(ours[name] for name in classes) == ours["total_volume"]
        assert ours["auction_volume"] > 0


def test_references_and_foreign_volumes(replayed: tuple[str, dict[str, Any]], shared_data: Path) -> None:
    _, snapshot = replayed
    folder = shared_data / "day-2025-08-15"
    for row in rows(folder / "reference_prices.csv.gz"):
        if row["ceiling"] and row["symbol"] in snapshot["symbols"]:
            ours = snapshot["symbols"][row["symbol"]]
            assert [ours[name] for name in ("reference", "ceiling", "floor")] == [
                int(row[name]) for name in ("reference", "ceiling", "floor")
            ]
    compared = 0
    for row in rows(folder / "foreign_totals.csv.gz"):
        if row["symbol"] == "VNINDEX":
            continue
        foreign = snapshot["symbols"][row["symbol"]]["foreign"]
        assert foreign["buy_volume"] == int(row["buy_volume"]), row["symbol"]
        assert foreign["sell_volume"] == int(row["sell_volume"]), row["symbol"]
        assert foreign["current_room"] == int(row["current_room"]), row["symbol"]
        compared += 1
    assert compared == 30


def test_indices_and_basis_of_the_close(replayed: tuple[str, dict[str, Any]]) -> None:
    _, snapshot = replayed
    assert snapshot["indices"]["VNINDEX"]["value"] == 1630.00
    assert snapshot["indices"]["VN30"]["value"] == 1783.25
    assert snapshot["indices"]["VN30"]["change"] == -10.53
    active = snapshot["derivatives"]["active"]
    contract = snapshot["derivatives"]["contracts"][active]
    assert active == "41I1F8000"
    assert contract["aliases"] == ["VN30F2508", "VN30F1M"]
    assert (contract["last"], contract["basis"], contract["missed_volume"]) == (1781.0, -2.25, 0)
    assert contract["basis_pct"] == pytest.approx(-0.1262, abs=1e-4)


def test_replaying_again_gives_the_same_bytes(
    replayed: tuple[str, dict[str, Any]], shared_data: Path
) -> None:
    again = replay_path(str(shared_data / "day-2025-08-15")).core
    assert msgspec.json.decode(msgspec.json.encode(market_snapshot(again))) == replayed[1]


@pytest.mark.parametrize(
    ("day", "trades", "contracts"),
    [("2026-03-10", 149_704, 402_081), ("2026-02-24", None, None), ("2026-03-04", None, None)],
)
def test_a_real_tape(shared_data: Path, day: str, trades: int | None, contracts: int | None) -> None:
    path = shared_data / "futures-tape" / f"{day}.csv.gz"
    tape = rows(path)
    core = replay_path(str(path)).core
    snapshot = market_snapshot(core)
    assert core.counters.messages == len(tape) == (trades or len(tape))
    assert (core.counters.rejected_total, core.ledger_violations()) == (0, [])
    active = snapshot.derivatives.active
    assert active == "41I1G3000"
    ours = snapshot.derivatives.contracts[active]
    assert ours.total_volume == sum(int(row["volume"]) for row in tape) == (contracts or ours.total_volume)
    assert ours.missed_volume == ours.unknown_volume == 0
    auctions = ("09:00:00", "14:45:00")
    given = {
        side: sum(int(row["volume"]) for row in tape if row["side"] == side and row["time"] not in auctions)
        for side in ("BU", "SD")
    }
    assert (ours.buyer_volume, ours.seller_volume) == (given["BU"], given["SD"])
    assert ours.auction_volume == sum(int(row["volume"]) for row in tape if row["time"] in auctions)


def test_every_recorded_line_is_used_or_counted(shared_data: Path) -> None:
    """Only the sample that is marked as invalid JSON is rejected."""
    normaliser, rejected, lines = Normaliser(), [], 0
    for path in sorted((shared_data / "ssi-wire").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            record = json.loads(line)
            outcome = normaliser.broadcast(json.dumps(record.get("wire", record)), 1_785_000_000_000)
            lines += 1
            if isinstance(outcome, Rejected):
                assert outcome.reason in REASONS
                rejected.append((record, outcome))
    assert lines == 183
    assert len(rejected) == 1
    assert "NOT valid JSON" in rejected[0][0]["note"]


@pytest.mark.parametrize(
    "name",
    [
        "B_continuous_VCB_TCB_HPG_VNINDEX_2026-07-20",
        "B_subscribe_and_ATO_HPG_2026-07-20",
        "MI_VNINDEX_2026-07-20",
        "other_samples",
    ],
)
def test_recorded_files_replay(shared_data: Path, name: str) -> None:
    path = shared_data / "ssi-wire" / f"{name}.jsonl"
    core = replay_path(str(path)).core
    assert core.counters.messages == len(path.read_text().splitlines())
    assert core.counters.rejected_total == (1 if name == "other_samples" else 0)
    assert core.ledger_violations() == []
