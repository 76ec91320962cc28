"""Quotas and quirks of the v2 wire."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.support.polling import eventually_async
from tests.support.simulator import access_token, raw_client
from workers.simulator.quirks import Quirky
from workers.simulator.quota import CallQuota, parse_call_quota
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)


def _quirky_server(**options: object) -> SimulatedServer:
    source = open_source("exchange", seed=1, symbols=5, trading_date=DATE)
    options = {"speed": 1.0, "start_seconds": 8 * 3600, **options}
    return SimulatedServer(Quirky(source, seed=1), **options)  # type: ignore[arg-type]


def test_the_quota_of_calls_says_so_and_recovers() -> None:
    async def run() -> None:
        async with _quirky_server(call_quota=CallQuota(3, 1)) as server, httpx.AsyncClient() as http:
            headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}
            address = f"{server.url}/api/v2/Market/IndexList"

            async def status() -> str:
                body = (await http.get(address, headers=headers)).json()
                return str(body["message"])

            assert [await status() for _ in range(3)] == ["Success"] * 3
            assert await status() == "API calls quota exceeded! maximum admitted 3 per 1 s"
            async with asyncio.timeout(5):
                while await status() != "Success":
                    continue

    asyncio.run(run())


def test_the_quota_of_streams_blocks_the_connection() -> None:
    async def run() -> None:
        async with (
            _quirky_server(stream_quota=1, start_seconds=9 * 3600 + 16 * 60) as server,
            raw_client(server.url) as first,
        ):
            async with raw_client(server.url) as second:
                entry = (await second.frame())["M"][0]
                assert entry["M"] == "Error"
                assert entry["A"] == ["Connection has been blocked, quota 1 exceeded by 1"]
                with pytest.raises(ConnectionClosed):
                    await second.frame()
            await first.subscribe("X-TRADE:ALL")
            assert await first.messages(1)
            await eventually_async(lambda: server.stream_clients == 1)

    asyncio.run(run())


@pytest.mark.parametrize("text", ["", "3", "3/", "/1", "0/1", "3/0", "-1/1", "x/y"])
def test_a_quota_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        parse_call_quota(text)


def test_yesterdays_last_message_comes_first_and_rest_does_not_take_it_for_today() -> None:
    async def run() -> None:
        source = open_source("exchange", seed=1, symbols=5, trading_date=DATE)
        symbol = source.reference.securities[0].symbol
        quirky = Quirky(source, seed=1)
        first = next(quirky.messages())
        assert json.loads(first.content)["TradingDate"] == "13/08/2026"
        assert first.symbol == symbol
        async with SimulatedServer(quirky, speed=1.0, start_seconds=8 * 3600) as server:
            server.record.note(first)
            async with raw_client(server.url) as client:
                await client.subscribe(f"X-TRADE:{symbol}")
                assert (await client.messages(1))[0][1]["TradingDate"] == "13/08/2026"
            assert server.record.content("X-TRADE", symbol) is None
            assert server.record.bars(symbol) == []

    asyncio.run(run())
