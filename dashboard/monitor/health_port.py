"""A small HTTP server on a port of its own: answers when the dashboard's port has no thread left.

gunicorn's master opens the socket once (`open_listener`), every web process inherits it and answers on
it in threads of its own, whichever is free first: a process that hangs or dies takes no answer with it.
One request a connection, at most `MOST_AT_ONCE` of them, each within `PATIENCE_S`. Door: `HealthPort`,
`open_listener`. Refuses to know what the answers say.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, NamedTuple

PATIENCE_S: Final = 2.0
MOST_AT_ONCE: Final = 32
_BACKLOG: Final = 128


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    content_type: str
    body: bytes


Routes = Mapping[str, Callable[[], Answer]]


def open_listener(host: str, port: int) -> socket.socket:
    """The listening socket. Raises: OSError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=_BACKLOG)


class HealthPort:
    """Serves routes on an inherited socket."""

    def __init__(self, listener: socket.socket, routes: Routes) -> None:
        """listener: from `open_listener`; routes: path -> what answers it."""
        self._server = _Server(listener, routes)
        self._thread = threading.Thread(target=self._serve, name="health-port", daemon=True)

    def start(self) -> None:
        """Starts answering."""
        self._thread.start()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, listener: socket.socket, routes: Routes) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        # Several processes wait for the same connection; who comes late must not wait for the next.
        self.socket.setblocking(False)
        self.routes = routes
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = self.socket.accept()
        connection.settimeout(PATIENCE_S)
        return connection, address

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own business."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE_S
    server_version = "vnmarket"
    sys_version = ""

    def do_GET(self) -> None:
        found = self.server.routes.get(self.path.partition("?")[0])
        answer = Answer(404, "text/plain", b"not here\n") if found is None else found()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Probes come every few seconds; nobody wants to read of them."""

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()
