"""A minute's plan: what will be told when, before it is put in order of time and told.

Door: `Plan`, `Tell`. Telling is late on purpose: cumulative fields, breadth and foreign value
must see the state of their own moment, not of the minute's end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from workers.simulator.messages import Message

Tell = Callable[..., Iterable[Message]]
"""(ts_ms, *arguments) -> the messages of that moment, in order."""

Plan = list[tuple[int, Tell, tuple[Any, ...]]]
"""(epoch ms, what tells it, its arguments). Bound: one minute of one day."""
