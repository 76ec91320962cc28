"""Days of the generated exchange: which there are, an expiry, names of futures, one after another."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.market.calendar import instant_ms, local_date, local_seconds
from core.market.contracts import contracts_listed
from core.market.prices import limits_vnd
from core.market.symbols import vn30_members
from core.pipeline import MarketDataProcessor
from workers.simulator.exchange import Exchange
from workers.simulator.main import simulate
from workers.simulator.messages import PUT_THROUGH, Message, WireDay

pytestmark = pytest.mark.xdist_group("simulated-exchange")

DATE = dt.date(2026, 8, 14)
EXPIRY = dt.date(2026, 8, 20)
NEVER_LOUD = instant_ms(dt.date(2030, 1, 1), 0)


def _until(messages: Iterable[Message], date: dt.date, seconds: int) -> Iterator[Message]:
    stop_ms = instant_ms(date, seconds)
    return takewhile(lambda message: message.ts_ms < stop_ms, messages)


def _feed(core: MarketDataProcessor, messages: Iterable[Message]) -> None:
    for message in messages:
        if message.data_type != PUT_THROUGH:
            core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)


@pytest.mark.parametrize(
    ("date", "why", "following"),
    [
        ("2026-08-15", "is a Saturday", "2026-08-17"),
        ("2026-08-16", "is a Sunday", "2026-08-17"),
        ("2026-09-02", "is a holiday of the exchanges", "2026-09-03"),
        ("2026-02-18", "is a holiday of the exchanges", "2026-02-23"),
    ],
)
def test_a_day_without_trading_is_refused_in_one_sentence(date: str, why: str, following: str) -> None:
    refused = CliRunner().invoke(simulate, ["--date", date])
    assert refused.exit_code == 2
    assert refused.output.count("\n") == 1
    assert f"{date} {why}" in refused.output
    assert f"next trading day is {following}" in refused.output


def test_a_year_whose_holidays_are_unknown_is_a_warning(tmp_path: Path) -> None:
    frames = ["--record", str(tmp_path / "frames"), "--record-until", "08:46", "--symbols", "1"]
    for date, warned in (("2027-03-10", True), ("2026-03-10", False)):
        done = CliRunner().invoke(simulate, ["--date", date, *frames])
        assert done.exit_code == 0
        assert ("holidays of 2027 are not known" in done.output) is warned
    assert CliRunner().invoke(simulate, ["--date", "2027-03-13"]).exit_code == 2


def test_old_names_change_nothing_but_the_name_and_mean_the_same_contract() -> None:
    days = [Exchange(DATE, seed=4, symbols=1, old_futures_names=old) for old in (False, True)]
    new, old = (list(_until(day.messages(), DATE, 9 * 3600 + 120)) for day in days)
    names = {contract.code: contract.old_code for contract in contracts_listed(DATE)}
    assert [names.get(message.symbol, message.symbol) for message in new] == [m.symbol for m in old]
    for before, after in zip(new, old, strict=True):
        content = before.content
        for code, name in names.items():
            content = content.replace(code, name)
        assert content == after.content
    core = MarketDataProcessor()
    _feed(core, old)
    known = {symbol: day.contract.code for symbol, day in core.derivatives.contracts.items()}
    assert known == {name: code for code, name in names.items()}
    assert core.counters.rejected == {}


def test_names_are_refused_for_other_sources(tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    for flag in ("--old-futures-names",):
        refused = CliRunner().invoke(simulate, ["--source", str(tmp_path / "day"), flag])
        assert refused.exit_code == 2
        assert "only for `exchange`" in refused.output


def test_on_its_last_day_a_contract_converges_and_is_gone_the_day_after() -> None:
    front = contracts_listed(EXPIRY)[0].code
    exchange = Exchange(EXPIRY, seed=1, symbols=10)
    assert exchange.reference.securities[-4].symbol == front
    index: list[tuple[int, float]] = []
    basis: list[tuple[int, float]] = []
    future: dict[str, Any] = {}
    for message in exchange.messages(quiet_until_ms=NEVER_LOUD):
        second = local_seconds(message.ts_ms)
        if (message.data_type, message.symbol) == ("MI", "VN30"):
            index.append((second, json.loads(message.content)["IndexValue"]))
        elif (message.data_type, message.symbol) == ("X-TRADE", front):
            content = json.loads(message.content)
            future = content if content["LastVol"] else future
        if future and index:
            basis.append((second, future["LastPrice"] - index[-1][1]))
    assert future["TotalVol"] > 10_000
    late = [abs(points) for second, points in basis if 14 * 3600 + 900 <= second < 14 * 3600 + 1800]
    assert sum(late) / len(late) < 1.0
    # The closing auction's futures are worth the settlement, not the jump of the index's own close.
    assert future["TradingSession"] == "ATC"
    assert abs(future["LastPrice"] - _settlement(index)) < 2.0
    listed = [row.symbol for row in exchange.next_day().reference.securities[-4:]]
    assert listed == [contract.code for contract in contracts_listed(EXPIRY + dt.timedelta(days=1))]
    assert front not in listed


def test_the_next_day_begins_where_the_last_one_ended(tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    first = Exchange(EXPIRY, seed=9, symbols=3, truth=path)
    with pytest.raises(RuntimeError, match="not over"):
        first.next_day()
    core = MarketDataProcessor()
    _feed(core, first.messages(quiet_until_ms=instant_ms(EXPIRY, 15 * 3600)))
    assert core.ledger_violations() == []
    closes = {symbol: day.last for symbol, day in core.sessions.days.items()}
    totals = {symbol: day.total_volume for symbol, day in core.sessions.days.items()}
    rooms = {symbol: flow.current_room for symbol, flow in core.foreign.flows.items()}
    points = {code: core.indices.value(code) for code in core.indices.indices}
    second = first.next_day()
    date = second.trading_date
    assert date == dt.date(2026, 8, 21)
    morning = list(_until(second.messages(), date, 9 * 3600 + 20 * 60))
    opening = {m.symbol: json.loads(m.content) for m in morning[:20] if m.data_type == "R"}
    assert {symbol: content["CurrentRoom"] for symbol, content in opening.items()} == rooms
    assert not any(content["BuyVol"] or content["SellVol"] for content in opening.values())
    _feed(core, morning)
    assert core.date == date
    assert core.counters.rejected == {}
    assert core.ledger_violations() == []
    listed = {row.symbol: row for row in second.reference.securities}
    assert set(core.sessions.days) == set(listed)
    for symbol, row in listed.items():
        day = core.sessions.days[symbol]
        if symbol in closes:
            assert day.reference == row.reference == closes[symbol]
        assert (day.floor, day.ceiling) == (row.floor, row.ceiling)
        assert limits_vnd(row.board, row.reference or 0) == (row.ceiling, row.floor)
        assert day.total_volume
        if row.contract is None:
            assert day.total_volume < (totals[symbol] or 0)
    assert {code: core.indices.indices[code].prior for code in points} == points
    dates = {local_date(json.loads(line)["ts_ms"]) for line in path.read_bytes().splitlines()}
    assert dates == {EXPIRY, date}


def test_a_second_day_is_another_day_and_the_same_every_time() -> None:
    first = Exchange(DATE, seed=2, symbols=1)
    assert all(message.ts_ms for message in first.messages(quiet_until_ms=NEVER_LOUD))
    following = first.next_day()
    assert following.trading_date == dt.date(2026, 8, 17)
    days = [first, following, first.next_day()]
    heads = [list(_until(day.messages(), day.trading_date, 9 * 3600 + 180)) for day in days]
    assert heads[1] == heads[2]
    volumes = [
        [json.loads(m.content)["LastVol"] for m in head if m.data_type == "X-TRADE"] for head in heads[:2]
    ]
    assert volumes[0] != volumes[1]


@pytest.mark.parametrize(
    ("date", "following"),
    [("2026-08-28", "2026-09-03"), ("2026-07-31", "2026-08-03"), ("2026-12-31", "2027-01-01")],
)
def test_holidays_are_skipped_and_whoever_joins_vn30_is_listed(date: str, following: str) -> None:
    day = dt.date.fromisoformat(date)
    exchange = Exchange(day, seed=1, symbols=30)
    exchange._close(exchange._session(WireDay(day), None))
    after = exchange.next_day()
    assert after.trading_date == dt.date.fromisoformat(following)
    before, listed = ({row.symbol: row for row in one.reference.securities} for one in (exchange, after))
    assert set(vn30_members(after.trading_date)) <= set(listed)
    for symbol in before.keys() & listed.keys():
        assert listed[symbol].reference == before[symbol].reference


def _settlement(index: list[tuple[int, float]]) -> float:
    """Mean of the last 30 minutes, without the 3 highest and lowest of the continuous part."""
    continuous = sorted(value for second, value in index if 14 * 3600 + 900 <= second < 14 * 3600 + 1800)
    auction = [value for second, value in index if 14 * 3600 + 1800 <= second < 14 * 3600 + 2700]
    values = [*continuous[3:-3], *auction]
    return sum(values) / len(values)
