"""A whole quirky session through the product's own reader."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from core.market.contracts import contracts_listed
from core.pipeline import MarketDataProcessor
from core.trackers.trade_classifier import Method
from workers.simulator.messages import PUT_THROUGH, Message
from workers.simulator.quirks import Quirky
from workers.simulator.reference import vn30_reference
from workers.simulator.sideless import Sideless
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
SYMBOLS = 2
"""A whole day of so few has every phase and every type, in seconds."""


@pytest.fixture(scope="module")
def plain() -> list[Message]:
    return list(open_source("exchange", seed=2, symbols=SYMBOLS, trading_date=DATE).messages())


@pytest.fixture(scope="module")
def quirky() -> list[Message]:
    source = open_source("exchange", seed=2, symbols=SYMBOLS, trading_date=DATE)
    return list(Quirky(source, seed=2).messages())


def _totals(core: MarketDataProcessor) -> dict[str, int]:
    return {symbol: account.total for symbol, account in core.ledger.accounts.items()}


def _processed(messages: list[Message]) -> MarketDataProcessor:
    core = MarketDataProcessor()
    for message in messages:
        if message.data_type == PUT_THROUGH:
            continue
        argument = msgspec.json.encode({"DataType": message.data_type, "Content": message.content})
        core.receive(argument, message.ts_ms, message.ts_ms)
    return core


def test_the_pipeline_takes_a_quirky_session_without_a_reject(
    plain: list[Message], quirky: list[Message]
) -> None:
    core = _processed(quirky)
    assert (core.counters.rejected, core.ledger_violations()) == ({}, [])
    assert _totals(core) == _totals(_processed(plain))


def test_without_a_side_only_the_side_is_gone(plain: list[Message]) -> None:
    class Plain:
        trading_date = DATE
        reference = vn30_reference(DATE)

        def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
            return iter(plain)

    sideless = list(Sideless(Plain()).messages())
    with_side = {"X-TRADE": 0}
    for before, after in zip(plain, sideless, strict=True):
        assert before[:3] == after[:3]
        if before.content != after.content:
            told = json.loads(before.content)
            assert told["Side"] in ("BU", "SD")
            assert {**told, "Side": None} == json.loads(after.content)
            with_side[before.data_type] += 1
    assert with_side["X-TRADE"] > 100
    core = _processed(sideless)
    assert core.sessions.decided[Method.EXCHANGE] == 0
    assert _totals(core) == _totals(_processed(plain))


def test_every_quirk_is_in_it(quirky: list[Message]) -> None:
    seen: Counter[str] = Counter()
    futures = {contract.code for contract in contracts_listed(DATE)}
    for message in quirky:
        fields: dict[str, Any] = json.loads(message.content)
        seen["yesterday"] += fields["TradingDate"] == "13/08/2026"
        seen["late room"] += message.data_type == "R" and fields["Time"] == "15:32:00"
        seen["status"] += message.data_type == "F" and fields["TradingStatus"] in ("NT", "Active", "Normal")
        if message.data_type != "X-TRADE":
            continue
        seen["NaN"] += fields.get("AvgPrice") == "NaN"
        seen["zeros"] += fields["RatioChange"] == -100 and fields["Change"] == -fields["RefPrice"]
        seen["null"] += any(fields.get(name, 0) is None for name in ("Isin", "TradingStatus", "PriorVal"))
        average = fields.get("AvgPrice")
        seen["average"] += message.symbol in futures and isinstance(average, float) and average > 1e7
        seen["extra"] += "StockNo" in fields
    assert not [quirk for quirk, count in seen.items() if count == 0], seen


def test_the_same_seed_gives_the_same_quirks(quirky: list[Message]) -> None:
    again = Quirky(open_source("exchange", seed=2, symbols=SYMBOLS, trading_date=DATE), seed=2).messages()
    assert [next(again) for _ in range(5_000)] == quirky[:5_000]
