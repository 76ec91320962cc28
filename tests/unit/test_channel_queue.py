"""The queue of a program's socket: bounded, oldest dropped, and the program is told how many."""

from __future__ import annotations

import json

import pytest

from dashboard.live.channel_queue import ChannelMessage, ChannelQueue
from dashboard.live.framing import text_frame


def message(number: int) -> ChannelMessage:
    return ChannelMessage(b'{"seq":%d,"dropped":0}' % number)


def drain(queue: ChannelQueue) -> list[tuple[int, int]]:
    out = []
    while (chunk := queue.chunk()) is not None:
        frame = json.loads(bytes(chunk).partition(b"{")[1] + bytes(chunk).partition(b"{")[2])
        out.append((frame["seq"], frame["dropped"]))
        queue.written(len(chunk))
    return out


def test_whoever_keeps_up_gets_the_shared_bytes() -> None:
    one, other, shared = ChannelQueue(2), ChannelQueue(2), message(1)
    for queue in (one, other):
        assert queue.put(shared)
    first, second = one.chunk(), other.chunk()
    assert first is not None
    assert second is not None
    assert first.obj is second.obj is shared.wire
    assert bytes(first) == text_frame(shared.payload)


def test_the_oldest_go_and_the_next_message_says_how_many() -> None:
    queue = ChannelQueue(3)
    assert [queue.put(message(number)) for number in range(1, 6)] == [True, True, True, False, False]
    assert drain(queue) == [(3, 2), (4, 0), (5, 0)]
    queue.put(message(6))
    assert drain(queue) == [(6, 0)]


def test_what_is_in_flight_is_finished_and_not_counted() -> None:
    queue = ChannelQueue(1)
    queue.put(message(1))
    begun = queue.chunk()
    assert begun is not None
    queue.written(3)
    for number in (2, 3, 4):
        queue.put(message(number))
    rest = queue.chunk()
    assert rest is not None
    assert bytes(rest) == message(1).wire[3:]
    queue.written(len(rest))
    assert drain(queue) == [(4, 2)]


def test_a_longer_count_changes_the_frame_and_not_the_message() -> None:
    shared = ChannelMessage(b'{"data":"%s","dropped":0}' % (b"x" * 100))
    payload = shared.wire_after(1000).partition(b"{")
    assert json.loads(payload[1] + payload[2]) == {"data": "x" * 100, "dropped": 1000}
    assert shared.wire_after(1000) == text_frame(payload[1] + payload[2])


def test_sealing_drops_what_waits() -> None:
    queue = ChannelQueue(3)
    queue.put(message(1))
    queue.seal(b"close")
    assert bytes(queue.chunk() or b"") == b"close"
    queue.written(5)
    assert queue.chunk() is None


@pytest.mark.parametrize("payload", [b"{}", b'{"dropped":0,"seq":1}', b'{"dropped":1}'])
def test_a_message_that_does_not_end_with_the_count_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match="dropped"):
        ChannelMessage(payload)
