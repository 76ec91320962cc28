"""What programs are told about the feed: the changes, each named by what it is."""

from __future__ import annotations

import pytest

from core.market.calendar import DEFAULT_CALENDAR
from core.snapshot.rooms import StatusRoom
from dashboard.api.answers import View
from dashboard.channels.feed import FeedWatch
from dashboard.data.freshness import Freshness

FRESH = Freshness(False, None, 9_000)


def view(feed: str, since: int = 1_000, freshness: Freshness = FRESH) -> View:
    status = StatusRoom(feed=feed, since=since)
    return View({}, {}, status, freshness, DEFAULT_CALENDAR, 10_000, 10_000)


def test_a_feed_that_goes_and_comes_back() -> None:
    watch = FeedWatch()
    told = [
        watch.look(view("live")),
        watch.look(view("live")),
        watch.look(view("down", since=2_000)),
        watch.look(view("down", since=2_000)),
        watch.look(view("live", since=3_000)),
        watch.look(view("quiet", since=4_000)),
        watch.look(view("stale", since=5_000)),
        watch.look(view("live", since=6_000)),
    ]
    assert [None if one is None else one.id for one in told] == [
        None,
        None,
        "feed.disconnected/2000",
        None,
        "feed.reconnected/2000",
        "feed.changed/4000",
        "feed.stale/5000",
        "feed.reconnected/5000",
    ]


@pytest.mark.parametrize("reason", ["redis", "worker"])
def test_a_process_that_hears_nothing_is_disconnected_whatever_the_worker_said_last(reason: str) -> None:
    watch = FeedWatch()
    watch.look(view("live"))
    lost = watch.look(view("live", freshness=Freshness(True, reason, 7_000)))  # type: ignore[arg-type]
    assert lost is not None
    assert (lost.event, lost.stale, lost.stale_reason) == ("disconnected", True, reason)
    assert lost.stale_since is not None
    assert lost.feed.state == "live"
    back = watch.look(view("live"))
    assert back is not None
    assert (back.id, back.stale) == ("feed.reconnected/7000", False)


def test_what_a_newcomer_is_told_is_a_state() -> None:
    state = FeedWatch().state(view("down", since=2_000))
    assert (state.event, state.id, state.stale_reason) == ("state", "feed.state/2000", "feed")
