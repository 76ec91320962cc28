"""Tells the worker which symbols somebody in this process looks at.

A thread of its own: the moment a room is first looked at, and again every few seconds. Door:
`InterestTeller`. When Redis does not answer it tries again. Refuses to know who looks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

import redis

from core.snapshot import keys
from dashboard.data.redis_client import connect
from dashboard.data.symbol_copies import SymbolCopies

TIMEOUT_S: Final = 0.5
RENEW_S: Final = 5.0
RETRY_S: Final = 0.5
PAUSE_S: Final = 0.05
"""Between two words at least: what is opened in one go is told in one go."""
KEPT_S: Final = 300
"""How long the store keeps interest that nobody renews and no worker clears away."""

_log = logging.getLogger(__name__)


class InterestTeller:
    """Writes interest to Redis. Bound: the rooms that `SymbolCopies` holds."""

    def __init__(self, redis_url: str, symbols: SymbolCopies, now_ms: Callable[[], int]) -> None:
        """redis_url: where; symbols: who is looked at; now_ms: wall clock, epoch ms."""
        self._redis = connect(redis_url, timeout_s=TIMEOUT_S, retries=0)
        self._symbols = symbols
        self._now_ms = now_ms
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="interest", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns at once."""
        self._stop.set()
        self._symbols.news.set()

    def tell(self) -> None:
        """Tells of every room that is looked at, and lets those go that are not any more.

        Raises: redis.RedisError or OSError when Redis cannot be used.
        """
        self._symbols.forget_unseen()
        codes = [code for room in self._symbols.names if (code := keys.symbol_of(room)) is not None]
        if not codes:
            return
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zadd(keys.INTEREST, dict.fromkeys(codes, self._now_ms()))
            pipe.expire(keys.INTEREST, KEPT_S)
            pipe.execute()

    def _run(self) -> None:
        wait_s = RENEW_S
        while not self._stop.is_set():
            self._symbols.news.wait(wait_s)
            self._stop.wait(PAUSE_S)
            self._symbols.news.clear()
            try:
                self.tell()
                wait_s = RENEW_S
            except (redis.RedisError, OSError) as trouble:
                if wait_s == RENEW_S:
                    _log.warning("interest cannot be told (%s)", type(trouble).__name__)
                wait_s = RETRY_S
