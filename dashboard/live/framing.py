"""RFC 6455 frames from server to browser, built once and shared by every socket.

Server frames carry no mask, so the same bytes serve everyone. Door: `text_frame`,
`close_frame`, and the close codes. Refuses to know sockets and messages.
"""

from __future__ import annotations

import struct
from typing import Final

_FIN: Final = 0x80
_TEXT: Final = 0x1
_CLOSE: Final = 0x8
_PING: Final = 0x9

MESSAGE_TOO_BIG: Final = 1009
"""A message of more than 4 KB."""
SERVICE_RESTART: Final = 1012
"""The process is being replaced: reconnect after a short random wait."""
MALFORMED: Final = 4400
"""A message was not one of the protocol's."""
UNAUTHORISED: Final = 4401
"""No token within the time, or a wrong one."""
HEARTBEAT_MISSED: Final = 4408
"""No sign of life within the heartbeat time."""
TOO_MANY_MESSAGES: Final = 4429
"""More messages than the socket may send."""

CLOSE_CODES: Final = {
    MESSAGE_TOO_BIG: "A message was larger than 4096 bytes.",
    SERVICE_RESTART: "The process is being replaced: reconnect after a short random wait.",
    MALFORMED: "A message was not one of the protocol's.",
    UNAUTHORISED: "No token came in time, or a wrong one.",
    HEARTBEAT_MISSED: "A ping was not answered in time.",
    TOO_MANY_MESSAGES: "More messages, pings or bytes than a client may send.",
}
"""Every code with which the server closes, and what it means."""

_LONGEST_REASON: Final = 123


def text_frame(payload: bytes) -> bytes:
    """One unfragmented, unmasked text frame.

    Args:
        payload: UTF-8 text.
    """
    return _header(_TEXT, len(payload)) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame.

    Args:
        code: a close code, see above.
        reason: short text, cut at the protocol's 123 bytes.
    """
    body = struct.pack("!H", code) + reason.encode()[:_LONGEST_REASON]
    return _header(_CLOSE, len(body)) + body


def ping_frame() -> bytes:
    """A ping of the protocol: every WebSocket library answers it by itself."""
    return _header(_PING, 0)


def control_frames(wire: bytes) -> int:
    """How many control frames of the server were joined in these bytes."""
    count = at = 0
    while at + 1 < len(wire):
        at += 2 + (wire[at + 1] & 0x7F)
        count += 1
    return count


def _header(opcode: int, length: int) -> bytes:
    if length < 126:
        return struct.pack("!BB", _FIN | opcode, length)
    if length < 1 << 16:
        return struct.pack("!BBH", _FIN | opcode, 126, length)
    return struct.pack("!BBQ", _FIN | opcode, 127, length)
