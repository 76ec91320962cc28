"""Can this process show true data now? `GET /health` on the dashboard's port, `/ready` on the health port.

Door: `judge_health`, `reasons_against` (pure), `Condition`, `register_health`. Refuses to know how the
data came, and whether the process works at all (`dashboard/monitor`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from flask import Flask, Response

from core.market.calendar import TRADING_PHASES, Board
from dashboard.data.database import DatabaseProbe, DatabaseState
from dashboard.data.freshness import STALE_AFTER_MS, Freshness
from dashboard.data.snapshots import RoomCopies
from dashboard.live.hub import Hub

_TRUE_FEEDS: Final = ("live", "quiet")


class FeedHealth(msgspec.Struct):
    """state: as in the status room, None before the first one; age_ms: of the newest message."""

    state: str | None
    age_ms: int | None
    simulated: bool | None


class Health(msgspec.Struct):
    """The answer; see docs/contract.md."""

    status: str
    feed: FeedHealth
    redis: str
    database: str
    phase: str | None
    version: str
    sockets: int | None = None
    """That hold a place in this process, of browsers and programs."""


def judge_health(
    status: dict[str, Any] | None,
    freshness: Freshness,
    redis_ok: bool,
    database: DatabaseState,
    now_ms: int,
    version: str,
) -> tuple[int, Health]:
    """(HTTP status, answer).

    Args:
        status: the status room's document, or None when there never was one.
        freshness: whether it is fresh.
        redis_ok: whether Redis answers.
        database: what the probe last saw.
        now_ms: wall clock, epoch ms.
        version: of the product.
    """
    document = status or {}
    phases: dict[str, dict[str, Any]] = document.get("phases") or {}
    feed, newest = document.get("feed"), document.get("last_message_at")
    true_data = not freshness.stale and feed in _TRUE_FEEDS
    # Nothing known about the phases is no excuse: an empty screen is as wrong as an old one.
    trading = status is None or any(view.get("phase") in TRADING_PHASES for view in phases.values())
    if true_data and database != "down":
        verdict = "ok"
    elif true_data or not trading:
        verdict = "degraded"
    else:
        verdict = "down"
    health = Health(
        status=verdict,
        feed=FeedHealth(feed, None if newest is None else max(0, now_ms - newest), document.get("simulated")),
        redis="ok" if redis_ok else "down",
        database=database,
        phase=(phases.get(Board.HOSE) or {}).get("phase"),
        version=version,
    )
    return (503 if verdict == "down" else 200), health


def reasons_against(health: Health, freshness: Freshness) -> list[str]:
    """In words, what keeps a verdict from being `ok`; empty when nothing does."""
    reasons = []
    if health.redis == "down":
        reasons.append("Redis does not answer")
    elif freshness.since is None:
        reasons.append("the worker has not written yet")
    elif freshness.stale:
        reasons.append(f"no heartbeat of the worker for {STALE_AFTER_MS // 1000} s")
    if not freshness.stale and health.feed.state not in _TRUE_FEEDS:
        reasons.append(f"the feed is {health.feed.state}")
    if health.database == "down":
        reasons.append("the database does not answer")
    return reasons


class Readiness(msgspec.Struct):
    """The answer of `/ready`. reasons: in words, why not, or why not wholly."""

    ready: bool
    reasons: list[str]
    health: Health


class Condition:
    """Judges this process whenever asked. May be called from any thread."""

    def __init__(
        self,
        copies: RoomCopies,
        hub: Hub,
        database: DatabaseProbe,
        sockets: Callable[[], int],
        version: str,
        now_ms: Callable[[], int],
    ) -> None:
        """copies, hub, database, sockets: what is judged; version: of the product; now_ms: wall clock."""
        self._copies = copies
        self._hub = hub
        self._database = database
        self._sockets = sockets
        self._version = version
        self._now_ms = now_ms

    def health(self) -> tuple[int, Health]:
        """(HTTP status, verdict), now."""
        return self._judge(self._hub.freshness)

    def readiness(self) -> tuple[int, Readiness]:
        """(HTTP status, the verdict with its reasons), now."""
        freshness = self._hub.freshness
        code, health = self._judge(freshness)
        return code, Readiness(code == 200, reasons_against(health, freshness), health)

    def _judge(self, freshness: Freshness) -> tuple[int, Health]:
        found = self._copies.status()
        code, health = judge_health(
            None if found is None else found[0],
            freshness,
            self._hub.redis_ok,
            self._database.state,
            self._now_ms(),
            self._version,
        )
        health.sockets = self._sockets()
        return code, health


def register_health(server: Flask, condition: Condition) -> None:
    """Adds `/health`, and for pages `/api/live/health`: the same with 200 always, since a browser takes
    another status for a fault of the page."""

    def answered(code: int, health: Health) -> Response:
        response = Response(msgspec.json.encode(health), code, mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.get("/health")
    def health() -> Response:
        return answered(*condition.health())

    @server.get("/api/live/health")
    def health_for_pages() -> Response:
        return answered(200, condition.health()[1])
