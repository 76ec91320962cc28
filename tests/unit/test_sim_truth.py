"""The truth file beside the wire, and the whole pipeline beside the truth file."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from workers.simulator.exchange import Exchange
from workers.simulator.main import simulate
from workers.simulator.messages import PUT_THROUGH

DATE = dt.date(2026, 8, 14)
FOREIGN_TOLERANCE = 0.005
Rows = dict[str, list[dict[str, Any]]]


def _run(path: Path, *, symbols: int, until_s: int) -> tuple[MarketDataProcessor, Rows, Counter[str]]:
    """Messages until a second of the day through the pipeline; the truth of the same time."""
    source = Exchange(DATE, seed=21, symbols=symbols, truth=path)
    core = MarketDataProcessor()
    told: Counter[str] = Counter()
    messages = source.messages()
    stop_ms = instant_ms(DATE, until_s)
    for message in messages:
        if message.ts_ms >= stop_ms:
            break
        if message.data_type == PUT_THROUGH:
            continue
        core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)
        told[message.data_type] += 1
    messages.close()  # type: ignore[attr-defined]
    rows: Rows = defaultdict(list)
    for line in path.read_bytes().splitlines():
        row = json.loads(line)
        if row["ts_ms"] < stop_ms:
            rows[row["kind"]].append(row)
    return core, rows, told


def _agrees(core: MarketDataProcessor, rows: Rows) -> None:
    assert core.counters.rejected_total == 0
    assert core.ledger_violations() == []
    by_side: dict[str, Counter[str | None]] = defaultdict(Counter)
    foreign: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows["trade"]:
        by_side[row["symbol"]][row["aggressor"]] += row["volume"]
        for side in ("buyer", "seller"):
            if row[f"{side}_foreign"]:
                foreign[row["symbol"]][f"{side}_volume"] += row["volume"]
                foreign[row["symbol"]][f"{side}_value"] += row["value_vnd"]
    assert by_side
    for symbol, volumes in by_side.items():
        day = core.sessions.days[symbol]
        tally = day.tally
        assert day.total_volume == sum(volumes.values())
        assert (tally.buyer_volume, tally.seller_volume) == (volumes["BU"], volumes["SD"]), symbol
        assert (tally.auction_volume, tally.unknown_volume) == (volumes[None], 0), symbol
        assert tally.missed_volume == 0
    told = {row["symbol"]: row for row in rows["foreign"]}
    measured = true = 0
    for symbol, row in told.items():
        flow = core.foreign.flows[symbol]
        assert (flow.buy_volume, flow.sell_volume) == (row["bought"], row["sold"])
        assert flow.current_room == row["room"]
        assert row["bought"] <= foreign[symbol]["buyer_volume"]
        for mine, real in (
            (flow.buy_value, row["bought_value_vnd"]),
            (flow.sell_value, row["sold_value_vnd"]),
        ):
            assert mine == pytest.approx(real, rel=FOREIGN_TOLERANCE), symbol
            measured, true = measured + mine, true + real
    assert measured == pytest.approx(true, rel=FOREIGN_TOLERANCE)
    assert true


def test_the_pipeline_agrees_with_the_truth_of_a_morning(tmp_path: Path) -> None:
    core, rows, told = _run(tmp_path / "truth.jsonl", symbols=30, until_s=9 * 3600 + 30 * 60)
    _agrees(core, rows)
    assert len(rows["index"]) == told["MI"]
    assert len(rows["foreign"]) == told["R"]
    assert {row["session"] for row in rows["auction"]} == {"ATO"}
    assert len(rows["auction"]) == 34
    for row in rows["auction"]:
        prints = [
            trade for trade in rows["trade"] if (trade["symbol"], trade["session"]) == (row["symbol"], "ATO")
        ]
        assert sum(trade["volume"] for trade in prints) == row["volume"]
        assert {(trade["price"], trade["aggressor"], trade["ts_ms"]) for trade in prints} == {
            (row["price"], None, row["ts_ms"])
        }
    last = [row for row in rows["index"] if row["index_id"] == "VN30"][-1]
    basis = [row for row in rows["basis"] if row["ts_ms"] == last["ts_ms"]]
    assert len(basis) == 4
    assert all(row["basis"] == round(row["price"] - last["value"], 2) for row in basis)
    assert core.indices.value is not None


@pytest.mark.slow
def test_the_pipeline_agrees_with_the_truth_of_a_whole_day(tmp_path: Path) -> None:
    started = time.process_time()
    core, rows, told = _run(tmp_path / "truth.jsonl", symbols=30, until_s=24 * 3600)
    print(f"a day of 30 symbols: {told.total()} messages in {time.process_time() - started:.1f} s of CPU")
    _agrees(core, rows)
    assert {row["session"] for row in rows["auction"]} == {"ATO", "ATC"}
    traded = sum(row["volume"] for row in rows["trade"])
    assert traded == sum(day.total_volume or 0 for day in core.sessions.days.values())


def test_truth_is_only_known_for_the_exchange(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    truth = str(tmp_path / "truth.jsonl")
    refused = CliRunner().invoke(simulate, ["--source", str(tmp_path / "day"), "--truth", truth])
    assert refused.exit_code == 2
    assert "only for `exchange`" in refused.output
    nowhere = CliRunner().invoke(simulate, ["--truth", str(tmp_path / "none" / "truth.jsonl")])
    assert nowhere.exit_code == 2
    assert "No such file" in nowhere.output
