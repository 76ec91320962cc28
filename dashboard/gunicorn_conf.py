"""How gunicorn runs the web process.

A socket holds a thread for as long as it is open, so there are as many threads as sockets plus
some for requests: a full house never keeps `/health` waiting. On stop every socket is sent
away with close code 1012 at once. Read by gunicorn; refuses to know routes.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

from dashboard import process
from dashboard.settings import load_settings

REQUEST_THREADS = 32
KEPT_ALIVE_CONNECTIONS = 512

_settings = load_settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_processes
worker_class = "dashboard.worker.Worker"
threads = _settings.live_max_connections + REQUEST_THREADS
worker_connections = threads + KEPT_ALIVE_CONNECTIONS
keepalive = 15
graceful_timeout = 3
timeout = 60
preload_app = False
# It would put a socket into the home directory, the same one for every copy of the product.
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = _settings.log_level.lower()
proc_name = "vnmarket-web"


def post_worker_init(worker: Any) -> None:
    """On the signal to stop, first send the browsers away, then let gunicorn finish."""
    finish = signal.getsignal(signal.SIGTERM)

    def stop(signum: int, frame: FrameType | None) -> None:
        process.of(worker.wsgi).stop()
        if callable(finish):
            finish(signum, frame)

    signal.signal(signal.SIGTERM, stop)
