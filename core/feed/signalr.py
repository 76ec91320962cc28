"""Classic ASP.NET SignalR 1.5 without I/O: addresses, invocations and frames.

Door: `negotiate_url`, `connect_url`, `start_url`, `invocation`, `decode_frame`.
Refuses to know sockets (workers/feed) and what a broadcast means (`normalise.py`).
Source: the recorded wire of SSI FastConnect Data v2.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import msgspec

HUB = "FcMarketDataV2Hub"
SUBSCRIBE_METHOD = "SwitchChannels"
CLIENT_PROTOCOL = "1.5"
PATH = "v2.0/signalr"
MAX_FRAME_BYTES = 8 * 1024 * 1024
"""A larger frame is quarantined, never parsed: recorded ones stay under 100 kB."""

_BROADCAST = "broadcast"
_SIGNALS = {"error": "error", "reconnected": "reconnected", "disconnected": "disconnected"}


class Negotiation(msgspec.Struct, rename="pascal"):
    """The answer to negotiate. Time-outs in seconds."""

    connection_token: str
    connection_id: str | None = None
    keep_alive_timeout: float | None = 20.0
    disconnect_timeout: float | None = 30.0
    protocol_version: str = CLIENT_PROTOCOL


class _HubMessage(msgspec.Struct):
    H: str = ""
    M: str = ""
    A: list[Any] = []


class _WireFrame(msgspec.Struct):
    C: str | None = None
    S: int | None = None
    M: list[_HubMessage] | None = None
    I: str | int | None = None  # noqa: E741 - the protocol's own name
    E: str | None = None
    R: msgspec.Raw | None = None


class HubFrame(msgspec.Struct):
    """What one frame carried.

    broadcasts: the arguments of `Broadcast`, text or already decoded objects, in order.
    signals: (`error` | `reconnected` | `disconnected`, text).
    acknowledged: id of an invocation that was answered, with its error if it failed.
    """

    broadcasts: list[Any]
    signals: list[tuple[str, str]]
    acknowledged: str | None = None
    error: str | None = None
    initial: bool = False


class FrameError(msgspec.Struct):
    """A frame that is not SignalR: `frame_json`, `frame_shape` or `oversize`."""

    reason: str
    detail: str


_DECODER = msgspec.json.Decoder(_WireFrame)
_NEGOTIATION_DECODER = msgspec.json.Decoder(Negotiation)
_ENCODER = msgspec.json.Encoder()


def _address(base: str, action: str, query: dict[str, str], *, websocket: bool = False) -> str:
    parts = urlsplit(base)
    scheme = parts.scheme
    if websocket:
        scheme = {"https": "wss", "http": "ws"}.get(scheme, scheme)
    path = f"{parts.path.rstrip('/')}/{PATH}/{action}"
    return urlunsplit((scheme, parts.netloc, path, urlencode(query), ""))


def _connection_data() -> str:
    return _ENCODER.encode([{"name": HUB}]).decode()


def negotiate_url(base: str) -> str:
    """Address of negotiate under the stream's base address (http or https)."""
    return _address(
        base, "negotiate", {"connectionData": _connection_data(), "clientProtocol": CLIENT_PROTOCOL}
    )


def _transport_query(token: str) -> dict[str, str]:
    return {
        "transport": "webSockets",
        "connectionToken": token,
        "connectionData": _connection_data(),
        "clientProtocol": CLIENT_PROTOCOL,
    }


def connect_url(base: str, token: str) -> str:
    """Address of the WebSocket for a negotiated connection token."""
    return _address(base, "connect", _transport_query(token), websocket=True)


def start_url(base: str, token: str) -> str:
    """Address of the start call that follows the WebSocket's first frame."""
    return _address(base, "start", _transport_query(token))


def decode_negotiation(body: bytes) -> Negotiation:
    """The answer to negotiate.

    Raises: msgspec.DecodeError or msgspec.ValidationError when it is something else (HTML, an
    error body).
    """
    return _NEGOTIATION_DECODER.decode(body)


def invocation(channel: str, number: int) -> str:
    """The frame that subscribes one channel, e.g. `X-TRADE:ALL`.

    Args:
        channel: exactly one; a comma-joined list lost its MI part in a recorded attempt.
        number: consecutive id on this connection, echoed in the acknowledgement.
    """
    return _ENCODER.encode({"H": HUB, "M": SUBSCRIBE_METHOD, "A": [channel], "I": number}).decode()


def decode_frame(data: str | bytes) -> HubFrame | FrameError:
    """One WebSocket message.

    Returns: what it carried (a keep-alive `{}` carries nothing), or why it is unusable.
    """
    if len(data) > MAX_FRAME_BYTES:
        return FrameError("oversize", f"{len(data)} bytes")
    try:
        wire = _DECODER.decode(data)
    except msgspec.ValidationError as error:
        return FrameError("frame_shape", str(error))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return FrameError("frame_json", str(error))
    frame = HubFrame([], [])
    for message in wire.M or ():
        method = message.M.lower()
        if method == _BROADCAST:
            frame.broadcasts.extend(message.A)
        elif method in _SIGNALS:
            frame.signals.append((_SIGNALS[method], " ".join(map(str, message.A))[:200]))
    if wire.I is not None:
        frame.acknowledged, frame.error = str(wire.I), wire.E
    frame.initial = wire.S == 1
    return frame
