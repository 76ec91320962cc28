"""One index's side of the wire: MI messages, and an index value as B.

Door: `IndexFeed`, `Breadth`, `breadth_of`. Refuses to compute index values: they are arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from core.market.prices import HUNDREDTHS
from workers.simulator.messages import BarContent, IndexContent, Message, WireDay, encode
from workers.simulator.security import SecurityFeed


class Breadth(NamedTuple):
    """Numbers of securities above, at and below their reference, at the ceiling and at the floor."""

    advances: int = 0
    unchanged: int = 0
    declines: int = 0
    ceilings: int = 0
    floors: int = 0


def breadth_of(feeds: Iterable[SecurityFeed]) -> Breadth:
    """Counts the securities that have traded against their reference."""
    up = same = down = ceilings = floors = 0
    for feed in feeds:
        last, reference = feed.last, feed.reference
        if last is None or reference is None:
            continue
        if last > reference:
            up += 1
            ceilings += last == feed.ceiling
        elif last < reference:
            down += 1
            floors += last == feed.floor
        else:
            same += 1
    return Breadth(up, same, down, ceilings, floors)


class IndexFeed:
    """Cumulative turnover of one index. Values in hundredths of a point, turnover in shares and VND.

    total_*: matched; deal_*: put through. MI tells both, and their sum.
    """

    def __init__(self, day: WireDay, index_id: str, exchange: str, prior: int) -> None:
        self.day = day
        self.index_id = index_id
        self.exchange = exchange
        self.prior = prior
        self.total_volume = 0
        self.total_value = 0
        self.deal_volume = 0
        self.deal_value = 0
        self._type = "" if index_id == "VN30" else "Main"
        self._told_volume = 0

    def add(self, volume: int, value: int) -> None:
        """Counts turnover, shares and VND."""
        self.total_volume += volume
        self.total_value += value

    def publish(self, ts_ms: int, value: int, session: str | None, breadth: Breadth) -> Message:
        """The MI message of a value."""
        points, prior = value / HUNDREDTHS, self.prior / HUNDREDTHS
        volume, turnover = float(self.total_volume), float(self.total_value)
        deals, deals_value = float(self.deal_volume), float(self.deal_value)
        change = (value - self.prior) / HUNDREDTHS
        content = IndexContent(
            self.index_id,
            points,
            prior,
            self.day.text,
            self.day.time(ts_ms),
            0.0,
            volume,
            turnover,
            self.index_id,
            *breadth,
            change,
            round(100 * change / prior, 2),
            deals,
            deals_value,
            self.exchange,
            volume + deals,
            turnover + deals_value,
            self._type,
            session,
            self.exchange,
            "MI",
            0.0,
            0.0,
        )
        return Message(ts_ms, "MI", self.index_id, encode(content))

    def bar(self, ts_ms: int, value: int) -> Message:
        """The index value as a B message; its volume is the turnover since the last one."""
        points = value / HUNDREDTHS
        volume = float(self.total_volume - self._told_volume)
        self._told_volume = self.total_volume
        content = BarContent(
            "B",
            self.day.text,
            self.day.time(ts_ms),
            self.index_id,
            points,
            points,
            points,
            points,
            volume,
            0.0,
        )
        return Message(ts_ms, "B", self.index_id, encode(content))
