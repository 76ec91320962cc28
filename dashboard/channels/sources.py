"""The four channels: which rooms each is made of, and how its messages are made.

Door: `Source`, `CHANNELS`, `Channel`. Refuses to know sockets and when a message is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from core.snapshot.flow_room import FlowRoom
from core.snapshot.rooms import (
    BoardRoom,
    DerivativesRoom,
    ForeignRoom,
    IndicesRoom,
)
from dashboard.api.answers import View
from dashboard.api.market import SNAPSHOT_ROOMS, snapshot_answer
from dashboard.api.views import Views
from dashboard.channels.events import EventLog
from dashboard.channels.messages import AlertsUpdate, ForeignUpdate, IndexUpdate, MarketUpdate, Update
from dashboard.live.gate import PREFIX


class Source(Protocol):
    """Makes one channel's messages. Raises everywhere: ProblemError while there are no data."""

    def note(self) -> bool:
        """One of its rooms changed: whether there is something to send."""

    def update(self, seq: int) -> Update:
        """The message for everyone."""

    def greeting(self, seq: int) -> Update | None:
        """What a newcomer gets first, or None: the newest message that everyone got."""


class Channel(NamedTuple):
    """One address. update: the struct of its messages; rooms: whose change leads to one."""

    name: str
    about: str
    update: type[Any]
    rooms: tuple[type, ...]
    source: Callable[[Views], Source]

    @property
    def path(self) -> str:
        """Where programs connect."""
        return f"{PREFIX}{self.name}"


class _Whole:
    """Rooms as they are now: latest wins."""

    def __init__(self, views: Views, rooms: tuple[type, ...], make: Callable[[View, int], Update]) -> None:
        self._views = views
        self._rooms = rooms
        self._make = make

    def note(self) -> bool:
        return True

    def update(self, seq: int) -> Update:
        return self._make(self._views.of(self._rooms), seq)

    def greeting(self, seq: int) -> Update | None:
        return None


class _Events:
    """Events: each told once."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._log = EventLog()

    def note(self) -> bool:
        return self._log.note(self._views.of((FlowRoom,)).room(FlowRoom))

    def update(self, seq: int) -> Update:
        return AlertsUpdate(**self._head(), backlog=False, data=self._log.take(), seq=seq, dropped=0)

    def greeting(self, seq: int) -> Update | None:
        return AlertsUpdate(**self._head(), backlog=True, data=self._log.backlog, seq=seq, dropped=0)

    def _head(self) -> dict[str, Any]:
        return self._views.of((FlowRoom,)).head()


def _market(views: Views) -> Source:
    def make(view: View, seq: int) -> Update:
        return MarketUpdate(**msgspec.structs.asdict(snapshot_answer(view)), seq=seq, dropped=0)

    return _Whole(views, SNAPSHOT_ROOMS, make)


def _foreign(views: Views) -> Source:
    def make(view: View, seq: int) -> Update:
        return ForeignUpdate(**view.head(), data=view.room(ForeignRoom), seq=seq, dropped=0)

    return _Whole(views, (ForeignRoom,), make)


def _index(views: Views) -> Source:
    def make(view: View, seq: int) -> Update:
        return IndexUpdate(**view.head(), data=view.room(IndicesRoom), seq=seq, dropped=0)

    return _Whole(views, (IndicesRoom,), make)


CHANNELS: Final = (
    Channel(
        "market",
        "The whole market at one instant, as `/api/market/snapshot` answers it, when a price, an index, a "
        "future or a foreign flow changed.",
        MarketUpdate,
        # Not the status room, which changes every second whatever the market does.
        (BoardRoom, IndicesRoom, ForeignRoom, DerivativesRoom),
        _market,
    ),
    Channel(
        "foreign",
        "Foreign investors: market, sectors, every share and the top lists, when any of it changed.",
        ForeignUpdate,
        (ForeignRoom,),
        _foreign,
    ),
    Channel(
        "index",
        "All indices, when one changed.",
        IndexUpdate,
        (IndicesRoom,),
        _index,
    ),
    Channel(
        "alerts",
        "What happened: limits touched, locked and broken, large trades. Each event once, with an id of "
        "its own; a socket that opens is first told the newest 200 of the day. Kinds are added as more is "
        "looked for: leave alone those you do not know.",
        AlertsUpdate,
        (FlowRoom,),
        _Events,
    ),
)
