"""The generated exchange: sums, limits, phases, life, determinism."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from itertools import chain, islice, pairwise
from typing import Any

import pytest

from core.market.calendar import Board, instant_ms, local_seconds
from core.market.contracts import contracts_listed
from core.market.prices import step_vnd
from workers.simulator.exchange import Exchange
from workers.simulator.messages import Message
from workers.simulator.source import open_source

pytestmark = pytest.mark.xdist_group("simulated-exchange")

DATE = dt.date(2026, 8, 14)
SYMBOLS = 36
LOUD_FROM = instant_ms(DATE, 14 * 3600 + 20 * 60)
FUTURES = [contract.code for contract in contracts_listed(DATE)]
Day = dict[tuple[str, str], list[tuple[int, dict[str, Any]]]]


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """A whole day; books, B and R only from 14:20 on, which makes it several times cheaper."""
    source = open_source("exchange", seed=11, symbols=SYMBOLS, trading_date=DATE)
    return list(source.messages(quiet_until_ms=LOUD_FROM))


@pytest.fixture(scope="module")
def morning() -> list[Message]:
    """The first 40,000 messages of the same day, nothing left out: until about half past nine."""
    source = open_source("exchange", seed=11, symbols=SYMBOLS, trading_date=DATE)
    return list(islice(source.messages(), 40_000))


@pytest.fixture(scope="module")
def day(messages: list[Message]) -> Day:
    found: Day = defaultdict(list)
    for message in messages:
        if message.data_type != "X-QUOTE":
            found[message.data_type, message.symbol].append(
                (local_seconds(message.ts_ms), json.loads(message.content))
            )
    return found


def _trades(day: Day, board: str) -> list[tuple[int, dict[str, Any]]]:
    return [
        (second, content)
        for (kind, _), found in day.items()
        if kind == "X-TRADE"
        for second, content in found
        if content["MarketId"] == board and content["LastVol"]
    ]


def test_order_and_rate(messages: list[Message], morning: list[Message]) -> None:
    for found in (messages, morning):
        assert all(before.ts_ms <= after.ts_ms for before, after in pairwise(found))
    per_second = sum(LOUD_FROM <= message.ts_ms < LOUD_FROM + 300_000 for message in messages) / 300
    assert 15 < per_second < 60


def test_no_symbol_is_dead_and_totals_are_sums(day: Day) -> None:
    symbols = {symbol for kind, symbol in day if kind == "X-TRADE"}
    assert len(symbols) == SYMBOLS + 4
    for symbol in symbols:
        trades = [content for _, content in day["X-TRADE", symbol] if content["LastVol"]]
        assert trades, symbol
        multiplier = 100_000 if symbol in FUTURES else 1
        volume = value = 0.0
        for trade in trades:
            volume += trade["LastVol"]
            value += trade["LastVol"] * trade["LastPrice"] * multiplier
            assert trade["TotalVol"] == volume
        assert trades[-1]["TotalVal"] == pytest.approx(value, rel=1e-9)
        late = [content["Time"] for second, content in day["B", symbol] if second >= 14 * 3600 + 1260]
        assert late == [trade["Time"] for trade in trades if trade["Time"] >= "14:21:00"]


def test_nothing_beyond_the_limits_or_off_the_steps(messages: list[Message], morning: list[Message]) -> None:
    limits: dict[str, tuple[float, float]] = {}
    checked = 0
    loud = (message for message in messages if message.ts_ms >= LOUD_FROM)
    for message in chain(morning, loud):
        if message.data_type == "X-TRADE":
            trade = json.loads(message.content)
            limits[message.symbol] = trade["Floor"], trade["Ceiling"]
            prices = [trade["LastPrice"], trade["EstMatchedPrice"]]
            board = Board(trade["MarketId"])
        elif message.data_type == "X-QUOTE":
            quote = json.loads(message.content)
            prices = [value for name, value in quote.items() if "Price" in name]
            board = Board(quote["Exchange"])
            if quote["TradingSession"] == "LO":
                best = quote["BidPrice1"], quote["AskPrice1"]
                assert best[0] < best[1] or 0.0 in best
        else:
            continue
        floor, ceiling = limits[message.symbol]
        for price in prices:
            if price:
                assert floor <= price <= ceiling
                units = round(price * 10) if board is Board.DERIVATIVES else round(price)
                assert units % step_vnd(board, units) == 0
        checked += 1
    assert checked > 50_000


@pytest.mark.parametrize(
    ("board", "phases"),
    [
        ("HOSE", ["ATO", "LO", "BREAK", "LO", "ATC", "PT", "C"]),
        ("HNX", ["LO", "BREAK", "LO", "ATC", "PLO", "C"]),
        ("UPCOM", ["LO", "BREAK", "LO", "C"]),
        ("DERIVATIVES", ["ATO", "LO", "BREAK", "LO", "ATC", "C"]),
    ],
)
def test_every_phase_of_every_board_is_told(day: Day, board: str, phases: list[str]) -> None:
    told = [
        [content["TradingSession"] for _, content in found]
        for (kind, _), found in day.items()
        if kind == "F" and found[0][1]["MarketId"] == board
    ]
    assert told
    assert all(sessions == phases for sessions in told)


def test_a_halted_share_says_so_and_does_not_trade() -> None:
    source = Exchange(DATE, seed=3, symbols=4)
    symbol = source.reference.securities[0].symbol
    with pytest.raises(KeyError):
        source.halt("NONE")
    seen: dict[str, list[str]] = defaultdict(list)
    halted, resumed, stop = (instant_ms(DATE, 9 * 3600 + minute * 60) for minute in (20, 40, 60))
    for message in source.messages():
        if message.ts_ms >= stop:
            break
        (source.halt if halted <= message.ts_ms < resumed else source.resume)(symbol)
        if message.symbol == symbol and message.ts_ms >= halted:
            content = json.loads(message.content)
            if message.data_type == "F":
                seen["status"].append(content["TradingStatus"])
            elif message.data_type == "X-TRADE":
                seen["before" if message.ts_ms < halted + 2_000 else content["Time"][:4]].append("trade")
    assert seen["status"] == ["H", "N"]
    assert "09:2" not in seen
    assert "09:3" not in seen
    assert seen["09:4"]


def test_auctions_match_at_one_price(day: Day) -> None:
    for board, session, time in (
        ("HOSE", "ATO", "09:15:00"),
        ("HOSE", "ATC", "14:45:00"),
        ("HNX", "ATC", "14:45:00"),
        ("DERIVATIVES", "ATO", "09:00:00"),
        ("DERIVATIVES", "ATC", "14:45:00"),
    ):
        prices: dict[str, set[float]] = defaultdict(set)
        for _, trade in _trades(day, board):
            if trade["TradingSession"] == session:
                assert trade["Time"] == time
                prices[trade["Symbol"]].add(trade["LastPrice"])
        assert prices, (board, session)
        assert all(len(found) == 1 for found in prices.values())


def test_boards_trade_only_in_their_hours(day: Day) -> None:
    noon = range(11 * 3600 + 1800, 13 * 3600)
    for board, first, last in (("HOSE", 33_300, 53_100), ("UPCOM", 32_400, 54_000)):
        seconds = [second for second, _ in _trades(day, board)]
        assert min(seconds) >= first
        assert max(seconds) <= last
        assert not any(second in noon for second in seconds)


def test_indices_and_basis_are_sane(day: Day) -> None:
    for index_id in ("VNINDEX", "VN30", "HNXIndex", "HNXUpcomIndex"):
        values = [content["IndexValue"] for _, content in day["MI", index_id]]
        prior = day["MI", index_id][0][1]["PriorIndexValue"]
        assert len(values) > 1_000
        assert len(set(values)) > 50
        assert all(0.93 < value / prior < 1.07 for value in values)
    seconds = [second for second, _ in day["MI", "VN30"]]
    gaps = [after - before for before, after in pairwise(seconds) if before > 34_000 and after < 41_000]
    assert set(gaps) == {5}
    index = {content["Time"][:5]: content["IndexValue"] for _, content in day["MI", "VN30"]}
    basis = [
        trade["LastPrice"] - index[trade["Time"][:5]]
        for second, trade in day["X-TRADE", FUTURES[0]]
        if trade["TradingSession"] == "LO" and second > 34_000 and trade["Time"][:5] in index
    ]
    assert -20 < sum(basis) / len(basis) < 20
    assert max(map(abs, basis)) < 40


def test_foreign_volumes_grow_and_the_room_follows_net_buying(day: Day) -> None:
    moved = 0
    for (kind, _), found in day.items():
        if kind != "R":
            continue
        for (_, before), (_, after) in pairwise(found):
            assert before["BuyVol"] <= after["BuyVol"]
            assert before["SellVol"] <= after["SellVol"]
            bought, sold = after["BuyVol"] - before["BuyVol"], after["SellVol"] - before["SellVol"]
            assert after["CurrentRoom"] == before["CurrentRoom"] - bought + sold
            assert after["CurrentRoom"] >= 0
        moved += found[-1][1]["BuyVol"] > 0
    assert moved > 20


def test_the_same_seed_gives_the_same_bytes(morning: list[Message]) -> None:
    def head(seed: int) -> list[Message]:
        source = open_source("exchange", seed=seed, symbols=SYMBOLS, trading_date=DATE)
        return list(islice(source.messages(), 10_000))

    assert head(11) == morning[:10_000]
    assert head(12) != morning[:10_000]


def test_a_quiet_beginning_changes_no_match(messages: list[Message], morning: list[Message]) -> None:
    until = morning[-1].ts_ms - 1_000

    def kept(found: list[Message]) -> list[str]:
        return [
            message.content
            for message in found
            if message.data_type in ("X-TRADE", "MI")
            and message.ts_ms <= until
            and '"LastVol":0.0' not in message.content
        ]

    assert len(kept(messages)) > 3_000
    assert kept(messages) == kept(morning)
    before = [message for message in messages if LOUD_FROM - 3_000 <= message.ts_ms < LOUD_FROM]
    for kind in ("X-QUOTE", "R"):
        assert len({message.symbol for message in before if message.data_type == kind}) >= 30


@pytest.mark.parametrize("symbols", [1, 5, 120])
def test_other_sizes(symbols: int) -> None:
    source = open_source("exchange", seed=1, symbols=symbols, trading_date=DATE)
    stop = instant_ms(DATE, 9 * 3600 + 16 * 60)
    seen: set[str] = set()
    for message in source.messages():
        if message.ts_ms > stop:
            break
        seen.add(message.symbol)
    listed = {row.symbol for row in source.reference.securities}
    assert len(listed) == symbols + 4
    assert listed <= seen
