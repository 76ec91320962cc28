"""The stream's wire rules, one test each, against a raw WebSocket client."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.support.polling import eventually_async
from tests.support.simulator import (
    CREDENTIALS,
    HUB,
    ListSource,
    RawClient,
    access_token,
    broadcasts,
    negotiate,
    raw_client,
)
from workers.simulator.messages import Message, WireDay
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
DAY = WireDay(DATE)


LEVELS = " ".join(f"{s}{k}{n}" for s in ("Ask", "Bid") for k in ("Price", "Vol") for n in range(1, 11))
RECORDED_FIELDS = {
    "X-TRADE": "RType TradingDate Time Isin Symbol Ceiling Floor RefPrice AvgPrice PriorVal LastPrice "
    "LastVol TotalVal TotalVol MarketId Exchange TradingSession TradingStatus Change RatioChange "
    "EstMatchedPrice Highest Lowest Side",
    "X-QUOTE": f"TradingDate Time Exchange Symbol RType {LEVELS} TradingSession",
    "R": "RType TradingDate Time Isin Symbol TotalRoom CurrentRoom BuyVol SellVol BuyVal SellVal "
    "MarketId Exchange",
    "MI": "IndexId IndexValue PriorIndexValue TradingDate Time TotalTrade TotalQtty TotalValue IndexName "
    "Advances NoChanges Declines Ceilings Floors Change RatioChange TotalQttyPt TotalValuePt "
    "Exchange AllQty AllValue IndexType TradingSession MarketId RType TotalQttyOd TotalValueOd",
    "B": "RType TradingDate Time Symbol Open High Low Close Volume Value",
    "F": "RType MarketId TradingDate Time Symbol TradingSession TradingStatus Exchange TradingOlSession",
    "X": "RType TradingDate Time Isin Symbol Ceiling Floor RefPrice Open High Low Close AvgPrice PriorVal "
    "LastPrice LastVol TotalVal TotalVol BidPrice1 BidPrice2",
}
"""Fields in the order of the recorded messages (of X: as far as its levels)."""


def _message(second: int, kind: str, symbol: str, **fields: Any) -> Message:
    ts_ms = DAY.at(9 * 3600 + second)
    name = "IndexId" if kind == "MI" else "Symbol"
    content = {"RType": kind, "TradingDate": DAY.text, "Time": DAY.time(ts_ms), name: symbol, **fields}
    return Message(ts_ms, kind, symbol, json.dumps(content))


FEW = [
    _message(0, "X-TRADE", "HPG", LastPrice=28000.0, LastVol=100.0, TotalVol=100.0, RefPrice=28000.0),
    _message(0, "X-QUOTE", "HPG", BidPrice1=27950.0, BidVol1=500.0, AskPrice1=28000.0, AskVol1=400.0),
    _message(1, "X-TRADE", "SSI", LastPrice=33000.0, LastVol=200.0, TotalVol=200.0, RefPrice=33000.0),
    _message(2, "MI", "VN30", IndexValue=1800.5),
    _message(3, "MI", "VNINDEX", IndexValue=1650.5),
    _message(4, "B", "HPG", Close=28000.0, Volume=100.0),
]


def _played(
    test: Callable[[SimulatedServer, RawClient], Awaitable[None]],
    messages: list[Message] = FEW,
    **options: Any,
) -> None:
    """Runs a test against a server whose day is already over, so that only replays are sent."""

    async def run() -> None:
        options.setdefault("wait_for_client", False)
        async with SimulatedServer(ListSource(messages, DATE), **options) as server:
            await eventually_async(lambda: server.ended)
            async with raw_client(server.url) as client:
                await test(server, client)

    asyncio.run(run())


def test_negotiate_by_get_and_post_with_either_protocol_and_a_doubled_slash() -> None:
    async def run() -> None:
        async with SimulatedServer(ListSource(FEW, DATE)) as server, httpx.AsyncClient() as http:
            headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}
            data = {"connectionData": f'[{{"name":"{HUB}"}}]'}
            for method, path, protocol in (
                ("GET", "/v2.0/signalr/negotiate", "1.5"),
                ("POST", "//v2.0/signalr/negotiate", "1.3"),
            ):
                answer = await http.request(
                    method, server.url + path, params={**data, "clientProtocol": protocol}, headers=headers
                )
                body = answer.json()
                assert answer.status_code == 200
                assert body["ProtocolVersion"] == protocol
                assert (body["KeepAliveTimeout"], body["DisconnectTimeout"]) == (20.0, 30.0)
                assert body["TryWebSockets"] is True
                assert body["ConnectionToken"]
                assert body["ConnectionId"]

    asyncio.run(run())


def test_negotiate_without_a_good_token_is_refused() -> None:
    async def run() -> None:
        async with SimulatedServer(ListSource(FEW, DATE)) as server, httpx.AsyncClient() as http:
            for headers in ({}, {"Authorization": "Bearer a.b.c"}):
                answer = await http.get(f"{server.url}/v2.0/signalr/negotiate", headers=headers)
                assert answer.status_code == 401

    asyncio.run(run())


def test_connect_wants_a_negotiated_token() -> None:
    async def run() -> None:
        async with SimulatedServer(ListSource(FEW, DATE)) as server:
            address = server.url.replace("http", "ws") + "/v2.0/signalr/connect?connectionToken=made-up"
            with pytest.raises(InvalidStatus) as refused:
                async with connect(address):
                    pass
            assert refused.value.response.status_code == 400

    asyncio.run(run())


def test_start_answers_started_and_is_not_required() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        async with httpx.AsyncClient() as http:
            negotiated = await negotiate(http, server.url, await access_token(http, server.url))
            answer = await http.get(
                f"{server.url}/v2.0/signalr/start", params={"connectionToken": negotiated["ConnectionToken"]}
            )
            assert answer.json() == {"Response": "started"}
        await client.subscribe("B:ALL")
        assert (await client.messages(1))[0][0] == "B"

    _played(test)


def test_subscribing_is_acknowledged_and_replays_the_last_known_messages() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        await client.invoke("SwitchChannels", "X-TRADE:ALL")
        assert await client.frame() == {"I": "0"}
        frame = await client.frame()
        assert set(frame) == {"C", "M"}
        assert {entry["H"] for entry in frame["M"]} == {HUB}
        assert {content["Symbol"] for _, content in broadcasts(frame)} == {"HPG", "SSI"}

    _played(test)


def test_invocations_accumulate_and_names_ignore_case() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        await client.invoke("switchchannels", "X-TRADE:HPG", hub=HUB.lower())
        assert [content["Symbol"] for _, content in await client.messages(1)] == ["HPG"]
        await client.invoke("SWITCHCHANNELS", "mi:all", hub=HUB.upper())
        assert [content["IndexId"] for _, content in await client.messages(2)] == ["VN30", "VNINDEX"]
        subscriptions = next(iter(server._clients.values())).subscriptions
        assert subscriptions.wants(FEW[0])
        assert not subscriptions.wants(FEW[2])
        assert subscriptions.wants(FEW[3])

    _played(test)


def test_several_symbols_of_one_channel() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        await client.subscribe("X-TRADE:SSI-HPG-ACB")
        assert {content["Symbol"] for _, content in await client.messages(2)} == {"HPG", "SSI"}

    _played(test)


def test_a_joined_list_delivers_only_its_first_channel() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        await client.invoke("SwitchChannels", "B:HPG,MI:VNINDEX")
        assert await client.frame() == {"I": "0"}
        await client.invoke("SwitchChannels", "X-TRADE:SSI")
        kinds = [kind for kind, _ in await client.messages(2)]
        assert kinds == ["B", "X-TRADE"]

    _played(test)


def test_an_unknown_method_is_answered_with_an_error() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        await client.invoke("Unheard")
        answer = await client.frame()
        assert answer["I"] == "0"
        assert "could not be resolved" in answer["E"]

    _played(test)


def test_keep_alive_is_an_empty_frame() -> None:
    async def test(server: SimulatedServer, client: RawClient) -> None:
        assert await client.frame() == {}
        assert await client.frame() == {}

    _played(test, keep_alive_s=0.05)


def test_frames_carry_several_entries_but_not_more_than_twenty() -> None:
    messages = [_message(0, "B", "HPG", Close=28000.0 + i, Volume=100.0) for i in range(95)]

    async def run() -> None:
        async with (
            SimulatedServer(ListSource(messages, DATE), wait_for_client=True) as server,
            raw_client(server.url) as client,
        ):
            await client.subscribe("B:ALL", "X-TRADE:ALL")
            sizes: list[int] = []
            closes: list[float] = []
            while len(closes) < len(messages):
                frame = await client.frame()
                found = broadcasts(frame)
                closes.extend(content["Close"] for _, content in found)
                sizes.extend([len(found)] if found else [])
            assert max(sizes) == 20
            assert closes == [28000.0 + i for i in range(95)]

    asyncio.run(run())


def test_x_is_trade_and_quote_in_one_message_on_every_change() -> None:
    async def run() -> None:
        async with (
            SimulatedServer(ListSource(FEW, DATE), wait_for_client=True) as server,
            raw_client(server.url) as client,
        ):
            await client.subscribe("X:ALL")
            found = await client.messages(3)
            assert [kind for kind, _ in found] == ["X"] * 3
            trade, both, other = (content for _, content in found)
            assert (trade["LastVol"], trade["AskPrice1"]) == (100.0, 0.0)
            assert (both["TotalVol"], both["BidPrice1"], both["AskVol1"]) == (100.0, 27950.0, 400.0)
            assert (both["Open"], both["Close"], both["RType"]) == (28000.0, 28000.0, "X")
            assert other["Symbol"] == "SSI"

    asyncio.run(run())


def test_the_full_recorded_fields_of_generated_messages() -> None:
    async def run() -> None:
        source = open_source("exchange", seed=1, symbols=30, trading_date=DATE)
        async with (
            SimulatedServer(source, speed=1.0, start_seconds=9 * 3600 + 20 * 60) as server,
            raw_client(server.url) as client,
        ):
            fields: dict[str, list[str]] = {}
            for channel in ("X-TRADE", "X-QUOTE", "R", "MI", "B", "F", "X"):
                await client.subscribe(f"{channel}:ALL")
            while len(fields) < 7:
                for kind, content in await client.messages(1):
                    fields.setdefault(kind, list(content))
        for kind, recorded in RECORDED_FIELDS.items():
            assert " ".join(fields[kind]).startswith(recorded), kind

    asyncio.run(run())


def test_a_cut_connection_ends_at_once_and_a_new_one_is_served() -> None:
    async def run() -> None:
        async with SimulatedServer(ListSource(FEW, DATE), wait_for_client=False) as server:
            await eventually_async(lambda: server.ended)
            async with raw_client(server.url) as client:
                await client.subscribe("B:ALL")
                await client.messages(1)
                await server.drop_connections()
                with pytest.raises(ConnectionClosed):
                    await client.frame()
            assert server.stream_clients == 0
            server.accepting = False
            with pytest.raises((httpx.HTTPError, OSError)):
                async with raw_client(server.url):
                    pass
            server.accepting = True
            async with raw_client(server.url) as client:
                await client.subscribe("MI:ALL")
                assert len(await client.messages(2)) == 2

    asyncio.run(run())


def test_log_in_then_many_requests_on_one_connection() -> None:
    async def run() -> None:
        async with SimulatedServer(ListSource(FEW, DATE)) as server, httpx.AsyncClient() as http:
            for _ in range(3):
                answer = await http.post(f"{server.url}//api/v2/Market/AccessToken", json=CREDENTIALS)
                assert answer.json()["status"] == 200
                clock = await http.get(f"{server.url}/simulator/clock")
                assert clock.json()["date"] == "2026-08-14"
            assert (await http.get(f"{server.url}/elsewhere")).status_code == 404

    asyncio.run(run())
