"""One day after another on the wire: clients stay, lists, limits and the clock follow."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from core.market.calendar import Board, instant_ms, local_date
from core.market.contracts import contracts_listed
from core.pipeline import MarketDataProcessor
from tests.support.polling import eventually_async
from tests.support.simulator import ListSource, access_token, broadcasts, raw_client
from workers.simulator import player
from workers.simulator.exchange import Exchange
from workers.simulator.faults import Rename
from workers.simulator.messages import Message, WireDay
from workers.simulator.reference import ReferenceData, Security, standard_indices
from workers.simulator.server import SimulatedServer

pytestmark = pytest.mark.xdist_group("simulated-exchange")

FRIDAY, MONDAY = dt.date(2026, 8, 14), dt.date(2026, 8, 17)
EXPIRY, AFTER = dt.date(2026, 8, 20), dt.date(2026, 8, 21)


def _day(date: dt.date, reference: int, price: float) -> ListSource:
    day = WireDay(date)
    messages = []
    for second in range(3):
        ts_ms = day.at(9 * 3600 + second)
        content = {
            "RType": "X-TRADE", "TradingDate": day.text, "Time": day.time(ts_ms), "Symbol": "HPG",
            "MarketId": "HOSE", "RefPrice": float(reference), "LastPrice": price, "LastVol": 100.0,
            "TotalVol": 100.0 * (second + 1),
        }  # fmt: skip
        messages.append(Message(ts_ms, "X-TRADE", "HPG", json.dumps(content)))
    source = ListSource(messages, date)
    row = Security("HPG", Board.HOSE, "Hoa Phat", "Hoa Phat", reference, reference + 50, reference - 50)
    source.reference = ReferenceData((row,), standard_indices(date))
    return source


async def _get(http: httpx.AsyncClient, path: str, **query: Any) -> Any:
    return (await http.get(path, params=query)).json()


def test_clients_stay_and_everything_told_is_of_the_new_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "NIGHT_S", 0.2)

    async def run() -> None:
        days = [_day(FRIDAY, 27_000, 27_500.0), _day(MONDAY, 27_500, 28_000.0)]
        async with (
            SimulatedServer(days[0], speed=20.0, wait_for_client=True, following=days[1:]) as server,
            raw_client(server.url) as client,
            httpx.AsyncClient(base_url=server.url, timeout=5) as http,
        ):
            http.headers["Authorization"] = f"Bearer {await access_token(http, server.url)}"
            await client.subscribe("X-TRADE:ALL")
            told = await client.messages(3)
            assert {content["TradingDate"] for _, content in told} == {"14/08/2026"}
            await eventually_async(lambda: server.record.date == MONDAY)
            clock = await _get(http, "/simulator/clock")
            assert clock["date"] == "2026-08-17"
            assert not clock["ended"]
            assert local_date(clock["now_ms"]) == MONDAY
            # Before its first message the new day has limits and no trade.
            (row,) = (await _get(http, "/api/v2/Market/DailyStockPrice", symbol="HPG"))["data"]
            assert (row["TradingDate"], row["RefPrice"], row["TotalMatchVol"]) == ("17/08/2026", "27500", "0")
            told = await client.messages(3)
            assert [content["TotalVol"] for _, content in told] == [100.0, 200.0, 300.0]
            assert {content["TradingDate"] for _, content in told} == {"17/08/2026"}
            await eventually_async(lambda: server.ended)
            (row,) = (await _get(http, "/api/v2/Market/DailyStockPrice", symbol="HPG"))["data"]
            assert (row["ClosePrice"], row["TotalMatchVol"]) == ("28000", "300")
            assert server.connections == 1

    asyncio.run(run())


def test_a_name_that_was_changed_stays_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "NIGHT_S", 0.0)

    async def run() -> None:
        days = [_day(FRIDAY, 27_000, 27_500.0), _day(MONDAY, 27_500, 28_000.0)]
        async with SimulatedServer(days[0], speed=20.0, following=days[1:]) as server:
            server.faults.start(Rename(symbol="HPG", to="HPX"))
            await eventually_async(lambda: server.ended)
            assert [row.symbol for row in server.faults.market.reference.securities] == ["HPX"]
            trade = server.record.content("X-TRADE", "HPX")
            assert trade is not None
            assert (trade["TradingDate"], trade["TotalVol"]) == ("17/08/2026", 300.0)

    asyncio.run(run())


def test_without_a_pace_no_day_follows() -> None:
    async def run() -> None:
        days = [_day(FRIDAY, 27_000, 27_500.0), _day(MONDAY, 27_500, 28_000.0)]
        async with SimulatedServer(days[0], wait_for_client=False, following=days[1:]) as server:
            await eventually_async(lambda: server.ended)
            assert server.record.date == FRIDAY

    asyncio.run(run())


def test_v3_tells_the_new_limits_to_whoever_has_subscribed_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "NIGHT_S", 0.1)

    async def run() -> None:
        days = [_day(FRIDAY, 27_000, 27_500.0), _day(MONDAY, 27_500, 28_000.0)]
        async with (
            SimulatedServer(days[0], speed=20.0, wait_for_client=True, following=days[1:]) as server,
            httpx.AsyncClient(base_url=server.url, timeout=5) as http,
        ):
            log_in = {"apiKey": "key", "apiSecret": "secret"}
            token = (await http.post("/api/v3/auth/token", json=log_in)).json()["data"]["accessToken"]
            headers = {"Authorization": f"Bearer {token}"}
            address = server.url.replace("http", "ws", 1) + "/ws/v3"
            async with connect(address, additional_headers=headers, close_timeout=1) as socket:
                topics = ["market.HPG", "trade.HPG"]
                await socket.send(json.dumps({"method": "subscribe", "channel": "DATA", "topics": topics}))
                references: list[float] = []
                async with asyncio.timeout(10):
                    while len(references) < 2:
                        frame = json.loads(await socket.recv())
                        if frame.get("topic") == "market.HPG":
                            references.append(frame["data"]["ref"])
                assert references == [27_000.0, 27_500.0]
                http.headers.update(headers)
                page = await _get(http, "/api/v3/data/masterdata")
                assert page["data"][0]["tradingDate"] == "17/08/2026"

    asyncio.run(run())


def test_the_product_follows_a_generated_day_into_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evening of an expiry, under the old names, and the morning after, read by the product's core."""
    monkeypatch.setattr(player, "NIGHT_S", 0.1)

    async def run() -> None:
        exchange = Exchange(EXPIRY, seed=1, symbols=1, old_futures_names=True)
        core = MarketDataProcessor()
        dates: list[dt.date | None] = []
        names: dict[dt.date | None, set[str]] = {}
        async with (
            SimulatedServer(
                exchange,
                speed=300.0,
                start_seconds=15 * 3600 + 180,
                following=(exchange.next_day() for _ in range(1)),
            ) as server,
            raw_client(server.url) as client,
        ):
            await client.subscribe("X-TRADE:ALL", "X-QUOTE:ALL", "R:ALL", "MI:ALL", "F:ALL", "OL:ALL")
            async with asyncio.timeout(60):
                while server._clock.now_ms() < instant_ms(AFTER, 9 * 3600 + 60):
                    for kind, content in broadcasts(await client.frame(30)):
                        argument = {"DataType": kind, "Content": content}
                        core.receive(argument, 0, server._clock.now_ms())
                        if core.date not in dates:
                            dates.append(core.date)
                        if content.get("MarketId") == "DERIVATIVES" and kind == "X-TRADE":
                            names.setdefault(core.date, set()).add(content["Symbol"])
        assert dates == [EXPIRY, AFTER]
        assert core.counters.rejected == {}
        assert core.ledger_violations() == []
        for date in (EXPIRY, AFTER):
            assert names[date] == {contract.old_code for contract in contracts_listed(date)}
        decoded = {day.contract.code for day in core.derivatives.contracts.values()}
        assert decoded == {contract.code for contract in contracts_listed(AFTER)}

    asyncio.run(run())
