"""Memory that all web processes share, a slot each: what one of them writes the others can read.

Made by gunicorn's master before the first fork, so every process inherits it, also one that replaces a
dead one. A process writes only its own slot; the master empties it when the process is gone and adds
what counts on to the slot of the departed, so that sums never fall. Nothing is written to a disk and
nothing is left behind. Door: `Blackboard`. Refuses to know what the figures mean.
"""

from __future__ import annotations

import logging
import mmap
import struct
import zlib
from typing import Final

import msgspec

from dashboard.monitor.families import Sample, departed, merged

HALF_BYTES: Final = 32 * 1024
"""A report is about 5 kB. A slot has two halves, written in turn: whoever is killed while writing
leaves the report before."""
SLOT_BYTES: Final = 2 * HALF_BYTES
_HEAD: Final = struct.Struct("<III")
"""Turn, length and checksum of a report; a length of 0 is none."""
_DEPARTED: Final = 0

_log = logging.getLogger(__name__)


class Report(msgspec.Struct, array_like=True):
    """What a process says of itself. at_s: monotonic seconds, the same clock in all processes."""

    pid: int
    at_s: float
    samples: list[Sample]


class Blackboard:
    """Slots of reports. Slot 0 is that of the departed and belongs to the master."""

    def __init__(self, slots: int) -> None:
        """slots: processes that may be there at once, old and new ones of a reload included."""
        self._memory = mmap.mmap(-1, SLOT_BYTES * (slots + 1))
        self._owners: dict[int, int] = {}
        self._slots = slots

    # -- the master

    def claim(self, age: int) -> int | None:
        """A free slot for the process with that number; None when there is none, and it stays unseen."""
        free = set(range(1, self._slots + 1)) - set(self._owners.values())
        if not free:
            _log.warning("no slot for the figures of another web process")
            return None
        self._owners[age] = min(free)
        return self._owners[age]

    def bury(self, age: int) -> None:
        """The process with that number is gone: what it counted stays, its slot is free."""
        slot = self._owners.pop(age, None)
        if slot is None:
            return
        report, gone = self._read(slot), self._read(_DEPARTED)
        if report is not None:
            kept = merged([departed(report.samples), [] if gone is None else gone.samples])
            self.write(_DEPARTED, Report(report.pid, report.at_s, kept))
        self._memory[slot * SLOT_BYTES : (slot + 1) * SLOT_BYTES] = bytes(SLOT_BYTES)

    # -- the processes

    def write(self, slot: int, report: Report) -> None:
        """Replaces the report of a slot."""
        body = msgspec.msgpack.encode(report)
        if len(body) > HALF_BYTES - _HEAD.size:
            _log.error("a report of %d bytes does not fit its slot", len(body))
            return
        turn = max(turn for turn, _ in self._halves(slot)) + 1
        start = slot * SLOT_BYTES + turn % 2 * HALF_BYTES
        self._memory[start + _HEAD.size : start + _HEAD.size + len(body)] = body
        self._memory[start : start + _HEAD.size] = _HEAD.pack(turn, len(body), zlib.crc32(body))

    def reports(self) -> tuple[list[Report], list[Sample]]:
        """The newest report of every process, and the samples of those that are gone."""
        found = [report for slot in range(1, self._slots + 1) if (report := self._read(slot)) is not None]
        gone = self._read(_DEPARTED)
        if gone is None:
            return found, []
        # One that is being buried just now stands in both places.
        return [one for one in found if (one.pid, one.at_s) != (gone.pid, gone.at_s)], gone.samples

    def _read(self, slot: int) -> Report | None:
        """The newer whole report of a slot."""
        _, body = max(self._halves(slot))
        return msgspec.msgpack.decode(body, type=Report) if body else None

    def _halves(self, slot: int) -> list[tuple[int, bytes]]:
        """Turn and report of both halves; (0, nothing) for one that is empty or half written."""
        found = []
        for start in (slot * SLOT_BYTES, slot * SLOT_BYTES + HALF_BYTES):
            turn, length, checksum = _HEAD.unpack_from(self._memory, start)
            body = self._memory[start + _HEAD.size : start + _HEAD.size + min(length, HALF_BYTES)]
            found.append((turn, body) if length and zlib.crc32(body) == checksum else (0, b""))
        return found
