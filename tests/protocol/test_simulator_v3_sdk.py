"""SSI's own v3 client, unmodified, against the simulated server, over TLS as it demands."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from ssi_sdk import AsyncAuth, AsyncData, AsyncStream, Config
from ssi_sdk.exceptions import ReauthenticationRequired
from ssi_sdk.models.streaming import (
    ForeignRoomMessage,
    IndexTickMessage,
    IntervalMessage,
    MarketDataMessage,
    MarketFlagMessage,
    OddLotMessage,
    QuoteMessage,
    TradeMessage,
)

from core.market.contracts import contracts_listed
from core.market.symbols import vn30_members
from tests.support.certificates import loopback_context
from tests.support.polling import eventually_async
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)


def _server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimulatedServer:
    context, trusted = loopback_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    source = open_source("exchange", seed=3, symbols=30, trading_date=DATE)
    return SimulatedServer(source, speed=10.0, start_seconds=9 * 3600 + 16 * 60, tls=context)


def _config(server: SimulatedServer) -> Config:
    return Config(
        api_key="key",
        api_secret="secret",
        api_url=server.url,
        streaming_url=server.url.replace("https", "wss") + "/ws/v3",
        retry_delay_ms=50,
        timeout_ms=5_000,
    )


def test_a_session_with_a_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with _server(tmp_path, monkeypatch) as server, AsyncAuth(_config(server)) as auth:
            await auth.authenticate()
            async with AsyncData(auth) as data:
                listed = await data.market_data.get_securities_info_by_index("VN30")
                contract = contracts_listed(DATE)[0]
                future = await data.market_data.get_securities_info(contract.code)
                indices = await data.market_data.get_indexes()
            assert {row.symbol for row in listed} == set(vn30_members(DATE))
            assert future is not None
            assert future.last_trading_date == f"{contract.last_trading_date:%d/%m/%Y}"
            assert {"VNINDEX", "VN30"} <= {row.index for row in indices}
            await _streamed(server, auth)

    asyncio.run(run())


async def _streamed(server: SimulatedServer, auth: AsyncAuth) -> None:
    received: list[Any] = []
    acknowledged: list[dict[str, Any]] = []

    def kinds() -> set[type]:
        return {type(message) for message in received}

    async with AsyncStream(auth) as stream:
        streaming = stream.streaming
        streaming.on_data = received.append
        await streaming.connect()
        await streaming.subscribe_symbol_trade(["HPG"], acknowledged.append)
        await streaming.subscribe_symbol_quote(["HPG"])
        await streaming.subscribe_symbol_room(["HPG"])
        await streaming.subscribe_market(["HPG"])
        await streaming.subscribe_market_flag()
        await streaming.subscribe_index_trade(["VN30"])
        await streaming.subscribe_candles(["HPG"], "1m")
        await streaming.subscribe_odd_lot(["*"])
        wanted = {
            IntervalMessage,
            OddLotMessage,
            TradeMessage,
            QuoteMessage,
            ForeignRoomMessage,
            IndexTickMessage,
            MarketDataMessage,
            MarketFlagMessage,
        }
        await eventually_async(lambda: kinds() >= wanted, within_s=20, what="every kind of message")
        await eventually_async(lambda: acknowledged, what="acknowledgement")
        assert acknowledged[0]["status"] == "ok"
        assert set((await streaming.list_subscription())["data"]) == {
            "trade.HPG",
            "quote.HPG",
            "room.HPG",
            "market.HPG",
            "market.flag",
            "trade.index.VN30",
            "trade.HPG@1m",
            "oddlot.*",
        }
        _check(received)
        await server.drop_connections()
        await eventually_async(lambda: streaming.reconnect_count == 1, what="reconnect")
        received.clear()
        live = {TradeMessage, QuoteMessage, IndexTickMessage}
        await eventually_async(lambda: kinds() >= live, within_s=20, what="messages after the cut")
        await streaming.subscribe_index(["VN30"])
        await eventually_async(
            lambda: len({m.symbol for m in received if isinstance(m, TradeMessage)}) > 20,
            within_s=20,
            what="the constituents' trades",
        )


def _check(received: list[Any]) -> None:
    for message in received:
        if isinstance(message, TradeMessage):
            assert (message.symbol, message.price > 0) == ("HPG", True)
            assert message.side in ("B", "S", "U")
            assert message.total_volume >= message.quantity > 0
        elif isinstance(message, QuoteMessage):
            assert len(message.bid_prices) == len(message.bid_volumes) <= 3
        elif isinstance(message, IndexTickMessage):
            assert (message.symbol, (message.value or 0) > 0) == ("VN30", True)
        elif isinstance(message, IntervalMessage):
            assert message.low <= min(message.open, message.close)
            assert message.high >= max(message.open, message.close)
            assert message.volume > 0
            assert message.interval_time <= message.trading_time
        elif isinstance(message, OddLotMessage):
            assert len(message.bid_prices) <= 3
            assert message.quantity < 100
        elif isinstance(message, MarketDataMessage):
            assert (message.floor or 0) < (message.ref_price or 0) < (message.ceiling or 0)
    flags = {message.board: message.flag for message in received if isinstance(message, MarketFlagMessage)}
    assert flags["HOSE"] == "LO"


def test_refresh_once_and_a_token_used_twice_ends_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        async with _server(tmp_path, monkeypatch) as server, AsyncAuth(_config(server)) as auth:
            first = await auth.authenticate()
            second = await auth.refresh()
            assert second.access_token != first.access_token
            assert second.refresh_token != first.refresh_token
            await auth.set_token(first)
            with pytest.raises(ReauthenticationRequired):
                await auth.refresh()
            # The session is gone, the tokens of the good refresh with it.
            await auth.set_token(second)
            with pytest.raises(ReauthenticationRequired):
                await auth.refresh()

    asyncio.run(run())
