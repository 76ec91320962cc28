"""The rooms of this process as the structs of the contract, decoded once per stamp.

Door: `TypedRooms`. A struct is shared by all who ask: nobody changes one. Refuses to know Redis
and who reads.
"""

from __future__ import annotations

from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

import msgspec

from core.snapshot import keys
from core.snapshot.codec import decode_frame
from core.snapshot.flow_room import FlowRoom
from core.snapshot.rooms import (
    BoardRoom,
    DerivativesRoom,
    ForeignMarket,
    ForeignRoom,
    HnxBoard,
    HoseBoard,
    IndicesRoom,
    StatusRoom,
    UpcomBoard,
)
from dashboard.data.snapshots import RoomCopies, Stamp

Room = TypeVar("Room")

NAMES: Final[dict[Any, str]] = {
    BoardRoom: keys.BOARD,
    HoseBoard: keys.HOSE,
    HnxBoard: keys.HNX,
    UpcomBoard: keys.UPCOM,
    IndicesRoom: keys.INDICES,
    ForeignRoom: keys.FOREIGN,
    ForeignMarket: keys.FOREIGN_MARKET,
    DerivativesRoom: keys.DERIVATIVES,
    FlowRoom: keys.FLOW,
    StatusRoom: keys.STATUS,
}
"""Struct of a room -> its name."""


class TypedRoom(NamedTuple, Generic[Room]):
    """A room at one stamp. as_of: the writer's wall clock, epoch ms."""

    stamp: Stamp
    as_of: int
    state: Room


class TypedRooms:
    """Every room by its struct. Thread-safe; keeps one decoded state per room."""

    def __init__(self, copies: RoomCopies) -> None:
        """copies: where the rooms come from."""
        self._copies = copies
        self._kept: dict[Any, TypedRoom[Any]] = {}

    def get(self, kind: type[Room]) -> TypedRoom[Room] | None:
        """The room of that struct as it is now, or None when it has no data yet.

        Raises: KeyError for a struct that is no room's; msgspec.ValidationError when the writer's
        room is not what this version knows.
        """
        found = self._copies.snapshot(NAMES[kind])
        if found is None:
            return None
        kept = self._kept.get(kind)
        if kept is None or kept.stamp != found.stamp:
            frame = decode_frame(found.payload)
            state = msgspec.json.decode(frame.data, type=kind)
            kept = self._kept[kind] = TypedRoom(found.stamp, frame.as_of, state)
        return cast("TypedRoom[Room]", kept)
