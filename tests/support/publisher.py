"""A fake worker: writes an invented market's rooms to Redis exactly as the contract says.

Door: `Publisher`, `FakeMarket` (from `fake_market.py`), and `python -m tests.support.publisher
--redis URL` to look at the pages without the feed. Refuses to know where the values come from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import redis

from core.market.calendar import EXCHANGE_TZ
from core.snapshot import keys
from core.snapshot.codec import RoomWriter
from core.snapshot.rooms import Series
from tests.support.fake_market import FakeMarket, epoch_ms

__all__ = ["FakeMarket", "Publisher", "epoch_ms"]


class Publisher:
    """Writes a market's rooms to Redis as the worker does. Use as a context manager to keep it
    running in a thread, or call `publish` by hand."""

    def __init__(self, redis_url: str, market: FakeMarket, interval_s: float = 0.25) -> None:
        self.redis = redis.Redis.from_url(redis_url)
        self.market = market
        self.interval_s = interval_s
        self.epoch = epoch_ms()
        self.writers = {room: RoomWriter(room, self.epoch) for room in keys.ROOMS}
        self._stop = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def publish(self) -> None:
        """Everything that changed since the last call."""
        rooms = self.market.rooms()
        now = epoch_ms()
        with self.redis.pipeline(transaction=True) as pipe:
            for room, state in rooms.items():
                written = self.writers[room].write(state, now, self.market.feed)
                if written is None:
                    continue
                snapshot, delta = written
                pipe.set(keys.room(room), snapshot)
                pipe.xadd(
                    keys.room_delta(room),
                    {keys.DELTA_FIELD: delta},
                    id=f"{self.epoch}-{self.writers[room].seq}",
                    maxlen=keys.DELTA_STREAM_LENGTH,
                )
            for name, lines in self.market.series.items():
                series = Series(self.market.day.isoformat(), self.epoch, lines)
                pipe.set(keys.series(name), msgspec.json.encode(series))
            pipe.execute()

    def start(self) -> Publisher:
        """Publishes and steps the market in a thread until `stop`."""
        self.publish()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends the thread, as a worker that was killed: no last word."""
        self._stop.set()
        self._thread.join()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The market and its writing stand still meanwhile."""
        with self._turn:
            yield

    def _run(self) -> None:
        while not self._stop.wait(self.interval_s):
            with self._turn:
                self.market.step()
                try:
                    self.publish()
                except redis.RedisError:
                    continue

    def __enter__(self) -> Publisher:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def main() -> None:
    """Publishes until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--redis", required=True)
    parser.add_argument("--start", default="10:41", help="local market time HH:MM")
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--interval", type=float, default=0.25, help="seconds between two publications")
    parser.add_argument("--missed", type=int, default=0, help="shares missed in HPG, for partial coverage")
    arguments = parser.parse_args()
    market = FakeMarket(start=arguments.start, speed=arguments.speed)
    if arguments.missed:
        row = market.rows["HPG"]
        row.missed_volume = arguments.missed
        row.coverage = round(1 - arguments.missed / (row.total_volume or 1), 6)
    publisher = Publisher(arguments.redis, market, arguments.interval).start()
    print(f"publishing {market.day} {dt.datetime.now(EXCHANGE_TZ):%H:%M:%S} -> {arguments.redis}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        publisher.stop()


if __name__ == "__main__":
    main()
