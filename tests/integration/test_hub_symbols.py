"""The reader of Redis and symbols' rooms: taken up, followed, ended and forgotten. Against a real Valkey."""

from __future__ import annotations

import time

import pytest
import redis

from core.snapshot import keys
from core.snapshot.codec import RoomWriter
from core.snapshot.symbol_room import SymbolRoom
from dashboard.data import symbol_copies
from dashboard.data.snapshots import RoomCopies, Stamp
from dashboard.live.hub import Hub
from dashboard.live.interest import InterestTeller

ROOM = "symbol:FPT"


class Heard:
    """An audience that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        self.told.append(("delta", room))

    def publish_snapshot(self, room: str) -> None:
        self.told.append(("snapshot", room))

    def publish_gone(self, room: str) -> None:
        self.told.append(("gone", room))

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """Not of a room."""


class Writer:
    """Writes a symbol's room as a worker does."""

    def __init__(self, client: redis.Redis, epoch: int, seq: int = 0) -> None:
        self.client = client
        self.frames = RoomWriter(ROOM, epoch, seq=seq)

    def write(self, minute: int) -> None:
        written = self.frames.write(SymbolRoom("2026-11-20", minute, "FPT"), 1, "live")
        assert written is not None
        stamp = f"{self.frames.epoch}-{self.frames.seq}"
        self.client.set(keys.room(ROOM), written[0])
        self.client.xadd(keys.room_delta(ROOM), {keys.DELTA_FIELD: written[1]}, id=stamp)

    def end(self) -> None:
        self.client.delete(keys.room(ROOM), keys.room_delta(ROOM))


class Reader:
    """A hub that steps when the test says so, with a clock of the test's."""

    def __init__(self, url: str) -> None:
        self.now_s = 1000.0
        self.copies = RoomCopies()
        self.heard = Heard()
        self.hub = Hub(url, self.copies, self.heard, lambda: 0, lambda: self.now_s)

    def step(self) -> list[tuple[str, str]]:
        """What the audience is told by one step, a second and a half later."""
        self.now_s += 1.5
        self.heard.told.clear()
        self.hub.step()
        return list(self.heard.told)

    @property
    def minute(self) -> int | None:
        read = self.copies[ROOM].read()
        return None if read is None else read[0]["minute"]


def test_a_symbols_room_is_taken_up_followed_and_told_to_be_gone(redis_url: str) -> None:
    client, reader = redis.Redis.from_url(redis_url), Reader(redis_url)
    writer = Writer(client, 5000)
    reader.step()
    assert reader.copies.symbols.follow(ROOM)
    assert reader.step() == []
    writer.write(1)
    assert ("snapshot", ROOM) in reader.step()
    writer.write(2)
    assert reader.step() == [("delta", ROOM)]
    assert reader.minute == 2
    writer.end()
    assert reader.step() == [("gone", ROOM)]
    assert reader.step() == []
    assert (reader.minute, reader.copies.snapshot(ROOM)) == (None, None)
    # Written again within the epoch it goes on above its last seq, and is found again.
    Writer(client, 5000, seq=70).write(3)
    assert ("snapshot", ROOM) in reader.step()
    assert reader.minute == 3


def test_a_room_opened_late_begins_with_its_snapshot(redis_url: str) -> None:
    client, reader = redis.Redis.from_url(redis_url), Reader(redis_url)
    writer = Writer(client, 5000)
    for minute in range(1, 6):
        writer.write(minute)
    reader.step()
    assert reader.copies.symbols.look(ROOM)
    assert reader.step() == [("snapshot", ROOM)]
    assert reader.minute == 5


def test_a_copy_nobody_looks_at_is_forgotten_and_interest_ends(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(symbol_copies, "LINGER_S", -1.0)
    client, reader = redis.Redis.from_url(redis_url), Reader(redis_url)
    symbols = reader.copies.symbols
    teller = InterestTeller(redis_url, symbols, lambda: time.time_ns() // 1_000_000)
    assert symbols.follow(ROOM)
    assert symbols.follow(ROOM)
    assert not symbols.follow("symbol:wrong")
    teller.tell()
    first = client.zscore(keys.INTEREST, "FPT")
    assert first is not None
    assert 0 < client.ttl(keys.INTEREST) <= 300
    symbols.leave(ROOM)
    teller.tell()
    assert symbols.names == (ROOM,)
    symbols.leave(ROOM)
    client.delete(keys.INTEREST)
    teller.tell()
    assert (symbols.names, client.zscore(keys.INTEREST, "FPT")) == ((), None)
    writer = Writer(client, 5000)
    writer.write(1)
    assert reader.step() == []
    assert ROOM not in reader.copies.names


def test_a_process_holds_only_so_many(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbol_copies, "MOST_ROOMS", 3)
    symbols = Reader(redis_url).copies.symbols
    assert [symbols.follow(f"symbol:S{n}") for n in range(4)] == [True, True, True, False]
    assert symbols.follow("symbol:S0")
    assert not symbols.look("symbol:S9")
