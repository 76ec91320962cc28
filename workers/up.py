"""`vnmarket up`: the whole product on one machine, from nothing.

Knows: the order of things (engines, schema, processes, address) and what stands in for what is not
configured: embedded engines for REDIS_URL and DATABASE_URL, the simulator for SSI's credentials.
Door: `up`. Refuses to know what the processes of the Procfile do.
"""

from __future__ import annotations

import asyncio
import fcntl
import shlex
import shutil
import signal
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from honcho.environ import parse_procfile

from core.errors import VnMarketError
from workers.children import LOOPBACK, free_port, port_is_free
from workers.engine_place import EngineError
from workers.engines import EmbeddedPostgres, EmbeddedValkey
from workers.probes import http_answers
from workers.runtime import STOP_SIGNALS
from workers.settings import WorkerSettings
from workers.supervisor import Command, Supervisor, environment

DATABASE = "vnmarket"
SIMULATOR = "simulator"
WORKER = "worker"
STOP_DEADLINE_S = 10.0
_LIVE_TIMEOUT_S = 60.0
_POLL_S = 0.1
_WILDCARDS = ("0.0.0.0", "::", "*")

Engine = EmbeddedValkey | EmbeddedPostgres


class StartError(VnMarketError):
    """The product cannot be started here. The text says why and what to do."""


@dataclass(frozen=True)
class UpOptions:
    """What `vnmarket up` was asked for. `simulator_flags` go to the simulator as they are."""

    procfile: Path = Path("Procfile")
    var: Path = Path("var")
    simulator_flags: Sequence[str] = field(default=())


def say(text: str) -> None:
    """One line for the person at the terminal."""
    with suppress(OSError):  # a closed terminal is no reason to stop
        print(text, flush=True)


def up(settings: WorkerSettings, options: UpOptions) -> int:
    """Run everything until SIGINT, SIGTERM or a process that cannot be kept running.

    Returns: the exit code, 0 after a signal.
    Raises:
        StartError: the port is taken, the Procfile is unreadable, a second copy runs on this port.
        EngineError: an embedded engine does not start.

    """
    address = f"{settings.host}:{settings.port}"
    if not port_is_free("" if settings.host in _WILDCARDS else settings.host, settings.port):
        raise StartError(f"{address} is in use; stop what listens there or choose another PORT")
    home = options.var / str(settings.port)
    with _interruptible(), _claimed(home), ExitStack() as cleanup:
        try:
            engines, urls = _start_engines(settings, home, cleanup)
            _migrate(settings, urls)
            commands = build_commands(settings, options, urls)
            return asyncio.run(_serve(settings, commands, engines))
        finally:
            _hold_signals()


def build_commands(settings: WorkerSettings, options: UpOptions, urls: Mapping[str, str]) -> list[Command]:
    """The processes of the Procfile with their environments; the simulator only when it is needed.

    Args:
        settings: ours.
        options: which Procfile, and what the simulator is told.
        urls: variables that point the processes at the embedded engines.
    Raises:
        StartError: the Procfile cannot be read, or names a program that is not there.
    """
    try:
        listed = parse_procfile(options.procfile.read_text()).processes
    except (OSError, AssertionError) as error:
        raise StartError(f"cannot read {options.procfile}: {error}") from None
    extra = {**urls, "HOST": settings.host, "PORT": str(settings.port)}
    port: int | None = None
    if settings.has_credentials:
        listed.pop(SIMULATOR, None)
    elif SIMULATOR in listed:
        port = free_port()
        extra |= {
            "SIMULATOR_PORT": str(port),
            "SSI_BASE_URL": f"http://{LOOPBACK}:{port}/",
            "SSI_STREAM_URL": f"http://{LOOPBACK}:{port}/",
            "SSI_CONSUMER_ID": "simulator",
            "SSI_CONSUMER_SECRET": "simulator",
        }
    env = environment(extra)
    commands = []
    for name, line in listed.items():
        argv = shlex.split(string.Template(line).safe_substitute(env))
        program = shutil.which(argv[0], path=env["PATH"])
        if program is None:
            raise StartError(f"{options.procfile} names {argv[0]}, which is not installed")
        is_simulator = name == SIMULATOR
        commands.append(
            Command(
                name,
                [program, *argv[1:], *(options.simulator_flags if is_simulator else ())],
                env,
                restart_when_done=not is_simulator,
                waits_for=port if name == WORKER else None,
            )
        )
    return commands


