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

    Holds the last state and document written (bounded by the room's size).
    """

    def __init__(self, room: str, epoch: int, *, shared_rows: bool = False, seq: int = 0) -> None:
        """
        Args:
            room: its name.
            epoch: the writer's stamp, larger than every earlier writer's.
            shared_rows: successive states share the structs in their dicts (rows) that did not
                change, and nobody changes one afterwards, so a known one is not read again.
            seq: after which it begins; a room written before within the epoch goes on above its last.
        """
        self.room = room
        self.epoch = epoch
        self.seq = seq
        self._document: Document | None = None
        self._feed = ""
        self._as_document = _RowsOnce() if shared_rows else msgspec.to_builtins

    def write(self, state: msgspec.Struct, as_of: int, feed: str) -> tuple[bytes, bytes] | None:
        """(snapshot frame, delta frame) of a new state, or None when nothing changed.

        Args:
            state: the room's struct.
            as_of: wall clock, epoch ms.
            feed: state of the feed; a change of it alone is a change.
        """
        document = self._as_document(state)
        patch = document if self._document is None else diff(self._document, document)
        if not patch and feed == self._feed and self._document is not None:
            return None
        self._document = document
        self._feed = feed
        self.seq += 1
        snapshot = encode_frame("snap", self.room, self.epoch, self.seq, as_of, feed, document)
        delta = encode_frame("delta", self.room, self.epoch, self.seq, as_of, feed, patch)
        return snapshot, delta


class _RowsOnce:
    """`msgspec.to_builtins` for states that share rows: each row is converted once.

    The rooms it is for are plain structs: their own fields are neither renamed nor left out.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Any, Any]] = {}

    def __call__(self, state: msgspec.Struct) -> Document:
        document: Document = {}
        known: dict[tuple[str, str], tuple[Any, Any]] = {}
        for name in state.__struct_fields__:
            value = getattr(state, name)
            if not isinstance(value, dict):
                document[name] = msgspec.to_builtins(value)
                continue
            document[name] = part = {}
            for key, row in value.items():
                converted = self._known.get((name, key))
                if converted is None or converted[0] is not row:
                    converted = (row, msgspec.to_builtins(row))
                known[name, key] = converted
                part[key] = converted[1]
        self._known = known
        return document
