"""What the flow room shows of the pipeline's state.

Door: `flow_room`, `limit_view`. Refuses to know frames, stores and clocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from core.market.calendar import Board
from core.pipeline import MarketDataProcessor
from core.snapshot.flow_room import (
    FlowRoom,
    FlowView,
    LargeTradeView,
    LimitView,
    PaceView,
    RankedView,
    RuleView,
)
from core.trackers.limit_lock import LimitLock, LimitState
from core.trackers.movers import Movers, SymbolStanding, movers
from core.trackers.pace import pace
from core.trackers.session_aggregator import Tally
from core.trackers.trade_classifier import Method

_COVERAGE_DIGITS = 6
_MOST_LIMITS, _MOST_LARGE_TRADES = 50, 30
_RULES = (Method.QUOTE, Method.TICK)


def flow_room(core: MarketDataProcessor) -> FlowRoom:
    """Aggressor flow over all shares. O(symbols): to be asked about once a second."""
    sessions = core.sessions
    return FlowRoom(
        core.date.isoformat() if core.date is not None else None,
        _tally(sessions.market),
        {session.value: _tally(tally) for session, tally in sessions.market_by_session.items()},
        {method.value: volume for method, volume in sessions.decided.items()},
        {rule.value: _rule(*core.classifier.agreement[rule]) for rule in _RULES},
        _movers(movers(_standings(core))),
        _limits(core.analysis.limits),
        _large_trades(core),
        _pace(core, sessions.market),
    )


def _pace(core: MarketDataProcessor, market: Tally) -> PaceView | None:
    if core.now is None:
        return None
    found = pace(market.value, core.inputs.usual_value, core.now)
    if found is None:
        return None
    return PaceView(
        found.so_far,
        round(found.usual_share, 6),
        None if found.usual is None else round(found.usual),
        None if found.ratio is None else round(found.ratio, 4),
        None if found.projected_total is None else round(found.projected_total),
    )


def _tally(tally: Tally) -> FlowView:
    total = tally.volume
    return FlowView(
        total_volume=total,
        buyer_volume=tally.buyer_volume,
        seller_volume=tally.seller_volume,
        unknown_volume=tally.unknown_volume,
        auction_volume=tally.auction_volume,
        missed_volume=tally.missed_volume,
        buyer_value=tally.buyer_value,
        seller_value=tally.seller_value,
        unknown_value=tally.unknown_value,
        auction_value=tally.auction_value,
        coverage=round(1.0 - tally.missed_volume / total, _COVERAGE_DIGITS) if total else None,
    )


def _rule(agreed: int, spoken: int) -> RuleView:
    return RuleView(agreed, spoken, round(agreed / spoken, 6) if spoken else None)


def _standings(core: MarketDataProcessor) -> Iterator[SymbolStanding]:
    """Every share that traded today."""
    flows = core.foreign.flows
    for symbol, day in core.sessions.days.items():
        if day.last is None or day.board is Board.DERIVATIVES:
            continue
        flow, tally = flows.get(symbol), day.tally
        yield SymbolStanding(
            symbol,
            day.last,
            day.reference,
            day.total_volume,
            day.total_value,
            tally.buyer_value,
            tally.seller_value,
            None if flow is None else flow.net_value,
        )


def _movers(lists: Movers) -> dict[str, list[RankedView]]:
    return {
        name: [
            RankedView(one.symbol, round(one.measure, 2) if isinstance(one.measure, float) else one.measure)
            for one in getattr(lists, name)
        ]
        for name in Movers.__struct_fields__
    }


def _limits(limits: LimitLock) -> list[LimitView]:
    found = [
        limit_view(limits, symbol, side, state)
        for side, states in (("ceiling", limits.ceilings), ("floor", limits.floors))
        for symbol, state in states.items()
        if state.board is not Board.DERIVATIVES
    ]
    found.sort(key=attrgetter("symbol"))
    found.sort(key=lambda view: (view.locked, view.touched_at), reverse=True)
    return found[:_MOST_LIMITS]


def limit_view(limits: LimitLock, symbol: str, side: str, state: LimitState) -> LimitView:
    """A share at one of its limits; side: `ceiling` or `floor`."""
    return LimitView(
        symbol,
        side,
        state.first_touch,
        state.locked_since is not None,
        state.locked_since,
        round(limits.locked_minutes(state), 1),
        state.queue_volume,
        state.breaks,
        state.last_break,
    )


def _large_trades(core: MarketDataProcessor) -> list[LargeTradeView]:
    days = core.sessions.days
    return [
        LargeTradeView(
            one.number,
            one.symbol,
            one.ts_event,
            one.price,
            one.volume,
            one.value_vnd,
            one.side.value,
            one.threshold_vnd,
        )
        for one in core.analysis.large_trades.newest()
        if days[one.symbol].board is not Board.DERIVATIVES
    ][:_MOST_LARGE_TRADES]
