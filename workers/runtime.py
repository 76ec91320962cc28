"""Life and death of a worker process: signals, ordered shutdown under one deadline, logging.

Door: `run_until_signal`, `configure_logging`. Refuses to know what the worker does.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

logger = logging.getLogger(__name__)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_GRACE_S = 1.0
"""How long a cancelled task has to clean up, and how far the watchdog stands behind the deadline."""


async def run_until_signal(main: Callable[[asyncio.Event], Awaitable[None]], deadline_s: float) -> int:
    """Run `main(stop)`; on SIGINT or SIGTERM set `stop` and give it `deadline_s` seconds to return.

    A `main` that overstays is cancelled; one that ignores that, or blocks the loop, is ended by a
    watchdog thread a moment later, so the process is gone within the deadline whatever happens.

    Args:
        main: the worker; returns when it is done or soon after `stop` is set.
        deadline_s: seconds from the signal to the end.
    Returns: the exit code: 0 after an orderly end, 1 after an exception or a missed deadline.
    """
    stop = asyncio.Event()
    with _signals_set(stop, deadline_s) as stand_down:
        task = asyncio.ensure_future(main(stop))
        asked = asyncio.ensure_future(stop.wait())
        await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
        late = False
        if not task.done():
            late = not (await asyncio.wait({task}, timeout=deadline_s))[0]
        if late:
            logger.error("shutdown took longer than %.1f s and was cut short", deadline_s)
            task.cancel()
            await asyncio.wait({task}, timeout=_GRACE_S)
        asked.cancel()
        with suppress(asyncio.CancelledError):
            await asked
        if task.done():
            stand_down()
        return _exit_code(task, late)


def _exit_code(task: asyncio.Future[None], late: bool) -> int:
    if not task.done() or task.cancelled():
        return 1
    error = task.exception()
    if error is None:
        return int(late)
    logger.critical("ended by %s", type(error).__name__, exc_info=error)
    return 1


@contextmanager
def _signals_set(stop: asyncio.Event, deadline_s: float) -> Iterator[Callable[[], None]]:
    """The stop signals set a flag; the first one also arms the watchdog. Yields what disarms it."""
    loop = asyncio.get_running_loop()
    watchdog = threading.Timer(deadline_s + 2 * _GRACE_S, _give_up)
    watchdog.daemon = True

    def on_signal(signum: int, frame: FrameType | None) -> None:
        if not watchdog.is_alive() and not watchdog.finished.is_set():
            watchdog.start()
        loop.call_soon_threadsafe(stop.set)

    previous = {number: signal.signal(number, on_signal) for number in STOP_SIGNALS}
    try:
        yield watchdog.cancel
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _give_up() -> None:
    sys.stderr.write("shutdown deadline missed; ending at once\n")
    sys.stderr.flush()
    os._exit(1)


class _KeyValueFormatter(logging.Formatter):
    """`time=... level=... logger=... msg="..."`, one line a record, exceptions folded into it."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        message = record.getMessage()
        if record.exc_info:
            message = f"{message}\n{self.formatException(record.exc_info)}"
        folded = message.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n")
        return f'time={stamp} level={record.levelname.lower()} logger={record.name} msg="{folded}"'


def configure_logging(level: str) -> None:
    """Log to standard error from `level` up, one `key=value` line a record, times in UTC.

    Libraries that log every request (and with it addresses that may carry a token) are kept at
    warnings. Call it once, from a process's main function.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_KeyValueFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "websockets", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
