"""HTTP/1.1 on the port's connections, and the way from a request to an upgraded socket.

Door: `Request`, `Response`, `read_head`, `parse_request`, `write_response`. Refuses to know
paths. The head is read as bytes first, because an upgrade hands exactly these bytes to the
WebSocket protocol.
"""

from __future__ import annotations

import asyncio
import re
from urllib.parse import parse_qsl

import h11
import msgspec

MAX_HEAD_BYTES = 16 * 1024
MAX_BODY_BYTES = 64 * 1024
_READ_BYTES = 64 * 1024
_DOUBLED_SLASHES = re.compile("//+")
_HEAD_END = b"\r\n\r\n"
_REASONS = {
    200: b"OK",
    400: b"Bad Request",
    401: b"Unauthorized",
    403: b"Forbidden",
    404: b"Not Found",
    405: b"Method Not Allowed",
    429: b"Too Many Requests",
    500: b"Internal Server Error",
    502: b"Bad Gateway",
    503: b"Service Unavailable",
}


class BadRequest(Exception):
    """The bytes are not an HTTP request this server takes."""


class Request(msgspec.Struct, frozen=True):
    """One HTTP request. `path` has doubled slashes folded; header names are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def upgrades(self) -> bool:
        """Whether it asks for a WebSocket."""
        return self.headers.get("upgrade", "").lower() == "websocket"


class Response(msgspec.Struct, frozen=True):
    """One answer."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


async def read_head(reader: asyncio.StreamReader, rest: bytes) -> bytes:
    """Bytes up to and including the end of a request's head, and whatever came with them.

    Args:
        rest: bytes already read after the previous request.
    Returns: b"" when the client went away between requests.
    Raises: BadRequest when the head is too large or breaks off.
    """
    data = rest
    while _HEAD_END not in data:
        if len(data) > MAX_HEAD_BYTES:
            raise BadRequest("head too large")
        more = await reader.read(_READ_BYTES)
        if not more:
            if data:
                raise BadRequest("connection ended inside a head")
            return b""
        data += more
    return data


async def parse_request(
    connection: h11.Connection, reader: asyncio.StreamReader, data: bytes
) -> tuple[Request, bytes]:
    """The request that begins with `data`, and the bytes that came after it.

    Raises: BadRequest for anything that is not HTTP, or too large.
    """
    head: h11.Request | None = None
    body = b""
    try:
        connection.receive_data(data)
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(await reader.read(_READ_BYTES))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
                if len(body) > MAX_BODY_BYTES:
                    raise BadRequest("body too large")
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _request(head, body), connection.trailing_data[0]
            else:
                raise BadRequest("no request")
    except h11.ProtocolError as error:
        raise BadRequest(str(error)) from error


def _request(head: h11.Request, body: bytes) -> Request:
    path, _, query = head.target.decode("latin-1").partition("?")
    return Request(
        head.method.decode("latin-1"),
        _DOUBLED_SLASHES.sub("/", path),
        dict(parse_qsl(query, keep_blank_values=True)),
        {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers},
        body,
    )


def write_response(connection: h11.Connection, response: Response, date: str) -> bytes:
    """The bytes of an answer.

    Args:
        date: the `Date` header, real time.
    """
    headers = [
        ("Date", date),
        ("Server", "Microsoft-IIS/10.0"),
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        *response.headers,
    ]
    head = h11.Response(
        status_code=response.status, headers=headers, reason=_REASONS.get(response.status, b"")
    )
    parts = [
        connection.send(head),
        connection.send(h11.Data(data=response.body)),
        connection.send(h11.EndOfMessage()),
    ]
    return b"".join(part for part in parts if part)
