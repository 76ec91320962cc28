"""What happened once, read from the flow room: limits touched, locked, broken; large trades.

An event's id is made of what the event is, never of when this process saw it, so every process gives
the same one. Door: `events_of` (pure), `EventLog`. Refuses to know sockets. What comes and goes between
two writes of the flow room (a second) is not told one by one.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from operator import attrgetter
from typing import Final

import msgspec

from core.snapshot.flow_room import FlowRoom, LargeTradeView, LimitView
from dashboard.channels.messages import EventKind, MarketEvent, Side

BACKLOG: Final = 200
"""Events of the day that a socket gets when it opens."""
PENDING: Final = 1000
"""Events that may wait for the next message; a flow room holds at most 180."""
_REMEMBERED: Final = 4096
"""Ids; those that the room still shows are always among them."""


def events_of(flow: FlowRoom) -> list[MarketEvent]:
    """Every event that a flow room tells of, oldest first; none before the first trading date."""
    if flow.date is None:
        return []
    found = [event for limit in flow.limits for event in _of_limit(flow.date, limit)]
    found += [_of_trade(flow.date, trade) for trade in flow.large_trades]
    return sorted(found, key=attrgetter("at", "id"))


def _of_limit(date: str, limit: LimitView) -> Iterator[MarketEvent]:
    def event(kind: EventKind, at: int, number: int | None, volume: int | None = None) -> MarketEvent:
        which = "" if number is None else f"/{number}"
        side = msgspec.convert(limit.side, Side)
        return MarketEvent(
            f"{kind}/{date}/{limit.symbol}/{side}{which}", kind, at, limit.symbol, side, volume=volume
        )

    # Once a day, whenever it was first seen; the others are named after their own instant.
    yield event("limit.touched", limit.touched_at, None)
    if limit.locked_since is not None:
        yield event("limit.locked", limit.locked_since, limit.locked_since, limit.queue_volume)
    if limit.broken_at is not None:
        yield event("limit.broken", limit.broken_at, limit.broken_at)


def _of_trade(date: str, trade: LargeTradeView) -> MarketEvent:
    return MarketEvent(
        # The day's count parts equal trades of one instant, the instant those of two workers.
        f"trade.large/{date}/{trade.symbol}/{trade.at}/{trade.number}",
        "trade.large",
        trade.at,
        trade.symbol,
        msgspec.convert(trade.side, Side),
        trade.price,
        trade.volume,
        trade.value,
    )


class EventLog:
    """The events of the day: what is new, and what a newcomer missed. Owned by one thread."""

    def __init__(self) -> None:
        self._date: str | None = None
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._told: deque[MarketEvent] = deque(maxlen=BACKLOG)
        self._pending: deque[MarketEvent] = deque(maxlen=PENDING)

    @property
    def backlog(self) -> list[MarketEvent]:
        """Today's newest events that everyone who listened was told."""
        return list(self._told)

    def note(self, flow: FlowRoom) -> bool:
        """Takes a flow room; whether anything in it is new."""
        if flow.date != self._date:
            self._date = flow.date
            self._told.clear()
        new = False
        for event in events_of(flow):
            if event.id not in self._seen:
                self._pending.append(event)
                new = True
            self._seen[event.id] = None
            self._seen.move_to_end(event.id)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return new

    def take(self) -> list[MarketEvent]:
        """What nobody was told yet; it counts as told from now on."""
        new = list(self._pending)
        self._pending.clear()
        self._told.extend(new)
        return new
