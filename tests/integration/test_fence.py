"""Who may write: two writers against a real Valkey, and what the refused one does."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

import msgspec
import pytest
import redis

from core.snapshot import keys
from core.snapshot.codec import decode_frame
from core.snapshot.delta import merge
from tests.integration.test_publisher import Stage
from tests.support.polling import eventually_async
from workers.publish import rooms
from workers.publish.fence import Batch, Fence, NewerWriterError, StoreChangedError
from workers.publish.rooms import connect_redis

TRIALS = 250


def frame(epoch: int, seq: int) -> tuple[str, str, bytes, bytes]:
    encoded = msgspec.json.encode({"epoch": epoch, "seq": seq})
    return keys.BOARD, f"{epoch}-{seq}", encoded, encoded


def stored(client: redis.Redis) -> dict[str, Any]:
    raw = client.get(keys.room(keys.BOARD))
    return msgspec.json.decode(raw) if isinstance(raw, bytes) else {}


def test_an_older_epoch_never_overwrites_a_newer_one(redis_url: str) -> None:
    """In every trial one writer is overtaken at a random moment, with writes of both under way."""

    async def trial(number: int, rng: random.Random, client: redis.Redis) -> None:
        old, new = Fence(connect_redis(redis_url)), Fence(connect_redis(redis_url))
        epoch = await old.claim(number)
        refusals: list[int] = []

        async def write_old() -> None:
            for seq in range(1, 12):
                batch = Batch()
                batch.room(*frame(epoch, seq))
                batch.value(keys.series(keys.BOARD), str(epoch).encode())
                batch.delete(f"left-by-{epoch}")
                try:
                    await old.commit(batch, epoch)
                except NewerWriterError as refusal:
                    refusals.append(refusal.epoch)
                if rng.random() < 0.5:
                    await asyncio.sleep(0)

        async def write_new() -> int:
            for _ in range(rng.randrange(12)):
                await asyncio.sleep(0)
            newer = await new.claim(number)
            for seq in range(1, 4):
                batch = Batch()
                batch.room(*frame(newer, seq))
                batch.value(keys.series(keys.BOARD), str(newer).encode())
                await new.commit(batch, newer)
            return newer

        _, newer = await asyncio.gather(write_old(), write_new())
        late = Batch()
        late.room(*frame(epoch, 99))
        late.value(keys.series(keys.BOARD), b"old")
        late.delete(keys.room(keys.BOARD))
        with pytest.raises(NewerWriterError):
            await old.commit(late, epoch)
        assert newer > epoch
        assert set(refusals) <= {newer}
        assert stored(client) == {"epoch": newer, "seq": 3}
        assert client.get(keys.series(keys.BOARD)) == str(newer).encode()
        entries: Any = client.xrange(keys.room_delta(keys.BOARD))
        stamps = [tuple(map(int, entry_id.split(b"-"))) for entry_id, _ in entries]
        assert stamps == sorted(set(stamps))
        # Snapshot and delta are one step: whatever was let in stands in both, in order.
        assert [stamp for stamp in stamps if stamp[0] == newer] == [(newer, seq) for seq in (1, 2, 3)]
        await old._redis.aclose()
        await new._redis.aclose()

    async def scenario() -> None:
        client = redis.Redis.from_url(redis_url)
        for number in range(TRIALS):
            await trial(number, random.Random(number), client)

    asyncio.run(scenario())


def test_an_older_seq_and_an_emptied_store_are_refused(redis_url: str) -> None:
    async def scenario() -> None:
        client, fence = redis.Redis.from_url(redis_url), Fence(connect_redis(redis_url))
        epoch = await fence.claim(1000)
        for seq, allowed in ((5, True), (4, False), (5, False), (6, True)):
            batch = Batch()
            batch.room(*frame(epoch, seq))
            if allowed:
                await fence.commit(batch, epoch)
            else:
                with pytest.raises(StoreChangedError):
                    await fence.commit(batch, epoch)
        assert stored(client)["seq"] == 6
        client.flushall()
        batch = Batch()
        batch.room(*frame(epoch, 7))
        with pytest.raises(StoreChangedError):
            await fence.commit(batch, epoch)
        assert client.dbsize() == 0

    asyncio.run(scenario())


def test_the_older_of_two_workers_stands_by_and_takes_over_when_the_newer_is_silent(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "TAKE_OVER_MS", 1500)
    monkeypatch.setattr(rooms, "STAND_BY_PAUSE_S", 0.1)

    async def scenario() -> None:
        async with Stage(redis_url) as old:
            old.trade(100, 25_000)
            await eventually_async(lambda: old.last() == 25_000)
            async with Stage(redis_url) as new:
                new.trade(100, 26_000)
                await eventually_async(lambda: new.last() == 26_000)
                await eventually_async(lambda: old.publisher.refusals == 1, within_s=15)
                frames = old.publisher.frames
                for n in range(2, 20):
                    # Both receive the same; only one writes, and nobody fights.
                    old.trade(100 * n, 25_000)
                    new.trade(100 * n, 26_000)
                    await asyncio.sleep(0.1)
                assert (old.publisher.frames, old.publisher.refusals) == (frames, 1)
                assert new.publisher.refusals == 0
                assert new.last() == 26_000
                epoch = new.snapshot()["epoch"]
            taken = await eventually_async(
                lambda: (found := old.snapshot())["epoch"] > epoch and found, within_s=15
            )
            assert taken["data"]["rows"]["SSI"]["last"] == 25_000
            assert all(old.snapshot(room)["epoch"] > epoch for room in keys.ROOMS)

    asyncio.run(scenario())


def test_a_store_emptied_behind_the_workers_back_is_filled_again(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url) as stage:
            stage.trade(100)
            stage.publisher.put(keys.DIRECTORY, b"names")
            await eventually_async(lambda: stage.last() == 25_000 and stage.reader.get(keys.DIRECTORY))
            stage.reader.flushall()
            started = time.monotonic()
            await eventually_async(lambda: stage.last() == 25_000 and stage.reader.get(keys.DIRECTORY))
            assert time.monotonic() - started < 5
            assert all(stage.snapshot(room) for room in keys.ROOMS)

    asyncio.run(scenario())


def test_deltas_of_a_room_lead_to_its_snapshot_after_a_change_of_writer(redis_url: str) -> None:
    async def scenario() -> None:
        async with Stage(redis_url) as old:
            old.trade(100)
            await eventually_async(lambda: old.last() == 25_000)
        async with Stage(redis_url) as new:
            new.trade(100, 26_000)
            await eventually_async(lambda: new.last() == 26_000)
            epoch, document = new.snapshot()["epoch"], {}
            for _, raw in new.deltas():
                found = decode_frame(raw)
                if found.epoch == epoch:
                    merge(document, msgspec.json.decode(found.data))
            assert document == new.snapshot()["data"]

    asyncio.run(scenario())
