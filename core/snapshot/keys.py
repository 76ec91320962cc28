"""Every key name in Redis, in one place.

Door: the functions below. Refuses to know what is stored under a key (see `rooms.py`).
"""

from __future__ import annotations

import re
from typing import Final

BOARD: Final = "board"
HOSE: Final = "hose"
HNX: Final = "hnx"
UPCOM: Final = "upcom"
INDICES: Final = "indices"
FOREIGN: Final = "foreign"
FOREIGN_MARKET: Final = "foreign_market"
DERIVATIVES: Final = "derivatives"
FLOW: Final = "flow"
STATUS: Final = "status"

EXCHANGE_BOARDS: Final[tuple[str, ...]] = (HOSE, HNX, UPCOM)
"""Whole exchanges, beside the members of VN30 in `BOARD`."""
ROOMS: Final[tuple[str, ...]] = (
    BOARD, INDICES, FOREIGN, FOREIGN_MARKET, DERIVATIVES, FLOW, STATUS, *EXCHANGE_BOARDS,
)  # fmt: skip
"""Rooms that are always there; a symbol's room is there while somebody looks at it."""
SERIES: Final[tuple[str, ...]] = (BOARD, INDICES, FOREIGN, DERIVATIVES, *EXCHANGE_BOARDS)
"""Rooms that have a time series of the day beside them; a symbol's room has one too."""

INDICES_PREVIOUS: Final = "indices:previous"
"""Name of the indices' series of the trading day before the one in `INDICES`."""
KEPT_SERIES: Final[dict[str, str]] = {INDICES: INDICES_PREVIOUS}
"""Under which name a series is kept for one more day when the first of a newer date replaces it."""

DIRECTORY: Final = "directory"
"""Key of the securities' names (string, JSON)."""
INTEREST: Final = "interest"
"""Key of the symbols somebody looks at (sorted set: code, epoch ms of the last word)."""
WRITER: Final = "writer"
"""Key of the epoch of the one who may write (string, epoch ms)."""

_SYMBOL_PREFIX: Final = "symbol:"
_SYMBOL_ROOM: Final = re.compile(rf"{_SYMBOL_PREFIX}[A-Z0-9]{{1,12}}", re.ASCII)

DELTA_FIELD: Final = "frame"
"""The one field of a delta stream entry: the encoded frame."""

DELTA_STREAM_LENGTH: Final = 600
EXCHANGE_STREAM_LENGTH: Final = 120
SYMBOL_STREAM_LENGTH: Final = 60
"""Deltas kept per room, fewer of what is large or many; a reader further behind takes the snapshot."""


def symbol_room(code: str) -> str:
    """Name of a symbol's room."""
    return _SYMBOL_PREFIX + code


def symbol_of(room: str) -> str | None:
    """The symbol whose room it is; None for every other name, well spelt or not."""
    return room[len(_SYMBOL_PREFIX) :] if _SYMBOL_ROOM.fullmatch(room) else None


def room_of_delta(key: str) -> str:
    """The room's name in the key of its delta stream."""
    return key.removeprefix("room:").removesuffix(":delta")


def room(name: str) -> str:
    """Key of a room's whole snapshot (string, one encoded frame)."""
    return f"room:{name}"


def room_delta(name: str) -> str:
    """Key of a room's delta stream. Entry ids are `<epoch>-<seq>`, so that the store itself
    refuses an entry older than the newest."""
    return f"room:{name}:delta"


def delta_stream_length(name: str) -> int:
    """How many deltas of a room are kept."""
    if name in EXCHANGE_BOARDS:
        return EXCHANGE_STREAM_LENGTH
    return DELTA_STREAM_LENGTH if name in ROOMS else SYMBOL_STREAM_LENGTH


def series(name: str) -> str:
    """Key of a room's time series of the day (string, JSON)."""
    return f"series:{name}"
