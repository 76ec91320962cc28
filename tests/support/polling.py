"""Waiting for something that another thread or process brings about."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")
_PACE_S = 0.02


def eventually(
    probe: Callable[[], T], *, within_s: float = 10.0, every_s: float = _PACE_S, what: str = "the condition"
) -> T:
    """Polls until `probe` returns something true, and returns it.

    Raises: AssertionError after `within_s` seconds, with the probe's last answer.
    """
    deadline = time.monotonic() + within_s
    pace = Event()
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {within_s} s; last: {found!r}")
        pace.wait(every_s)


async def eventually_async(
    probe: Callable[[], T], *, within_s: float = 10.0, what: str = "the condition"
) -> T:
    """The same inside an event loop, which goes on meanwhile."""
    deadline = time.monotonic() + within_s
    pace = asyncio.Event()
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {within_s} s; last: {found!r}")
        try:
            await asyncio.wait_for(pace.wait(), _PACE_S)
        except TimeoutError:
            continue
