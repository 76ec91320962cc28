"""The writer of rooms against a real Valkey: sequence, throttle, recovery, fencing."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import pytest
import redis

from core.pipeline import MarketDataProcessor
from core.snapshot import keys, views
from core.snapshot.board_views import BoardRows
from core.snapshot.codec import decode_frame
from core.snapshot.delta import merge
from core.snapshot.flow_views import flow_room
from core.snapshot.rooms import Series, StatusRoom
from core.snapshot.symbol_views import symbol_series
from tests.support.events import trade
from tests.support.polling import eventually_async
from workers.publish.rooms import DataPublisher, connect_redis


class Stage:
    """A publisher with a pipeline behind it and a reader of what it wrote."""

    def __init__(self, url: str, interval_ms: int = 50) -> None:
        """url: of the store; interval_ms: of every room."""
        self.core = MarketDataProcessor()
        self.feed = "live"
        self.reader = redis.Redis.from_url(url)
        self.stop = asyncio.Event()
        core = self.core
        boards = BoardRows(core)
        self.publisher = DataPublisher(
            connect_redis(url),
            rooms={
                keys.BOARD: boards.members,
                keys.HOSE: boards.hose,
                keys.HNX: boards.hnx,
                keys.UPCOM: boards.upcom,
                keys.INDICES: lambda: views.indices_room(core),
                keys.FOREIGN: lambda: views.foreign_room(core, core.newest_event or 0),
                keys.FOREIGN_MARKET: lambda: views.foreign_market(core, core.newest_event or 0),
                keys.DERIVATIVES: lambda: views.derivatives_room(core),
                keys.FLOW: lambda: flow_room(core),
                keys.STATUS: lambda: StatusRoom(market_now=time.time_ns()),
            },
            series=self.series,
            minute=lambda: 0,
            feed_state=lambda: self.feed,
            intervals_ms=dict.fromkeys(keys.ROOMS, interval_ms),
            wall_ms=lambda: time.time_ns() // 1_000_000,
            mono_ms=lambda: time.monotonic() * 1000,
        )

    def series(self, name: str, epoch: int) -> Series:
        """A room's series."""
        symbol = keys.symbol_of(name)
        return (
            views.series(self.core, name, epoch)
            if symbol is None
            else symbol_series(self.core, symbol, epoch)
        )

    async def __aenter__(self) -> Stage:
        self.task = asyncio.create_task(self.publisher.run(self.stop))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        await self.task

    def trade(self, total: int, price: int = 25_000) -> None:
        self.publisher.mark(self.core.handle(trade(total, 100, price), None))

    def snapshot(self, room: str = keys.BOARD) -> dict[str, Any]:
        raw = self.reader.get(keys.room(room))
        return msgspec.json.decode(raw) if isinstance(raw, bytes) else {}

    def last(self) -> int | None:
        return self.snapshot().get("data", {}).get("rows", {}).get("SSI", {}).get("last")

    def deltas(self, room: str = keys.BOARD) -> list[tuple[bytes, bytes]]:
        entries: Any = self.reader.xrange(keys.room_delta(room))
        return [(entry_id, fields[keys.DELTA_FIELD.encode()]) for entry_id, fields in entries]


def test_deltas_replay_to_the_snapshot_with_consecutive_seq(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url, interval_ms=20) as stage:
            for n in range(1, 30):
                stage.trade(100 * n, 25_000 + 50 * (n % 5))
                await asyncio.sleep(0)
                await eventually_async(
                    lambda n=n: (
                        stage.snapshot().get("data", {}).get("rows", {}).get("SSI", {}).get("total_volume")
                        == 100 * n
                    )
                )
            document: dict[str, Any] = {}
            for expected, (entry_id, raw) in enumerate(stage.deltas(), 1):
                frame = decode_frame(raw)
                assert (frame.seq, entry_id) == (expected, f"{frame.epoch}-{expected}".encode())
                merge(document, msgspec.json.decode(frame.data))
            assert document == stage.snapshot()["data"]

    asyncio.run(scenario())


def test_a_burst_costs_few_frames_and_the_last_value_gets_out(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url, interval_ms=100) as stage:
            await eventually_async(lambda: stage.snapshot())
            before = len(stage.deltas())
            for n in range(1, 5001):
                stage.trade(100 * n, 25_000 + 50 * (n % 7))
                if n % 500 == 0:
                    await asyncio.sleep(0)
            await eventually_async(
                lambda: stage.snapshot()["data"]["rows"].get("SSI", {}).get("total_volume") == 500_000
            )
            assert stage.last() == 25_000 + 50 * (5000 % 7)
            assert len(stage.deltas()) - before <= 20

    asyncio.run(scenario())


def test_the_status_room_beats_every_second_without_any_change(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url) as stage:
            first = await eventually_async(lambda: stage.snapshot(keys.STATUS).get("as_of"))
            second = await eventually_async(
                lambda: (as_of := stage.snapshot(keys.STATUS)["as_of"]) > first and as_of, within_s=3
            )
            assert second - first < 2500

    asyncio.run(scenario())


def test_an_emptied_store_gets_every_room_again(redis_url: str, valkey_server: Any) -> None:
    async def scenario() -> None:
        server = valkey_server()
        async with Stage(server.url) as stage:
            stage.trade(100)
            await eventually_async(lambda: stage.last() == 25_000)
            epoch = stage.snapshot()["epoch"]
            server.kill()
            server.start()
            again = await eventually_async(lambda: _reachable(stage) and stage.last() and stage.snapshot())
            assert again["epoch"] > epoch
            assert all(stage.snapshot(room) for room in keys.ROOMS)

    asyncio.run(scenario())


def _reachable(stage: Stage) -> bool:
    try:
        return bool(stage.reader.ping())
    except redis.RedisError:
        return False


def test_a_later_writer_has_a_newer_epoch_even_if_the_clock_was_set_back(redis_url: str) -> None:
    async def scenario() -> None:
        future_ms = time.time_ns() // 1_000_000 + 10_000_000
        redis.Redis.from_url(redis_url).xadd(
            keys.room_delta(keys.BOARD), {"frame": b"{}"}, id=f"{future_ms}-7"
        )
        async with Stage(redis_url) as stage:
            frame = await eventually_async(lambda: stage.snapshot())
            assert frame["epoch"] == future_ms + 1

    asyncio.run(scenario())


def test_the_store_itself_refuses_an_older_entry(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    client.xadd(keys.room_delta(keys.BOARD), {"frame": b"new"}, id="2000-1")
    with pytest.raises(redis.ResponseError):
        client.xadd(keys.room_delta(keys.BOARD), {"frame": b"old"}, id="1000-9")
    assert client.xlen(keys.room_delta(keys.BOARD)) == 1


def test_a_change_of_the_feed_alone_is_written(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url) as stage:
            stage.trade(100)
            await eventually_async(lambda: stage.last() == 25_000)
            stage.feed = "stale"
            stage.publisher.mark_all()
            frame = await eventually_async(lambda: (s := stage.snapshot())["feed"] == "stale" and s)
            assert frame["data"]["rows"]["SSI"]["last"] == 25_000

    asyncio.run(scenario())
