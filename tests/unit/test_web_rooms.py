"""A process's copy of a room follows a writer's frames, whatever happens between."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from core.snapshot.codec import decode_frame, encode_frame
from core.snapshot.rooms import Frame
from dashboard.data.snapshots import KEPT_DELTAS, Outcome, RoomCopies, RoomCopy, Stamp


def frame(kind: str, seq: int, data: Any, epoch: int = 1) -> Frame:
    return decode_frame(encode_frame(kind, "board", epoch, seq, 1000 + seq, "live", data))


@pytest.fixture
def copy() -> RoomCopy:
    copy = RoomCopy("board")
    copy.load(frame("snap", 10, {"rows": {"HPG": {"last": 1}}, "minute": 5}))
    return copy


def document(copy: RoomCopy) -> Any:
    encoded = copy.snapshot()
    assert encoded is not None
    return msgspec.json.decode(encoded.payload)["data"]


def test_deltas_are_merged_in_order(copy: RoomCopy) -> None:
    assert copy.apply(frame("delta", 11, {"rows": {"HPG": {"last": 2}}}), b"") is Outcome.APPLIED
    assert copy.apply(frame("delta", 12, {"rows": {"HPG": {"last": None}, "VIC": {"last": 3}}}), b"")
    assert document(copy) == {"rows": {"HPG": {}, "VIC": {"last": 3}}, "minute": 5}
    assert copy.stamp == Stamp(1, 12)


@pytest.mark.parametrize(
    ("epoch", "seq", "outcome"),
    [(1, 10, Outcome.KNOWN), (1, 3, Outcome.KNOWN), (1, 12, Outcome.GAP), (2, 11, Outcome.GAP)],
)
def test_what_does_not_continue_the_copy_leaves_it_alone(
    copy: RoomCopy, epoch: int, seq: int, outcome: Outcome
) -> None:
    assert copy.apply(frame("delta", seq, {"minute": 99}, epoch), b"") is outcome
    assert document(copy)["minute"] == 5


def test_a_delta_before_any_snapshot_is_a_gap() -> None:
    copy = RoomCopy("board")
    assert copy.apply(frame("delta", 1, {}), b"") is Outcome.GAP
    assert copy.snapshot() is None
    assert copy.stamp is None


def test_the_snapshot_is_encoded_once_per_stamp(copy: RoomCopy) -> None:
    first = copy.snapshot()
    assert copy.snapshot() is first
    copy.apply(frame("delta", 11, {"minute": 6}), b"")
    second = copy.snapshot()
    assert second is not first
    assert second is not None
    assert second.stamp == Stamp(1, 11)


def test_the_same_snapshot_again_is_no_change(copy: RoomCopy) -> None:
    assert copy.load(frame("snap", 10, {"other": 1})) is False
    assert copy.load(frame("snap", 11, {"minute": 7})) is True
    assert document(copy) == {"minute": 7}


def test_a_reader_resumes_with_exactly_the_deltas_it_missed(copy: RoomCopy) -> None:
    for seq in range(11, 16):
        copy.apply(frame("delta", seq, {"minute": seq}), f"[{seq}]".encode())
    assert copy.since(1, 13) == (Stamp(1, 15), b"[14][15]")
    assert copy.since(1, 15) == (Stamp(1, 15), b"")
    assert copy.since(1, 16) is None
    assert copy.since(2, 13) is None
    assert copy.since(1, 9) is None


def test_no_more_deltas_are_kept_than_allowed(copy: RoomCopy) -> None:
    for seq in range(11, 11 + 2 * KEPT_DELTAS):
        copy.apply(frame("delta", seq, {"minute": seq}), b"x")
    last = 10 + 2 * KEPT_DELTAS
    kept = copy.since(1, last - KEPT_DELTAS)
    assert kept is not None
    assert len(kept[1]) == KEPT_DELTAS
    assert copy.since(1, last - KEPT_DELTAS - 1) is None


def test_a_frame_that_is_not_json_is_an_error_and_changes_nothing(copy: RoomCopy) -> None:
    broken = msgspec.structs.replace(frame("delta", 11, {}), data=msgspec.Raw(b"{broken"))
    with pytest.raises(msgspec.DecodeError):
        copy.apply(broken, b"")
    assert copy.stamp == Stamp(1, 10)


def test_status_is_a_copy_that_later_frames_do_not_touch() -> None:
    copies = RoomCopies()
    assert copies.status() is None
    copies["status"].load(frame("snap", 1, {"phases": {"HOSE": {"phase": "LO"}}}))
    before = copies.status()
    copies["status"].apply(frame("delta", 2, {"phases": {"HOSE": {"phase": "ATC"}}}), b"")
    assert before == ({"phases": {"HOSE": {"phase": "LO"}}}, 1001)
