"""The thread that makes the channels' messages: when something changed, at most once an interval.

The hub only notes which rooms changed; here messages are made and encoded, once for all sockets of a
channel and only while someone listens, so neither the hub nor the writer waits for it. Door:
`ChannelPublisher`. What waits is bounded: a set of room names and the sockets that were admitted.
Refuses to know Redis, HTTP and what a message says.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeVar

import msgspec

from core.snapshot.keys import STATUS
from core.snapshot.rooms import StatusRoom
from core.snapshot.throttle import Throttle
from dashboard.api.answers import View
from dashboard.api.problems import ProblemError
from dashboard.api.views import Views
from dashboard.channels.feed import FeedWatch
from dashboard.channels.messages import encode, encode_update
from dashboard.channels.sources import Channel
from dashboard.data.snapshots import Stamp
from dashboard.data.typed_rooms import NAMES
from dashboard.live.channel_queue import ChannelMessage
from dashboard.live.framing import text_frame
from dashboard.live.manager import ConnectionManager, Program

Made = TypeVar("Made")

_IDLE_S: Final = 60.0

_log = logging.getLogger(__name__)


class _Newcomer(NamedTuple):
    """A socket that wants to listen. hello: its first frame."""

    connection: Program
    channel: str
    hello: bytes


class _Outlet:
    """One channel's state. Owned by the publisher's thread."""

    def __init__(self, channel: Channel, views: Views, interval_ms: int) -> None:
        self.name = channel.name
        self.rooms = frozenset(NAMES[kind] for kind in channel.rooms)
        self.source = channel.source(views)
        self.throttle = Throttle(interval_ms)
        self.seq = 0
        self.newest: ChannelMessage | None = None
        self.owed = False
        """A message that could not be made: a room was not there yet."""


class ChannelPublisher:
    """Feeds every channel; an audience of the hub."""

    def __init__(
        self,
        channels: Sequence[Channel],
        views: Views,
        manager: ConnectionManager,
        interval_ms: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            channels: to feed.
            views: what messages are made from.
            manager: who sends them.
            interval_ms: least time between two messages of a channel, milliseconds.
        """
        self._views = views
        self._manager = manager
        self._monotonic = monotonic
        self._outlets = {channel.name: _Outlet(channel, views, interval_ms) for channel in channels}
        self._rooms = {STATUS}.union(*(outlet.rooms for outlet in self._outlets.values()))
        self._feed = FeedWatch()
        self._changed: set[str] = set()
        self._newcomers: deque[_Newcomer] = deque()
        self._listeners: Counter[str] = Counter()
        self._stopping = False
        self._condition = threading.Condition()
        self.counters: Counter[str] = Counter()
        """Messages made by channel, and rooms that could not be read."""
        self._thread = threading.Thread(target=self._run, name="channels", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns at once."""
        with self._condition:
            self._stopping = True
            self._condition.notify()

    # -- the hub's thread

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        """A room changed."""
        self.publish_snapshot(room)

    def publish_snapshot(self, room: str) -> None:
        """A room changed."""
        if room in self._rooms:
            with self._condition:
                self._changed.add(room)
                self._condition.notify()

    def publish_gone(self, room: str) -> None:
        """No channel is made of symbols' rooms."""

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """What this process holds became old, or fresh again: programs are told in their own words."""
        self.publish_snapshot(STATUS)

    # -- readers' threads

    def join(self, connection: Program, channel: str, hello: bytes) -> None:
        """The socket listens to a channel from now on; hello: its first frame."""
        with self._condition:
            self._listeners[channel] += 1
            self._newcomers.append(_Newcomer(connection, channel, hello))
            self._condition.notify()

    def leave(self, channel: str) -> None:
        """One listener less."""
        with self._condition:
            self._listeners[channel] -= 1

    # -- the thread

    def _run(self) -> None:
        try:
            while self._wait():
                self.step()
        except Exception:
            # Without it programs are told nothing and take that for a quiet market.
            _log.critical("the publisher of the channels ended", exc_info=True)
            os.kill(os.getpid(), signal.SIGTERM)

    def _wait(self) -> bool:
        """Until there is something to do; False when it is over."""
        with self._condition:
            while not self._stopping and not self._changed and not self._newcomers:
                waits = [
                    wait for outlet in self._outlets.values() if (wait := self._wait_s(outlet)) is not None
                ]
                if waits and min(waits) <= 0:
                    return True
                self._condition.wait(min(waits, default=_IDLE_S))
            return not self._stopping

    def _wait_s(self, outlet: _Outlet) -> float:
        """Seconds until the channel may send what it has; long when it has nothing or nobody listens."""
        wait_ms = outlet.throttle.wait_ms(self._now_ms())
        return _IDLE_S if wait_ms is None or self._listeners[outlet.name] <= 0 else wait_ms / 1000

    def step(self) -> None:
        """Everything that is due now."""
        with self._condition:
            changed, self._changed = self._changed, set()
            newcomers, self._newcomers = self._newcomers, deque()
        if STATUS in changed:
            self._tell_feed()
        for outlet in self._outlets.values():
            if not changed.isdisjoint(outlet.rooms) and self._guarded(outlet.source.note):
                outlet.throttle.mark()
            elif STATUS in changed and outlet.owed:
                # Every message tells of the status, which may have come after all else.
                outlet.throttle.mark()
        # A newcomer is a reason to send what is due, though nobody listened so far.
        wanted = {newcomer.channel for newcomer in newcomers}
        for name, outlet in self._outlets.items():
            if (name in wanted or self._listeners[name] > 0) and outlet.throttle.due(self._now_ms()):
                self._send(outlet)
        for newcomer in newcomers:
            self._greet(newcomer)

    def _tell_feed(self) -> None:
        notice = self._feed.look(self._status())
        if notice is not None:
            self.counters[f"feed_{notice.event}"] += 1
            self._manager.interrupt(text_frame(encode(notice)))

    def _status(self) -> View:
        """The worker's word on itself; one that cannot be read counts as none."""
        return self._guarded(lambda: self._views.of((StatusRoom,), by_clock=True)) or self._views.blank()

    def _send(self, outlet: _Outlet) -> None:
        update = self._guarded(lambda: outlet.source.update(outlet.seq + 1))
        outlet.throttle.written(self._now_ms())
        outlet.owed = update is None
        if update:
            outlet.seq += 1
            outlet.newest = encode_update(update)
            self.counters[f"sent_{outlet.name}"] += 1
            self._manager.publish_message(outlet.name, outlet.newest)

    def _greet(self, newcomer: _Newcomer) -> None:
        outlet = self._outlets[newcomer.channel]
        own = self._guarded(lambda: outlet.source.greeting(outlet.seq))
        first = encode_update(own) if own else outlet.newest
        feed = encode(self._feed.state(self._status()))
        self._manager.listen(newcomer.connection, outlet.name, (newcomer.hello, text_frame(feed)), first)

    def _guarded(self, make: Callable[[], Made]) -> Made | None:
        """What `make` returns; None while there are no data, or when they cannot be read."""
        try:
            return make()
        except ProblemError:
            return None
        except msgspec.ValidationError as error:
            self.counters["unreadable_rooms"] += 1
            _log.warning("a room is not what this version knows: %s", error)
            return None

    def _now_ms(self) -> float:
        return self._monotonic() * 1000
