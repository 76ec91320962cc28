"""Everything that can go wrong under `/api`, told in one shape: RFC 9457 problem details.

Door: `KINDS`, `ProblemError`, `problem`, `register_problems`. A kind's `type` leads to its
paragraph in `/api/docs`. Refuses to know what was asked for.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter

PREFIX: Final = "/api"
MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 2
"""A worker that starts has written its first rooms within about two seconds."""


class Kind(NamedTuple):
    """A sort of problem. status: of HTTP; about: what it means and what to do."""

    status: int
    title: str
    about: str


KINDS: Final[dict[str, Kind]] = {
    "bad-parameter": Kind(
        400,
        "bad parameter",
        "A query parameter is unknown, repeated or not what it may be; `errors` names it.",
    ),
    "not-found": Kind(404, "not found", "No resource has this address."),
    "unknown-symbol": Kind(404, "unknown symbol", "Neither a share nor a future that the feed shows today."),
    "unknown-index": Kind(404, "unknown index", "The feed sends no index of this name."),
    "unknown-series": Kind(404, "unknown series", "No room has a series of this name."),
    "method-not-allowed": Kind(
        405, "method not allowed", "Everything here is read only; `Allow` names the methods."
    ),
    "internal-error": Kind(500, "internal error", "A fault of the server; it is logged there."),
    "no-data-yet": Kind(
        503,
        "no data yet",
        "The worker has not written what this answer is made of; try again after `Retry-After`.",
    ),
}


class ParameterProblem(msgspec.Struct):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Problem(msgspec.Struct, omit_defaults=True):
    """Why there is no answer (RFC 9457). `errors` names the parameters when they are the reason."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ParameterProblem] = []


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, kind: str, detail: str, errors: list[ParameterProblem] | None = None) -> None:
        """kind: a key of `KINDS`; detail: a sentence for whoever asked."""
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors or []


def problem(kind: str, detail: str, errors: list[ParameterProblem] | None = None) -> Response:
    """The answer that tells a problem.

    Args:
        kind: a key of `KINDS`.
        detail: a sentence for whoever asked.
        errors: parameter by parameter, when they are the reason.
    """
    known = KINDS[kind]
    return _told(f"{PREFIX}/docs#problem-{kind}", known.title, known.status, detail, errors)


def _told(
    kind: str, title: str, status: int, detail: str, errors: list[ParameterProblem] | None = None
) -> Response:
    body = Problem(kind, title, status, detail, request.path, errors or [])
    response = Response(msgspec.json.encode(body), status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


class _Anything(BaseConverter):
    """The rest of an address whatever it is; what Flask's `path` leaves out is a leading slash."""

    regex = ".*?"
    part_isolating = False
    weight = 300
    """After every other rule."""


def register_problems(server: Flask) -> None:
    """Answers every error under `/api` with a problem, also those of the router and our own faults.

    Args:
        server: the Flask application; its other paths keep their pages.
    """

    def unknown(rest: str) -> Response:
        return problem("not-found", f"nothing is at {PREFIX}/{rest}")

    # Otherwise Dash's own catch-all would answer a mistyped address with the board's page.
    server.url_map.converters["anything"] = _Anything
    server.add_url_rule(f"{PREFIX}/<anything:rest>", "api_unknown", unknown, methods=["GET"])

    @server.errorhandler(ProblemError)
    def refused(error: ProblemError) -> Response:
        return problem(error.kind, error.detail, error.errors)

    @server.errorhandler(HTTPException)
    def failed(error: HTTPException) -> Any:
        status = error.code or 500
        if not request.path.startswith(f"{PREFIX}/") or status < 400:
            return error
        if isinstance(error, MethodNotAllowed):
            return _method_not_allowed(server, error)
        if status == 404:
            return problem("not-found", f"nothing is at {request.path}")
        if status == 500:
            return problem("internal-error", "the server failed; the fault is in its log")
        # RFC 9457: a problem that says no more than its status has this type and the status's own title.
        return _told("about:blank", error.name, status, error.description or error.name)


def _method_not_allowed(server: Flask, error: MethodNotAllowed) -> Response:
    adapter = server.create_url_adapter(request)
    if adapter is not None and adapter.match(method="GET")[0] == "api_unknown":
        return problem("not-found", f"nothing is at {request.path}")
    allowed = ", ".join(sorted(error.valid_methods or ()))
    answer = problem("method-not-allowed", f"{request.method} is not among {allowed}")
    answer.headers["Allow"] = allowed
    return answer
