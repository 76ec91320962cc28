"""Full garbage collections when they disturb nobody: while no board trades.

Door: `QuietCollector`. Reference counting frees what the worker leaves behind all day; cycles are a few
objects a second (connections that ended, exceptions). Looking for them among everything a day holds took
100 ms with 500 symbols, and no price went out meanwhile. Refuses to know boards and phases.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NEVER = 1_000_000
"""Collections of the middle generation before the interpreter looks at everything by itself."""
APART_S = 600.0
"""Between two collections while nobody trades."""
LONGEST_S = 4 * 3600.0
"""Trading goes on without one for no longer than this: a calendar may be wrong."""


class QuietCollector:
    """Decides when everything is looked at; the young generations are the interpreter's as ever."""

    def __init__(self, mono_s: Callable[[], float], collect: Callable[[], int] = gc.collect) -> None:
        """
        Args:
            mono_s: a monotonic clock, seconds.
            collect: looks at everything; returns the number of unreachable objects.
        """
        self._mono_s = mono_s
        self._collect = collect
        self._collected_s = mono_s()

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Meanwhile the interpreter does not look at everything by itself; it does so once before."""
        self._collect()
        young, middle, old = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        try:
            yield
        finally:
            gc.set_threshold(young, middle, old)

    def beat(self, *, trading: bool) -> bool:
        """To be called every second or so. Returns: whether it collected.

        Args:
            trading: whether any board is in a phase in which data come.
        """
        now_s = self._mono_s()
        if now_s - self._collected_s < (LONGEST_S if trading else APART_S):
            return False
        self._collect()
        self._collected_s = self._mono_s()
        return True
