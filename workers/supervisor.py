"""Keeps a set of processes running, and ends them in order.

Knows: how to relay their output, when to start one again, and that all must be gone by a deadline.
Door: `Supervisor`. Refuses to know what the processes are.

Starting up is the recovery path of every process here, so one that dies is started again, with a
growing pause; what would only fail again (a refused setting, a command that cannot be run) ends
the whole. honcho's manager stops everything at the first death and in no order, which is why only
its reading of the Procfile is used (`workers.up`).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from workers.children import die_with_parent, kill_group
from workers.probes import await_port

EXIT_SETTINGS = 2
"""Exit code of a process that refuses its settings: starting it again cannot help."""

_PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
_STABLE_S = 20.0
"""After this long a process counts as recovered, and its next death as its first."""

_MAX_QUICK_DEATHS = 12
_CHUNK = 65_536
_LAST_WORDS_S = 0.5
_PATIENCE_S = 10.0


@dataclass(frozen=True)
class Command:
    """A process to keep running.

    `restart_when_done`: also after it ended with code 0. `waits_for`: a loopback port, opened by
    another of them, that is given some time before the first start; a matter of comfort, since every
    process copes with the absence of the others.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    restart_when_done: bool = True
    waits_for: int | None = None


class Supervisor:
    """Runs commands side by side; their order is the order in which they are stopped."""

    def __init__(self, commands: Sequence[Command], *, say: Callable[[str], None], deadline_s: float) -> None:
        """
        Args:
            commands: in the order of stopping; started from the last to the first.
            say: takes one line for the person at the terminal.
            deadline_s: seconds within which all of them are gone once told to stop.
        """
        self._commands = commands
        self._say = say
        self._deadline_s = deadline_s
        self._width = max((len(command.name) for command in commands), default=0)
        self._running: dict[str, Process] = {}
        self.restarts = 0

    async def run(self, stop: asyncio.Event) -> int:
        """Keep the commands running until `stop` is set or one of them cannot be kept.

        Returns: 0 after `stop`; else the code of the process that ended the whole.
        """
        keepers = [asyncio.ensure_future(self._keep(command)) for command in reversed(self._commands)]
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({*keepers, stopped}, return_when=asyncio.FIRST_COMPLETED)
            fatal = [keeper for keeper in keepers if keeper.done()]
        finally:
            for task in (*keepers, stopped):
                task.cancel()
            await asyncio.gather(*keepers, stopped, return_exceptions=True)
            await self._stop_in_order()
        return fatal[0].result() if fatal and not stop.is_set() else 0

    async def _keep(self, command: Command) -> int:
        """Start a command again whenever it ends; returns the code that makes this pointless."""
        loop = asyncio.get_running_loop()
        deaths = 0
        if command.waits_for is not None:
            await await_port(command.waits_for, _PATIENCE_S)
        while True:
            started = loop.time()
            try:
                code = await self._run_once(command)
            except OSError as error:
                self._say(f"{command.name} cannot be started: {error}")
                return 1
            if code == 0 and not command.restart_when_done:
                self._say(f"{command.name} is done")
                await asyncio.Event().wait()
            deaths = 1 if loop.time() - started > _STABLE_S else deaths + 1
            if code == EXIT_SETTINGS or deaths > _MAX_QUICK_DEATHS:
                self._say(
                    f"{command.name} ended with {_name_code(code)}, and starting it again does not help"
                )
                return code if code > 0 else 1
            pause = _PAUSES_S[min(deaths, len(_PAUSES_S)) - 1]
            self.restarts += 1
            self._say(f"{command.name} ended with {_name_code(code)}; restart {self.restarts} in {pause:g} s")
            await asyncio.sleep(pause)

    async def _run_once(self, command: Command) -> int:
        process = await asyncio.create_subprocess_exec(
            *command.argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(command.env),
            # A group of its own: Ctrl-C reaches only us, and leftovers can be ended as a whole.
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        self._running[command.name] = process
        relay = asyncio.ensure_future(self._relay(command.name, process.stdout))
        try:
            code = await process.wait()
            del self._running[command.name]
            kill_group(process.pid)
            # What it left behind may keep the pipe open for ever.
            await asyncio.wait({relay}, timeout=_LAST_WORDS_S)
            return code
        finally:
            if process.returncode is not None:
                relay.cancel()

    async def _relay(self, name: str, stream: asyncio.StreamReader | None) -> None:
        rest = b""
        while stream is not None and (chunk := await stream.read(_CHUNK)):
            *lines, rest = (rest + chunk).split(b"\n")
            self._write(name, lines)
            if len(rest) > _CHUNK:
                self._write(name, [rest])
                rest = b""
        if rest:
            self._write(name, [rest])

    def _write(self, name: str, lines: Sequence[bytes]) -> None:
        text = "".join(f"{name:{self._width}} | {line.decode(errors='replace')}\n" for line in lines)
        # The terminal may be gone; the processes are not to suffer for it.
        with suppress(OSError, ValueError):
            sys.stdout.write(text)
            sys.stdout.flush()

    async def _stop_in_order(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._deadline_s
        order = [command.name for command in self._commands if command.name in self._running]
        for position, name in enumerate(order):
            process = self._running.pop(name)
            # Each may use what the ones before it left over, but not the share of those after it.
            share_s = max(deadline - loop.time(), 0.0) / (len(order) - position)
            with suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), max(share_s, 0.1))
            except TimeoutError:
                self._say(f"{name} did not stop within {share_s:.1f} s and is ended by force")
            kill_group(process.pid)
            await process.wait()


def _name_code(code: int) -> str:
    return f"code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment for a child, with this interpreter's programs found first."""
    programs = os.path.dirname(sys.executable)
    path = os.pathsep.join(part for part in (programs, os.environ.get("PATH", "")) if part)
    return {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1", **extra}
