"""Fixtures: the real engines, started once for each test process, clean for each test.

Door: `redis_url`, `database_url`, `valkey_server`, `postgres_server`. Refuses to fake anything.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from workers.engines import EmbeddedPostgres, EmbeddedValkey


@pytest.fixture(scope="session")
def engine_home() -> Iterator[Path]:
    """A short folder that every user can pass: engines run as another user when tests run as root,
    and Unix sockets do not take long paths. pytest's own folders are neither."""
    home = Path(tempfile.mkdtemp(prefix="vnm-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home, ignore_errors=True)


class ValkeyServer(EmbeddedValkey):
    """A Valkey of one test, which may do to it what happens in life."""

    def kill(self) -> None:
        """Kill -9; everything in it is lost. `start()` brings it back, empty, on the same port."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def pause(self) -> None:
        """It hangs: connections are accepted by the kernel, nothing answers."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """It goes on as if nothing had happened."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop it, also when it is paused."""
        if self.process is not None and self.process.poll() is None:
            self.resume()
        super().stop(timeout_s)


@pytest.fixture(scope="session")
def shared_valkey(engine_home: Path) -> Iterator[EmbeddedValkey]:
    """The Valkey that the tests of this process share. Use `redis_url`."""
    server = EmbeddedValkey(engine_home / "valkey")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(shared_valkey: EmbeddedValkey) -> str:
    """URL of an empty Valkey."""
    with redis.Redis.from_url(shared_valkey.url) as client:
        client.flushall()
    return shared_valkey.url


@pytest.fixture
def valkey_server(engine_home: Path) -> Iterator[Callable[[], ValkeyServer]]:
    """Makes started servers of the test's own, to be killed, paused and started again."""
    with ExitStack() as cleanup:

        def make() -> ValkeyServer:
            home = engine_home / f"valkey-{uuid4().hex[:8]}"
            server = ValkeyServer(home)
            cleanup.callback(shutil.rmtree, home, ignore_errors=True)
            cleanup.callback(server.stop)
            server.start()
            return server

        yield make


@pytest.fixture(scope="session")
def postgres_server(engine_home: Path) -> Iterator[EmbeddedPostgres]:
    """The PostgreSQL that the tests of this process share. Use `database_url`."""
    server = EmbeddedPostgres(engine_home / "postgres", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def database_url(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """URL of a fresh, empty database (no schema: `workers.history.migrations.upgrade` brings it)."""
    name = f"test_{os.getpid()}_{uuid4().hex[:8]}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)
