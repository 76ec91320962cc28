"""Clients of the product's sockets for tests.

Door: `open_channel`, `connect_to`, `receive`, `close_code`, `of_type`. Refuses to know what a message
should say.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.webserver import WebServer


def open_channel(web: WebServer, channel: str, query: str = "", **options: Any) -> ClientConnection:
    """A program's socket, without Origin as programs are, at /ws/<channel>."""
    return connect_to(f"{web.url.replace('http', 'ws')}/ws/{channel}{query}", **options)


def connect_to(address: str, **options: Any) -> ClientConnection:
    """A socket without limits of the client's own."""
    return connect(address, compression=None, max_size=None, proxy=None, **options)


def receive(ws: ClientConnection, wanted: Callable[[Any], bool], within_s: float = 5.0) -> Any:
    """The first message that is wanted; others are passed over."""
    deadline = time.monotonic() + within_s
    while True:
        message = json.loads(ws.recv(timeout=max(0.01, deadline - time.monotonic())))
        if wanted(message):
            return message


def of_type(kind: str) -> Callable[[Any], bool]:
    """Messages of a channel with that `type`."""
    return lambda message: message["type"] == kind


def close_code(ws: ClientConnection, *messages: str, within_s: float = 5.0) -> int | None:
    """The server's close code, after saying something; None when it only hung up."""
    try:
        for message in messages:
            ws.send(message)
        receive(ws, lambda message: False, within_s)
    except ConnectionClosed as closed:
        return None if closed.rcvd is None else closed.rcvd.code
    return None
