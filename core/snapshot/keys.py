"""Every key name in Redis, in one place.

Door: the functions below. Refuses to know what is stored under a key (see `rooms.py`).
"""

from __future__ import annotations

from typing import Final

BOARD: Final = "board"
INDICES: Final = "indices"
FOREIGN: Final = "foreign"
DERIVATIVES: Final = "derivatives"
FLOW: Final = "flow"
STATUS: Final = "status"

ROOMS: Final[tuple[str, ...]] = (BOARD, INDICES, FOREIGN, DERIVATIVES, FLOW, STATUS)
SERIES: Final[tuple[str, ...]] = (BOARD, INDICES, FOREIGN, DERIVATIVES)
"""Rooms that have a time series of the day beside them."""

DELTA_FIELD: Final = "frame"
"""The one field of a delta stream entry: the encoded frame."""

DELTA_STREAM_LENGTH: Final = 600
"""Deltas kept per room; a reader further behind takes the snapshot."""


def room(name: str) -> str:
    """Key of a room's whole snapshot (string, one encoded frame)."""
    return f"room:{name}"


def room_delta(name: str) -> str:
    """Key of a room's delta stream. Entry ids are `<epoch>-<seq>`, so that the store itself
    refuses an entry older than the newest."""
    return f"room:{name}:delta"


def series(name: str) -> str:
    """Key of a room's time series of the day (string, JSON)."""
    return f"series:{name}"