def _start_engines(
    settings: WorkerSettings, home: Path, cleanup: ExitStack
) -> tuple[list[Engine], dict[str, str]]:
    """Start what no URL was given for. The engines stop when `cleanup` closes, after the processes."""
    engines: list[Engine] = []
    urls: dict[str, str] = {}
    if not settings.has_own_redis:
        valkey = EmbeddedValkey(home / "valkey")
        cleanup.callback(valkey.stop)
        urls["REDIS_URL"] = valkey.start()
        engines.append(valkey)
    if settings.database_url is None:
        postgres = EmbeddedPostgres(home / "postgres")
        cleanup.callback(postgres.stop)
        postgres.start()
        if postgres.moved_to is not None:
            say(f"PostgreSQL cannot reach {home} and keeps its data in {postgres.moved_to}")
        urls["DATABASE_URL"] = postgres.create_database(DATABASE)
        engines.append(postgres)
    return engines, urls


def _migrate(settings: WorkerSettings, urls: Mapping[str, str]) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    from workers.history.migrations import upgrade

    try:
        upgrade(urls.get("DATABASE_URL") or settings.database_url or "")
    except SQLAlchemyError as error:
        # The live path does not need the database; the workers try again by themselves.
        say(f"database: the schema was not checked ({type(error).__name__}); live data are not affected")


async def _serve(settings: WorkerSettings, commands: Sequence[Command], engines: Sequence[Engine]) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop.set)
    supervisor = Supervisor(commands, say=say, deadline_s=STOP_DEADLINE_S)
    aside = [
        asyncio.ensure_future(_announce(settings)),
        asyncio.ensure_future(_keep_engines(engines, stop)),
    ]
    try:
        code = await supervisor.run(stop)
    finally:
        for task in aside:
            task.cancel()
        results = await asyncio.gather(*aside, return_exceptions=True)
    return 1 if any(isinstance(result, EngineError) for result in results) else code


async def _announce(settings: WorkerSettings) -> None:
    """Print the address once the web answers there."""
    host = LOOPBACK if settings.host in _WILDCARDS else settings.host
    loop = asyncio.get_running_loop()
    late = loop.time() + _LIVE_TIMEOUT_S
    while not await http_answers(host, settings.port):
        if loop.time() > late:
            say(f"http://{host}:{settings.port}/health does not answer yet; the lines above may say why")
            late = float("inf")
        await asyncio.sleep(_POLL_S)
    say(f"VN Market is live at http://{host}:{settings.port}/")


async def _keep_engines(engines: Sequence[Engine], stop: asyncio.Event) -> None:
    """Start an engine again that died; when that fails, stop the whole."""
    while True:
        await asyncio.sleep(_POLL_S)
        for engine in engines:
            if engine.process is None or engine.process.poll() is None:
                continue
            say(f"{engine.name} ended with code {engine.process.returncode}; starting it again")
            try:
                engine.start()
            except EngineError as error:
                say(str(error))
                stop.set()
                raise


@contextmanager
def _claimed(home: Path) -> Iterator[None]:
    """Hold the data of this port alone; the kernel gives them free whenever and however we end."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle: IO[str] = (home / "lock").open("w")
    except OSError as error:
        raise StartError(f"cannot write to {home}: {error.strerror}") from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(f"another copy uses {home}; stop it or choose another PORT") from None
        yield


@contextmanager
def _interruptible() -> Iterator[None]:
    """While starting, SIGTERM unwinds as Ctrl-C does; both end the program with code 0."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOP_SIGNALS}
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _hold_signals() -> None:
    """From here on the engines are being stopped, under a deadline of their own."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
