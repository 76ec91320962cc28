"""The indices' lines of the trading day before: kept when a newer day begins, and served."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis

from core.pipeline import MarketDataProcessor
from core.snapshot import keys, views
from core.snapshot.rooms import StatusRoom
from tests.support.events import index_tick
from tests.support.polling import eventually, eventually_async
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from workers.publish.fence import Batch, Fence, NewerWriterError
from workers.publish.rooms import DataPublisher, connect_redis

FRIDAY, MONDAY, TUESDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23), dt.date(2026, 11, 24)
TWO_DAYS_WITHIN_S = 150.0


def day_of(store: redis.Redis, name: str) -> tuple[str | None, list[float]] | None:
    """(date, values of VN30) of a stored series."""
    found: Any = store.get(keys.series(name))
    if found is None:
        return None
    series = json.loads(found)
    return series["date"], series["lines"].get("VN30", {}).get("columns", {}).get("value", [])


@asynccontextmanager
async def worker(url: str) -> AsyncIterator[tuple[MarketDataProcessor, DataPublisher]]:
    """A pipeline and its publisher, as after a start of the worker."""
    core, stop = MarketDataProcessor(), asyncio.Event()
    publisher = DataPublisher(
        connect_redis(url),
        rooms={
            keys.INDICES: lambda: views.indices_room(core),
            keys.STATUS: lambda: StatusRoom(market_now=time.time_ns()),
        },
        series=lambda name, epoch: views.series(core, name, epoch),
        minute=lambda: core.counters.messages,
        feed_state=lambda: "live",
        intervals_ms={keys.INDICES: 10, keys.STATUS: 10},
        wall_ms=lambda: time.time_ns() // 1_000_000,
        mono_ms=lambda: time.monotonic() * 1000,
    )
    task = asyncio.create_task(publisher.run(stop))
    yield core, publisher
    stop.set()
    await task


def test_a_newer_day_keeps_one_day_before_it(redis_url: str) -> None:
    store = redis.Redis.from_url(redis_url)

    async def trade(core: MarketDataProcessor, publisher: DataPublisher, day: dt.date, value: int) -> None:
        core.counters.messages += 1  # each in a minute of its own, so that no series waits
        publisher.mark(core.handle(index_tick(value, day=day), None))
        expected = (day.isoformat(), [value / 100])
        await eventually_async(lambda: day_of(store, keys.INDICES) == expected)

    async def scenario() -> None:
        async with worker(redis_url) as (core, publisher):
            await trade(core, publisher, FRIDAY, 190_100)
            await trade(core, publisher, FRIDAY, 190_200)
            assert day_of(store, keys.INDICES_PREVIOUS) is None
            await trade(core, publisher, MONDAY, 190_300)
            assert day_of(store, keys.INDICES_PREVIOUS) == ("2026-11-20", [1902.0])
        # A worker that starts knows no day yet: what is stored stays, at noon and over night.
        async with worker(redis_url) as (core, publisher):
            await eventually_async(lambda: publisher.epoch)
            assert day_of(store, keys.INDICES) == ("2026-11-23", [1903.0])
            await trade(core, publisher, MONDAY, 190_400)
            assert day_of(store, keys.INDICES_PREVIOUS) == ("2026-11-20", [1902.0])
        async with worker(redis_url) as (core, publisher):
            await trade(core, publisher, TUESDAY, 190_500)
            assert day_of(store, keys.INDICES_PREVIOUS) == ("2026-11-23", [1904.0])

    asyncio.run(scenario())


def test_a_writer_that_was_replaced_keeps_nothing(redis_url: str) -> None:
    """Keeping and replacing are one step with the fence."""
    store = redis.Redis.from_url(redis_url)
    friday, monday = b'{"date":"2026-11-20","lines":{}}', b'{"date":"2026-11-23","lines":{}}'

    def batch(value: bytes, date: str) -> Batch:
        made = Batch()
        made.keep_older(keys.series(keys.INDICES), date, keys.series(keys.INDICES_PREVIOUS))
        made.value(keys.series(keys.INDICES), value)
        return made

    async def scenario() -> None:
        fence = Fence(connect_redis(redis_url))
        old = await fence.claim(1000)
        await fence.commit(batch(friday, "2026-11-20"), old)
        new = await fence.claim(1000)
        with pytest.raises(NewerWriterError):
            await fence.commit(batch(monday, "2026-11-23"), old)
        assert store.get(keys.series(keys.INDICES)) == friday
        assert store.get(keys.series(keys.INDICES_PREVIOUS)) is None
        await fence.commit(batch(monday, "2026-11-23"), new)
        assert store.get(keys.series(keys.INDICES_PREVIOUS)) == friday

    asyncio.run(scenario())


def test_after_a_simulated_night_yesterdays_lines_are_served(redis_url: str, tmp_path: Path) -> None:
    flags = ("--source", "exchange", "--symbols", "40", "--start", "14:30", "--speed", "120", "--next-day")
    with (
        Simulator(tmp_path, *flags, ready_within_s=TWO_DAYS_WITHIN_S) as simulator,
        Worker(tmp_path, simulator.url, redis_url),
        WebServer(redis_url, tmp_path) as web,
    ):

        def series(name: str) -> dict[str, Any]:
            found: dict[str, Any] = httpx.get(f"{web.url}/api/live/series/{name}").json()
            return found

        assert series("indices:previous")["date"] is None
        first = eventually(lambda: series("indices")["date"], within_s=60, what="the first day")
        before = eventually(
            lambda: (found := series("indices:previous"))["date"] and found,
            within_s=TWO_DAYS_WITHIN_S,
            what="the day before",
        )
        assert before["date"] == first < series("indices")["date"]

        def priors() -> dict[str, float]:
            room = httpx.get(f"{web.url}/api/live?rooms=indices").json()["rooms"]["indices"]["data"]
            return {name: view["prior"] for name, view in room["indices"].items() if "prior" in view}

        # The new day's previous close is where yesterday's line ends.
        close = eventually(
            lambda: (found := priors()) and {"VN30", "VNINDEX"} <= set(found) and found,
            within_s=60,
            what="the new day's indices",
        )
        for index_id in ("VN30", "VNINDEX"):
            assert before["lines"][index_id]["columns"]["value"][-1] == close[index_id], index_id
