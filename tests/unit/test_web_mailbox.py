"""The mailbox of a socket: bounded, newest wins, nothing torn."""

from __future__ import annotations

import pytest

from dashboard.data.snapshots import EncodedRoom, Stamp
from dashboard.live.mailbox import Mailbox
from dashboard.live.outbox import CONTROL_LIMIT, MailboxFullError


class Rooms:
    """Snapshots that a test can move on."""

    def __init__(self) -> None:
        self.seq = 5

    def snapshot(self, room: str) -> EncodedRoom | None:
        if room == "empty":
            return None
        wire = f"{room} snapshot {self.seq}".encode()
        return EncodedRoom(Stamp(1, self.seq), wire, wire)


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def mailbox(rooms: Rooms) -> Mailbox:
    return Mailbox(rooms.snapshot)


def drain(mailbox: Mailbox) -> list[str]:
    out = []
    while (chunk := mailbox.chunk()) is not None:
        out.append(bytes(chunk).decode())
        mailbox.written(len(chunk))
    return out


def follow(mailbox: Mailbox, room: str = "board") -> None:
    mailbox.put_snapshot(room)
    assert drain(mailbox) == [f"{room} snapshot 5"]


def test_deltas_pass_one_by_one_while_the_socket_takes_them(mailbox: Mailbox) -> None:
    follow(mailbox)
    mailbox.put_delta("board", Stamp(1, 6), b"d6")
    assert drain(mailbox) == ["d6"]
    mailbox.put_delta("board", Stamp(1, 7), b"d7")
    assert drain(mailbox) == ["d7"]


def test_a_second_waiting_delta_becomes_the_snapshot_of_the_moment_of_writing(
    mailbox: Mailbox, rooms: Rooms
) -> None:
    follow(mailbox)
    for seq in range(6, 60):
        mailbox.put_delta("board", Stamp(1, seq), b"d")
    rooms.seq = 61
    assert drain(mailbox) == ["board snapshot 61"]


def test_deltas_contained_in_a_snapshot_are_skipped(mailbox: Mailbox, rooms: Rooms) -> None:
    follow(mailbox)
    rooms.seq = 8
    mailbox.put_snapshot("board")
    assert drain(mailbox) == ["board snapshot 8"]
    for seq in (7, 8):
        mailbox.put_delta("board", Stamp(1, seq), b"old")
    mailbox.put_delta("board", Stamp(1, 9), b"d9")
    assert drain(mailbox) == ["d9"]


def test_another_epoch_and_a_gap_take_the_snapshot(mailbox: Mailbox, rooms: Rooms) -> None:
    follow(mailbox)
    mailbox.put_delta("board", Stamp(2, 6), b"other writer")
    assert drain(mailbox) == ["board snapshot 5"]
    mailbox.put_delta("board", Stamp(1, 7), b"gap")
    assert drain(mailbox) == ["board snapshot 5"]


def test_the_frame_in_flight_is_finished_before_anything_newer(mailbox: Mailbox) -> None:
    follow(mailbox)
    mailbox.put_delta("board", Stamp(1, 6), b"0123456789")
    assert bytes(mailbox.chunk() or b"") == b"0123456789"
    mailbox.written(4)
    mailbox.put_delta("board", Stamp(1, 7), b"newer")
    mailbox.put_control(b"pong")
    assert drain(mailbox) == ["456789", "pong", "newer"]


def test_a_slow_reader_keeps_one_entry_per_room(mailbox: Mailbox) -> None:
    follow(mailbox, "board")
    mailbox.put_snapshot("indices")
    for seq in range(6, 1000):
        mailbox.put_delta("board", Stamp(1, seq), b"b")
        mailbox.put_delta("indices", Stamp(1, seq), b"i")
    assert drain(mailbox) == ["indices snapshot 5", "board snapshot 5"]


def test_a_resuming_reader_gets_only_what_it_missed(mailbox: Mailbox) -> None:
    mailbox.put_missing("board", Stamp(1, 8), b"d7d8")
    mailbox.put_delta("board", Stamp(1, 9), b"d9")
    assert drain(mailbox) == ["board snapshot 5"]
    mailbox.put_missing("status", Stamp(1, 8), b"")
    mailbox.put_delta("status", Stamp(1, 9), b"s9")
    assert drain(mailbox) == ["s9"]


def test_a_room_without_data_sends_nothing(mailbox: Mailbox) -> None:
    mailbox.put_snapshot("empty")
    assert drain(mailbox) == []


def test_too_many_unread_answers_are_refused(mailbox: Mailbox) -> None:
    for _ in range(CONTROL_LIMIT):
        mailbox.put_control(b"pong")
    with pytest.raises(MailboxFullError):
        mailbox.put_control(b"pong")


def test_sealing_leaves_the_frame_in_flight_and_the_last_word(mailbox: Mailbox) -> None:
    follow(mailbox)
    mailbox.put_delta("board", Stamp(1, 6), b"in flight")
    assert mailbox.chunk() is not None
    mailbox.written(3)
    mailbox.put_control(b"pong")
    mailbox.put_snapshot("status")
    mailbox.seal(b"close")
    assert drain(mailbox) == ["flight", "close"]
