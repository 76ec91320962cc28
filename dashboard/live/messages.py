"""The messages of `/ws/live` other than rooms, typed.

Door: `decode_request` for what a browser sends, the structs for what it is sent, `encode`.
The protocol is described in docs/contract.md. Refuses to know sockets.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from core.snapshot import keys
from core.snapshot.rooms import PROTOCOL_VERSION

LIVE_HEARTBEAT_S: Final = 15
"""Seconds between two pings of the server on a silent socket."""

MAX_SYMBOL_ROOMS: Final = 24
"""Rooms of single symbols that one socket may follow, or one request ask for."""

RoomStamp = Annotated[str, msgspec.Meta(max_length=40)]


class Subscribe(msgspec.Struct, tag_field="t", tag="sub"):
    """Follow rooms; the value is the stamp last seen (`<epoch>-<seq>`) or null."""

    rooms: dict[str, RoomStamp | None]


class Unsubscribe(msgspec.Struct, tag_field="t", tag="unsub"):
    """Stop following rooms."""

    rooms: list[str]


class Hidden(msgspec.Struct, tag_field="t", tag="hidden"):
    """The tab is out of sight: status only, please."""


class Visible(msgspec.Struct, tag_field="t", tag="visible"):
    """The tab is seen again: what it missed, please."""


class Ping(msgspec.Struct, tag_field="t", tag="ping"):
    """Are you there? Both sides may ask."""


class Pong(msgspec.Struct, tag_field="t", tag="pong"):
    """The answer. `server_time`: epoch ms, from the server only."""

    server_time: int | None = None


class Hello(msgspec.Struct, tag_field="t", tag="hello"):
    """The server's first message."""

    version: str
    server_time: int
    heartbeat_s: int = LIVE_HEARTBEAT_S
    v: int = PROTOCOL_VERSION


class Staleness(msgspec.Struct, tag_field="t", tag="status"):
    """Whether what is shown is old: no fresh heartbeat reached this process.

    since: epoch ms of the last heartbeat, None when there never was one. reason: `redis` or
    `worker`, None when fresh.
    """

    stale: bool
    since: int | None
    reason: str | None
    server_time: int


class Gone(msgspec.Struct, tag_field="t", tag="gone"):
    """A symbol's room is not written (any more): what is shown of it is old.

    reason: `limit` (too many rooms on this socket or in this process) or `not_written`.
    """

    room: str
    reason: str


Request = Subscribe | Unsubscribe | Hidden | Visible | Ping | Pong

_REQUESTS: Final = msgspec.json.Decoder(Request)
_ENCODER: Final = msgspec.json.Encoder()


def decode_request(text: str | bytes) -> Request:
    """A browser's message.

    Raises: msgspec.DecodeError (or its ValidationError) when it is not one of the protocol's.
    """
    return _REQUESTS.decode(text)


def encode(message: msgspec.Struct) -> bytes:
    """A message as JSON."""
    return _ENCODER.encode(message)


def known_rooms(names: dict[str, RoomStamp | None]) -> dict[str, tuple[int, int] | None]:
    """Rooms that exist, or may (symbols'), with the stamp last seen as (epoch, seq); others are left out."""
    return {
        name: _stamp(text)
        for name, text in names.items()
        if name in keys.ROOMS or keys.symbol_of(name) is not None
    }


def _stamp(text: str | None) -> tuple[int, int] | None:
    epoch, dash, seq = (text or "").partition("-")
    if not dash or not epoch.isdecimal() or not seq.isdecimal():
        return None
    return int(epoch), int(seq)
