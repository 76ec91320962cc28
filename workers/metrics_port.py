"""`/metrics` and `/health` of a worker, in its own event loop: who gets an answer knows that it turns.

One request a connection, each within `PATIENCE_S`, at most `MOST_AT_ONCE` at once. A port that cannot be
had is logged and the work goes on: the market does not wait for its figures. Door: `serve_metrics`.
Refuses to know the figures.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

PATIENCE_S: Final = 2.0
MOST_AT_ONCE: Final = 16
MAX_HEAD_BYTES: Final = 8192

_CLIENTS_OWN: Final = (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
"""What a client does to itself."""

logger = logging.getLogger(__name__)


class Answer(NamedTuple):
    """What a path answers with."""

    content_type: str
    body: bytes


_NOTHING: Final = Answer("text/plain", b"not here\n")
Routes = Mapping[str, Callable[[], Answer]]


async def serve_metrics(host: str, port: int, routes: Routes, stop: asyncio.Event) -> None:
    """Answers until `stop` is set.

    Args:
        host, port: where.
        routes: path -> what makes the answer.
        stop: ends it.
    """
    places = asyncio.Semaphore(MOST_AT_ONCE)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(*_CLIENTS_OWN):
            if not places.locked():
                async with places, asyncio.timeout(PATIENCE_S):
                    writer.write(_response(await reader.readuntil(b"\r\n\r\n"), routes))
                    await writer.drain()
        writer.close()

    try:
        server = await asyncio.start_server(answer, host, port, limit=MAX_HEAD_BYTES)
    except OSError as error:
        reason = error.strerror or error
        logger.error("no /metrics at %s:%d (%s); WORKER_METRICS_PORT names another", host, port, reason)
        return
    logger.info("/metrics and /health at http://%s:%d/", host, port)
    async with server:
        await stop.wait()


def _response(head: bytes, routes: Routes) -> bytes:
    method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
    route = routes.get(rest.partition(" ")[0].partition("?")[0]) if method in ("GET", "HEAD") else None
    status, answer = ("404 Not Found", _NOTHING) if route is None else ("200 OK", route())
    lines = (
        f"HTTP/1.1 {status}", f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}",
        "Cache-Control: no-store", "Connection: close", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode("latin-1") + (b"" if method == "HEAD" else answer.body)
