"""The gunicorn worker: its threads end when idle, and a request's head must come in time.

gunicorn waits for the first byte of a request without a thread, but for the rest of its head with one
and for ever: as many peers as there are threads, each sending half a line, would end all service. Door:
`Worker` (named in `gunicorn_conf.py`). Refuses to know the application.
"""

from __future__ import annotations

import contextlib
import socket
import time
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from dashboard.thread_pool import ThreadPool

HEAD_WITHIN_S: Final = 10.0
"""From the first byte of a request to the end of its head."""


class Worker(ThreadWorker):
    """gthread, guarded."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._heads: dict[Any, float] = {}
        """Connections whose head is being read -> since when. Each entry is its own thread's."""

    def get_thread_pool(self) -> ThreadPool:
        """As many threads as the settings say, no more than are needed."""
        return ThreadPool(self.cfg.threads)

    def handle(self, conn: Any) -> Any:
        """A request from its first byte on."""
        self._heads[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._heads.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The head is complete: from here on the application decides how long it takes."""
        self._heads.pop(conn, None)
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """Called about once a second."""
        super().notify()
        late_s = time.monotonic() - HEAD_WITHIN_S
        for conn, since_s in list(self._heads.items()):
            if since_s < late_s:
                # Its thread reads the end of the stream and gives up.
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
