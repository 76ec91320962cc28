"""Weights from the master lists as the worker asks for them, against the simulator's own indices."""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import closing
from typing import Any, cast

import httpx
import pytest

from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from core.snapshot.views import indices_room
from workers.feed.rest import ListedSecurity, RestClient
from workers.feed.session import TokenSource
from workers.reference import ReferenceTask, listed_shares
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DAY = dt.date(2026, 8, 14)
UNTIL_MS = instant_ms(DAY, 9 * 3600 + 17 * 60)
OPTIONS: dict[str, Any] = {"seed": 5, "symbols": 60, "trading_date": DAY}


async def _fed_by_rest(core: MarketDataProcessor) -> None:
    """Runs the worker's reference task against a simulator until it has asked for everything."""
    asked = asyncio.Event()

    def publish(_: bytes) -> None:
        if core.inputs.last_trading_dates:
            asked.set()

    server = SimulatedServer(open_source("exchange", **OPTIONS), speed=1.0, start_seconds=8 * 3600)
    async with server, httpx.AsyncClient(timeout=10.0) as client:
        clock = asyncio.get_running_loop().time
        tokens = TokenSource(client, server.url, "id", "secret", wall_s=clock, mono_s=clock)
        rest = RestClient(client, server.url, tokens, requests_per_second=50, mono_s=clock)
        task = ReferenceTask(
            rest,
            core,
            database_url=None,
            source="simulator",
            market_now=lambda: UNTIL_MS,
            changed=lambda: None,
            publish=publish,
        )
        stop = asyncio.Event()
        running = asyncio.create_task(task.run(stop))
        await asyncio.wait_for(asked.wait(), 60)
        stop.set()
        await running


def test_the_change_of_a_whole_market_is_explained_at_publications() -> None:
    core = MarketDataProcessor()
    asyncio.run(_fed_by_rest(core))
    ticked, unexplained = 0, []
    with closing(cast(Any, open_source("exchange", **OPTIONS).messages())) as messages:
        for message in messages:
            core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)
            if message.ts_ms - ticked >= 1000:
                ticked = message.ts_ms
                core.tick(ticked)
            if message.ts_ms >= UNTIL_MS - 60_000 and (message.data_type, message.symbol) == (
                "MI",
                "VNINDEX",
            ):
                view = indices_room(core).indices["VNINDEX"]
                assert view.weights_source == "listed"
                assert view.change
                unexplained.append(view.unexplained)
            if message.ts_ms >= UNTIL_MS:
                break
    assert len(unexplained) > 5
    assert unexplained == pytest.approx([0.0] * len(unexplained), abs=0.011)
    vn30 = indices_room(core).indices["VN30"]
    assert vn30.weights_source == "listed"
    assert set(vn30.weights) == set(core.members)


def test_who_has_no_number_and_who_is_no_share_is_left_out() -> None:
    listed = {
        "HOSE": [
            ListedSecurity("AAA", "HOSE", "ST", listed_shares=10),
            ListedSecurity("BBB", "HOSE", "ST", listed_shares=None),
            ListedSecurity("CFPT2601", "HOSE", "CW", listed_shares=7),
            ListedSecurity("DDD", "HOSE", "S", listed_shares=20),
        ],
        "HNX": [ListedSecurity("EEE", "HNX", "ST", listed_shares=5)],
        "DER": [ListedSecurity("41I1G9000", "DER", "FU")],
    }
    assert listed_shares(listed, ("AAA", "BBB", "EEE", "ZZZ")) == {
        "VNINDEX": {"AAA": 10, "DDD": 20},
        "VN30": {"AAA": 10},
        "HNXIndex": {"EEE": 5},
        "HNXUpcomIndex": {},
    }
