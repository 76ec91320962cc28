"""Time series of the day, read from Redis when a page opens and kept for a second.

Door: `SeriesCache`. When Redis does not answer the last copy is served. Refuses to know what
is in a series.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import redis

from core.snapshot import keys
from dashboard.data.redis_client import connect

TIMEOUT_S: Final = 0.3
KEPT_S: Final = 1.0


class EncodedSeries(NamedTuple):
    """JSON of a series and its tag."""

    payload: bytes
    tag: str


class SeriesCache:
    """The series of every room that has one. Thread-safe; one read of Redis at a time per series."""

    def __init__(self, redis_url: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = connect(redis_url, timeout_s=TIMEOUT_S, retries=0)
        self._monotonic = monotonic
        self._locks = {name: threading.Lock() for name in keys.SERIES}
        self._kept: dict[str, tuple[float, EncodedSeries | None]] = {}

    def get(self, name: str) -> EncodedSeries | None:
        """The series, at most a second old while Redis answers; None when there is none yet.

        Raises: KeyError for a name that is not a series'.
        """
        with self._locks[name]:
            now_s = self._monotonic()
            read_at_s, kept = self._kept.get(name, (float("-inf"), None))
            if now_s - read_at_s < KEPT_S:
                return kept
            try:
                payload: Any = self._redis.get(keys.series(name))
            except (redis.RedisError, OSError):
                found = kept
            else:
                found = None if payload is None else EncodedSeries(payload, _tag(payload))
            self._kept[name] = (self._monotonic(), found)
            return found


def _tag(payload: bytes) -> str:
    return hashlib.blake2s(payload, digest_size=8).hexdigest()
