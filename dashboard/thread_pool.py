"""Threads for requests and sockets that end when they have had nothing to do for a while.

The standard library's pool never shrinks, so one crowd of sockets would leave its threads, and their
memory, behind for ever. Door: `ThreadPool`. Refuses to know what it runs.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Final, NamedTuple

IDLE_S: Final = 5.0


class _Job(NamedTuple):
    future: Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    options: dict[str, Any]

    def run(self) -> None:
        """Runs it and tells the outcome."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            outcome = self.function(*self.arguments, **self.options)
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(outcome)


class ThreadPool(Executor):
    """At most `max_threads` threads, started when there is work for them. Jobs beyond wait in line; the
    line is bounded by the connections that the server accepts."""

    def __init__(self, max_threads: int, idle_s: float = IDLE_S) -> None:
        """max_threads: at once; idle_s: a thread without work ends after so many seconds."""
        self._max_threads = max_threads
        self._idle_s = idle_s
        self._condition = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._threads = 0
        self._idle = 0
        self._over = False

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Runs it in some thread. Raises: RuntimeError after `shutdown`."""
        job = _Job(Future(), function, arguments, options)
        with self._condition:
            if self._over:
                raise RuntimeError("the pool is shut down")
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._condition.notify()
            elif self._threads < self._max_threads:
                self._threads += 1
                # Daemons: a thread that waits for its peer for ever must not keep the process.
                threading.Thread(target=self._work, name="request", daemon=True).start()
        return job.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes no more work; threads end when theirs is done."""
        with self._condition:
            self._over = True
            if cancel_futures:
                for job in self._jobs:
                    job.future.cancel()
            self._condition.notify_all()
            if wait:
                self._condition.wait_for(lambda: self._threads == 0)

    @property
    def threads(self) -> int:
        """How many there are now."""
        with self._condition:
            return self._threads

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job.run()
            del job  # nothing of a request stays alive while its thread waits

    def _next(self) -> _Job | None:
        with self._condition:
            self._idle += 1
            ready = self._condition.wait_for(lambda: bool(self._jobs) or self._over, self._idle_s)
            self._idle -= 1
            if ready and self._jobs:
                return self._jobs.popleft()
            self._threads -= 1
            self._condition.notify_all()
            return None
