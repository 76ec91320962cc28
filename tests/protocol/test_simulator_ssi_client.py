"""SSI's own client, unmodified, against the simulated server."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ssi_fc_data import fc_md_client, fc_md_stream
from ssi_fc_data.model import model

from core.market.symbols import vn30_members
from tests.support.polling import eventually
from tests.support.simulator import SimulatorThread
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
OnMessage = Callable[[dict[str, str]], None]


def _config(url: str) -> SimpleNamespace:
    return SimpleNamespace(
        auth_type="Bearer",
        consumerID="someone",
        consumerSecret="something",
        url=f"{url}/",
        stream_url=f"{url}/",
    )


def _simulator() -> SimulatorThread:
    source = open_source("exchange", seed=3, symbols=30, trading_date=DATE)
    return SimulatorThread(source, speed=10.0, start_seconds=9 * 3600 + 16 * 60)


def _stream(config: SimpleNamespace, on_message: OnMessage, channel: str) -> Any:
    stream = fc_md_stream.MarketDataStream(config, fc_md_client.MarketDataClient(config))
    stream.start(on_message, print, channel)
    return stream


def _close(stream: Any) -> None:
    # The SDK's own close calls a method its transport does not have.
    stream.connection._Connection__transport._ws.close()


def test_token_components_and_stream() -> None:
    received: dict[str, list[dict[str, Any]]] = {"X-TRADE": [], "MI": []}

    def on_message(message: dict[str, str]) -> None:
        received[message["DataType"]].append(json.loads(message["Content"]))

    with _simulator() as simulator:
        config = _config(simulator.url)
        client = fc_md_client.MarketDataClient(config)
        components = client.index_components(config, model.index_components("VN30", 1, 100))
        symbols = {part["StockSymbol"] for part in components["data"][0]["IndexComponent"]}
        streams = [_stream(config, on_message, channel) for channel in ("X-TRADE:ALL", "MI:ALL")]
        eventually(
            lambda: len(received["X-TRADE"]) > 100 and len(received["MI"]) > 12,
            within_s=20,
            what="trades and index values",
        )
        for stream in streams:
            _close(stream)
    assert symbols == set(vn30_members(DATE))
    assert {index["IndexId"] for index in received["MI"]} >= {"VNINDEX", "VN30"}
    assert {trade["Symbol"] for trade in received["X-TRADE"]} >= symbols


def test_a_second_channel_on_one_connection_accumulates() -> None:
    kinds: list[str] = []
    with _simulator() as simulator:
        stream = _stream(
            _config(simulator.url), lambda message: kinds.append(message["DataType"]), "X-TRADE:SSI-HPG"
        )
        eventually(lambda: "X-TRADE" in kinds, what="trades")
        stream.swith_channel("MI:VN30")
        eventually(lambda: "MI" in kinds, what="index values")
        before = len(kinds)
        eventually(lambda: "X-TRADE" in kinds[before:], what="trades after the second channel")
        _close(stream)
    assert set(kinds) == {"X-TRADE", "MI"}


def test_every_rest_call_of_the_client_answers() -> None:
    with _simulator() as simulator:
        config = _config(simulator.url)
        client = fc_md_client.MarketDataClient(config)
        day = f"{DATE:%d/%m/%Y}"
        answers = {
            "securities": client.securities(config, model.securities("HOSE", 1, 100)),
            "details": client.securities_details(config, model.securities_details("HOSE", "HPG", "", "")),
            "indices": client.index_list(config, model.index_list("hose", 1, 100)),
            "daily": client.daily_ohlc(config, model.daily_ohlc("HPG", day, day, 1, 100, True)),
            "intraday": client.intraday_ohlc(config, model.intraday_ohlc("HPG", day, day, 1, 100, True, 1)),
            "index": client.daily_index(config, model.daily_index("", "VN30", day, day, 1, 100, "", "")),
            "prices": client.daily_stock_price(
                config, model.daily_stock_price("HPG", day, day, 1, 100, "HOSE")
            ),
        }
    for name, answer in answers.items():
        assert answer["status"] == "Success", (name, answer)
        assert answer["totalRecord"] >= 1, name
        assert answer["data"], name
