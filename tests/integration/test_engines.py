"""The embedded engines: started, stopped, killed, found again, two at once, as root and as a user."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest
import redis

from tests.support.polling import eventually
from workers import engine_place
from workers.engine_place import EngineError, find_place, socket_folder
from workers.engines import EmbeddedPostgres, EmbeddedValkey

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="shows what root does about PostgreSQL refusing root")

OWNER = """
import pathlib, sys, time
from workers.engines import EmbeddedPostgres, EmbeddedValkey
home = pathlib.Path(sys.argv[1])
valkey, postgres = EmbeddedValkey(home / "valkey"), EmbeddedPostgres(home / "postgres")
valkey.start()
postgres.start()
print(valkey.process.pid, postgres.process.pid, flush=True)
while True:
    time.sleep(60)
"""


@pytest.fixture
def home(engine_home: Path) -> Path:
    """A folder for the engines of one test."""
    return engine_home / uuid4().hex[:8]


def put_and_get(url: str) -> str | None:
    with redis.Redis.from_url(url, decode_responses=True) as client:
        client.set("price", "25000")
        return client.get("price")  # type: ignore[return-value]


def rows(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_valkey_serves_its_owner_only(home: Path) -> None:
    server = EmbeddedValkey(home)
    try:
        url = server.start()
        assert put_and_get(url) == "25000"
        with (
            redis.Redis.from_url(url.replace(url.split("@")[0], "redis://:guess")) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "valkey.conf").stat().st_mode) == 0o600
        with redis.Redis.from_url(url, decode_responses=True) as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            assert client.config_get("save") == {"save": ""}
    finally:
        server.stop()
    assert server.process is None


def test_valkey_comes_back_on_its_port_after_a_kill(home: Path) -> None:
    server = EmbeddedValkey(home)
    try:
        url = server.start()
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        assert server.start() == url
        assert put_and_get(url) == "25000"
    finally:
        server.stop()


def test_a_port_that_is_taken_is_an_error_with_the_reason(home: Path) -> None:
    first, second = EmbeddedValkey(home / "a"), EmbeddedValkey(home / "b")
    try:
        port = int(first.start().rsplit(":", 1)[1].split("/")[0])
        second = EmbeddedValkey(home / "b", port=port)
        with pytest.raises(EngineError, match="Address already in use"):
            second.start()
    finally:
        first.stop()
        second.stop()


def test_postgres_keeps_its_data_from_start_to_start(home: Path) -> None:
    server = EmbeddedPostgres(home)
    try:
        server.start()
        url = server.create_database("vnmarket")
        rows(url, "CREATE TABLE kept (n int)")
        rows(url, "INSERT INTO kept VALUES (7)")
        server.stop()
        assert server.process is None
        started = time.monotonic()
        server.start()
        assert time.monotonic() - started < 5
        assert rows(server.create_database("vnmarket"), "SELECT n FROM kept") == [(7,)]
    finally:
        server.stop()


def test_postgres_listens_on_no_network(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    try:
        server.start()
        assert server.process is not None
        assert rows(server.url("postgres"), "SHOW listen_addresses") == [("",)]
        assert psutil.Process(server.process.pid).net_connections("inet") == []
    finally:
        server.stop()


def test_postgres_starts_in_a_deep_folder(engine_home: Path) -> None:
    """A Unix socket's path is short; a checkout's need not be."""
    deep = engine_home / uuid4().hex / ("d" * 60) / ("e" * 60)
    server = EmbeddedPostgres(deep, durable=False)
    try:
        server.start()
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
    finally:
        server.stop()
        sockets = socket_folder(find_place(deep))
        assert len(str(sockets)) < len(str(deep))
        shutil.rmtree(sockets)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children with their parent on Linux")
def test_engines_die_with_a_killed_owner_and_start_again(home: Path) -> None:
    for _ in range(2):
        owner = subprocess.Popen([sys.executable, "-c", OWNER, str(home)], stdout=subprocess.PIPE, text=True)
        try:
            assert owner.stdout is not None
            pids = [int(pid) for pid in owner.stdout.readline().split()]
            assert len(pids) == 2
        finally:
            owner.kill()
            owner.wait()
        for pid in pids:
            eventually(lambda pid=pid: is_gone(pid), what=f"the end of {pid}")


def test_postgres_starts_after_a_kill_with_a_stale_pid_file(home: Path) -> None:
    """The id in the pid file may meanwhile belong to any process, such as this one."""
    server = EmbeddedPostgres(home)
    try:
        server.start()
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        pid_file = find_place(home).home / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
        server.start()
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_an_orphan_is_ended_before_its_data_are_used(home: Path) -> None:
    orphaned = EmbeddedPostgres(home, durable=False)
    orphaned.start()
    orphan = orphaned.process
    assert orphan is not None
    server = EmbeddedPostgres(home, durable=False)
    try:
        server.start()
        assert orphan.poll() is not None
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
    finally:
        server.stop()
        orphaned.stop()


def test_an_interrupted_creation_is_begun_again(home: Path) -> None:
    place = find_place(home)
    draft = place.home / "draft" / "base"
    draft.mkdir(parents=True)
    (draft / "half").write_text("half-made")
    server = EmbeddedPostgres(home, durable=False)
    try:
        server.start()
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
    finally:
        server.stop()


def test_two_copies_live_side_by_side(home: Path) -> None:
    copies = [EmbeddedPostgres(home / str(port), durable=False) for port in (8050, 8061)]
    caches = [EmbeddedValkey(home / f"valkey-{port}") for port in (8050, 8061)]
    try:
        for server in (*copies, *caches):
            server.start()
        for number, server in enumerate(copies):
            rows(server.url("postgres"), f"CREATE TABLE t AS SELECT {number} AS n")
        assert [rows(server.url("postgres"), "SELECT n FROM t") for server in copies] == [[(0,)], [(1,)]]
        assert caches[0].url != caches[1].url
    finally:
        for server in (*copies, *caches):
            server.stop()


def test_a_paused_server_is_stopped_by_force(home: Path) -> None:
    server = EmbeddedValkey(home)
    server.start()
    process = server.process
    assert process is not None
    process.send_signal(signal.SIGSTOP)
    server.stop(timeout_s=0.2)
    assert process.returncode == -signal.SIGKILL


@as_root
def test_root_runs_postgres_as_nobody(home: Path) -> None:
    server = EmbeddedPostgres(home, durable=False)
    try:
        server.start()
        assert server.process is not None
        assert psutil.Process(server.process.pid).username() == engine_place.UNPRIVILEGED_USER
    finally:
        server.stop()


@as_root
def test_root_moves_postgres_out_of_a_closed_folder(
    engine_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout under /root: nobody cannot enter it, and its permissions are left as they are."""
    closed = engine_home / uuid4().hex[:8]
    closed.mkdir(mode=0o700)
    system_home = engine_home / "system"
    monkeypatch.setattr(engine_place, "SYSTEM_HOME", system_home)
    server = EmbeddedPostgres(closed / "var" / "postgres", durable=False)
    try:
        server.start()
        assert rows(server.url("postgres"), "SELECT 1") == [(1,)]
        assert server.process is not None
        assert psutil.Process(server.process.pid).exe().startswith(str(system_home))
        assert server.moved_to is not None
        assert server.moved_to.parent == system_home
    finally:
        server.stop()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root
def test_a_strangers_socket_folder_is_refused(engine_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = engine_home / uuid4().hex / ("d" * 60) / ("e" * 60)
    place = find_place(deep)
    folder = socket_folder(place)
    try:
        os.chown(folder, 12345, -1)
        with pytest.raises(EngineError, match="belongs to somebody else"):
            socket_folder(place)
    finally:
        shutil.rmtree(folder)
