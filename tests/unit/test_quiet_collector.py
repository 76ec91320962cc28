"""When a worker looks for unreachable cycles."""

from __future__ import annotations

import gc

from workers.quiet_collector import APART_S, LONGEST_S, QuietCollector


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_it_waits_for_the_break_and_keeps_its_distance() -> None:
    clock, collected = Clock(), []
    collector = QuietCollector(clock, lambda: collected.append(clock.now_s) or 0)
    clock.now_s += 2 * APART_S
    assert not collector.beat(trading=True)
    assert collector.beat(trading=False)
    clock.now_s += APART_S - 1
    assert not collector.beat(trading=False)
    clock.now_s += 1
    assert collector.beat(trading=False)
    assert collected == [100.0 + 2 * APART_S, 100.0 + 3 * APART_S]


def test_trading_without_end_does_not_put_it_off_for_ever() -> None:
    clock, collected = Clock(), []
    collector = QuietCollector(clock, lambda: collected.append(clock.now_s) or 0)
    clock.now_s += LONGEST_S - 1
    assert not collector.beat(trading=True)
    clock.now_s += 1
    assert collector.beat(trading=True)
    assert len(collected) == 1


def test_in_charge_only_the_old_generation_is_left_alone() -> None:
    before = gc.get_threshold()
    with QuietCollector(Clock()).in_charge():
        young, middle, old = gc.get_threshold()
        assert (young, middle) == before[:2]
        assert old > 1000 * before[2]
    assert gc.get_threshold() == before
