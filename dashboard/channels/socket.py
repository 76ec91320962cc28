"""The routes of the channels: the token, and what a program may say (nothing else).

Door: `register_channels`, `PublicSockets`. Refuses to know who may open a socket (`live/gate.py`), how it
is read (`live/reader.py`) and what a channel carries.

Refusals: HTTP 401 wrong token, 403 Origin of a foreign page (a program sends none), 429 too many from one
address, 503 full; close 1009 too big, 4400 anything but the token, 4401 no token or a wrong one, 4408 no
pong, 4429 too many messages or pings, 1012 the process restarts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec
from flask import Blueprint, Flask, Response, request
from flask_sock import Sock
from simple_websocket import Server

from dashboard.channels.messages import ChannelHello, decode_token, encode
from dashboard.channels.publisher import ChannelPublisher
from dashboard.channels.sources import CHANNELS, Channel
from dashboard.channels.token import AccessToken, offered_token, scrub
from dashboard.live import framing
from dashboard.live.admission import PROGRAM
from dashboard.live.connection import Heartbeat, tune
from dashboard.live.gate import PREFIX, Gate
from dashboard.live.manager import ConnectionManager
from dashboard.live.reader import SOCKET_OPTIONS, SocketReader

TOKEN_WITHIN_S: Final = 5.0
"""A program that sent no token with its handshake has so long to send it as its first message."""


class PublicSockets(NamedTuple):
    """How programs' sockets are run. interval_ms: least time between two updates of a channel;
    heartbeat_interval_s, heartbeat_timeout_s: of silence before a ping, of waiting for its pong;
    queue_size: updates kept for a slow socket."""

    token: AccessToken
    interval_ms: int
    heartbeat_interval_s: float
    heartbeat_timeout_s: float
    queue_size: int


def register_channels(
    server: Flask,
    manager: ConnectionManager,
    publisher: ChannelPublisher,
    gate: Gate,
    rules: PublicSockets,
    *,
    version: str,
    now_ms: Callable[[], int],
) -> None:
    """Adds every channel to the server.

    Args:
        server: the Flask application.
        manager: where sockets are registered.
        publisher: what feeds them.
        gate: who may open one.
        rules: how they are run.
        version: of the product, told in `hello`.
        now_ms: wall clock, epoch ms.
    """
    blueprint = Blueprint("channels", __name__)
    server.config["SOCK_SERVER_OPTIONS"] = SOCKET_OPTIONS
    heartbeat = Heartbeat(rules.heartbeat_interval_s, rules.heartbeat_timeout_s, framing.ping_frame())

    def hide_token() -> None:
        if request.path.startswith(PREFIX):
            scrub(request.environ)

    def token_refusal() -> Response | None:
        offered = offered_token(request.environ)
        if offered is None or rules.token.admits(offered):
            return None
        manager.counters["refused_token"] += 1
        return Response("wrong token\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")

    def hello(channel: Channel) -> bytes:
        message = ChannelHello(
            channel.name,
            version,
            now_ms(),
            rules.interval_ms,
            rules.heartbeat_interval_s,
            rules.heartbeat_timeout_s,
            rules.queue_size,
        )
        return framing.text_frame(encode(message))

    def route(channel: Channel) -> Callable[[Server], None]:
        def listen(ws: Server) -> None:
            tune(ws.sock)
            known = not rules.token.needed or offered_token(request.environ) is not None
            connection = manager.open_program(ws.sock, rules.queue_size, heartbeat)
            session = _Session(
                ws,
                manager,
                connection,
                rules.token,
                lambda: publisher.join(connection, channel.name, hello(channel)),
            )
            try:
                session.listen(known)
            finally:
                if session.joined:
                    publisher.leave(channel.name)

        listen.__name__ = channel.name
        return listen

    # Of the whole server, so that it also comes before the refusal of a request that is no handshake.
    server.before_request(hide_token)
    gate.guard(blueprint, PROGRAM, origin_needed=False, further=token_refusal)
    sock = Sock()
    for channel in CHANNELS:
        sock.route(channel.path, bp=blueprint)(route(channel))
    server.register_blueprint(blueprint)


class _Session(SocketReader):
    """One program: it says its token, if at all, and listens."""

    def __init__(
        self,
        ws: Server,
        manager: ConnectionManager,
        connection: Any,
        token: AccessToken,
        join: Callable[[], None],
    ) -> None:
        super().__init__(ws, manager, connection)
        self._token = token
        self._join = join
        self._deadline_s = time.monotonic() + TOKEN_WITHIN_S
        self.joined = False

    def listen(self, known: bool) -> None:
        """Runs until the socket ends; known: the right token came with the handshake."""
        if known:
            self._begin()
        self.run()

    def recv(self, size: int) -> bytes:
        """Bytes from the peer; before the token only as long as it may take."""
        if self.joined:
            return super().recv(size)
        self._sock.settimeout(max(0.001, self._deadline_s - time.monotonic()))
        try:
            return super().recv(size)
        except TimeoutError:
            self.refuse(framing.UNAUTHORISED, "no token")
            raise

    def take(self, text: Any) -> None:
        """The token; anything else is refused. A token nobody asked for is left alone."""
        try:
            offered = decode_token(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._manager.counters["malformed"] += 1
            self.refuse(framing.MALFORMED, "not a message of this protocol")
            return
        if self.joined:
            return
        if self._token.admits(offered):
            self._begin()
        else:
            self._manager.counters["refused_token"] += 1
            self.refuse(framing.UNAUTHORISED, "wrong token")

    def _begin(self) -> None:
        self._sock.settimeout(None)
        self.joined = True
        self._join()
