"""The REST calls: envelope, authentication, paging, and agreement with the stream."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from core.market.contracts import contracts_listed
from core.market.symbols import vn30_members
from tests.support.simulator import CREDENTIALS, access_token
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
TODAY = f"{DATE:%d/%m/%Y}"
Get = Callable[..., Awaitable[dict[str, Any]]]


def _served(test: Callable[[SimulatedServer, Get], Awaitable[None]], **options: Any) -> None:
    """Runs a test against the generated exchange at 10:00."""

    async def run() -> None:
        source = open_source("exchange", seed=1, symbols=40, trading_date=DATE)
        options.setdefault("speed", 1.0)
        async with (
            SimulatedServer(source, start_seconds=10 * 3600, **options) as server,
            httpx.AsyncClient(base_url=server.url) as http,
        ):
            headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}

            async def get(call: str, **query: Any) -> dict[str, Any]:
                answer = await http.get(f"/api/v2/Market/{call}", params=query, headers=headers)
                assert answer.status_code == 200
                body: dict[str, Any] = answer.json()
                return body

            await test(server, get)

    asyncio.run(run())


def test_the_token_is_a_jwt_with_an_expiry() -> None:
    async def run() -> None:
        source = open_source("exchange", seed=1, symbols=5, trading_date=DATE)
        async with SimulatedServer(source, token_lifetime_s=120) as server, httpx.AsyncClient() as http:
            token = await access_token(http, server.url)
            claims = token.split(".")[1]
            decoded = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
            assert 100 < decoded["exp"] - time.time() <= 121

    asyncio.run(run())


def test_authentication_failures_come_with_http_200() -> None:
    async def run() -> None:
        source = open_source("exchange", seed=1, symbols=5, trading_date=DATE)
        async with (
            SimulatedServer(source, token_lifetime_s=-1, credentials=("someone", "something")) as server,
            httpx.AsyncClient(base_url=server.url) as http,
        ):
            missing = await http.get("/api/v2/Market/Securities")
            expired_token = await access_token(http, server.url)
            expired = await http.get(
                "/api/v2/Market/Securities", headers={"Authorization": f"Bearer {expired_token}"}
            )
            wrong = await http.post(
                "/api/v2/Market/AccessToken", json={**CREDENTIALS, "consumerSecret": "guess"}
            )
            broken = await http.post("/api/v2/Market/AccessToken", content=b"{")
        assert [a.status_code for a in (missing, expired, wrong, broken)] == [200] * 4
        assert missing.json() == {"message": "Missing Authorization header", "status": 401}
        assert expired.json()["status"] == 401
        assert wrong.json()["status"] == 401
        assert broken.json()["status"] == 400

    asyncio.run(run())


def test_securities_are_paged() -> None:
    async def test(server: SimulatedServer, get: Get) -> None:
        pages = [await get("Securities", market="HOSE", pageIndex=i, pageSize=20) for i in (1, 2, 3)]
        rows = [row for page in pages for row in page["data"]]
        assert {page["status"] for page in pages} == {"Success"}
        assert len(rows) == pages[0]["totalRecord"] > 30
        assert {row["Market"] for row in rows} == {"HOSE"}
        assert set(rows[0]) == {"Market", "Symbol", "StockName", "StockEnName"}
        assert len({row["Symbol"] for row in rows}) == len(rows)
        futures = await get("Securities", market="DER", pageIndex=1, pageSize=10)
        assert [row["Symbol"] for row in futures["data"]] == [c.code for c in contracts_listed(DATE)]
        boards = {
            row["Market"] for row in (await get("Securities", market="", pageIndex=1, pageSize=1000))["data"]
        }
        assert boards == {"HOSE", "HNX", "UPCOM", "DER"}

    _served(test)


def test_queries_that_are_refused() -> None:
    async def test(server: SimulatedServer, get: Get) -> None:
        for call, query in (
            ("Securities", {"pageSize": 33}),
            ("Securities", {"pageIndex": 11}),
            ("Securities", {"pageIndex": "x"}),
            ("DailyOhlc", {"symbol": "HPG", "fromDate": "15/08/2026", "toDate": "14/08/2026"}),
            ("DailyOhlc", {"symbol": "HPG", "fromDate": "01/07/2026", "toDate": "14/08/2026"}),
            ("DailyOhlc", {"symbol": "HPG", "fromDate": "2026-08-14", "toDate": TODAY}),
        ):
            answer = await get(call, **query)
            assert (answer["status"], answer["data"]) == ("Error", None), (call, query)
            assert answer["message"]

    _served(test)


def test_details_and_components_are_nested() -> None:
    async def test(server: SimulatedServer, get: Get) -> None:
        details = await get("SecuritiesDetails", market="HOSE", symbol="HPG")
        info = details["data"][0]["RepeatedInfo"][0]
        assert (info["Symbol"], info["SecType"], info["LotSize"]) == ("HPG", "ST", "100")
        assert (info["TickPrice1"], info["TickIncrement1"]) == ("10000", "10")
        front = contracts_listed(DATE)[0]
        details = await get("SecuritiesDetails", market="DER", symbol=front.code)
        info = details["data"][0]["RepeatedInfo"][0]
        assert (info["SecType"], info["Underlying"]) == ("FU", "VN30")
        assert info["LastTradingDate"] == f"{front.last_trading_date:%d/%m/%Y}"
        vn30 = await get("IndexComponents", indexCode="VN30", pageIndex=1, pageSize=100)
        members = [row["StockSymbol"] for row in vn30["data"][0]["IndexComponent"]]
        assert tuple(members) == vn30_members(DATE)
        listed = await get("IndexList", exchange="HNX")
        assert [row["IndexCode"] for row in listed["data"]] == ["HNXIndex"]

    _served(test)


def test_prices_agree_with_the_stream_and_with_each_other() -> None:
    async def test(server: SimulatedServer, get: Get) -> None:
        span = {"fromDate": TODAY, "toDate": TODAY, "pageIndex": 1}
        price = (await get("DailyStockPrice", symbol="HPG", pageSize=10, **span))["data"][0]
        daily = (await get("DailyOhlc", symbol="HPG", pageSize=10, **span))["data"][0]
        minutes = (await get("IntradayOhlc", symbol="HPG", pageSize=100, **span))["data"]
        fives = (await get("IntradayOhlc", symbol="HPG", pageSize=100, resolution=5, **span))["data"]
        index = (await get("DailyIndex", indexId="VN30", pageSize=10, **span))["data"][0]
        trade = server.record.content("X-TRADE", "HPG") or {}
        foreign = server.record.content("R", "HPG") or {}
        assert float(price["TotalMatchVol"]) == trade["TotalVol"] == sum(float(r["Volume"]) for r in minutes)
        assert sum(float(row["Volume"]) for row in fives) == trade["TotalVol"]
        assert float(price["ForeignBuyVolTotal"]) == foreign["BuyVol"]
        assert float(price["ForeignCurrentRoom"]) == foreign["CurrentRoom"]
        assert float(price["CeilingPrice"]) == trade["Ceiling"]
        assert (daily["High"], daily["Low"]) == (str(trade["Highest"]), str(trade["Lowest"]))
        assert daily["Time"] is None
        assert daily["Open"] == minutes[0]["Open"]
        assert all(row["Value"] == row["Close"] for row in minutes)
        assert index["IndexId"] == "VN30"
        another = {"fromDate": "01/07/2026", "toDate": "02/07/2026"}
        assert (await get("DailyOhlc", symbol="HPG", **another))["totalRecord"] == 0

    _served(test, speed=0.001)
