"""The rooms over HTTP, for browsers without a socket.

Door: `register_live_api`. Answers come from memory (a series at most a second old), so no
request waits for Redis. Refuses to know what is in a room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Flask, Response, request

from core.snapshot import keys
from dashboard.api.problems import ProblemError
from dashboard.data.series import SeriesCache
from dashboard.data.snapshots import RoomCopies

SERVER_TIME_HEADER: Final = "X-Server-Time"
"""Epoch ms on every answer, a 304 included: a page judges the age of data by this clock."""


def register_live_api(
    server: Flask, copies: RoomCopies, series: SeriesCache, now_ms: Callable[[], int]
) -> None:
    """Adds `/api/live` and `/api/live/series/<name>`.

    Args:
        server: the Flask application.
        copies, series: what is served.
        now_ms: wall clock, epoch ms.
    """
    blueprint = Blueprint("live_api", __name__, url_prefix="/api/live")

    @blueprint.after_request
    def stamp(response: Response) -> Response:
        response.headers[SERVER_TIME_HEADER] = str(now_ms())
        response.headers["Cache-Control"] = "no-cache"
        return response

    @blueprint.get("")
    def rooms() -> Response:
        names = [name for name in request.args.get("rooms", "").split(",") if name]
        unknown = [name for name in names if name not in keys.ROOMS]
        if unknown or not names:
            raise ProblemError("bad-parameter", f"rooms: some of {', '.join(keys.ROOMS)}")
        found = {name: copies.snapshot(name) for name in dict.fromkeys(names)}
        tag = ",".join(f"{name}:{room.stamp if room else 0}" for name, room in found.items())
        if request.if_none_match.contains_weak(tag):
            return _not_modified(tag)
        parts = [f'"{name}":'.encode() + (room.payload if room else b"null") for name, room in found.items()]
        body = b'{"rooms":{' + b",".join(parts) + f'}},"server_time":{now_ms()}}}'.encode()
        return _json(body, tag)

    @blueprint.get("/series/<name>")
    def one_series(name: str) -> Response:
        if name not in keys.SERIES:
            raise ProblemError("unknown-series", f"one of {', '.join(keys.SERIES)}")
        found = series.get(name)
        if found is None:
            return _json(b'{"date":null,"epoch":0,"lines":{}}', "none")
        if request.if_none_match.contains_weak(found.tag):
            return _not_modified(found.tag)
        return _json(found.payload, found.tag)

    server.register_blueprint(blueprint)


def _json(body: bytes, tag: str) -> Response:
    response = Response(body, mimetype="application/json")
    response.set_etag(tag, weak=True)
    return response


def _not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    return response
