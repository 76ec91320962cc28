"""Odd lots and put-through trades beside the matches, on the wire and in the truth."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from core.market.calendar import Board, instant_ms, local_seconds
from core.market.prices import step_vnd
from workers.simulator.exchange import Exchange
from workers.simulator.frames_file import write_frames
from workers.simulator.messages import PUT_THROUGH, Message

pytestmark = pytest.mark.xdist_group("simulated-exchange")

DATE = dt.date(2026, 8, 14)
LOUD_FROM = instant_ms(DATE, 14 * 3600)
SHARES = 14
Contents = dict[str, dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Message], Path]:
    """A day, loud from 14:00 on, and its truth."""
    path = tmp_path_factory.mktemp("day") / "truth.jsonl"
    source = Exchange(DATE, seed=5, symbols=SHARES, truth=path)
    return list(source.messages(quiet_until_ms=LOUD_FROM)), path


@pytest.fixture(scope="module")
def contents(told: tuple[list[Message], Path]) -> Contents:
    found: Contents = defaultdict(lambda: defaultdict(list))
    for message in told[0]:
        if message.data_type in ("OL", PUT_THROUGH, "MI", "X-TRADE"):
            found[message.data_type][message.symbol].append(json.loads(message.content))
    return found


@pytest.fixture(scope="module")
def truth(told: tuple[list[Message], Path]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in told[1].read_bytes().splitlines():
        row = json.loads(line)
        rows[row["kind"]].append(row)
    return rows


def test_odd_lot_totals_are_sums_of_odd_lots(contents: Contents, truth: dict[str, Any]) -> None:
    true: Counter[str] = Counter()
    for row in truth["odd_lot"]:
        assert row["aggressor"] in ("BU", "SD")
        true[row["symbol"]] += row["volume"]
    matched = 0
    for symbol, told in contents["OL"].items():
        volume = value = 0.0
        for content in told:
            if content["TotalVol"] != volume:
                assert 1 <= content["LastVol"] <= 99
                volume += content["LastVol"]
                value += content["LastVol"] * content["LastPrice"]
                matched += 1
            assert (content["TotalVol"], content["TotalVal"]) == (volume, value)
        assert volume == true[symbol]
    assert len(contents["OL"]) == SHARES
    assert matched == len(truth["odd_lot"]) > 500


def test_odd_lot_books_are_in_order_and_inside_the_limits(contents: Contents) -> None:
    levels = 0
    for told in contents["OL"].values():
        for content in told:
            bids, asks = ([content[f"{s}Price{n}"] for n in (1, 2, 3)] for s in ("Bid", "Ask"))
            bids, asks = ([price for price in side if price] for side in (bids, asks))
            assert bids == sorted(bids, reverse=True)
            assert asks == sorted(asks)
            assert not bids or not asks or bids[0] < asks[0]
            for price in (*bids, *asks):
                assert content["Floor"] <= price <= content["Ceiling"]
                levels += 1
    assert levels > 500


def test_put_through_trades_keep_to_limits_and_hours(told: tuple[list[Message], Path]) -> None:
    limits: dict[str, tuple[float, float]] = {}
    deals = 0
    for message in told[0]:
        content = json.loads(message.content)
        if message.data_type == "X-TRADE":
            limits[message.symbol] = content["Floor"], content["Ceiling"]
        if message.data_type != PUT_THROUGH:
            continue
        deals += 1
        floor, ceiling = limits[message.symbol]
        assert floor <= content["Price"] <= ceiling
        assert content["Volume"] >= 20_000
        second = local_seconds(message.ts_ms)
        assert 9 * 3600 <= second < 11.5 * 3600 or 13 * 3600 <= second < 15 * 3600
    assert 10 < deals < 60


def test_put_through_totals_stand_beside_the_matched_ones(contents: Contents, truth: dict[str, Any]) -> None:
    volumes: Counter[str] = Counter()
    for row in truth["put_through"]:
        volumes[row["symbol"]] += row["volume"]
        assert row["value_vnd"] == row["price"] * row["volume"]
    assert {symbol: told[-1]["TotalVol"] for symbol, told in contents[PUT_THROUGH].items()} == volumes
    last = contents["MI"]["VN30"][-1]
    assert last["TotalQttyPt"] == sum(volumes.values())
    assert last["TotalValuePt"] == sum(row["value_vnd"] for row in truth["put_through"])
    assert last["AllQty"] == last["TotalQtty"] + last["TotalQttyPt"]
    assert last["AllValue"] == last["TotalValue"] + last["TotalValuePt"]
    matched = [told[-1]["TotalVol"] for symbol, told in contents["X-TRADE"].items() if len(symbol) == 3]
    assert last["TotalQtty"] == sum(matched)
    assert {row["session"] for row in truth["put_through"]} >= {"LO", "PT"}


def test_frames_of_v2_have_no_put_through_message(told: tuple[list[Message], Path], tmp_path: Path) -> None:
    some = [message for message in told[0] if message.data_type in (PUT_THROUGH, "OL")]
    _, written = write_frames(tmp_path / "frames", some, start_ms=None, end_ms=None)
    assert written == sum(message.data_type == "OL" for message in some)


def test_prices_of_both_are_on_the_steps(contents: Contents) -> None:
    for kind, field in (("OL", "LastPrice"), (PUT_THROUGH, "Price")):
        for told in contents[kind].values():
            for content in told:
                price = round(content[field])
                assert price % step_vnd(Board.HOSE, price) == 0
