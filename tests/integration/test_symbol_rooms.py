"""Rooms of single symbols against a real Valkey: opened, followed, ended, and nothing left behind."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import pytest
import redis

from core.snapshot import keys
from core.snapshot.codec import decode_frame
from core.snapshot.delta import merge
from core.snapshot.symbol_room import SymbolRoom
from core.snapshot.symbol_views import SymbolView
from tests.integration.test_publisher import Stage
from tests.support.polling import eventually_async
from workers.publish import interest
from workers.publish.interest import SymbolDesk
from workers.publish.rooms import SYMBOL_ROOM_TTL_MS, connect_redis

ROOM = keys.symbol_room("SSI")


class Desk(Stage):
    """A publisher and the desk beside it, as in the worker."""

    def __init__(self, url: str, **settings: Any) -> None:
        super().__init__(url, **settings)
        core = self.core
        self.desk = SymbolDesk(
            connect_redis(url),
            self.publisher,
            view=lambda symbol: SymbolView(core, symbol, lambda: core.newest_event or 0).room,
            watch=core.watch,
            mono_ms=lambda: time.monotonic() * 1000,
        )

    async def __aenter__(self) -> Desk:
        await super().__aenter__()
        self.desk_task = asyncio.create_task(self.desk.run(self.stop))
        return self

    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__(*_)
        await self.desk_task

    def look_at(self, *symbols: str) -> None:
        self.reader.zadd(keys.INTEREST, dict.fromkeys(symbols, time.time_ns() // 1_000_000))

    def shown(self, room: str = ROOM) -> SymbolRoom | None:
        raw = self.reader.get(keys.room(room))
        if not isinstance(raw, bytes):
            return None
        return msgspec.json.decode(decode_frame(raw).data, type=SymbolRoom)

    def stored(self, room: str = ROOM) -> int:
        return self.reader.exists(keys.room(room), keys.room_delta(room), keys.series(room))


def test_a_room_is_opened_followed_and_ended(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interest, "HELD_MS", 1500)

    async def scenario() -> None:
        async with Desk(redis_url) as stage:
            stage.trade(100)
            await eventually_async(lambda: stage.last() == 25_000)
            assert stage.stored() == 0
            started = time.monotonic()
            stage.look_at("SSI")
            room = await eventually_async(stage.shown)
            assert time.monotonic() - started < 2
            assert room.trades["1"].volume == 100
            # The series of a room follows in a batch of its own.
            await eventually_async(lambda: stage.stored() == 3, what="the series of the room")
            first = stage.snapshot(ROOM)
            document, seq = first["data"], first["seq"]
            for n in range(2, 8):
                stage.look_at("SSI")
                stage.trade(100 * n, 25_000 + 50 * n)
                await eventually_async(lambda n=n: (s := stage.shown()) and str(n) in s.trades)
            for entry_id, raw in stage.deltas(ROOM):
                frame = decode_frame(raw)
                assert entry_id == f"{frame.epoch}-{frame.seq}".encode()
                if frame.seq > seq:
                    assert frame.seq == seq + 1
                    seq += 1
                    merge(document, msgspec.json.decode(frame.data))
            assert {k: v for k, v in document.items() if v is not None} == {
                k: v for k, v in stage.snapshot(ROOM)["data"].items() if v is not None
            }
            last_seq = stage.snapshot(ROOM)["seq"]
            await eventually_async(lambda: stage.stored() == 0, within_s=10, what="the end of the room")
            assert stage.desk.count == 0
            assert stage.reader.zcard(keys.INTEREST) == 0
            stage.look_at("SSI")
            await eventually_async(stage.shown)
            again = stage.snapshot(ROOM)
            # Whoever still holds the old copy sees a gap, never a seq that seems known.
            assert (again["epoch"], again["seq"] > last_seq + 1) == (first["epoch"], True)

    asyncio.run(scenario())


def test_what_a_dead_worker_leaves_goes_by_itself(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interest, "KEEP_ALIVE_MS", 300)

    async def scenario() -> None:
        async with Desk(redis_url) as stage:
            stage.trade(100)
            stage.look_at("SSI")
            await eventually_async(stage.shown)
            await eventually_async(lambda: stage.stored() == 3, what="the series of the room")
            for key in (keys.room(ROOM), keys.room_delta(ROOM), keys.series(ROOM)):
                assert 0 < stage.reader.pttl(key) <= SYMBOL_ROOM_TTL_MS
            # A quiet room that is still looked at does not go.
            stage.reader.pexpire(keys.room(ROOM), 5000)
            await eventually_async(lambda: stage.reader.pttl(keys.room(ROOM)) > 50_000)
            # One that went all the same is written again.
            stage.reader.delete(keys.room(ROOM), keys.room_delta(ROOM), keys.series(ROOM))
            await eventually_async(lambda: stage.stored() == 3)

    asyncio.run(scenario())


def test_the_newest_wanted_win_and_the_others_are_counted(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interest, "MOST_ROOMS", 3)

    async def scenario() -> None:
        async with Desk(redis_url) as stage:
            stage.look_at("AAA", "BBB", "CCC")
            await eventually_async(
                lambda: all(stage.shown(f"symbol:{code}") for code in ("AAA", "BBB", "CCC"))
            )
            await asyncio.sleep(0.3)
            stage.look_at("DDD", "not a code", "symbol:X", "x", "TOOLONGACODE1")
            await eventually_async(lambda: stage.shown("symbol:DDD"))
            assert (stage.desk.count, stage.desk.refused) == (3, 1)
            # Those left out do not push the others out by being wanted again.
            for _ in range(3):
                stage.look_at("AAA", "BBB", "CCC", "DDD")
                await asyncio.sleep(0.25)
            assert stage.shown("symbol:DDD") is not None
            assert stage.desk.refused == 1
            members: Any = stage.reader.zrange(keys.INTEREST, 0, -1)
            assert set(members) == {b"AAA", b"BBB", b"CCC", b"DDD"}

    asyncio.run(scenario())


def test_an_emptied_store_gets_symbols_rooms_again(redis_url: str, valkey_server: Any) -> None:
    async def scenario() -> None:
        server = valkey_server()
        async with Desk(server.url) as stage:
            stage.trade(100)
            stage.look_at("SSI")
            await eventually_async(stage.shown)
            server.kill()
            server.start()
            again = await eventually_async(lambda: _answers(stage) and stage.shown())
            assert again.row is not None
            assert again.row.last == 25_000
            await eventually_async(lambda: stage.stored() == 3)  # a series follows in a batch of its own

    asyncio.run(scenario())


def _answers(stage: Stage) -> bool:
    try:
        return bool(stage.reader.ping())
    except redis.RedisError:
        return False
