"""Figures of several processes: added up rightly, kept when one is gone, whole when one is killed writing."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from core.histogram import Histogram, cumulative
from dashboard.monitor import blackboard as module
from dashboard.monitor.blackboard import HALF_BYTES, SLOT_BYTES, Blackboard, Report
from dashboard.monitor.families import Sample, departed, merged
from tests.support.polling import eventually

OPENED, SOCKETS, READY, LONGEST = (
    "vnmarket_sockets_opened_total", "vnmarket_sockets", "vnmarket_web_ready",
    "vnmarket_socket_queue_longest_frames",
)  # fmt: skip
LAG = "vnmarket_web_redis_seconds"


def report(pid: int, opened: int, at_s: float = 1.0) -> Report:
    return Report(pid, at_s, [Sample(OPENED, opened), Sample(SOCKETS, opened, ("live",))])


def lag(found: Histogram) -> Sample:
    return Sample(LAG, found.sum, (), tuple(found.counts))


def total(board: Blackboard, name: str) -> float:
    reports, gone = board.reports()
    return sum(one.value for one in merged([*(r.samples for r in reports), gone]) if one.name == name)


def test_counters_and_histograms_add_up_and_gauges_as_they_say() -> None:
    one, other = Histogram(), Histogram()
    for value in (0.0005, 0.3):
        one.observe(value)
    other.observe(20.0)
    first = [
        Sample(OPENED, 3),
        Sample(READY, 1),
        Sample(LONGEST, 2),
        lag(one),
    ]
    second = [
        Sample(OPENED, 4), Sample(READY, 0), Sample(LONGEST, 7), lag(other),
        Sample("a_family_of_another_version", 1),
    ]  # fmt: skip
    found = {sample.name: sample for sample in merged([first, second])}
    assert (found[OPENED].value, found[READY].value, found[LONGEST].value) == (7, 0, 7)
    rows = cumulative(one.bounds, found[LAG].counts)
    assert (rows[0], rows[-1]) == (("0.001", 1.0), ("+Inf", 3.0))
    assert found[LAG].value == pytest.approx(20.3005)
    assert "a_family_of_another_version" not in found
    assert {sample.name for sample in departed(second)} == {OPENED, LAG}


def test_a_negative_time_counts_as_none() -> None:
    histogram = Histogram((1.0, 2.0))
    for value in (-5.0, 1.0, 2.0, 2.1):
        histogram.observe(value)
    assert (histogram.counts, histogram.sum) == ([2, 1, 1], 5.1)


def test_what_a_process_counted_stays_when_it_is_gone() -> None:
    board = Blackboard(2)
    slots = [board.claim(age) for age in (1, 2)]
    assert slots == [1, 2]
    assert board.claim(3) is None
    for slot, opened in ((1, 10), (2, 5)):
        board.write(slot, report(100 + slot, opened))
    assert (total(board, OPENED), total(board, SOCKETS)) == (15, 15)
    board.bury(1)
    assert (total(board, OPENED), total(board, SOCKETS)) == (15, 5)
    assert board.claim(3) == 1
    board.write(1, report(103, 2))
    assert (total(board, OPENED), total(board, SOCKETS)) == (17, 7)
    for age in (2, 3, 77):
        board.bury(age)
    assert (total(board, OPENED), total(board, SOCKETS)) == (17, 0)


def test_the_report_before_stays_when_a_write_is_torn(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Blackboard(1)
    board.claim(1)
    for opened in (1, 2, 3):
        board.write(1, report(9, opened))

    class Killed(Exception):
        pass

    def killed(_: bytes) -> int:
        raise Killed

    monkeypatch.setattr(module.zlib, "crc32", killed)
    with pytest.raises(Killed):
        board.write(1, report(9, 4))
    monkeypatch.undo()
    assert total(board, OPENED) in (2, 3)
    board._memory[SLOT_BYTES + 40 : SLOT_BYTES + 60] = bytes(20)
    assert total(board, OPENED) in (2, 3)
    board.bury(1)
    assert total(board, OPENED) in (2, 3)


def test_nothing_is_counted_twice_while_a_process_is_being_buried() -> None:
    """Between the master's two steps the report stands in both places."""
    board = Blackboard(1)
    board.claim(1)
    board.write(1, report(9, 4))
    kept: Any = report(9, 4)
    board.write(0, Report(kept.pid, kept.at_s, departed(kept.samples)))
    assert total(board, OPENED) == 4


def test_a_report_that_is_too_long_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    board = Blackboard(1)
    board.write(1, report(9, 1))
    board.write(1, Report(9, 2.0, [Sample(OPENED, 1, ("x" * HALF_BYTES,))]))
    assert "does not fit" in caplog.text
    assert total(board, OPENED) == 1


def test_a_forked_process_writes_where_the_master_reads() -> None:
    board = Blackboard(1)
    slot = board.claim(1)
    assert slot is not None
    pid = os.fork()
    if not pid:
        board.write(slot, report(os.getpid(), 6))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    assert eventually(lambda: total(board, OPENED)) == 6
    assert board.reports()[0][0].pid == pid
