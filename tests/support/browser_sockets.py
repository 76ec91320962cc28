"""A browser's socket without a browser. Door: `open_socket`, `subscribe`, `Crowd`."""

from __future__ import annotations

import json
import os
import selectors
import socket
import threading
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.support.webserver import WebServer


def open_socket(web: WebServer, **options: Any) -> ClientConnection:
    """A socket of a page of that server, unless options say otherwise."""
    options.setdefault("origin", web.url)
    return connect(web.url.replace("http", "ws") + "/ws/live", compression=None, max_size=None, **options)


def subscribe(ws: ClientConnection, **rooms: str | None) -> None:
    """Follows rooms, from a stamp or from the snapshot."""
    ws.send(json.dumps({"t": "sub", "rooms": rooms}))


class Crowd:
    """Many sockets of browsers that follow rooms and read what they get, in one thread. A context manager."""

    def __init__(self, web: WebServer, size: int, *rooms: str) -> None:
        """size: how many; rooms: what each follows."""
        self._selector = selectors.DefaultSelector()
        self._stop = threading.Event()
        request = json.dumps({"t": "sub", "rooms": dict.fromkeys(rooms)}).encode()
        for _ in range(size):
            sock = raw_socket(web)
            sock.sendall(masked(request))
            self._selector.register(sock, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._read, name="crowd", daemon=True)

    def _read(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(0.2):
                sock: Any = key.fileobj
                if not sock.recv(1 << 20):
                    self._selector.unregister(sock)
                    sock.close()

    def __enter__(self) -> Crowd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            sock: Any = key.fileobj
            sock.close()
        self._selector.close()


def raw_socket(web: WebServer) -> socket.socket:
    """A TCP connection after the handshake. Raises: AssertionError when it is refused."""
    sock = socket.create_connection(("127.0.0.1", web.port), timeout=10)
    sock.sendall(
        f"GET /ws/live HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\nOrigin: {web.url}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    answer = sock.recv(1024)
    assert b" 101 " in answer, answer
    return sock


def masked(text: bytes) -> bytes:
    """A client's text frame of at most 125 bytes."""
    assert len(text) < 126
    mask = os.urandom(4)
    return bytes([0x81, 0x80 | len(text)]) + mask + bytes(b ^ mask[at % 4] for at, b in enumerate(text))
