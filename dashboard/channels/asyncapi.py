"""The AsyncAPI 3 document of all sockets, made from the structs that encode their messages.

Door: `asyncapi_document`. Refuses to know routes and rooms' contents.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, get_args

import msgspec

from core.snapshot import keys
from core.snapshot.rooms import Frame
from core.snapshot.symbol_room import SymbolRoom
from dashboard.channels.messages import ChannelHello, FeedNotice, Token
from dashboard.channels.sources import CHANNELS, Channel
from dashboard.data.typed_rooms import NAMES
from dashboard.live import framing
from dashboard.live.messages import Gone, Hello, Ping, Pong, Request, Staleness
from dashboard.live.socket import PATH as LIVE_PATH

ASYNCAPI: Final = "3.0.0"
_SCHEMA: Final = "#/components/schemas/{name}"
_BINDING_VERSION: Final = "0.1.0"

_COMMON_CODES: Final = (
    framing.MESSAGE_TOO_BIG,
    framing.SERVICE_RESTART,
    framing.MALFORMED,
    framing.HEARTBEAT_MISSED,
    framing.TOO_MANY_MESSAGES,
)
_COMMON_REFUSALS: Final = {
    "403": "The Origin is neither this host nor among ALLOWED_ORIGINS.",
    "426": "Not a WebSocket handshake.",
    "429": "Too many sockets from one address; `Retry-After` says when to try again.",
    "503": "The process is full or stops; `Retry-After` says when to try again.",
}

_ABOUT: Final = """\
Sockets of VN Market. `/ws/market`, `/ws/foreign`, `/ws/index` and `/ws/alerts` are for programs: whole \
messages, nothing to subscribe to. `/ws/live` is the dashboard's own: rooms as snapshots and RFC 7396 \
merge patches.

Every message is one JSON object in a text frame. Compression is never agreed on. `x-refusals` lists how a \
handshake may be answered instead of 101, `x-close-codes` how the server may end a socket.
"""

Document = dict[str, Any]


class _Message(NamedTuple):
    """A message of the document. key: unique in it."""

    key: str
    about: str
    payload: Document


def asyncapi_document(version: str) -> Document:
    """The document as plain data.

    Args:
        version: of the product.
    """
    kinds = [Hello, Staleness, Gone, *get_args(Request), ChannelHello, FeedNotice, Token, Frame]
    updates = [channel.update for channel in CHANNELS]
    _, schemas = msgspec.json.schema_components([*kinds, *updates, *NAMES, SymbolRoom], ref_template=_SCHEMA)
    frame = schemas.pop(Frame.__name__)
    channels: Document = {}
    operations: Document = {}
    messages: dict[str, _Message] = {}
    for channel in CHANNELS:
        sent = [_of_struct(kind) for kind in (ChannelHello, FeedNotice, channel.update)]
        _describe(channels, operations, channel.name, sent, [_of_struct(Token)])
        channels[channel.name] |= _program(channel)
        messages |= {message.key: message for message in (*sent, _of_struct(Token))}
    sent = [*(_of_struct(kind) for kind in (Hello, Staleness, Gone, Ping, Pong)), *_frames(frame)]
    received = [_of_struct(kind) for kind in get_args(Request)]
    _describe(channels, operations, "live", sent, received)
    channels["live"] |= _browser()
    messages |= {message.key: message for message in (*sent, *received)}
    return {
        "asyncapi": ASYNCAPI,
        "info": {"title": "VN Market", "version": version, "description": _ABOUT},
        "defaultContentType": "application/json",
        "servers": {
            "here": {
                "host": "{host}",
                "protocol": "ws",
                "description": "The host of the dashboard; `wss` where a proxy speaks TLS.",
                "variables": {"host": {"default": "localhost:8050"}},
            }
        },
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {
                key: {"name": key, "summary": message.about, "payload": message.payload}
                for key, message in sorted(messages.items())
            },
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": _SECURITY,
        },
    }


def _describe(
    channels: Document,
    operations: Document,
    name: str,
    sent: Sequence[_Message],
    received: Sequence[_Message],
) -> None:
    """Adds a channel and what the server sends and receives on it."""
    channels[name] = {
        "messages": {
            message.key: {"$ref": f"#/components/messages/{message.key}"} for message in (*sent, *received)
        }
    }
    for action, those in (("send", sent), ("receive", received)):
        operations[f"{action}_{name}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/{message.key}"} for message in those],
        }
        if name != "live":
            operations[f"{action}_{name}"]["security"] = [
                {"$ref": f"#/components/securitySchemes/{scheme}"} for scheme in _SECURITY
            ]


def _program(channel: Channel) -> Document:
    return {
        "address": channel.path,
        "description": channel.about,
        "bindings": _binding({"token": {"type": "string", "description": "WS_AUTH_TOKEN, if it is set"}}),
        "x-refusals": {
            "401": "A wrong token came with the handshake.",
            **_COMMON_REFUSALS,
        },
        "x-close-codes": _codes(*_COMMON_CODES, framing.UNAUTHORISED),
    }


def _browser() -> Document:
    return {
        "address": LIVE_PATH,
        "description": "The dashboard's own socket: follow rooms, get a snapshot of each, then deltas.",
        "bindings": _binding(
            {
                "rooms": {
                    "type": "string",
                    "description": "Rooms to follow from the start, with commas between",
                }
            }
        ),
        "x-refusals": dict(_COMMON_REFUSALS),
        "x-close-codes": _codes(*_COMMON_CODES),
    }


def _binding(query: Document) -> Document:
    return {
        "ws": {
            "method": "GET",
            "query": {"type": "object", "properties": query},
            "bindingVersion": _BINDING_VERSION,
        }
    }


def _codes(*codes: int) -> dict[str, str]:
    return {str(code): framing.CLOSE_CODES[code] for code in sorted(codes)}


def _of_struct(kind: type) -> _Message:
    about = " ".join((kind.__doc__ or "").split())
    return _Message(kind.__name__, about, {"$ref": _SCHEMA.format(name=kind.__name__)})


def _frames(frame: Document) -> list[_Message]:
    """Snapshots, one message for each struct of a room, and the delta of any room."""
    rooms: dict[type, Document] = {kind: {"enum": [name]} for kind, name in NAMES.items()}
    symbol_room = {"type": "string", "pattern": "^symbol:[A-Z0-9]{1,12}$"}
    rooms[SymbolRoom] = symbol_room
    found = [
        _Message(
            f"Snapshot{kind.__name__}",
            f"The whole room: {' '.join((kind.__doc__ or '').split())}",
            _frame(frame, "snap", room, {"$ref": _SCHEMA.format(name=kind.__name__)}),
        )
        for kind, room in rooms.items()
    ]
    patch = {"type": "object", "description": "RFC 7396 merge patch on the room's data of `seq` - 1."}
    any_room: Document = {"anyOf": [{"enum": list(keys.ROOMS)}, symbol_room]}
    return [*found, _Message("Delta", "What changed in a room.", _frame(frame, "delta", any_room, patch))]


def _frame(frame: Document, kind: str, room: Document, data: Document) -> Document:
    made = copy.deepcopy(frame)
    made["properties"] |= {"t": {"enum": [kind]}, "room": room, "data": data}
    return made


_SECURITY: Final = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "WS_AUTH_TOKEN, if it is set; else nothing is asked for.",
    },
    "query": {
        "type": "httpApiKey",
        "in": "query",
        "name": "token",
        "description": "Where a header cannot be sent; or neither, and the message `Token` first.",
    },
}
