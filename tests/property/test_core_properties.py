"""Properties of the core that hold for any input: identity, order, silence, deltas."""

from __future__ import annotations

import copy
import itertools
import json
import math
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.feed import backoff
from core.feed.breaker import Breaker
from core.feed.normalise import Normaliser
from core.feed.reasons import REASONS
from core.feed.signalr import decode_frame
from core.market.events import Rejected
from core.pipeline import MarketDataProcessor
from core.snapshot.delta import diff, merge
from core.snapshot.market_snapshot import market_snapshot
from core.snapshot.throttle import Throttle
from core.trackers.trade_classifier import Session, Side, Ticks, TradeClassifier
from tests.support.events import DAY, at, broadcast, foreign, index_tick, quote, trade, wire_trade

TRADES = st.lists(
    st.tuples(
        st.integers(0, 40).map(lambda lots: lots * 100),
        st.integers(0, 20).map(lambda lots: lots * 100),
        st.sampled_from([24_900, 24_950, 25_000, 25_050]),
        st.sampled_from([None, "B", "S"]),
        st.sampled_from(["ATO", "LO", "ATC", "C", None]),
        st.integers(0, 59),
    ),
    max_size=60,
)


@given(TRADES)
def test_ledger_identity_after_any_sequence(steps: list[tuple[Any, ...]]) -> None:
    core = MarketDataProcessor()
    for total, volume, price, side, session, second in steps:
        core.handle(trade(total, volume, price, side=side, session=session, when=f"10:00:{second:02d}"), None)
        assert core.ledger_violations() == []
    market, day = core.sessions.market, core.sessions.days.get("SSI")
    if day is not None:
        assert market.volume == day.tally.volume == sum(t.volume for t in day.by_session.values())
        assert min(day.tally.missed_volume, day.tally.buyer_volume, day.tally.unknown_volume) >= 0


def _session(sizes: list[int]) -> list[Any]:
    """A clean session of trades, half of it from the exchange's side, with quotes between."""
    events: list[Any] = []
    total = 0
    for n, lots in enumerate(sizes):
        total += lots * 100
        when = f"10:{n // 60:02d}:{n % 60:02d}"
        events.append(quote(24_950, 25_000, when=when))
        side = (None, "B", "S")[n % 3]
        events.append(trade(total, lots * 100, (24_950, 25_000)[n % 2], when=when, side=side))
    return events


SIZES = st.lists(st.integers(1, 50), min_size=1, max_size=80)


def _bytes(events: list[Any]) -> MarketDataProcessor:
    core = MarketDataProcessor()
    for event in events:
        core.handle(event, None)
    return core


@given(SIZES)
def test_replaying_a_session_twice_changes_no_total(sizes: list[int]) -> None:
    events = _session(sizes)
    once, twice = _bytes(events), _bytes(events + events)
    assert once.sessions.days["SSI"].tally == twice.sessions.days["SSI"].tally
    assert twice.ledger.missed == 0


@given(SIZES)
def test_the_same_input_gives_the_same_bytes(sizes: list[int]) -> None:
    events = _session(sizes)
    first, second = (msgspec.json.encode(market_snapshot(_bytes(events))) for _ in range(2))
    assert first == second


@given(SIZES, st.data())
def test_what_is_dropped_is_missed_to_the_share(sizes: list[int], data: st.DataObject) -> None:
    events = [event for event in _session(sizes) if hasattr(event, "total_volume")]
    kept = [event for event in events[:-1] if data.draw(st.booleans())] + events[-1:]
    core = _bytes(kept)
    assert core.ledger.missed == sum(e.volume for e in events) - sum(e.volume for e in kept)
    assert core.ledger_violations() == []


@given(SIZES, st.integers(0, 200), st.integers(0, 60), st.integers(0, 60))
def test_a_cut_loses_only_what_was_not_sent(sizes: list[int], cut: int, lost: int, replayed: int) -> None:
    """The feed is cut anywhere, some events are never sent, and after the reconnection some old ones
    come again: what is booked is what was sent, and the rest is missed to the share."""
    events = _session(sizes)
    before, after = events[:cut], events[cut + lost :]
    core = _bytes(before + before[len(before) - min(replayed, len(before)) :] + after)
    sent = [event for event in before + after if hasattr(event, "total_volume")]
    if not sent:
        return
    tally = core.sessions.days["SSI"].tally
    assert tally.volume == sent[-1].total_volume
    assert tally.volume - tally.missed_volume == sum(event.volume for event in sent)
    assert core.ledger_violations() == []


@given(SIZES, st.integers(1, 8))
def test_late_trades_fill_what_they_left(sizes: list[int], distance: int) -> None:
    """Within one second of exchange time, any local disorder ends with nothing missed."""
    events = [e for e in _session(sizes) if hasattr(e, "total_volume")]
    for event in events:
        event.ts_event = at("10:00")
    shuffled: list[Any] = []
    for start in range(0, len(events), distance):
        shuffled += reversed(events[start : start + distance])
    core = _bytes(shuffled)
    assert core.ledger.missed == 0
    assert core.sessions.days["SSI"].tally.volume == sum(event.volume for event in events)


