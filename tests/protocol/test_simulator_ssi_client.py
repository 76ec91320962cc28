"""SSI's own client, unmodified, against the simulated server."""

from __future__ import annotations

import datetime as dt
import json
import time
from types import SimpleNamespace
from typing import Any

from ssi_fc_data import fc_md_client, fc_md_stream
from ssi_fc_data.model import model

from core.market.symbols import vn30_members
from tests.support.simulator import SimulatorThread
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
DEADLINE_S = 15.0


def _config(url: str) -> SimpleNamespace:
    return SimpleNamespace(
        auth_type="Bearer",
        consumerID="someone",
        consumerSecret="something",
        url=f"{url}/",
        stream_url=f"{url}/",
    )


def test_token_components_and_stream() -> None:
    source = open_source("exchange", seed=3, symbols=30, trading_date=DATE)
    with SimulatorThread(source, speed=5.0, start_seconds=10 * 3600) as simulator:
        config = _config(simulator.url)
        client = fc_md_client.MarketDataClient(config)
        components = client.index_components(config, model.index_components("VN30", 1, 100))
        symbols = tuple(part["StockSymbol"] for part in components["data"][0]["IndexComponent"])
        assert symbols == vn30_members(DATE)

        received: dict[str, list[dict[str, Any]]] = {"X-TRADE": [], "MI": []}

        def on_message(message: str) -> None:
            outer = json.loads(message)
            received[outer["DataType"]].append(json.loads(outer["Content"]))

        streams = []
        for channel in ("X-TRADE:ALL", "MI:ALL"):
            stream = fc_md_stream.MarketDataStream(config, client)
            stream.start(on_message, print, channel)
            streams.append(stream)
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline and not (len(received["X-TRADE"]) > 60 and len(received["MI"]) > 6):
            time.sleep(0.02)
        for stream in streams:
            stream.connection._Connection__transport._ws.close()

    assert len(received["X-TRADE"]) > 60
    assert {index["IndexId"] for index in received["MI"]} >= {"VNINDEX", "VN30"}
    assert {trade["Symbol"] for trade in received["X-TRADE"]} >= set(symbols)


def test_a_second_channel_on_one_connection_accumulates() -> None:
    source = open_source("exchange", seed=3, symbols=30, trading_date=DATE)
    with SimulatorThread(source, speed=5.0, start_seconds=10 * 3600) as simulator:
        config = _config(simulator.url)
        kinds: set[str] = set()
        stream = fc_md_stream.MarketDataStream(config, fc_md_client.MarketDataClient(config))
        stream.start(lambda message: kinds.add(json.loads(message)["DataType"]), print, "X-TRADE:SSI-HPG")
        deadline = time.monotonic() + DEADLINE_S
        while "X-TRADE" not in kinds and time.monotonic() < deadline:
            time.sleep(0.02)
        stream.swith_channel("MI:VN30")
        while "MI" not in kinds and time.monotonic() < deadline:
            time.sleep(0.02)
        stream.connection._Connection__transport._ws.close()
    assert kinds == {"X-TRADE", "MI"}
