"""The route `/ws/live`: what a browser may say on it.

Door: `register_live`. Refuses to know who may open a socket (`gate.py`), how it is read (`reader.py`),
Redis and the rooms' contents.

A page says in the address what it begins with, `?rooms=board,status`: a first `sub` without its round trip.

Refusals: HTTP 403 wrong Origin, 429 too many from one address, 503 full; close 1009 too big, 4400 not a
message of the protocol, 4408 no sign of life, 4429 too many messages, 1012 the process restarts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from flask import Blueprint, Flask, request
from flask_sock import Sock
from simple_websocket import Server

from dashboard.live import framing
from dashboard.live.admission import BROWSER
from dashboard.live.connection import tune
from dashboard.live.gate import PREFIX, Gate
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
from dashboard.live.reader import SOCKET_OPTIONS, SocketReader

PATH: Final = f"{PREFIX}live"


def register_live(
    server: Flask, manager: ConnectionManager, gate: Gate, *, version: str, now_ms: Callable[[], int]
) -> None:
    """Adds `/ws/live` to the server.

    Args:
        server: the Flask application.
        manager: where sockets are registered.
        gate: who may open one.
        version: of the product, told in `hello`.
        now_ms: wall clock, epoch ms.
    """
    blueprint = Blueprint("live", __name__)
    server.config["SOCK_SERVER_OPTIONS"] = SOCKET_OPTIONS

    def live(ws: Server) -> None:
        tune(ws.sock)
        greeting = framing.text_frame(encode(Hello(version=version, server_time=now_ms())))
        session = _Session(ws, manager, greeting, now_ms)
        session.follow(dict.fromkeys(request.args.get("rooms", "").split(",")))
        session.run()

    gate.guard(blueprint, BROWSER, origin_needed=True)
    Sock().route(PATH, bp=blueprint)(live)
    server.register_blueprint(blueprint)


class _Session(SocketReader):
    """What one browser asks for."""

    def __init__(
        self, ws: Server, manager: ConnectionManager, greeting: bytes, now_ms: Callable[[], int]
    ) -> None:
        super().__init__(ws, manager, manager.open(ws.sock, greeting))
        self._now_ms = now_ms

    def follow(self, rooms: dict[str, str | None]) -> None:
        """Follows rooms, by name, from the stamp last seen or, where it is None, from a snapshot."""
        self._manager.follow(self._connection, known_rooms(rooms))

    def take(self, text: Any) -> None:
        """Does what a message asks for."""
        try:
            message = decode_request(text)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._manager.counters["malformed"] += 1
            self.refuse(framing.MALFORMED, "not a message of this protocol")
            return
        connection = self._connection
        match message:
            case Subscribe(rooms):
                self.follow(rooms)
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
