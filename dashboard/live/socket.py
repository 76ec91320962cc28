"""The route `/ws/live`: who may open a socket, and what a browser may say on it.

Admission (Origin, places) is decided before the upgrade. flask-sock does the handshake and
simple-websocket reads; every byte it wants to write (pong, close) goes through the connection's
mailbox, so a frame in flight is never torn. One thread per socket: the request's own. Door:
`register_live`. Refuses to know Redis and the rooms' contents.

Inbound: at most 4 KB a message and two messages a second (twenty in a burst). Refusals:
HTTP 403 wrong Origin, 429 too many from one address, 503 full; close 1009 too big, 4400 not a
message of the protocol, 4408 no sign of life, 4429 too many messages, 1012 the process restarts.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Flask, Response, request
from flask_sock import Sock
from simple_websocket import Server

from dashboard.live import framing
from dashboard.live.connection import Connection, tune
from dashboard.live.manager import ConnectionManager
from dashboard.live.messages import (
    Hello,
    Hidden,
    Ping,
    Pong,
    Subscribe,
    Unsubscribe,
    Visible,
    decode_request,
    encode,
    known_rooms,
)

PATH: Final = "/ws/live"
MAX_MESSAGE_BYTES: Final = 4096
MESSAGES_PER_S: Final = 2.0
MESSAGE_BURST: Final = 20.0
LINGER_S: Final = 1.0

_DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def register_live(
    server: Flask,
    manager: ConnectionManager,
    *,
    allowed_origins: tuple[str, ...],
    version: str,
    now_ms: Callable[[], int],
) -> None:
    """Adds `/ws/live` to the server.

    Args:
        server: the Flask application.
        manager: where sockets are registered.
        allowed_origins: origins allowed to open a socket beside this host's own.
        version: of the product, told in `hello`.
        now_ms: wall clock, epoch ms.
    """
    blueprint = Blueprint("live", __name__)
    # Read in the request's own thread: one thread per socket instead of two.
    server.config["SOCK_SERVER_OPTIONS"] = {
        "max_message_size": MAX_MESSAGE_BYTES,
        "thread_class": _ReadInPlace,
    }

    def admit() -> Response | None:
        if not origin_allowed(request.headers.get("Origin"), request.host, request.scheme, allowed_origins):
            manager.counters["refused_origin"] += 1
            return Response("origin not allowed\n", 403, mimetype="text/plain")
        # Compressed input would let 4 KB on the wire grow a thousandfold before it is measured.
        request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        refusal = manager.admit(request.remote_addr or "")
        if refusal is None:
            return None
        manager.counters[f"refused_{refusal}"] += 1
        status = 429 if refusal == "address" else 503
        return Response(f"{refusal}\n", status, {"Retry-After": "5"}, mimetype="text/plain")

    def live(ws: Server) -> None:
        _Session(ws, manager, version, now_ms).run()

    def give_back(_: BaseException | None) -> None:
        if request.environ.pop("vnmarket.admitted", False):
            manager.release(request.remote_addr or "")

    def admit_and_note() -> Response | None:
        refused = admit()
        if refused is None:
            request.environ["vnmarket.admitted"] = True
        return refused

    blueprint.before_request(admit_and_note)
    blueprint.teardown_request(give_back)
    Sock().route(PATH, bp=blueprint)(live)
    server.register_blueprint(blueprint)


def origin_allowed(origin: str | None, host: str, scheme: str, allowed: tuple[str, ...]) -> bool:
    """Whether a page of that origin may open a socket.

    Args:
        origin: the Origin header; a browser always sends one.
        host: the Host header.
        scheme: of the request, for the default port.
        allowed: further origins, lower case, without a trailing slash.
    """
    if origin is None:
        return False
    origin = origin.lower().rstrip("/")
    if origin in allowed:
        return True
    try:
        page, here = urlsplit(origin), urlsplit(f"{scheme}://{host.lower()}")
        page_port = page.port or _DEFAULT_PORTS.get(page.scheme)
        # Behind a proxy that ends TLS the scheme differs; the default ports then stand for each other.
        here_port = here.port or _DEFAULT_PORTS.get(page.scheme)
    except ValueError:
        return False
    return page.scheme in ("http", "https") and page.hostname == here.hostname and page_port == here_port


class Allowance:
    """A token bucket: how many messages may still come. Times in monotonic seconds."""

    def __init__(self, rate_per_s: float, burst: float, now_s: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._at_s = now_s

    def take(self, now_s: float) -> bool:
        """Whether one more is allowed now."""
        self._tokens = min(self._burst, self._tokens + (now_s - self._at_s) * self._rate_per_s)
        self._at_s = now_s
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True


class _ReadInPlace:
    """Stands in for the reader thread of simple-websocket: `run` reads in the caller's thread."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.name = ""
        self.run = target

    def start(self) -> None:
        """Nothing yet: the route runs it when the outlet is in place."""


