"""The status room: how feed, worker and ledger are, in one struct.

Door: `StatusBoard`. Refuses to decide anything: it only reads.
"""

from __future__ import annotations

from collections.abc import Callable

from core.feed.liveness import Liveness
from core.market.calendar import TRADING_PHASES, Board, Phase, local_date
from core.market.events import FeedState
from core.pipeline import MarketDataProcessor
from core.snapshot.rooms import PhaseView, StatusRoom

_DISAGREEMENT_MS = 60_000
"""A code that differs from the clock for less is a boundary, not a disagreement."""

_SAME = {Phase.PUT_THROUGH: Phase.CLOSED, Phase.PRE_OPEN: Phase.CLOSED, Phase.PLO: Phase.CLOSED}
"""Phases that the feed reports as closed."""


def board_phase(core: MarketDataProcessor, board: Board, now: int) -> PhaseView:
    """The phase of a board at an exchange time (epoch ms).

    The feed's newest code counts while it is younger than the clock's phase; an older one
    belongs to the phase before (no message says that the break began).
    """
    span = core.calendar.phase_at(board, now)
    view = PhaseView(
        phase=span.phase.value,
        clock=span.phase.value,
        ends=span.ends,
        next=span.next_phase.value if span.next_phase is not None else None,
    )
    noted = core.phases.codes.get(board)
    if noted is None or core.date != local_date(now):
        return view
    phase, noted_at = noted
    if span.starts is None or noted_at < span.starts:
        return view
    if _SAME.get(span.phase, span.phase) is _SAME.get(phase, phase):
        return view
    view.phase, view.by = phase.value, "feed"
    view.disagrees = noted_at - span.starts > _DISAGREEMENT_MS
    return view


class StatusBoard:
    """Reads the worker's parts. One per worker."""

    def __init__(
        self,
        core: MarketDataProcessor,
        livenesses: list[Liveness],
        *,
        simulated: bool,
        version: str,
        wall_ms: Callable[[], int],
        mono_s: Callable[[], float],
        market_now: Callable[[], int],
        market_speed: Callable[[], float | None],
        reconnects: Callable[[], int],
        lag_ms: Callable[[], float],
        symbol_rooms: Callable[[], tuple[int, int]],
        writes_refused: Callable[[], int],
    ) -> None:
        self._core = core
        self._livenesses = livenesses
        self._wall_ms = wall_ms
        self._mono_s = mono_s
        self._market_now = market_now
        self._market_speed = market_speed
        self._reconnects = reconnects
        self._lag_ms = lag_ms
        self._symbol_rooms = symbol_rooms
        self._writes_refused = writes_refused
        self._simulated = simulated
        self._version = version
        self._started = wall_ms()
        self._feed = FeedState.CONNECTING
        self._since = self._started
        self.detail: str | None = None
        self.last_message_at: int | None = None

    def expecting_data(self) -> bool:
        """Whether any board is in a phase in which data must come."""
        now = self._market_now()
        return any(self._core.calendar.phase_at(board, now).phase in TRADING_PHASES for board in Board)

    def feed_state(self) -> FeedState:
        """The worst state of the connections."""
        now_s = self._mono_s()
        states = {liveness.state(now_s) for liveness in self._livenesses}
        for state in (FeedState.DOWN, FeedState.STALE, FeedState.CONNECTING, FeedState.LIVE):
            if state in states:
                break
        else:
            state = FeedState.QUIET
        if state is not self._feed:
            self._feed, self._since = state, self._wall_ms()
        return state

    def room(self) -> StatusRoom:
        """What the status room shows now."""
        core, now = self._core, self._market_now()
        ledger = core.ledger
        symbol_rooms, symbol_rooms_refused = self._symbol_rooms()
        return StatusRoom(
            feed=self.feed_state().value,
            since=self._since,
            source="simulator" if self._simulated else "ssi",
            simulated=self._simulated,
            date=core.date.isoformat() if core.date is not None else None,
            market_now=now,
            market_speed=self._market_speed(),
            phases={board.value: board_phase(core, board, now) for board in Board},
            last_message_at=self.last_message_at,
            messages=core.counters.messages,
            rejected=dict(core.counters.rejected),
            duplicates=ledger.duplicates,
            stale_messages=core.counters.stale,
            late=ledger.late,
            corrections=ledger.corrections,
            missed_volume=ledger.missed,
            coverage=round(1.0 - ledger.missed / ledger.total, 6) if ledger.total else None,
            ledger_violations=len(core.ledger_violations()),
            reconnects=self._reconnects(),
            lag_ms=round(self._lag_ms(), 1),
            symbol_rooms=symbol_rooms,
            symbol_rooms_refused=symbol_rooms_refused,
            writes_refused=self._writes_refused(),
            calendar_known=core.calendar.knows(local_date(now)),
            worker_started=self._started,
            version=self._version,
            detail=self.detail,
        )
