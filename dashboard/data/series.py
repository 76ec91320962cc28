"""What is read from Redis when a page opens, and kept for a moment: time series, the directory.

Door: `SeriesCache`. When Redis does not answer the last copy is served. Refuses to know what is in it.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import redis

from core.snapshot import keys
from dashboard.data.redis_client import connect

TIMEOUT_S: Final = 0.3
KEPT_S: Final = 1.0
DIRECTORY_KEPT_S: Final = 10.0
MOST_SYMBOLS: Final = 256
GZIP_LEVEL: Final = 4


class EncodedSeries:
    """JSON as it is stored, and its tag."""

    def __init__(self, payload: bytes, tag: str) -> None:
        self.payload = payload
        self.tag = tag

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed; once for all who take it."""
        return gzip.compress(self.payload, GZIP_LEVEL, mtime=0)


class _Kept:
    __slots__ = ("found", "lock", "read_at_s")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.read_at_s = float("-inf")
        self.found: EncodedSeries | None = None


class SeriesCache:
    """Series by room, and the directory. Thread-safe; one read of Redis at a time for each.

    Bound: the rooms that are always there, and 256 symbols, the first read forgotten first.
    """

    def __init__(self, redis_url: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._redis = connect(redis_url, timeout_s=TIMEOUT_S, retries=0)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept = {keys.series(name): _Kept() for name in (*keys.SERIES, *keys.KEPT_SERIES.values())}
        self._directory = _Kept()
        self._symbols: dict[str, _Kept] = {}

    def get(self, name: str) -> EncodedSeries | None:
        """The series, at most a second old while Redis answers; None when there is none yet.

        Raises: KeyError for a name that is not a series'.
        """
        key = keys.series(name)
        if keys.symbol_of(name) is None:
            return self._read(key, self._kept[key], KEPT_S)
        with self._lock:
            kept = self._symbols.get(key)
            if kept is None:
                if len(self._symbols) >= MOST_SYMBOLS:
                    del self._symbols[next(iter(self._symbols))]
                kept = self._symbols[key] = _Kept()
        return self._read(key, kept, KEPT_S)

    def directory(self) -> EncodedSeries | None:
        """The directory, at most ten seconds old while Redis answers; None when there is none yet."""
        return self._read(keys.DIRECTORY, self._directory, DIRECTORY_KEPT_S)

    def _read(self, key: str, kept: _Kept, kept_s: float) -> EncodedSeries | None:
        with kept.lock:
            if self._monotonic() - kept.read_at_s < (kept_s if kept.found is not None else KEPT_S):
                return kept.found
            try:
                payload: Any = self._redis.get(key)
            except (redis.RedisError, OSError):
                pass
            else:
                if payload is None:
                    kept.found = None
                elif kept.found is None or payload != kept.found.payload:
                    kept.found = EncodedSeries(payload, _tag(payload))
            kept.read_at_s = self._monotonic()
            return kept.found


def _tag(payload: bytes) -> str:
    return hashlib.blake2s(payload, digest_size=8).hexdigest()