class _Session:
    """One open socket, in its reader's thread. Stands in for the socket and for the event of
    simple-websocket, so that what it writes and what it reads pass through here."""

    def __init__(
        self, ws: Server, manager: ConnectionManager, version: str, now_ms: Callable[[], int]
    ) -> None:
        self._ws = ws
        self._sock: socket.socket = ws.sock
        self._manager = manager
        self._now_ms = now_ms
        self._allowance = Allowance(MESSAGES_PER_S, MESSAGE_BURST, time.monotonic())
        tune(self._sock)
        greeting = framing.text_frame(encode(Hello(version=version, server_time=now_ms())))
        self._connection: Connection = manager.open(self._sock, request.remote_addr or "", greeting)

    def run(self) -> None:
        """Reads until the socket ends, then lets go of it."""
        self._ws.sock = self
        self._ws.event = self
        try:
            self._ws.thread.run()
        finally:
            self.close()

    # the socket, as simple-websocket sees it

    def recv(self, size: int) -> bytes:
        """Bytes from the peer; any byte is a sign of life."""
        data = self._sock.recv(size)
        self._connection.heard_at_s = time.monotonic()
        return data

    def send(self, wire: bytes) -> int:
        """A pong or close frame: into the mailbox, behind the frame in flight."""
        if self._allowed():
            self._manager.control(self._connection, bytes(wire))
        return len(wire)

    def close(self) -> None:
        """Waits for the writer to let go, then closes so that the peer still gets the last frame."""
        self._manager.remove(self._connection)
        self._connection.gone.wait(LINGER_S)
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)
            self._sock.settimeout(LINGER_S)
            deadline_s = time.monotonic() + LINGER_S
            while self._sock.recv(4096) and time.monotonic() < deadline_s:
                pass
        with contextlib.suppress(OSError):
            self._sock.close()

    # the event, as simple-websocket sees it

    def set(self) -> None:
        """Something came (or the socket ended): take every complete message."""
        while self._ws.input_buffer:
            text = self._ws.input_buffer.pop(0)
            if self._allowed():
                self._take(text)

    def clear(self) -> None:
        """Nothing waits on this event."""

    def wait(self, timeout: float | None = None) -> bool:
        """Nothing waits on this event."""
        return False

    def _allowed(self) -> bool:
        if self._allowance.take(time.monotonic()):
            return True
        self._manager.close(self._connection, framing.TOO_MANY_MESSAGES, "too many messages")
        return False

    def _take(self, text: Any) -> None:
        try:
            message = decode_request(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._manager.counters["malformed"] += 1
            self._manager.close(self._connection, framing.MALFORMED, "not a message of this protocol")
            return
        connection = self._connection
        match message:
            case Subscribe(rooms):
                self._manager.follow(connection, known_rooms(rooms))
            case Unsubscribe(names):
                self._manager.unfollow(connection, names)
            case Hidden():
                self._manager.set_visible(connection, False)
            case Visible():
                self._manager.set_visible(connection, True)
            case Ping():
                pong = encode(Pong(server_time=self._now_ms()))
                self._manager.control(connection, framing.text_frame(pong))
            case Pong():
                pass