@given(st.lists(st.tuples(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000)), max_size=30))
def test_sides_mirror_when_prices_mirror(steps: list[tuple[int, int, int]]) -> None:
    plain, mirrored = TradeClassifier(), TradeClassifier()
    ticks, mirrored_ticks = Ticks(), Ticks()
    opposite = {Side.BUYER: Side.SELLER, Side.SELLER: Side.BUYER, Side.UNKNOWN: Side.UNKNOWN}
    for price, one, other in steps:
        bid, ask = min(one, other), max(one, other) + 1
        side, method = plain.classify(ticks, price, None, Session.CONTINUOUS, bid, ask)
        mirror = mirrored.classify(mirrored_ticks, -price, None, Session.CONTINUOUS, -ask, -bid)
        assert mirror == (opposite[side], method)


@given(st.integers(1, 60), st.integers(1, 60))
def test_speed_does_not_depend_on_how_often_messages_come(every_s: int, other_s: int) -> None:
    """The same flow of 10 shares a second, reported at two spacings, has the same speed."""

    def speed(spacing_s: int) -> float:
        core = MarketDataProcessor()
        core.handle(trade(100, 100, 1000, when="10:00:00", ceiling=None, floor=None), None)
        for second in [*range(0, 900, spacing_s), 900]:
            when = f"10:{second // 60:02d}:{second % 60:02d}"
            core.handle(foreign(10 * second, 0, when=when), None)
        return core.foreign.flows["SSI"].speeds(at("10:15:00")).buy

    # Messages up to a minute apart can shift one minute's flow across the window's edge.
    assert math.isclose(speed(every_s), 600, rel_tol=0.21)
    assert abs(speed(every_s) - speed(other_s)) <= 600 * 0.21


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(sorted(wire_trade())), JSON, max_size=5))
def test_any_field_value_is_an_event_or_a_counted_reject(fields: dict[str, Any]) -> None:
    outcome = Normaliser().broadcast(broadcast("X-TRADE", wire_trade(**fields)), at("10:00"))
    if isinstance(outcome, Rejected):
        assert outcome.reason in REASONS
    else:
        (event,) = outcome
        numbers = (event.price, event.volume, event.total_volume, event.total_value)
        assert all(value is None or (math.isfinite(value) and value >= 0) for value in numbers)


@given(st.binary(max_size=200) | st.text(max_size=200) | JSON.map(json.dumps))
def test_any_bytes_are_survived(raw: bytes | str) -> None:
    decode_frame(raw)
    outcome = Normaliser().broadcast(raw, at("10:00"))
    assert isinstance(outcome, Rejected) or len(outcome) >= 1


DOCUMENTS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=3),
        lambda inner: st.dictionaries(st.sampled_from("abcdef"), inner, max_size=4),
        max_leaves=12,
    ),
)


def _known(document: Any) -> Any:
    """A document without its unknown values: None and missing are the same."""
    if isinstance(document, dict):
        return {key: _known(value) for key, value in document.items() if value is not None}
    return document


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_turns_the_old_document_into_the_new(old: dict[str, Any], new: dict[str, Any]) -> None:
    patched = copy.deepcopy(old)
    merge(patched, copy.deepcopy(diff(old, new)))
    assert _known(patched) == _known(new)
    assert diff(new, new) == {}


@given(st.lists(st.tuples(st.floats(0, 50), st.booleans()), max_size=60))
def test_throttle_keeps_its_distance_and_never_loses_the_last(steps: list[tuple[float, bool]]) -> None:
    throttle, now, writes, pending = Throttle(100), 0.0, [], False
    for step_ms, change in steps:
        now += step_ms
        if change:
            throttle.mark()
            pending = True
        if throttle.due(now):
            throttle.written(now)
            writes.append(now)
            pending = False
    wait_ms = throttle.wait_ms(now)
    assert (wait_ms is not None) == pending
    assert wait_ms is None or throttle.due(now + wait_ms + 1e-6)
    assert all(later - earlier >= 100 for earlier, later in itertools.pairwise(writes))


@given(st.integers(0, 10**6), st.floats(0, 1, exclude_max=True))
def test_back_off_is_capped_and_a_429_waits_at_least_thirty_seconds(attempt: int, draw: float) -> None:
    assert 0 <= backoff.full_jitter_s(attempt, draw, cap_s=15.0) <= 15.0
    assert backoff.rate_limited_s(None, draw) >= 30
    assert backoff.rate_limited_s(120.0, draw) >= 120


@given(st.lists(st.floats(0, 30), max_size=100))
def test_breaker_never_lets_more_through_than_its_budget(gaps: list[float]) -> None:
    breaker, now, allowed = Breaker(5, 100.0), 0.0, []
    for gap in gaps:
        now += gap
        if breaker.wait_s(now) == 0.0:
            breaker.note(now)
            allowed.append(now)
    for n, start in enumerate(allowed):
        assert sum(1 for t in allowed[n:] if t < start + 100.0 - 1e-6) <= 5


@given(st.lists(st.integers(150_000, 250_000), min_size=1, max_size=40))
def test_index_range_contains_its_value(values: list[int]) -> None:
    core = MarketDataProcessor()
    for n, value in enumerate(values):
        core.handle(index_tick(value, when=f"10:{n:02d}:00", day=DAY), None)
    day = core.indices.indices["VN30"]
    assert (day.open, day.value) == (values[0], values[-1])
    assert (day.low, day.high) == (min(values), max(values))
