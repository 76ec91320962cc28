"""What benchmarks of delivery put into rooms: the board of a busy simulated market, frame by frame.

Door: `RecordedBoard` (the states of the board as the exchange and the pipeline make them),
`BoardWriter` (writes them to Redis as the worker does and notes when). Refuses to know readers.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
import redis

from core.feed.signalr import HubFrame, decode_frame
from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from core.snapshot import keys, views
from core.snapshot.board_views import BoardRows
from core.snapshot.codec import RoomWriter
from core.snapshot.rooms import BoardRoom, StatusRoom
from workers.simulator import signalr_wire as wire
from workers.simulator.exchange import Exchange
from workers.simulator.frames_file import CONNECTION_ID

DAY = dt.date(2026, 8, 14)
START_S = 9 * 3600 + 16 * 60
SYMBOLS = 30
TRADES_PER_SECOND = 40.0
"""A busy day's trades in the shares of the board."""


class RecordedBoard:
    """The simulator's market through the worker's pipeline, before anything is measured."""

    def __init__(self, *, rate: float, frames: int, seed: int = 1) -> None:
        """
        Args:
            rate: frames a second of market time.
            frames: how many states of the board are made.
        """
        start = instant_ms(DAY, START_S)
        exchange = Exchange(DAY, seed=seed, symbols=SYMBOLS, trades_per_second=TRADES_PER_SECOND)
        messages = exchange.messages(quiet_until_ms=start - 60_000)
        self.core = MarketDataProcessor()
        rows = BoardRows(self.core)
        self.states: list[BoardRoom] = []
        due = float(start)
        for message in messages:
            if message.ts_ms > due:
                self.core.tick(int(due))
                self.states.append(rows.members())
                due += 1000.0 / rate
                if len(self.states) >= frames:
                    return
            frame = decode_frame(wire.frame(CONNECTION_ID, 1, [wire.entry(message)]))
            assert isinstance(frame, HubFrame)
            for argument in frame.broadcasts:
                self.core.receive(argument, message.ts_ms, None)
        raise RuntimeError(f"the day ended with {len(self.states)} frames")


@dataclass
class BoardWriter:
    """The rooms `board` and `status` in Redis. `write` and `beat` may be called from different threads."""

    store: redis.Redis
    epoch: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    written_ns: dict[int, int] = field(default_factory=dict)
    """Wall clock at which each seq of the board was handed to Redis, nanoseconds."""
    delta_bytes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._board = RoomWriter(keys.BOARD, self.epoch, shared_rows=True)
        self._status = RoomWriter(keys.STATUS, self.epoch)

    @property
    def seq(self) -> int:
        """Of the newest board frame."""
        return self._board.seq

    def write(self, state: BoardRoom) -> None:
        """One frame of the board."""
        now_ns = time.time_ns()
        frames = self._board.write(state, now_ns // 1_000_000, "live")
        if frames is None:
            return
        with self.store.pipeline(transaction=True) as pipe:
            self._add(pipe, keys.BOARD, self._board.seq, *frames)
            self.delta_bytes.append(len(frames[1]))
            self.written_ns[self._board.seq] = time.time_ns()
            pipe.execute()

    def beat(self) -> None:
        """The worker's heartbeat."""
        now = time.time_ns() // 1_000_000
        room = StatusRoom(
            feed="live",
            since=self.epoch,
            source="simulator",
            simulated=True,
            market_now=now,
            messages=self.seq,
        )
        frames = self._status.write(room, now, "live")
        if frames is not None:
            with self.store.pipeline(transaction=True) as pipe:
                self._add(pipe, keys.STATUS, self._status.seq, *frames)
                pipe.execute()

    def play(self, states: Iterator[BoardRoom], rate: float, seconds: float) -> None:
        """Writes states at a steady rate.

        Args:
            rate: frames a second; seconds: for how long.
        """
        started_s = time.monotonic()
        for number in range(int(rate * seconds)):
            wait_s = started_s + number / rate - time.monotonic()
            if wait_s > 0:
                time.sleep(wait_s)
            self.write(next(states))

    def _add(self, pipe: redis.client.Pipeline, room: str, seq: int, snapshot: bytes, delta: bytes) -> None:
        pipe.set(keys.room(room), snapshot)
        pipe.xadd(
            keys.room_delta(room),
            {keys.DELTA_FIELD: delta},
            id=f"{self.epoch}-{seq}",
            maxlen=keys.DELTA_STREAM_LENGTH,
        )


def write_the_rest(store: redis.Redis, core: MarketDataProcessor, epoch: int) -> None:
    """The other rooms and the series, once: what the charts of a page are drawn from."""
    now = core.newest_event or 0
    rooms = {
        keys.INDICES: views.indices_room(core),
        keys.FOREIGN: views.foreign_room(core, now),
        keys.FOREIGN_MARKET: views.foreign_market(core, now),
        keys.DERIVATIVES: views.derivatives_room(core),
    }
    for room, state in rooms.items():
        frames = RoomWriter(room, epoch).write(state, now, "live")
        assert frames is not None
        store.set(keys.room(room), frames[0])
    for name in keys.SERIES:
        store.set(keys.series(name), msgspec.json.encode(views.series(core, name, epoch)))
