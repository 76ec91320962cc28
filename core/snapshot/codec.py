"""Encoding of frames, once for every reader.

Door: `encode_frame`, `decode_frame`, `RoomWriter`. Refuses to know where frames are stored.
"""

from __future__ import annotations

from typing import Any

import msgspec

from core.snapshot.delta import Document, diff
from core.snapshot.rooms import Frame

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Frame)


def encode_frame(kind: str, room: str, epoch: int, seq: int, as_of: int, feed: str, data: Any) -> bytes:
    """One frame as JSON bytes.

    Args:
        kind: `snap` or `delta`.
        room: the room's name.
        epoch, seq: the writer's stamp.
        as_of: wall clock, epoch ms.
        feed: state of the feed.
        data: what msgspec can encode.
    """
    return _ENCODER.encode(
        Frame(
            t=kind,
            room=room,
            epoch=epoch,
            seq=seq,
            as_of=as_of,
            feed=feed,
            data=msgspec.Raw(_ENCODER.encode(data)),
        )
    )


def decode_frame(frame: bytes) -> Frame:
    """The envelope of an encoded frame; `data` stays encoded.

    Raises: msgspec.DecodeError when it is not a frame.
    """
    return _DECODER.decode(frame)


class RoomWriter:
    """Turns successive states of one room into a snapshot and a delta frame each.

    Holds one copy of the last document written (bounded by the room's size).
    """

    def __init__(self, room: str, epoch: int) -> None:
        """room: its name; epoch: the writer's stamp, larger than every earlier writer's."""
        self.room = room
        self.epoch = epoch
        self.seq = 0
        self._document: Document | None = None
        self._feed = ""

    def write(self, state: msgspec.Struct, as_of: int, feed: str) -> tuple[bytes, bytes] | None:
        """(snapshot frame, delta frame) of a new state, or None when nothing changed.

        Args:
            state: the room's struct.
            as_of: wall clock, epoch ms.
            feed: state of the feed; a change of it alone is a change.
        """
        document = msgspec.to_builtins(state)
        patch = document if self._document is None else diff(self._document, document)
        if not patch and feed == self._feed and self._document is not None:
            return None
        self._document = document
        self._feed = feed
        self.seq += 1
        snapshot = encode_frame("snap", self.room, self.epoch, self.seq, as_of, feed, document)
        delta = encode_frame("delta", self.room, self.epoch, self.seq, as_of, feed, patch)
        return snapshot, delta
