"""Silence is judged by phase and by time, never by a sleep."""

from __future__ import annotations

import pytest

from core.feed.liveness import Action, Liveness
from core.market.events import FeedState


def connected(*, expecting: bool = True, with_data: bool = True) -> Liveness:
    """A feed connected at t = 0."""
    liveness = Liveness()
    liveness.expect(0.0, expecting)
    liveness.connected(0.0, 20.0)
    if with_data:
        liveness.data_came(0.0)
    return liveness


def test_states_from_the_beginning() -> None:
    liveness = Liveness()
    assert liveness.state(0.0) is FeedState.CONNECTING
    liveness.expect(0.0, True)
    liveness.connected(0.0, 20.0)
    assert liveness.state(1.0) is FeedState.CONNECTING
    liveness.data_came(2.0)
    assert liveness.state(2.5) is FeedState.LIVE
    liveness.disconnected()
    assert liveness.state(3.0) is FeedState.DOWN


def test_no_bytes_is_stale_within_six_seconds_of_the_last_data() -> None:
    liveness = connected()
    assert liveness.state(4.9) is FeedState.LIVE
    assert liveness.state(5.0) is FeedState.STALE


def test_keep_alives_without_data_are_stale_then_resubscribe_then_reconnect() -> None:
    liveness = connected()
    seen = []
    for second in range(1, 61):
        liveness.bytes_came(float(second))
        seen.append((liveness.state(float(second)), liveness.action(float(second))))
    assert [state for state, _ in seen[:14]] == [FeedState.LIVE] * 14
    assert seen[14][0] is FeedState.STALE
    assert [second for second, (_, action) in enumerate(seen, 1) if action is Action.RESUBSCRIBE] == [30]
    assert seen[-1][1] is Action.RECONNECT


def test_a_black_hole_is_found_by_the_negotiated_keep_alive() -> None:
    liveness = connected(expecting=False)
    assert liveness.action(19.9) is Action.NONE
    assert liveness.action(20.0) is Action.RECONNECT


@pytest.mark.parametrize("hour", range(1, 4))
def test_silence_outside_a_phase_is_quiet(hour: int) -> None:
    liveness = connected(expecting=False)
    liveness.bytes_came(hour * 3600.0)
    assert liveness.state(hour * 3600.0 + 9) is FeedState.QUIET
    assert liveness.action(hour * 3600.0 + 9) is Action.NONE


def test_the_beginning_of_a_phase_restarts_the_patience() -> None:
    liveness = connected(expecting=False)
    liveness.bytes_came(5399.0)
    liveness.expect(5400.0, True)
    assert liveness.state(5401.0) is FeedState.LIVE
    assert liveness.action(5401.0) is Action.NONE
