"""When the channels' publisher makes a message, one step at a time."""

from __future__ import annotations

from typing import Any, cast

from core.market.calendar import DEFAULT_CALENDAR
from core.snapshot.rooms import BoardRoom, StatusRoom
from dashboard.api.answers import View
from dashboard.api.problems import ProblemError
from dashboard.channels.publisher import ChannelPublisher
from dashboard.channels.sources import Channel
from dashboard.data.freshness import Freshness


class LateStatus:
    """Views of a market whose status room is not there yet, and the source that needs it."""

    def __init__(self) -> None:
        self.there = False
        self.asked = 0

    def of(self, rooms: Any, series: Any = (), *, by_clock: bool = False) -> View:
        status = StatusRoom(feed="live") if self.there else None
        return View({}, {}, status, Freshness(False, None, 9_000), DEFAULT_CALENDAR, 10_000, 10_000)

    def note(self) -> bool:
        return True

    def update(self, seq: int) -> None:
        self.asked += 1
        if not self.there:
            raise ProblemError("no-data-yet", "no worker has told its state yet")

    def greeting(self, seq: int) -> None:
        return None


class Manager:
    """Takes what is sent."""

    def listen(self, *_: object) -> None: ...

    def interrupt(self, *_: object) -> None: ...


def test_a_message_that_had_to_wait_for_the_status_is_made_when_that_comes() -> None:
    market, clock = LateStatus(), [0.0]
    channel = Channel("market", "", object, (BoardRoom,), lambda views: cast("Any", market))
    publisher = ChannelPublisher(
        [channel], cast("Any", market), cast("Any", Manager()), 500, lambda: clock[0]
    )
    publisher.join(cast("Any", None), "market", b"")
    publisher.publish_snapshot("board")
    publisher.step()
    assert market.asked == 1
    market.there, clock[0] = True, 1.0
    publisher.publish_snapshot("status")
    publisher.step()
    assert market.asked == 2
