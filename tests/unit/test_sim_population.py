"""Sizes, names, rates, futures and the file of frames of the generated exchange."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.feed.signalr import HubFrame, decode_frame
from core.market.calendar import Board, instant_ms
from core.market.contracts import contracts_listed
from core.market.prices import step_vnd
from core.pipeline import MarketDataProcessor
from workers.simulator.exchange import Exchange
from workers.simulator.exchange_futures import Basis
from workers.simulator.main import simulate
from workers.simulator.population import population

DATE = dt.date(2026, 8, 14)


@pytest.mark.parametrize("symbols", [30, 500, 1_600])
def test_listed_companies(symbols: int) -> None:
    listings = population(DATE, symbols=symbols, seed=1)
    rows = [listing.security for listing in listings]
    assert len({row.symbol for row in rows}) == len({row.name for row in rows}) == symbols
    assert all(len(row.symbol) == 3 and row.symbol.isascii() and row.symbol.isupper() for row in rows)
    boards = Counter(row.board for row in rows)
    if symbols > 30:
        assert boards[Board.UPCOM] > boards[Board.HOSE] > boards[Board.HNX] > 0.1 * symbols
    for row in rows:
        assert row.floor is not None
        assert row.reference is not None
        assert row.ceiling is not None
        assert row.floor < row.reference < row.ceiling
        assert row.reference % step_vnd(row.board, row.reference) == 0
    assert all(0 <= listing.room <= listing.total_room for listing in listings)
    assert listings == population(DATE, symbols=symbols, seed=1)


@pytest.mark.parametrize(
    ("rate", "symbols", "within"), [(5.0, 30, 0.15), (60.0, 30, 0.04), (60.0, 300, 0.04)]
)
def test_trades_per_second(rate: float, symbols: int, within: float) -> None:
    source = Exchange(DATE, seed=2, symbols=symbols, trades_per_second=rate)
    first, last = (instant_ms(DATE, 9 * 3600 + 60 * minute) for minute in (20, 24))
    matches = 0
    for message in source.messages(quiet_until_ms=first):
        if message.ts_ms >= last:
            break
        if message.ts_ms >= first and message.data_type == "X-TRADE":
            matches += '"LastVol":0.0' not in message.content
    assert matches / 240 == pytest.approx(rate, rel=within)


def test_basis_is_wider_far_from_expiry_and_gone_on_the_last_day() -> None:
    def spread(days_left: int) -> float:
        basis = Basis(days_left, random.Random(4))
        seen = []
        for second in range(9 * 3600, 14 * 3600 + 1800):
            basis.advance()
            seen.append(basis.tenths(second))
        return max(seen) - min(seen)

    assert spread(3) < spread(30) < spread(200)
    last_day = Basis(0, random.Random(4))
    for _ in range(1_000):
        last_day.advance()
    assert abs(last_day.tenths(9 * 3600)) > 0
    assert last_day.tenths(14 * 3600 + 1800) == 0


def test_four_contracts_are_listed_around_the_index() -> None:
    source = Exchange(DATE, seed=1, symbols=30)
    rows = [row for row in source.reference.securities if row.board is Board.DERIVATIVES]
    assert [row.symbol for row in rows] == [contract.code for contract in contracts_listed(DATE)]
    for row in rows:
        assert row.reference is not None
        assert abs(row.reference - 18_000) < 500


def test_recorded_frames_are_the_wire(tmp_path: Path) -> None:
    path = tmp_path / "frames.jsonl"
    flags = ["--date", "2026-08-14", "--start", "09:20", "--record-until", "09:22", "--symbols", "30"]
    done = CliRunner().invoke(simulate, [*flags, "--record", str(path)])
    assert done.exit_code == 0, done.output
    core = MarketDataProcessor()
    messages = 0
    for line in path.read_bytes().splitlines():
        frame = decode_frame(line)
        assert isinstance(frame, HubFrame)
        for argument in frame.broadcasts:
            core.receive(argument, 0, None)
            messages += 1
            content = json.loads(json.loads(argument)["Content"])
            assert content["Time"][:5] in ("09:20", "09:21")
    assert f"{messages} messages" in done.output
    assert messages > 1_000
    assert core.counters.rejected_total == 0
    refused = CliRunner().invoke(simulate, ["--record", str(tmp_path / "none" / "frames")])
    assert refused.exit_code == 2
