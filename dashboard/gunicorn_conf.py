"""How gunicorn runs the web process.

A socket holds a thread for as long as it is open, so there are as many threads as sockets plus
some for requests; probes have a port of their own, whose socket the master opens and every process
answers on. On stop every socket is sent away with close code 1012 at once.

The master imports the libraries before the first fork: a process that begins anew (a reload, a death)
then serves in a third of the time, and that is how long its pages wait. Of our own code the master
imports only what is named at the top here; all else is read anew by each process, so that a reload
brings new code. Read by gunicorn; refuses to know routes.
"""

from __future__ import annotations

import importlib
import os
import signal
import socket
from types import FrameType
from typing import Any

from core.errors import SettingsError
from dashboard.monitor.blackboard import Blackboard
from dashboard.monitor.health_port import open_listener
from dashboard.settings import load_settings

LIBRARIES = (
    "dash", "dash_bootstrap_components", "flask_sock", "prometheus_client", "psycopg",
    "pydantic_settings", "redis",
)  # fmt: skip
"""What takes time to import; none of them starts a thread or opens anything."""
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


def on_starting(server: Any) -> None:
    """What every process is to inherit: the libraries, the health port's socket, the memory for figures."""
    for library in LIBRARIES:
        importlib.import_module(library)
    server.health_listener = _health_listener(server.log)
    # Old and new processes of a reload are there at once, and some may be on their way out.
    server.blackboard = Blackboard(3 * _settings.web_processes + 2)


def _health_listener(log: Any) -> socket.socket | None:
    host, port = _settings.health_host, _settings.own_health_port
    try:
        listener = open_listener(host, port)
    except OSError as error:
        if _settings.health_port is not None:
            raise SettingsError(f"HEALTH_PORT: {host}:{port} cannot be had ({error.strerror})") from None
        log.warning("%s:%d cannot be had: no /metrics until HEALTH_PORT names another port", host, port)
        return None
    log.info("/health, /ready and /metrics at http://%s:%d/", host, port)
    return listener


def pre_fork(server: Any, worker: Any) -> None:
    """A place for the figures of the process that is about to be."""
    worker.figures_slot = server.blackboard.claim(worker.age)


def post_fork(server: Any, worker: Any) -> None:
    """What the process inherits."""
    worker.blackboard, worker.health_listener = server.blackboard, server.health_listener


def child_exit(server: Any, worker: Any) -> None:
    """In the master, whatever ended the process: what it counted stays in the sums."""
    server.blackboard.bury(worker.age)


def worker_exit(server: Any, worker: Any) -> None:
    """In the process, when it ends in good order: its last figures."""
    if worker.booted and os.getpid() == worker.pid:
        _process_of(worker).monitor.report()


def post_worker_init(worker: Any) -> None:
    """Begins to report and to answer. On the signal to stop, first send the browsers away, then let
    gunicorn finish."""
    running = _process_of(worker)
    monitor = running.monitor
    monitor.share(worker.blackboard, worker.figures_slot)
    if worker.health_listener is not None:
        monitor.serve(worker.health_listener)
    finish = signal.getsignal(signal.SIGTERM)

    def stop(signum: int, frame: FrameType | None) -> None:
        running.stop()
        if callable(finish):
            finish(signum, frame)

    signal.signal(signal.SIGTERM, stop)


def _process_of(worker: Any) -> Any:
    from dashboard import process

    return process.of(worker.wsgi)
