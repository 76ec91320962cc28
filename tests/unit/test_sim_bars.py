"""A day of minute bars: the messages give back the folder's figures exactly."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest

from core.market.calendar import Board, local_seconds
from core.market.prices import step_vnd
from workers.simulator.bar_index import SPIKE_MINUTE
from workers.simulator.day_folder import DayFolder, read_day_folder
from workers.simulator.errors import SourceError
from workers.simulator.source import Message, open_source

pytestmark = pytest.mark.xdist_group("day-of-bars")

FUTURE = "41I1F8000"
CLOSING = 14 * 60 + 45
Decoded = list[tuple[int, dict[str, Any]]]


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    path = shared_data / "day-2025-08-15"
    if not path.is_dir():
        pytest.skip(f"no day folder at {path}")
    return path


@pytest.fixture(scope="module")
def day(folder: Path) -> DayFolder:
    return read_day_folder(folder)


@pytest.fixture(scope="module")
def messages(folder: Path) -> list[Message]:
    return list(open_source(str(folder), seed=7, symbols=30, trading_date=None).messages())


@pytest.fixture(scope="module")
def decoded(messages: list[Message]) -> dict[tuple[str, str], Decoded]:
    """(type, symbol) -> (minute of the day, content) in order."""
    found: dict[tuple[str, str], Decoded] = defaultdict(list)
    for message in messages:
        if message.data_type != "X-QUOTE":
            minute = local_seconds(message.ts_ms) // 60
            found[message.data_type, message.symbol].append((minute, json.loads(message.content)))
    return found


def _matches(decoded: dict[tuple[str, str], Decoded], symbol: str) -> Decoded:
    return [(minute, trade) for minute, trade in decoded["X-TRADE", symbol] if trade["LastVol"]]


def test_messages_are_in_order_of_time(messages: list[Message]) -> None:
    assert len(messages) > 50_000
    assert all(before.ts_ms <= after.ts_ms for before, after in pairwise(messages))


def test_every_minute_is_its_bar_exactly(day: DayFolder, decoded: dict[tuple[str, str], Decoded]) -> None:
    checked = 0
    for symbol, bars in day.bars.items():
        if symbol.startswith("VN"):
            continue
        scale = 10 if symbol == FUTURE else 1
        minutes: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for minute, trade in _matches(decoded, symbol):
            minutes[minute].append(trade)
        assert minutes.keys() == bars.keys(), symbol
        for minute, bar in bars.items():
            prices = [round(trade["LastPrice"] * scale) for trade in minutes[minute]]
            volume = sum(trade["LastVol"] for trade in minutes[minute])
            assert (prices[0], max(prices), min(prices), prices[-1], volume) == bar, (symbol, minute)
            checked += 1
    assert checked == sum(len(bars) for symbol, bars in day.bars.items() if not symbol.startswith("VN"))


def test_the_day_ends_on_the_official_totals(folder: Path, decoded: dict[tuple[str, str], Decoded]) -> None:
    official = [row for row in _rows(folder / "daily_totals.csv.gz") if row["symbol"] != "SSB"]
    for row in official:
        trades = [trade for _, trade in _matches(decoded, row["symbol"])]
        last = trades[-1]
        assert last["TotalVol"] == int(row["matched_volume"])
        assert trades[0]["LastPrice"] == int(row["open"])
        assert (last["Highest"], last["Lowest"]) == (int(row["high"]), int(row["low"]))
        assert last["LastPrice"] == int(row["close"])
    assert len(official) == 29


def test_cumulative_fields_are_sums(decoded: dict[tuple[str, str], Decoded]) -> None:
    for (kind, symbol), found in decoded.items():
        if kind != "X-TRADE":
            continue
        multiplier = 100_000 if symbol == FUTURE else 1
        volume = value = 0.0
        for _, trade in found:
            volume += trade["LastVol"]
            value += trade["LastVol"] * trade["LastPrice"] * multiplier
            assert trade["TotalVol"] == volume
            assert trade["TotalVal"] == pytest.approx(value, rel=1e-12)
            if volume:
                assert trade["AvgPrice"] == pytest.approx(value / volume, abs=1e-3)


def test_lots_steps_and_limits(decoded: dict[tuple[str, str], Decoded]) -> None:
    for (kind, symbol), found in decoded.items():
        if kind != "X-TRADE" or symbol == FUTURE:
            continue
        for _, trade in found:
            price = trade["LastPrice"]
            assert trade["LastVol"] % 100 == 0
            assert price % step_vnd(Board.HOSE, int(price)) == 0
            assert price == 0 or trade["Floor"] <= price <= trade["Ceiling"]


def test_auction_matches_have_one_price_and_their_session(decoded: dict[tuple[str, str], Decoded]) -> None:
    for (kind, symbol), _ in decoded.items():
        if kind != "X-TRADE":
            continue
        opening = "09:00:00" if symbol == FUTURE else "09:15:00"
        for session, time in (("ATO", opening), ("ATC", "14:45:00")):
            prints = [t for _, t in _matches(decoded, symbol) if t["TradingSession"] == session]
            assert prints, (symbol, session)
            assert {t["Time"] for t in prints} == {time}
            assert len({t["LastPrice"] for t in prints}) == 1
            estimates = [
                t
                for _, t in decoded["X-TRADE", symbol]
                if t["TradingSession"] == session and not t["LastVol"] and t["EstMatchedPrice"]
            ]
            assert len(estimates) > 10


def test_the_book_before_a_match_agrees_with_its_side(messages: list[Message]) -> None:
    books: dict[str, dict[str, Any]] = {}
    checked = 0
    for message in messages[:60_000]:
        if message.data_type == "X-QUOTE":
            books[message.symbol] = json.loads(message.content)
        elif message.data_type == "X-TRADE":
            trade = json.loads(message.content)
            if trade["TradingSession"] != "LO":
                continue
            book = books[message.symbol]
            if trade["Side"] == "BU":
                assert (trade["LastPrice"], True) == (
                    book["AskPrice1"],
                    book["AskVol1"] >= trade["LastVol"],
                )
            else:
                assert (trade["LastPrice"], True) == (
                    book["BidPrice1"],
                    book["BidVol1"] >= trade["LastVol"],
                )
            assert book["BidPrice1"] < book["AskPrice1"] or 0.0 in (book["BidPrice1"], book["AskPrice1"])
            filled = sum(book[f"AskPrice{level}"] > 0 for level in range(1, 11))
            assert filled <= (10 if message.symbol == FUTURE else 3)
            checked += 1
    assert checked > 10_000


def test_one_bar_message_for_each_match(decoded: dict[tuple[str, str], Decoded]) -> None:
    for (kind, symbol), _ in decoded.items():
        if kind != "X-TRADE":
            continue
        matches = [(t["LastPrice"], t["LastVol"]) for _, t in _matches(decoded, symbol)]
        bars = [(b["Close"], b["Volume"]) for _, b in decoded["B", symbol]]
        assert bars == matches


def test_foreign_totals_end_exactly_and_the_room_only_falls(
    folder: Path, decoded: dict[tuple[str, str], Decoded]
) -> None:
    rows = _rows(folder / "foreign_totals.csv.gz")
    for row in rows:
        found = [content for _, content in decoded.get(("R", row["symbol"]), [])]
        if row["symbol"] == "VNINDEX":
            assert not found
            continue
        last = found[-1]
        assert (last["BuyVol"], last["SellVol"]) == (int(row["buy_volume"]), int(row["sell_volume"]))
        assert last["CurrentRoom"] == int(row["current_room"])
        assert last["Time"] >= "15:02:00"
        assert (found[0]["BuyVol"], found[0]["SellVol"]) == (0.0, 0.0)
        for before, after in pairwise(found):
            assert before["BuyVol"] <= after["BuyVol"]
            assert before["SellVol"] <= after["SellVol"]
            assert before["CurrentRoom"] >= after["CurrentRoom"] >= 0
        if row["symbol"] != "SSB":
            price = _matches(decoded, row["symbol"])[-1][1]["LastPrice"]
            assert last["BuyVal"] == last["BuyVol"] * price
    assert len(rows) == 31


def test_indices_follow_their_bars_without_the_false_spikes(
    day: DayFolder, decoded: dict[tuple[str, str], Decoded]
) -> None:
    for index_id, closing in (("VNINDEX", 1630.00), ("VN30", 1783.25)):
        published = decoded["MI", index_id]
        assert published[-1][1]["IndexValue"] == closing
        assert published[-1][1]["TradingSession"] == "C"
        assert published[-1][1]["TotalQtty"] == sum(bar.volume for bar in day.bars[index_id].values())
        minutes: dict[int, list[int]] = defaultdict(list)
        for minute, content in published:
            minutes[minute].append(round(content["IndexValue"] * 100))
        before_auction = minutes[SPIKE_MINUTE - 1][-1]
        for minute, values in minutes.items():
            bar = day.bars[index_id].get(minute)
            if SPIKE_MINUTE <= minute < CLOSING:
                assert set(values) == {before_auction}
            elif minute < SPIKE_MINUTE and bar is not None:
                assert (values[0], max(values), min(values), values[-1]) == bar[:4]
    assert any(symbol == "VNINDEX" for kind, symbol in decoded if kind == "B")


def test_the_future_closes_and_breadth_is_counted(decoded: dict[tuple[str, str], Decoded]) -> None:
    assert _matches(decoded, FUTURE)[-1][1]["LastPrice"] == 1781.0
    last = decoded["MI", "VN30"][-1][1]
    assert last["Advances"] + last["NoChanges"] + last["Declines"] == 29


def test_every_phase_is_told(decoded: dict[tuple[str, str], Decoded]) -> None:
    hose = [content["TradingSession"] for _, content in decoded["F", "HPG"]]
    future = [content["TradingSession"] for _, content in decoded["F", FUTURE]]
    assert hose == ["ATO", "LO", "BREAK", "LO", "ATC", "PT", "C"]
    assert future == ["ATO", "LO", "BREAK", "LO", "ATC", "C"]


def test_the_same_seed_gives_the_same_bytes(folder: Path, messages: list[Message]) -> None:
    again = open_source(str(folder), seed=7, symbols=30, trading_date=None)
    other = open_source(str(folder), seed=8, symbols=30, trading_date=None)
    assert list(islice(again.messages(), 40_000)) == messages[:40_000]
    assert list(islice(other.messages(), 2_000)) != messages[:2_000]


def test_a_broken_folder_is_refused(tmp_path: Path) -> None:
    day = tmp_path / "day-2025-08-15"
    day.mkdir()
    with pytest.raises(SourceError, match="not a day folder"):
        open_source(str(day), seed=1, symbols=30, trading_date=None)
    with gzip.open(day / "minute_bars.csv.gz", "wt") as file:
        file.write("time,symbol,open,high,low,close,volume\n09:15,HPG,x,1,1,1,100\n")
    with pytest.raises(SourceError, match="cannot be read"):
        open_source(str(day), seed=1, symbols=30, trading_date=None)
