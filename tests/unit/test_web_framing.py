"""Server frames are what RFC 6455 says."""

from __future__ import annotations

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from dashboard.live.framing import SERVICE_RESTART, close_frame, control_frames, ping_frame, text_frame


def _read(wire: bytes) -> list[object]:
    peer = Connection(ConnectionType.CLIENT)
    peer.receive_data(wire)
    return list(peer.events())


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 200_000])
def test_a_client_reads_back_the_text(size: int) -> None:
    text = "ế" * (size // 3) + "x" * (size % 3)
    events = _read(text_frame(text.encode()))
    assert "".join(event.data for event in events if isinstance(event, TextMessage)) == text
    assert all(isinstance(event, TextMessage) for event in events)


def test_frames_joined_are_frames_in_order() -> None:
    events = _read(text_frame(b"1") + text_frame(b"2"))
    assert [event.data for event in events if isinstance(event, TextMessage)] == ["1", "2"]


def test_a_close_frame_carries_code_and_reason() -> None:
    (event,) = _read(close_frame(SERVICE_RESTART, "restart"))
    assert isinstance(event, CloseConnection)
    assert (event.code, event.reason) == (1012, "restart")


def test_a_long_reason_is_cut_to_a_control_frame() -> None:
    assert len(close_frame(4400, "x" * 500)) == 2 + 125


def test_joined_control_frames_are_counted() -> None:
    assert control_frames(b"") == 0
    assert control_frames(ping_frame()) == 1
    assert control_frames(ping_frame() * 682 + close_frame(1009, "Message is too big")) == 683
