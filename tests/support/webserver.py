"""The real web process for tests: gunicorn as in production, and a proxy that cuts sockets.

Door: `WebServer`, `TcpProxy`. Refuses to know pages.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from core.snapshot import keys
from tests.support.polling import eventually

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_S = 90.0
STOP_WITHIN_S = 8.0
_REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def free_port() -> int:
    """A TCP port that is free now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class WebServer:
    """`gunicorn dashboard.wsgi:create_wsgi()` in a process of its own. A context manager."""

    def __init__(
        self,
        redis_url: str,
        folder: Path,
        port: int | None = None,
        application: str = "dashboard.wsgi:create_wsgi()",
        **settings: str,
    ) -> None:
        """folder: working directory without a `.env`; application: what gunicorn calls; settings: further
        variables, lower case."""
        self.application = application
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.health_port = free_port()
        self.health_url = f"http://127.0.0.1:{self.health_port}"
        self.log = folder / f"web-{self.port}.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        self._environment = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "REDIS_URL": redis_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "HEALTH_PORT": str(self.health_port),
            **{name.upper(): value for name, value in settings.items()},
        }
        self._folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> WebServer:
        """Starts it and waits for its first answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable, "-m", "gunicorn", "--config", "python:dashboard.gunicorn_conf",
                    self.application,
                ],
                cwd=self._folder, env=self._environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        eventually(self._answers, within_s=START_WITHIN_S, what=f"the web process ({self.log})")
        return self

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return httpx.get(f"{self.url}/health", timeout=2).status_code in (200, 503)
        except httpx.HTTPError:
            return False

    def showing(self, epoch: int) -> WebServer:
        """Waits until it shows the rooms of the writer with that epoch."""

        def epochs() -> set[int]:
            rooms = httpx.get(f"{self.url}/api/live?rooms={','.join(keys.ROOMS)}").json()["rooms"]
            return {room["epoch"] if room else 0 for room in rooms.values()}

        eventually(lambda: epochs() == {epoch}, what="the market of this test")
        eventually(lambda: httpx.get(f"{self.url}/health").status_code == 200, what="a healthy process")
        return self

    def reload(self) -> None:
        """Replaces the worker process, as a deployment does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGHUP)

    def stop(self) -> float:
        """Ends it as an operator does; returns how long that took, seconds."""
        if self.process is None or self.process.poll() is not None:
            return 0.0
        self.process.send_signal(signal.SIGTERM)
        asked_s = time.monotonic()
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic() - asked_s

    def __enter__(self) -> WebServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class TcpProxy:
    """Stands between browser and server; can refuse upgrades and cut what is open."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.refuse_upgrades = False
        self.upgrades_refused = 0
        self._upgraded: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def cut_sockets(self) -> int:
        """Cuts every WebSocket; returns how many there were."""
        with self._lock:
            cut, self._upgraded = self._upgraded, set()
        for sock in cut:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        return len(cut)

    def close(self) -> None:
        """Ends it."""
        self._listener.close()
        self.cut_sockets()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                head = client.recv(65536)
            except OSError:
                return
            upgrade = b"upgrade: websocket" in head.lower()
            if upgrade and self.refuse_upgrades:
                self.upgrades_refused += 1
                client.sendall(_REFUSAL)
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target_port), timeout=5)
            except OSError:
                return
            server.settimeout(None)
            with server:
                if upgrade:
                    with self._lock:
                        self._upgraded.add(client)
                server.sendall(head)
                back = threading.Thread(target=_pump, args=(server, client), daemon=True)
                back.start()
                _pump(client, server)
                back.join()
            with self._lock:
                self._upgraded.discard(client)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
