"""Which symbols somebody looks at, as web processes say, and their rooms opened and closed after it.

Door: `SymbolDesk`. A word is a member of a sorted set whose score changes every few seconds; only that
it changed counts here, so clocks need not agree. Refuses to know what a symbol's room shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, Final

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.snapshot import keys
from workers.publish.rooms import SYMBOL_ROOM_TTL_MS, DataPublisher

logger = logging.getLogger(__name__)

POLL_S: Final = 0.2
HELD_MS: Final = 30_000
"""How long after the last word a room is still written."""
MOST_ROOMS: Final = 200
MOST_READ: Final = 1000
"""Symbols read at a time, the newest words first; what is beyond is thrown away."""
KEEP_ALIVE_MS: Final = SYMBOL_ROOM_TTL_MS // 3


class _Word:
    """What was said of one symbol: its score, and by our clock when it began and last changed."""

    __slots__ = ("changed_ms", "score", "since_ms")

    def __init__(self, score: float, now_ms: float) -> None:
        self.score = score
        self.since_ms = self.changed_ms = now_ms


class SymbolDesk:
    """Opens and closes rooms. One task owns it. Bounds: 1,000 symbols known, 200 of them written."""

    def __init__(
        self,
        redis: Redis,
        publisher: DataPublisher,
        view: Callable[[str], Callable[[], msgspec.Struct]],
        watch: Callable[[set[str]], None],
        mono_ms: Callable[[], float],
    ) -> None:
        """
        Args:
            redis: from `connect_redis`.
            publisher: who writes the rooms.
            view: symbol -> what its room shows, to be asked again and again.
            watch: told whose changes are to be marked.
            mono_ms: monotonic clock, milliseconds.
        """
        self._redis = redis
        self._publisher = publisher
        self._view = view
        self._watch = watch
        self._mono_ms = mono_ms
        self._words: dict[str, _Word] = {}
        self._written: set[str] = set()
        self._kept_alive_ms = mono_ms()
        self.refused = 0
        """Symbols wanted beyond the most there may be."""

    @property
    def count(self) -> int:
        """Rooms that are written."""
        return len(self._written)

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set. While the store does not answer, what was wanted stays so."""
        while not stop.is_set():
            with contextlib.suppress(RedisError):
                await self.look()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL_S)

    async def look(self) -> None:
        """Reads what is wanted and acts on it.

        Raises: RedisError.
        """
        found: Any = await self._redis.zrevrange(keys.INTEREST, 0, MOST_READ - 1, withscores=True)
        over = self._listen([(member.decode(errors="replace"), score) for member, score in found])
        if over:
            await self._redis.zrem(keys.INTEREST, *over)
        if len(found) == MOST_READ:
            await self._redis.zremrangebyrank(keys.INTEREST, 0, -MOST_READ - 1)
        self._arrange()
        if self._mono_ms() - self._kept_alive_ms > KEEP_ALIVE_MS:
            self._kept_alive_ms = self._mono_ms()
            await self._keep_alive()

    def _listen(self, found: list[tuple[str, float]]) -> list[str]:
        """Takes the words; returns members that are to go: misspelt ones and those not said any more."""
        now_ms, over = self._mono_ms(), []
        for symbol, score in found:
            word = self._words.get(symbol)
            if word is None:
                if keys.symbol_of(keys.symbol_room(symbol)) is None:
                    over.append(symbol)
                    continue
                self._words[symbol] = _Word(score, now_ms)
            elif word.score != score:
                word.score, word.changed_ms = score, now_ms
        for symbol, word in list(self._words.items()):
            if now_ms - word.changed_ms > HELD_MS:
                del self._words[symbol]
                over.append(symbol)
        return over

    def _arrange(self) -> None:
        """The newest wanted have rooms; one that has a room keeps it until newer ones need the place."""
        newest = sorted(self._words, key=lambda symbol: -self._words[symbol].since_ms)
        wanted = set(newest[:MOST_ROOMS])
        self.refused = len(newest) - len(wanted)
        if wanted == self._written:
            return
        for symbol in self._written - wanted:
            self._publisher.close_room(keys.symbol_room(symbol))
        opened = wanted - self._written
        self._written = wanted
        self._watch(wanted)
        for symbol in sorted(opened):
            self._publisher.open_room(keys.symbol_room(symbol), self._view(symbol))

    async def _keep_alive(self) -> None:
        """Puts the end of quiet rooms off; one that has gone meanwhile is written whole again."""
        symbols = sorted(self._written)
        if not symbols:
            return
        async with self._redis.pipeline(transaction=False) as pipe:
            for symbol in symbols:
                room = keys.symbol_room(symbol)
                for key in (keys.room(room), keys.room_delta(room), keys.series(room)):
                    pipe.pexpire(key, SYMBOL_ROOM_TTL_MS)
            answers: Any = await pipe.execute()
        for position, symbol in enumerate(symbols):
            if not all(answers[3 * position : 3 * position + 3]):
                self._publisher.rewrite_room(keys.symbol_room(symbol))
