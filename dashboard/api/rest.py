"""The REST API over HTTP: routes, ETag, gzip, CORS.

Door: `RestApi`, `OPERATIONS`. Every answer comes from this process's memory (a series at most a
second old), so no request waits for the worker. Refuses to know what an answer says.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from flask import Flask, Response, redirect, request

from dashboard.api import condition, instruments, market
from dashboard.api.answers import Answer, Operation, Page, Parameters
from dashboard.api.docs import docs_page
from dashboard.api.openapi import Document, openapi_document
from dashboard.api.parameters import read_parameters
from dashboard.api.problems import PREFIX
from dashboard.api.views import Views

OPERATIONS: Final[tuple[Operation, ...]] = (
    *market.OPERATIONS,
    *instruments.OPERATIONS,
    *condition.OPERATIONS,
)

ANY_ORIGIN: Final = "*"
GZIP_FROM_BYTES: Final = 512
GZIP_LEVEL: Final = 4
"""A snapshot shrinks to a quarter within two milliseconds; more effort brings little."""
PREFLIGHT_KEPT_S: Final = 600
_EXPOSED: Final = "ETag, Link, Retry-After, X-Server-Time"


class RestApi:
    """Answers programs from the rooms of this process."""

    def __init__(self, views: Views, version: str) -> None:
        """views: what answers are made from; version: of the product."""
        self._views = views
        self._version = version

    def register(
        self,
        server: Flask,
        cors_origins: tuple[str, ...],
        asset_url: Callable[[str], str],
        theme: str,
        sockets: Document,
    ) -> None:
        """Adds every operation, the OpenAPI document, that of the sockets, and the page that shows both.

        Args:
            server: the Flask application; its errors are registered elsewhere.
            cors_origins: origins whose pages may read answers; `*` for all.
            asset_url, theme: for the page of documentation, see `docs_page`.
            sockets: AsyncAPI document of the sockets.
        """
        for operation in OPERATIONS:
            rule = re.sub(r"{(\w+)}", r"<\1>", operation.path)
            server.add_url_rule(rule, operation.name, self._route(operation), methods=["GET"])
        document = openapi_document(OPERATIONS, self._version)
        encoded, page = msgspec.json.encode(document), docs_page(document, sockets, asset_url, theme).encode()
        for name, body, media_type in (
            ("openapi.json", encoded, "application/json"),
            ("asyncapi.json", msgspec.json.encode(sockets), "application/json"),
            ("docs", page, "text/html"),
        ):
            server.add_url_rule(
                f"{PREFIX}/{name}", "api_" + name.partition(".")[0], _fixed(body, media_type), methods=["GET"]
            )
        server.add_url_rule(
            f"{PREFIX}/", "api_start", lambda: redirect(f"{PREFIX}/docs"), strict_slashes=False
        )
        server.after_request(lambda response: _allow_origin(response, cors_origins))

    def _route(self, operation: Operation) -> Callable[..., Response]:
        def route(**path: Any) -> Response:
            parameters = read_parameters(operation.parameters, request.args, path)
            view = self._views.of(operation.rooms, operation.series, by_clock=operation.by_clock)
            tag = view.tag(by_clock=operation.by_clock)
            # What may not exist is looked for first: `If-None-Match: *` is no answer to a wrong name.
            if not operation.problems and _unchanged(tag):
                return _not_modified(tag)
            answer = operation.compute(view, parameters)
            link = _turn_page(answer, parameters, path)
            response = _respond(msgspec.json.encode(answer), tag, "application/json")
            if link:
                response.headers["Link"] = link
            return response

        return route


def _fixed(body: bytes, media_type: str) -> Callable[[], Response]:
    tag = hashlib.blake2s(body, digest_size=8).hexdigest()
    return lambda: _respond(body, tag, media_type)


def _turn_page(answer: Answer, parameters: Parameters, path: dict[str, Any]) -> str:
    """Fills in the address of the next part; returns the Link header, empty for what has no parts."""
    page: Page | None = getattr(answer, "page", None)
    if page is None:
        return ""
    given = {name: value for name, value in msgspec.structs.asdict(parameters).items() if name not in path}

    def at(offset: int) -> str:
        return f"{request.path}?{urlencode({**given, 'offset': offset})}"

    links = {"first": at(0)}
    if page.offset > 0:
        links["prev"] = at(max(0, page.offset - page.limit))
    if page.offset + page.limit < page.total:
        links["next"] = page.next = at(page.offset + page.limit)
    return ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())


def _unchanged(tag: str) -> bool:
    return request.if_none_match.contains_weak(tag)


def _not_modified(tag: str) -> Response:
    return _described(Response(status=304), tag)


def _respond(body: bytes, tag: str, media_type: str) -> Response:
    """The whole answer, compressed for those who take it, or 304."""
    if _unchanged(tag):
        return _not_modified(tag)
    packed = len(body) >= GZIP_FROM_BYTES and request.accept_encodings.quality("gzip") > 0
    response = Response(gzip.compress(body, GZIP_LEVEL, mtime=0) if packed else body, mimetype=media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return _described(response, tag)


def _described(response: Response, tag: str) -> Response:
    # Weak: the packed and the plain form say the same with other bytes.
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.vary.add("Accept-Encoding")
    return response


def _allow_origin(response: Response, origins: tuple[str, ...]) -> Response:
    """Lets pages of the set origins read what is under `/api`; never with a browser's credentials."""
    if not origins or not request.path.startswith(f"{PREFIX}/"):
        return response
    origin = request.headers.get("Origin", "")
    if ANY_ORIGIN in origins:
        response.headers["Access-Control-Allow-Origin"] = ANY_ORIGIN
    else:
        response.vary.add("Origin")
        if origin.lower() not in origins:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT_S)
    return response
