"""Reads at one moment everything an answer is made from.

Door: `Views`. Refuses to know what an answer says and how it gets out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.market.calendar import Calendar
from core.snapshot.rooms import StatusRoom
from dashboard.api.answers import View
from dashboard.api.problems import ProblemError
from dashboard.data.freshness import Freshness
from dashboard.data.series import EncodedSeries, SeriesCache
from dashboard.data.typed_rooms import NAMES, TypedRoom, TypedRooms


class Views:
    """The rooms of this process, as answers need them. Thread-safe."""

    def __init__(
        self,
        rooms: TypedRooms,
        series: SeriesCache,
        freshness: Callable[[], Freshness],
        calendar: Calendar,
        now_ms: Callable[[], int],
    ) -> None:
        """
        Args:
            rooms, series: what answers are made from.
            freshness: whether this process hears from the worker.
            calendar: of the exchanges.
            now_ms: wall clock, epoch ms.
        """
        self._rooms = rooms
        self._series = series
        self._freshness = freshness
        self._calendar = calendar
        self._now_ms = now_ms

    def of(self, rooms: Sequence[type], series: Sequence[str] = (), *, by_clock: bool = False) -> View:
        """These rooms and series as they are now.

        Args:
            rooms: their structs.
            series: their names.
            by_clock: also before the worker's first word.
        Raises: ProblemError when the worker has not written a room yet; msgspec.ValidationError when it
            wrote one that this version does not know.
        """
        found: dict[type, TypedRoom[Any]] = {}
        for kind in rooms:
            room: TypedRoom[Any] | None = self._rooms.get(kind)
            if room is not None:
                found[kind] = room
            elif not by_clock:
                raise ProblemError("no-data-yet", f"there is no {NAMES[kind]} room yet")
        status = self._rooms.get(StatusRoom)
        if status is None and not by_clock:
            raise ProblemError("no-data-yet", "no worker has told its state yet")
        return self._view(found, {name: self._series.get(name) for name in series}, status)

    def blank(self) -> View:
        """No room at all: as before the worker's first word."""
        return self._view({}, {}, None)

    def _view(
        self,
        rooms: Mapping[type, TypedRoom[Any]],
        lines: Mapping[str, EncodedSeries | None],
        status: TypedRoom[StatusRoom] | None,
    ) -> View:
        now_ms, freshness = self._now_ms(), self._freshness()
        return View(
            rooms,
            lines,
            None if status is None else status.state,
            freshness,
            self._calendar,
            now_ms,
            _market_now_ms(status, freshness, now_ms),
        )


def _market_now_ms(status: TypedRoom[StatusRoom] | None, freshness: Freshness, now_ms: int) -> int:
    """The exchange's time: ours, or a simulator's, which stands still when nothing is heard of it."""
    if status is None or status.state.market_now is None or not status.state.simulated:
        return now_ms
    if freshness.stale or status.state.market_speed is None:
        return status.state.market_now
    return status.state.market_now + int(max(0, now_ms - status.as_of) * status.state.market_speed)
