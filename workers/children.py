"""How a child process is started so that it cannot outlive us, and how it is ended.

Knows: parent-death signals, process groups, escalation under a deadline. Door: `die_with_parent`,
`start_child`, `end_child`, `end_orphans`, `free_port`. Refuses to know what the child does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import psutil

PR_SET_PDEATHSIG = 1
LOOPBACK = "127.0.0.1"


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` after which the kernel sends `death_signal` to the child when its parent dies.

    Linux only; elsewhere it does nothing, and the next start finds and ends what was left behind.
    The signal is tied to the thread that started the child: start children from the main thread.
    """
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None

    def arm() -> None:
        if prctl is None:
            return
        prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the request was in force
            os._exit(1)

    return arm


def follow_parent(death_signal: signal.Signals) -> None:
    """Have the kernel send this very process `death_signal` when its parent dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)


def start_child(
    argv: Sequence[str],
    *,
    death_signal: signal.Signals,
    output: IO[bytes] | int | None = None,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
    group: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that a Ctrl-C in the terminal reaches only us.

    Args:
        argv: program and arguments.
        death_signal: what it is sent when this process dies without ending it.
        output: where its standard output and error go.
        env: its environment; ours when None.
        user: user id to run as (needs root); ours when None.
        group: group id, with `user`.
    Raises:
        OSError: the program cannot be started.
    """
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if env is None else dict(env),
        start_new_session=True,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        # Runs after the change of user, which would have cleared it.
        preexec_fn=die_with_parent(death_signal),
    )


def end_child(process: subprocess.Popen[bytes], polite: signal.Signals, timeout_s: float) -> int:
    """End a child: politely, and by SIGKILL to its whole group when `timeout_s` has passed.

    Returns: its exit code (negative: the signal that ended it).
    """
    if process.returncode is not None:
        return process.returncode  # reaped before: its number may belong to somebody else by now
    process.send_signal(polite)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout_s)
    kill_group(process.pid)
    return process.wait()


def end_orphans(program: str, folder: Path, timeout_s: float) -> bool:
    """End processes named `program` that a killed parent left working in `folder`.

    Args:
        program: name of the program, as the process table has it.
        folder: their working directory.
        timeout_s: how long each of two attempts, polite and by force, may take.
    Returns: whether one of them is still there.
    """
    orphans = [process for process in psutil.process_iter(["name"]) if _works_in(process, program, folder)]
    for process in orphans:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(orphans, timeout=timeout_s)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    return bool(psutil.wait_procs(alive, timeout=timeout_s)[1])


def _works_in(process: psutil.Process, program: str, folder: Path) -> bool:
    if process.info["name"] != program:
        return False
    try:
        return os.path.realpath(process.cwd()) == os.path.realpath(folder)
    except psutil.Error:
        return False


def kill_group(pid: int) -> None:
    """SIGKILL whatever is left of the process group a child led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def free_port() -> int:
    """A TCP port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen on `host:port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
