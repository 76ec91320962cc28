"""The product's own processes, as a person starts them: `vnmarket simulate | worker | web`.

Door: `Process`, `start_simulator`, `start_worker`, `start_web`. Each is a real process on a free
port, ended by its id.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

from tests.support.polling import eventually

ROOT = Path(__file__).resolve().parents[2]
_READY_S = 30.0


def free_port() -> int:
    """A TCP port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One `vnmarket` command; its output goes to a file that a failing test can show."""

    module = "workers"
    """What is run: `python -m <module> <arguments>`."""

    def __init__(self, name: str, arguments: list[str], log: Path, **environment: str) -> None:
        self.name = name
        self.log = log / f"{name}-{os.urandom(3).hex()}.log"
        self._arguments = [sys.executable, "-m", self.module, *arguments]
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "LOG_LEVEL": "INFO",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def output(self) -> str:
        """Everything it has printed so far."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Starts it (again)."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._arguments,
                cwd=self.log.parent,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self, within_s: float = 10.0) -> int:
        """SIGTERM; returns the exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.terminate()
        try:
            return self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not stop:\n{self.output[-3000:]}") from None

    def await_output(self, text: str, within_s: float = _READY_S) -> str:
        """Waits for a line that contains `text`, and returns it."""

        def found() -> str:
            assert self._process is not None
            line = next((line for line in self.output.splitlines() if text in line), "")
            assert line or self._process.poll() is None, f"{self.name} ended:\n{self.output[-3000:]}"
            return line

        return eventually(found, within_s=within_s, what=f"{text!r} from {self.name}")

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self.stop()


class Simulator(Process):
    """`vnmarket simulate` on a free port."""

    def __init__(
        self, log: Path, *flags: str, port: int | None = None, ready_within_s: float = _READY_S
    ) -> None:
        self.port = port or free_port()
        super().__init__("simulator", ["simulate", "--port", str(self.port), *flags], log)
        try:
            self.await_output("simulator ready on", ready_within_s)
        except AssertionError:
            self.kill()  # nobody else knows of it yet
            raise

    @property
    def url(self) -> str:
        """Base address of REST and stream."""
        return f"http://127.0.0.1:{self.port}/"


class Worker(Process):
    """`vnmarket worker` fed by a simulator."""

    def __init__(self, log: Path, feed_url: str, redis_url: str, **environment: str) -> None:
        self.metrics_port = free_port()
        environment.setdefault("WORKER_METRICS_PORT", str(self.metrics_port))
        super().__init__(
            "worker",
            ["worker"],
            log,
            SSI_BASE_URL=feed_url,
            SSI_STREAM_URL=feed_url,
            SSI_CONSUMER_ID="consumer",
            SSI_CONSUMER_SECRET="secret",
            SSI_REQUESTS_PER_SECOND="20",
            REDIS_URL=redis_url,
            **environment,
        )


class Web(Process):
    """`vnmarket web` on a free port."""

    def __init__(self, log: Path, redis_url: str, **environment: str) -> None:
        self.port = free_port()
        self.health_port = free_port()
        environment |= {"HOST": "127.0.0.1", "PORT": str(self.port), "HEALTH_PORT": str(self.health_port)}
        super().__init__("web", ["web"], log, REDIS_URL=redis_url, **environment)
        try:
            eventually(self._answers, within_s=_READY_S, what="the web process")
        except AssertionError:
            self.kill()
            raise

    @property
    def url(self) -> str:
        """Address of the dashboard."""
        return f"http://127.0.0.1:{self.port}/"

    def _answers(self) -> bool:
        try:
            httpx.get(f"{self.url}health", timeout=1.0)
        except httpx.HTTPError:
            return False
        return True
