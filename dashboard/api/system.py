"""`GET /health`: can this process show true data now?

Door: `judge_health` (pure), `register_health`. Refuses to know how the data came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from flask import Flask, Response

from core.market.calendar import TRADING_PHASES, Board
from dashboard.data.database import DatabaseProbe, DatabaseState
from dashboard.data.freshness import Freshness
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


def register_health(
    server: Flask,
    copies: RoomCopies,
    hub: Hub,
    database: DatabaseProbe,
    version: str,
    now_ms: Callable[[], int],
) -> None:
    """Adds `/health` to the server."""

    @server.get("/health")
    def health() -> Response:
        found = copies.status()
        code, answer = judge_health(
            None if found is None else found[0],
            hub.freshness,
            hub.redis_ok,
            database.state,
            now_ms(),
            version,
        )
        response = Response(msgspec.json.encode(answer), code, mimetype="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response
