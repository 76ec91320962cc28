"""Commands for one thread from all others, which wake it up.

Bounded by what posts: see `manager.py`. Door: `CommandQueue`. Refuses to know what a command does.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
from collections import deque
from collections.abc import Callable
from typing import Any


class CommandQueue:
    """Any thread posts, one executes."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self._wake_out, self._wake_in = socket.socketpair()
        self._wake_out.setblocking(False)
        self._wake_in.setblocking(False)

    def __len__(self) -> int:
        """Commands that wait."""
        return len(self._waiting)

    def wakes(self, selector: selectors.BaseSelector) -> None:
        """Lets a selector return when something was posted; its key has no data."""
        selector.register(self._wake_out, selectors.EVENT_READ)

    def heard(self) -> None:
        """The selector has returned for this queue."""
        with contextlib.suppress(BlockingIOError):
            self._wake_out.recv(4096)

    def post(self, command: Callable[..., None], *arguments: Any) -> None:
        """Queues a command."""
        self._waiting.append((command, arguments))
        # A full pipe means that the executing thread has been woken already.
        with contextlib.suppress(BlockingIOError):
            self._wake_in.send(b"\0")

    def execute(self) -> None:
        """Executes what waits, in order."""
        while self._waiting:
            command, arguments = self._waiting.popleft()
            command(*arguments)
