"""Securities at their ceiling or floor: since when, locked or not, for how long, how often broken.

A ceiling is locked when someone bids at the ceiling and no one offers; a floor when someone
offers at the floor and no one bids. Door: `LimitLock.on_quote`, `on_trade`, `tick`; `ceilings`
and `floors` to read. Refuses to know a security's limits by itself (the feed's are arguments),
and that a single security is halted: its lock goes on.

Time locked is trading time by the board's hours: auctions and continuous trading. The break,
the night and HNX's PLO, in which everything trades at the closing price, do not count, and
what the book shows then changes nothing: a lock that stood at the close stays as it was.
"""

from __future__ import annotations

from typing import final

import msgspec

from core.market.calendar import DAY_MS, EXCHANGE_UTC_OFFSET_MS, SCHEDULE, Board, Phase, Schedule
from core.market.events import Levels

LOCK_PHASES = frozenset({Phase.ATO, Phase.CONTINUOUS, Phase.ATC})
_MINUTE_MS = 60_000


def _spans(board: Board, schedule: Schedule) -> tuple[tuple[int, int], ...]:
    """The board's lock phases as [from, to) in ms after local midnight."""
    steps = schedule[board]
    ends = [start for start, _ in steps[1:]] + [DAY_MS // _MINUTE_MS]
    return tuple(
        (start * _MINUTE_MS, end * _MINUTE_MS)
        for (start, phase), end in zip(steps, ends, strict=True)
        if phase in LOCK_PHASES
    )


def trades_at(board: Board, instant: int, schedule: Schedule = SCHEDULE) -> bool:
    """Whether by the clock the board is in an auction or in continuous trading (epoch ms)."""
    of_day = (instant + EXCHANGE_UTC_OFFSET_MS) % DAY_MS
    return any(start <= of_day < end for start, end in _spans(board, schedule))


def trading_ms(board: Board, since: int, until: int, schedule: Schedule = SCHEDULE) -> int:
    """Trading time between two instants, ms; what is after the day of `since` does not count.

    Args:
        board: whose hours.
        since, until: epoch ms.
        schedule: the boards' hours.
    """
    midnight = (since + EXCHANGE_UTC_OFFSET_MS) // DAY_MS * DAY_MS - EXCHANGE_UTC_OFFSET_MS
    first, last = since - midnight, until - midnight
    return sum(max(0, min(end, last) - max(start, first)) for start, end in _spans(board, schedule))


class LimitState(msgspec.Struct):
    """One security at one of its limits. Instants epoch ms, volume in shares or contracts.

    first_touch: the first trade at the limit, or the first book whose best price was there.
    locked_since: None while it is not locked. queue_volume: waiting at the limit by the newest
    book. breaks: times a lock ended, the last at `last_break`. at: the newest book.
    """

    board: Board
    first_touch: int
    at: int
    locked_since: int | None = None
    locked_before_ms: int = 0
    queue_volume: int = 0
    breaks: int = 0
    last_break: int | None = None

    def locked_ms(self, now: int, schedule: Schedule = SCHEDULE) -> int:
        """Trading time it was locked today until `now` (epoch ms), ms."""
        if self.locked_since is None:
            return self.locked_before_ms
        return self.locked_before_ms + trading_ms(self.board, self.locked_since, now, schedule)

    def lock(self, ts_event: int) -> bool:
        """Begins a lock; False when it is locked."""
        if self.locked_since is not None:
            return False
        self.locked_since = ts_event
        return True

    def unlock(self, ts_event: int, schedule: Schedule = SCHEDULE) -> bool:
        """Breaks the lock; False when there is none."""
        if self.locked_since is None:
            return False
        self.locked_before_ms = self.locked_ms(ts_event, schedule)
        self.locked_since = None
        self.breaks += 1
        self.last_break = ts_event
        return True


@final
class LimitLock:
    """Ceilings and floors of the day. Bound: two states a symbol, none for one never at a limit."""

    def __init__(self, schedule: Schedule = SCHEDULE) -> None:
        """schedule: the boards' hours; only their trading time counts."""
        self._schedule = schedule
        self.ceilings: dict[str, LimitState] = {}
        self.floors: dict[str, LimitState] = {}
        self.now = 0
        """The newest instant known, until which standing locks are counted."""

    def tick(self, now: int) -> None:
        """Lets time pass (exchange's time, epoch ms): O(1), standing locks are counted when read."""
        self.now = max(self.now, now)

    def on_quote(
        self,
        symbol: str,
        board: Board,
        bids: Levels,
        asks: Levels,
        ceiling: int | None,
        floor: int | None,
        ts_event: int,
    ) -> bool:
        """Takes a new book.

        Args:
            symbol: whose.
            board: its hours.
            bids, asks: from the best level on; the best bid of an auction may be shown a step
                above the ceiling, and counts as at it.
            ceiling, floor: of the day, None while unknown.
            ts_event: exchange time, epoch ms; older than the newest book is left alone.
        Returns: whether a lock began or broke.
        """
        changed = False
        if ceiling is not None:
            there = bool(bids) and bids[0][0] >= ceiling
            if there or symbol in self.ceilings:
                queue = sum(volume for price, volume in bids if price >= ceiling)
                changed = self._book(self.ceilings, symbol, board, there, not asks, queue, ts_event)
        if floor is not None:
            there = bool(asks) and asks[0][0] <= floor
            if there or symbol in self.floors:
                queue = sum(volume for price, volume in asks if price <= floor)
                changed |= self._book(self.floors, symbol, board, there, not bids, queue, ts_event)
        return changed

    def on_trade(
        self,
        symbol: str,
        board: Board,
        price: int,
        ceiling: int | None,
        floor: int | None,
        ts_event: int,
    ) -> bool:
        """Takes a trade in order (a late one is of another moment and not to be given).

        A trade at a limit is a touch; one elsewhere, later than the newest book, breaks a lock.
        That is how a lock ends in the closing auction, after which no book counts.

        Args: as of `on_quote`; price in the smallest unit.
        Returns: whether a lock broke.
        """
        changed = False
        if price != ceiling and price != floor and symbol not in self.ceilings and symbol not in self.floors:
            # Nearly every trade.
            return False
        for states, limit in ((self.ceilings, ceiling), (self.floors, floor)):
            if limit is None:
                continue
            state = states.get(symbol)
            if price == limit:
                if state is None:
                    states[symbol] = LimitState(board, ts_event, ts_event)
            elif state is not None and ts_event > state.at and state.unlock(ts_event, self._schedule):
                state.queue_volume = 0
                changed = True
        return changed

    def locked_minutes(self, state: LimitState) -> float:
        """Trading minutes it was locked today, until the newest instant known."""
        return state.locked_ms(max(self.now, state.at), self._schedule) / _MINUTE_MS

    def _book(
        self,
        states: dict[str, LimitState],
        symbol: str,
        board: Board,
        there: bool,
        alone: bool,
        queue: int,
        ts_event: int,
    ) -> bool:
        """Takes what a book says of one limit: best price there, other side empty, volume waiting."""
        if not trades_at(board, ts_event, self._schedule):
            return False
        state = states.get(symbol)
        if state is None:
            state = states[symbol] = LimitState(board, ts_event, ts_event)
        elif ts_event < state.at:
            return False
        state.at = ts_event
        state.queue_volume = queue
        return state.lock(ts_event) if there and alone else state.unlock(ts_event, self._schedule)
