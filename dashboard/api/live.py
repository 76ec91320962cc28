"""The rooms over HTTP, for browsers without a socket; series and the directory for all.

Door: `register_live_api`. Answers come from memory (a series at most a second old), so no
request waits for Redis. Refuses to know what is in a room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Flask, Response, request

from core.snapshot import keys
from dashboard.api.problems import ProblemError
from dashboard.data.series import EncodedSeries, SeriesCache
from dashboard.data.snapshots import RoomCopies
from dashboard.live.messages import MAX_SYMBOL_ROOMS

GZIP_FROM_BYTES: Final = 2048
SERVER_TIME_HEADER: Final = "X-Server-Time"
"""Epoch ms on every answer, a 304 included: a page judges the age of data by this clock."""


def register_live_api(
    server: Flask, copies: RoomCopies, series: SeriesCache, now_ms: Callable[[], int]
) -> None:
    """Adds `/api/live`, `/api/live/series/<name>` and `/api/live/directory`.

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
        symbols = {name for name in names if keys.symbol_of(name) is not None}
        unknown = [name for name in names if name not in keys.ROOMS and name not in symbols]
        if unknown or not names or len(symbols) > MAX_SYMBOL_ROOMS:
            known = f"{', '.join(keys.ROOMS)}, and at most {MAX_SYMBOL_ROOMS} of symbol:CODE"
            raise ProblemError("bad-parameter", f"rooms: some of {known}")
        for name in symbols:
            copies.symbols.look(name)
        found = {name: copies.snapshot(name) for name in dict.fromkeys(names)}
        tag = ",".join(f"{name}:{room.stamp if room else 0}" for name, room in found.items())
        if request.if_none_match.contains_weak(tag):
            return _not_modified(tag)
        parts = [f'"{name}":'.encode() + (room.payload if room else b"null") for name, room in found.items()]
        body = b'{"rooms":{' + b",".join(parts) + f'}},"server_time":{now_ms()}}}'.encode()
        return _json(body, tag)

    @blueprint.get("/series/<name>")
    def one_series(name: str) -> Response:
        known = (*keys.SERIES, *keys.KEPT_SERIES.values())
        if name not in known:
            if keys.symbol_of(name) is None:
                raise ProblemError("unknown-series", f"one of {', '.join(known)}, symbol:CODE")
            copies.symbols.look(name)
        return _stored(series.get(name), b'{"date":null,"epoch":0,"lines":{}}')

    @blueprint.get("/directory")
    def directory() -> Response:
        return _stored(series.directory(), b'{"date":null,"securities":[]}')

    server.register_blueprint(blueprint)


def _stored(found: EncodedSeries | None, nothing: bytes) -> Response:
    """What is stored, compressed for those who take it; `nothing` while there is none."""
    if found is None:
        return _json(nothing, "none")
    if request.if_none_match.contains_weak(found.tag):
        return _not_modified(found.tag)
    if len(found.payload) < GZIP_FROM_BYTES or request.accept_encodings.quality("gzip") <= 0:
        response = _json(found.payload, found.tag)
    else:
        response = _json(found.packed, found.tag)
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _json(body: bytes, tag: str) -> Response:
    response = Response(body, mimetype="application/json")
    response.set_etag(tag, weak=True)
    return response


def _not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag, weak=True)
    return response
