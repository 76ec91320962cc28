"""When the way from the exchange to a program's socket changed, and what is said then.

Door: `FeedWatch`. Refuses to know sockets and time: callers give it.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from dashboard.api.answers import View
from dashboard.channels.messages import FeedEvent, FeedNotice

Condition = Literal["cut", "silent", "waiting", "well"]

_CONDITIONS: Final[dict[str, Condition]] = {"down": "cut", "stale": "silent", "connecting": "waiting"}
_EVENTS: Final[dict[Condition, FeedEvent]] = {"cut": "disconnected", "silent": "stale"}


class FeedWatch:
    """Remembers what was said last."""

    def __init__(self) -> None:
        self._condition: Condition | None = None
        self._told: tuple[Any, ...] = ()
        self._since_ms = 0

    def look(self, view: View) -> FeedNotice | None:
        """The notice for everyone, or None when nothing changed. The first look changes nothing.

        Args:
            view: of now.
        """
        notice = self.state(view)
        condition = _condition(notice)
        told = (notice.feed.state, notice.feed.source, notice.feed.simulated, notice.stale_reason)
        before, self._condition = self._condition, condition
        if told == self._told:
            return None
        self._told = told
        since_ms = _since_ms(notice)
        event: FeedEvent = "changed"
        if condition in _EVENTS and condition != before:
            event = _EVENTS[condition]
        elif condition == "well" and before in _EVENTS:
            # Named after what it ends: the feed's own state may be as old as the morning.
            event, since_ms = "reconnected", self._since_ms
        self._since_ms = since_ms
        if before is None:
            return None
        notice.event, notice.id = event, f"feed.{event}/{since_ms}"
        return notice

    def state(self, view: View) -> FeedNotice:
        """What a socket that opens now is told."""
        head = view.head()
        notice = FeedNotice(
            "", "state", view.now_ms, head["feed"], head["stale"], head["stale_reason"], head["stale_since"]
        )
        notice.id = f"feed.state/{_since_ms(notice)}"
        return notice


def _condition(notice: FeedNotice) -> Condition:
    if notice.stale_reason in ("redis", "worker"):
        return "cut"
    return _CONDITIONS.get(notice.feed.state, "well")


def _since_ms(notice: FeedNotice) -> int:
    """When what it tells began, epoch ms; 0 where nobody knows."""
    since = notice.stale_since if notice.stale else notice.feed.since
    return 0 if since is None else round(since.timestamp() * 1000)
