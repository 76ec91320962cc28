"""Events of the alerts channel: read from the flow room, each once, with an id that everyone agrees on."""

from __future__ import annotations

from core.snapshot.flow_room import FlowRoom, FlowView, LargeTradeView, LimitView
from dashboard.channels.events import BACKLOG, EventLog, events_of


def flow(
    *limits: LimitView, trades: tuple[LargeTradeView, ...] = (), date: str | None = "2026-11-20"
) -> FlowRoom:
    return FlowRoom(date, FlowView(), {}, {}, limits=list(limits), large_trades=list(trades))


def trade(number: int, at: int = 500) -> LargeTradeView:
    return LargeTradeView(number, "FPT", at, 100_000, 5_000, 500_000_000, "buyer", 200_000_000)


def test_a_share_at_its_ceiling_is_touched_locked_broken_and_locked_again() -> None:
    log = EventLog()
    touched = LimitView("FPT", "ceiling", 100)
    assert log.note(flow(touched))
    assert [(one.kind, one.at, one.side) for one in log.take()] == [("limit.touched", 100, "ceiling")]
    locked = LimitView("FPT", "ceiling", 100, True, 200, queue_volume=7_000)
    assert log.note(flow(locked))
    (event,) = log.take()
    assert (event.id, event.volume) == ("limit.locked/2026-11-20/FPT/ceiling/200", 7_000)
    assert not log.note(flow(LimitView("FPT", "ceiling", 100, True, 200, 3.5, queue_volume=9_000)))
    broken = LimitView("FPT", "ceiling", 100, False, None, breaks=1, broken_at=300)
    assert log.note(flow(broken))
    assert [one.id for one in log.take()] == ["limit.broken/2026-11-20/FPT/ceiling/300"]
    assert log.note(flow(LimitView("FPT", "ceiling", 100, True, 400, breaks=1, broken_at=300)))
    assert [one.id for one in log.take()] == ["limit.locked/2026-11-20/FPT/ceiling/400"]


def test_ceiling_and_floor_of_one_share_are_two_things() -> None:
    ids = [one.id for one in events_of(flow(LimitView("FPT", "ceiling", 100), LimitView("FPT", "floor", 90)))]
    assert ids == ["limit.touched/2026-11-20/FPT/floor", "limit.touched/2026-11-20/FPT/ceiling"]


def test_equal_trades_of_one_instant_are_all_told() -> None:
    found = events_of(flow(trades=(trade(2), trade(1))))
    assert [one.id for one in found] == [
        "trade.large/2026-11-20/FPT/500/1",
        "trade.large/2026-11-20/FPT/500/2",
    ]
    assert (found[0].price, found[0].volume, found[0].value, found[0].side) == (
        100_000, 5_000, 500_000_000, "buyer",
    )  # fmt: skip


def test_two_processes_agree_on_ids() -> None:
    one, other = EventLog(), EventLog()
    one.note(flow(LimitView("FPT", "floor", 100)))
    for log in (one, other):
        log.note(flow(LimitView("FPT", "floor", 100, True, 150), trades=(trade(1),)))
    assert {event.id for event in one.take()} == {event.id for event in other.take()}


def test_a_newcomer_is_told_what_all_were_told_and_not_twice_what_is_to_come() -> None:
    log = EventLog()
    log.note(flow(trades=(trade(1),)))
    log.take()
    log.note(flow(trades=(trade(2), trade(1))))
    assert [one.id[-1] for one in log.backlog] == ["1"]
    assert [one.id[-1] for one in log.take()] == ["2"]
    assert [one.id[-1] for one in log.backlog] == ["1", "2"]


def test_a_new_day_begins_without_yesterday_and_memory_is_bounded() -> None:
    log = EventLog()
    for number in range(6_000):
        log.note(flow(trades=(trade(number),)))
    log.take()
    assert len(log.backlog) == BACKLOG
    assert len(log._seen) < 5_000
    assert not log.note(flow(trades=(trade(5_999),)))
    assert log.note(flow(trades=(trade(1),), date="2026-11-23"))
    assert log.backlog == []


def test_before_the_first_trading_date_nothing_happened() -> None:
    assert events_of(flow(LimitView("FPT", "ceiling", 100), date=None)) == []
