"""What every answer of the REST API says besides its data: of when, how sure, in which units.

Door: `Answer` and its parts, `View` (what an answer is made from), `Operation`. Refuses to know
HTTP and what the data are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import msgspec

from core.market.calendar import Calendar, local_datetime
from core.snapshot.rooms import StatusRoom
from dashboard.data.freshness import Freshness
from dashboard.data.series import EncodedSeries
from dashboard.data.typed_rooms import TypedRoom

Room = TypeVar("Room")

FeedState = Literal["connecting", "live", "quiet", "stale", "down"]
StaleReason = Literal["redis", "worker", "feed"]
Instant = Annotated[dt.datetime, msgspec.Meta(tz=True)]
"""On the wire ISO 8601 with the exchange's offset, +07:00."""
_MINUTE_MS = 60_000
_FEED_WITHOUT_TRUTH = ("connecting", "stale", "down")


class FeedMark(msgspec.Struct):
    """The feed as the worker last told. state: `connecting` (never had data), `live`, `quiet` (no data
    expected), `stale` (data expected and none), `down` (not connected)."""

    state: FeedState
    since: Instant | None
    source: str | None
    simulated: bool | None
    """Whether the market is an invented or replayed one; null while nobody has told."""


class Units(msgspec.Struct):
    """What the numbers count. Fields named `at` or `..._at` are epoch milliseconds, UTC."""

    share_price: str = "VND"
    share_volume: str = "shares"
    value: str = "VND"
    volume_speed: str = "shares per minute"
    value_speed: str = "VND per minute"
    index: str = "points"
    futures_price: str = "points"
    futures_volume: str = "contracts"
    basis: str = "points"
    at: str = "milliseconds since 1970-01-01 UTC"


class Page(msgspec.Struct):
    """Which part of a list this is. next: address of the following part, null on the last."""

    limit: int
    offset: int
    total: int
    next: str | None = None


class Answer(msgspec.Struct, kw_only=True):
    """The head of every answer.

    as_of: when the worker wrote the newest of what this is made of. stale: the data may be old, by
    `stale_reason`: `redis` or `worker` (this process hears nothing new), `feed` (the worker does not).
    """

    as_of: Instant
    trading_date: dt.date | None
    feed: FeedMark
    stale: bool
    stale_reason: StaleReason | None
    stale_since: Instant | None
    units: Units = msgspec.field(default_factory=Units)


class Parameters(msgspec.Struct):
    """No parameters; those that have some inherit."""


class PageParameters(Parameters):
    """Which part of a list."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=500, description="how many entries at most")] = 50
    offset: Annotated[
        int, msgspec.Meta(ge=0, le=1_000_000, description="how many entries to leave out before")
    ] = 0


class View:
    """Everything one answer is made from, read at one moment.

    Holds only the rooms and series the operation named, so that its ETag covers what it used.
    """

    def __init__(
        self,
        rooms: Mapping[type, TypedRoom[Any]],
        series: Mapping[str, EncodedSeries | None],
        status: StatusRoom | None,
        freshness: Freshness,
        calendar: Calendar,
        now_ms: int,
        market_now_ms: int,
    ) -> None:
        """
        Args:
            rooms: by struct.
            series: by name, None where there is none yet.
            status: the worker's word on itself, None before the first.
            freshness: whether this process hears from the worker.
            calendar: of the exchanges.
            now_ms, market_now_ms: the wall clock and the exchange's, epoch ms.
        """
        self._rooms = rooms
        self.series = series
        self.calendar = calendar
        self.now_ms = now_ms
        self.market_now_ms = market_now_ms
        self.feed = _feed_mark(status)
        self._stale = _staleness(status, freshness)

    def room(self, kind: type[Room]) -> Room:
        """A room's state. Raises: KeyError for one the operation did not name."""
        state: Room = self._rooms[kind].state
        return state

    def find(self, kind: type[Room]) -> Room | None:
        """A room's state, None while it has no data."""
        found = self._rooms.get(kind)
        return None if found is None else found.state

    @property
    def stale(self) -> bool:
        """Whether what this process holds may be old."""
        return self._stale[0] is not None

    def head(self) -> dict[str, Any]:
        """The fields of `Answer`."""
        stale_reason, stale_since = self._stale
        newest = max((room.as_of for room in self._rooms.values()), default=self.now_ms)
        dates = (getattr(room.state, "date", None) for room in self._rooms.values())
        date = next((date for date in dates if date is not None), None)
        return {
            "as_of": local_datetime(newest),
            "trading_date": None if date is None else dt.date.fromisoformat(date),
            "feed": self.feed,
            "stale": stale_reason is not None,
            "stale_reason": stale_reason,
            "stale_since": _instant(stale_since),
        }

    def tag(self, *, by_clock: bool) -> str:
        """Changes when anything an answer says changes; by_clock: with the exchange's minute too."""
        reason, since = self._stale
        feed = self.feed
        told = 0 if feed.since is None else round(feed.since.timestamp() * 1000)
        stamps = [f"{kind.__name__}:{room.stamp}" for kind, room in self._rooms.items()]
        lines = [f"{name}={'-' if one is None else one.tag}" for name, one in self.series.items()]
        words = [
            f"{feed.state}@{told}",
            f"{feed.source}:{feed.simulated}",
            f"{reason or 'fresh'}@{since or 0}",
        ]
        if by_clock:
            words.append(f"minute:{self.market_now_ms // _MINUTE_MS}")
        return ";".join((*stamps, *lines, *words))


class Operation(NamedTuple):
    """One address of the API: what it is called, made from and answers."""

    path: str
    """As in OpenAPI: `/api/symbols/{symbol}`."""
    name: str
    summary: str
    about: str
    answer: type[Answer]
    compute: Callable[[View, Any], Answer]
    """(view, parameters) -> answer; raises ProblemError."""
    rooms: tuple[type, ...]
    series: tuple[str, ...] = ()
    parameters: type[Parameters] = Parameters
    problems: tuple[str, ...] = ()
    """Kinds of problem beside those that any operation may have."""
    by_clock: bool = False
    """Whether it tells what the clock says: also before the worker's first word (else 503), and anew
    every minute."""


def paged(entries: list[Room], parameters: PageParameters) -> tuple[list[Room], Page]:
    """The part of a list that was asked for, and which that is."""
    limit, offset = parameters.limit, parameters.offset
    return entries[offset : offset + limit], Page(limit, offset, len(entries))


def _feed_mark(status: StatusRoom | None) -> FeedMark:
    if status is None:
        return FeedMark("connecting", None, None, None)
    state = msgspec.convert(status.feed, FeedState)
    return FeedMark(state, _instant(status.since), status.source, status.simulated)


def _staleness(status: StatusRoom | None, freshness: Freshness) -> tuple[StaleReason | None, int | None]:
    """(reason, since in epoch ms); no reason: what is held is current."""
    if freshness.stale:
        return freshness.reason, freshness.since
    if status is None or status.feed in _FEED_WITHOUT_TRUTH:
        return "feed", None if status is None else status.since
    return None, None


def _instant(epoch_ms: int | None) -> dt.datetime | None:
    return None if epoch_ms is None else local_datetime(epoch_ms)
