"""Indices: value, range of the day, turnover, breadth, and the line of the day.

Door: `IndexTracker.update`, `indices`. Breadth comes from the exchange where it is alive;
where MI sends only zeros it is counted from the constituents' prices, which are an argument.
Refuses to know which securities there are.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from core.market.calendar import (
    SCHEDULE,
    SESSION_CODES,
    TRADING_PHASES,
    Board,
    Schedule,
    local_seconds,
    phase_by_clock,
    trading_minute,
)
from core.market.events import IndexTick
from core.market.prices import HUNDREDTHS
from core.trackers.index_breadth import BreadthLine
from core.trackers.minute_series import MinuteLine

_BOARDS = {board.value: board for board in Board}


class Breadth(msgspec.Struct, frozen=True):
    """Numbers of securities. `source`: exchange or board."""

    advances: int
    declines: int
    unchanged: int
    ceilings: int
    floors: int
    source: str


class IndexDay(msgspec.Struct):
    """One index's day; values in hundredths of a point."""

    value: int | None = None
    prior: int | None = None
    est_value: int | None = None
    change_pct: float | None = None
    open: int | None = None
    high: int | None = None
    low: int | None = None
    total_volume: int | None = None
    total_value: int | None = None
    breadth: Breadth | None = None
    session: str | None = None
    at: int | None = None
    line: MinuteLine = msgspec.field(
        default_factory=lambda: MinuteLine("value", "advances", "declines", "unchanged", "ad_line")
    )
    breadth_line: BreadthLine = msgspec.field(default_factory=BreadthLine)


class PricedState(msgspec.Struct, frozen=True):
    """A constituent's prices, all in VND; None where unknown."""

    last: int | None
    reference: int | None
    ceiling: int | None
    floor: int | None


class IndexTracker:
    """Days by index id. Bounds: one day per id the feed sends, 286 points of line each."""

    def __init__(self, schedule: Schedule = SCHEDULE) -> None:
        """schedule: the boards' hours, asked where a message has no session code."""
        self._schedule = schedule
        self.indices: dict[str, IndexDay] = {}
        self.replays = 0

    def value(self, index_id: str) -> int | None:
        """The newest value of an index in hundredths of a point, or None."""
        day = self.indices.get(index_id)
        return None if day is None else day.value

    def update(self, tick: IndexTick, constituents: Iterable[PricedState] | None) -> bool:
        """Takes one MI message.

        Args:
            tick: the message.
            constituents: prices of the index's members where they are known, for the breadth.
        Returns: False when it is older than what is known.
        """
        day = self.indices.get(tick.index_id)
        if day is None:
            day = self.indices[tick.index_id] = IndexDay()
        elif day.at is not None and tick.ts_event < day.at:
            self.replays += 1
            return False
        day.at = tick.ts_event
        day.session = tick.session or day.session
        day.prior = tick.prior or day.prior
        day.est_value = tick.est_value
        day.total_volume = tick.total_volume if tick.total_volume is not None else day.total_volume
        day.total_value = tick.total_value if tick.total_value is not None else day.total_value
        breadth = _published(tick)
        if breadth is None and constituents is not None:
            breadth = count_breadth(constituents)
        day.breadth = breadth or day.breadth
        if tick.value is not None:
            self._price(day, tick, tick.value)
        return True

    def _price(self, day: IndexDay, tick: IndexTick, value: int) -> None:
        day.value = value
        day.change_pct = tick.change_pct
        day.open = value if day.open is None else day.open
        day.high = value if day.high is None else max(day.high, value)
        day.low = value if day.low is None else min(day.low, value)
        b = day.breadth
        minute = trading_minute(local_seconds(tick.ts_event))
        if b is not None:
            day.breadth_line.put(
                minute, value, b.advances - b.declines, trading=_trades(tick, self._schedule)
            )
        day.line.put(
            minute,
            value / HUNDREDTHS,
            b.advances if b else None,
            b.declines if b else None,
            b.unchanged if b else None,
            day.breadth_line.line,
        )


def _trades(tick: IndexTick, schedule: Schedule) -> bool:
    """Whether the index's board trades: the feed's code first, then the clock of its board."""
    phase = SESSION_CODES.get(tick.session) if tick.session else None
    if phase is None:
        board = _BOARDS.get((tick.exchange or "").upper(), Board.HOSE)
        phase = phase_by_clock(board, local_seconds(tick.ts_event), schedule)
    return phase in TRADING_PHASES


def _published(tick: IndexTick) -> Breadth | None:
    """The exchange's breadth, or None where all its counts are zero or missing."""
    counts = (tick.advances, tick.declines, tick.unchanged)
    if None in counts or not any(counts):
        return None
    return Breadth(
        tick.advances or 0,
        tick.declines or 0,
        tick.unchanged or 0,
        tick.ceilings or 0,
        tick.floors or 0,
        "exchange",
    )


def count_breadth(constituents: Iterable[PricedState]) -> Breadth | None:
    """Breadth from last prices against references; None when nothing has traded yet."""
    up = down = same = ceilings = floors = 0
    for state in constituents:
        if state.last is None or state.reference is None:
            continue
        up += state.last > state.reference
        down += state.last < state.reference
        same += state.last == state.reference
        ceilings += state.last == state.ceiling
        floors += state.last == state.floor
    if not up + down + same:
        return None
    return Breadth(up, down, same, ceilings, floors, "board")
