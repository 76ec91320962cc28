"""The day and the data themselves: phases of the boards, and how far the figures can be trusted.

Door: `OPERATIONS`. Refuses to know HTTP and where rooms come from.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core.market.calendar import SCHEDULE, Board, Phase, instant_ms, local_date, local_datetime
from core.snapshot.flow_room import FlowRoom, RuleView
from core.snapshot.rooms import BoardRow, ContractView, DerivativesRoom, PhaseView, StatusRoom
from dashboard.api.answers import Answer, Instant, Operation, Page, PageParameters, Parameters, View, paged
from dashboard.api.shares import SHARE_ROOMS, shares


class PhaseTimes(msgspec.Struct):
    """A phase of today by the clock; ends: null for the last."""

    phase: Phase
    starts: Instant
    ends: Instant | None


class BoardSessions(msgspec.Struct):
    """A board's day. phase: now, by the feed's word while that is fresh (`by`), else by the clock; clock:
    what the clock says; disagrees: the two differ. next_*: the clock's next change today, null after the
    last. usual_hours: false where the deployment's calendar changes this board's hours."""

    phase: str
    by: Annotated[Literal["feed", "clock"], Meta(extra_json_schema={"type": "string"})]
    clock: Phase
    disagrees: bool
    next_phase: Phase | None
    next_change: Instant | None
    usual_hours: bool
    phases: list[PhaseTimes]


class Sessions(msgspec.Struct):
    """Today at the exchanges. closed_because: `weekend`, `holiday`, or null on a trading day;
    calendar_known: false when the holidays of this year are not published here, so that it may be one."""

    date: dt.date
    market_now: Instant
    trading_day: bool
    closed_because: Annotated[
        Literal["weekend", "holiday"] | None, Meta(extra_json_schema={"description": "weekend or holiday"})
    ]
    calendar_known: bool
    next_trading_day: dt.date
    boards: dict[str, BoardSessions]


class SessionsAnswer(Answer, kw_only=True):
    """Phases of each board today."""

    data: Sessions


class Disagreement(msgspec.Struct):
    """A board whose phase the feed and the clock tell differently."""

    board: str
    feed: str
    clock: str


class PartialCoverage(msgspec.Struct):
    """A symbol of whose volume a part was missed (shares; contracts for a future)."""

    symbol: str
    coverage: float
    missed_volume: int
    total_volume: int


class Quality(msgspec.Struct):
    """What came in since the worker started, what was refused and why, and how sure the sums are.

    rules: how often the quote and tick rules agreed with the exchange's side; decided: volume by method;
    ledger_violations: symbols whose classes do not add up, 0 unless the product is broken; partial:
    symbols of the board and futures below full coverage, the worst first.
    """

    messages: int
    last_message: Instant | None
    rejected: dict[str, int]
    rejected_total: int
    duplicates: int
    stale_messages: int
    late: int
    corrections: int
    missed_volume: int
    ledger_violations: int
    reconnects: int
    lag_ms: float | None
    calendar_known: bool
    worker_started: Instant | None
    worker_version: str | None
    feed_detail: str | None
    disagreements: list[Disagreement]
    rules: dict[str, RuleView]
    decided: dict[str, int]
    partial: list[PartialCoverage]


class QualityAnswer(Answer, kw_only=True):
    """Quality of the data. coverage: 1 - missed / total volume over all shares and futures.

    `page` is about `data.partial`.
    """

    coverage: float | None
    page: Page
    data: Quality


def _sessions(view: View, _: Parameters) -> Answer:
    calendar, now = view.calendar, view.market_now_ms
    day = local_date(now)
    trading = calendar.is_trading_day(day)
    status = view.find(StatusRoom)
    heard = status.phases if status is not None and not view.stale and status.date == day.isoformat() else {}
    reason: Literal["weekend", "holiday"] | None = None
    if not trading:
        reason = "weekend" if day.weekday() >= 5 else "holiday"
    data = Sessions(
        day,
        local_datetime(now),
        trading,
        reason,
        calendar.knows(day),
        calendar.next_trading_day(day),
        {board.value: _board_sessions(view, board, trading, heard.get(board)) for board in Board},
    )
    return SessionsAnswer(**view.head(), data=data)


def _board_sessions(view: View, board: Board, trading: bool, heard: PhaseView | None) -> BoardSessions:
    calendar, now = view.calendar, view.market_now_ms
    span = calendar.phase_at(board, now)
    by_feed = heard is not None and heard.by == "feed"
    phase = heard.phase if heard is not None and by_feed else span.phase.value
    steps = calendar.schedule[board]
    starts = [local_datetime(instant_ms(local_date(now), minute * 60)) for minute, _ in steps]
    phases = [
        PhaseTimes(step[1], start, end)
        for step, start, end in zip(steps, starts, [*starts[1:], None], strict=True)
    ]
    return BoardSessions(
        phase,
        "feed" if by_feed else "clock",
        span.phase,
        phase != span.phase.value,
        span.next_phase,
        None if span.ends is None else local_datetime(span.ends),
        steps == SCHEDULE[board],
        phases if trading else [],
    )


def _quality(view: View, parameters: PageParameters) -> Answer:
    status, flow = view.room(StatusRoom), view.room(FlowRoom)
    shown, page = paged(_partial(view), parameters)
    data = Quality(
        messages=status.messages,
        last_message=_instant(status.last_message_at),
        rejected=status.rejected,
        rejected_total=sum(status.rejected.values()),
        duplicates=status.duplicates,
        stale_messages=status.stale_messages,
        late=status.late,
        corrections=status.corrections,
        missed_volume=status.missed_volume,
        ledger_violations=status.ledger_violations,
        reconnects=status.reconnects,
        lag_ms=status.lag_ms,
        calendar_known=status.calendar_known,
        worker_started=_instant(status.worker_started),
        worker_version=status.version,
        feed_detail=status.detail,
        disagreements=[
            Disagreement(board, phase.phase, phase.clock)
            for board, phase in status.phases.items()
            if phase.disagrees
        ],
        rules=flow.rules,
        decided=flow.decided,
        partial=shown,
    )
    return QualityAnswer(**view.head(), coverage=status.coverage, page=page, data=data)


def _partial(view: View) -> list[PartialCoverage]:
    rows: dict[str, BoardRow | ContractView] = {
        **shares(view),
        **view.room(DerivativesRoom).contracts,
    }
    found = [
        PartialCoverage(symbol, row.coverage, row.missed_volume or 0, row.total_volume or 0)
        for symbol, row in rows.items()
        if row.coverage is not None and row.coverage < 1
    ]
    return sorted(found, key=lambda one: (one.coverage, one.symbol))


def _instant(epoch_ms: int | None) -> dt.datetime | None:
    return None if epoch_ms is None else local_datetime(epoch_ms)


OPERATIONS: Final = (
    Operation(
        "/api/sessions/today",
        "get_sessions_today",
        "Phases of each board today",
        "By the calendar, with the feed's word on the present phase while it is fresh. It answers without "
        "a worker too: then the clock alone speaks, and `stale` says so.",
        SessionsAnswer,
        _sessions,
        (StatusRoom,),
        by_clock=True,
    ),
    Operation(
        "/api/quality",
        "get_quality",
        "How far the figures can be trusted",
        "Coverage, refused messages by reason, disagreement of feed and clock, agreement of the rules with "
        "the exchange, and every symbol below full coverage.",
        QualityAnswer,
        _quality,
        (StatusRoom, FlowRoom, *SHARE_ROOMS, DerivativesRoom),
        parameters=PageParameters,
    ),
)
