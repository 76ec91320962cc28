"""What a symbol's room shows of the pipeline's state, again and again.

Door: `SymbolView` (one per symbol that somebody looks at), `symbol_series`. What trades alone change
is worked out when the symbol has traded, and views that did not change are the same objects as
before. Refuses to know frames, stores, clocks, and who looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from core.market.calendar import Board, local_seconds, trading_minute
from core.market.events import Levels
from core.market.prices import TENTHS
from core.pipeline import MarketDataProcessor
from core.snapshot.auction_views import auction_views
from core.snapshot.flow_views import limit_view
from core.snapshot.foreign_views import flow_view, moment
from core.snapshot.rooms import ForeignView, MinuteSeries, Series
from core.snapshot.symbol_room import (
    BarView,
    LargeTradeSums,
    LedgerView,
    Price,
    ProfileView,
    SideTally,
    SymbolRoom,
    TradeView,
)
from core.snapshot.views import board_row, contract_view, date_text, newest_minute
from core.trackers.minute_bar import MinuteBar
from core.trackers.recent_trades import RecentTrade
from core.trackers.session_aggregator import SymbolDay, Tally

SHOWN_TRADES = 60
SHOWN_BARS = 2
MAX_LEVELS = 10
_COVERAGE_DIGITS = 6
_BAR_COLUMNS = BarView.__struct_fields__

Scale = Callable[[int], Price]
"""From the smallest unit to what the room shows."""


def share_price(price: int) -> Price:
    """VND are shown as they are."""
    return price


def future_price(price: int) -> Price:
    """Tenths of a point as points."""
    return price / TENTHS


class SymbolView:
    """One symbol's room. Bound: what the room itself holds."""

    def __init__(self, core: MarketDataProcessor, symbol: str, now: Callable[[], int]) -> None:
        """now: exchange time, epoch ms, for what moves with time."""
        self._core = core
        self._symbol = symbol
        self._now = now
        self._traded: tuple[object, ...] = ()
        self._trades: dict[str, TradeView] = {}
        self._flow: tuple[object, ...] = ()
        self._foreign: ForeignView | None = None
        self._shown = SymbolRoom(None, None, symbol)

    def room(self) -> SymbolRoom:
        """What the room shows now."""
        core, symbol, shown = self._core, self._symbol, self._shown
        day, contract = core.sessions.days.get(symbol), core.derivatives.contracts.get(symbol)
        room = SymbolRoom(date_text(core), newest_minute(core), symbol)
        future = contract is not None or (day is not None and day.board is Board.DERIVATIVES)
        scale = future_price if future else share_price
        if contract is not None:
            room.kind, room.contract = "future", contract_view(core, symbol, contract)
            room.names = [symbol, *room.contract.aliases]
        elif not future and (day is not None or symbol in core.foreign.flows):
            room.kind, room.row, room.names = "share", board_row(core, symbol), [symbol]
        quote = core.quotes.get(symbol)
        if quote is not None:
            room.bids, room.asks = _levels(quote.bids, scale), _levels(quote.asks, scale)
        if not future:
            room.foreign = self._foreign_view()
        if day is None:
            return room
        traded = (core.sessions, day.recent.count, day.total_volume, day.account.corrections)
        if traded != self._traded:
            self._traded = traded
            self._show_trades(shown, day, scale)
        room.phases, room.decided, room.trades = shown.phases, shown.decided, shown.trades
        room.large, room.profile = shown.large, shown.profile
        room.bars, room.bars_revision = shown.bars, shown.bars_revision
        room.limits = {
            side: limit_view(core.analysis.limits, symbol, side, state)
            for side, states in (
                ("ceiling", core.analysis.limits.ceilings),
                ("floor", core.analysis.limits.floors),
            )
            if (state := states.get(symbol)) is not None
        }
        room.auctions = auction_views(core.analysis.auctions, day, scale)
        room.ledger = _ledger(core, day)
        return room

    def _show_trades(self, shown: SymbolRoom, day: SymbolDay, scale: Scale) -> None:
        """Everything that only a trade or a correction changes."""
        analysis = self._core.analysis
        shown.phases = {session.value: side_tally(tally) for session, tally in day.by_session.items()}
        shown.decided = {method.value: side_tally(tally) for method, tally in day.by_method.items()}
        shown.large = self._large_sums()
        shown.profile = self._profile(scale)
        newest = analysis.bars.newest_first(self._symbol)
        shown.bars = {str(minute): bar for minute, bar in _by_minute(newest, scale, SHOWN_BARS, turned=True)}
        shown.bars_revision = analysis.bars.revision(self._symbol)
        self._trades = {
            key: self._known(key, _trade(trade, scale))
            for trade in reversed(day.recent.newest(SHOWN_TRADES))
            if (key := str(trade.number))
        }
        shown.trades = self._trades

    def _known(self, key: str, trade: TradeView) -> TradeView:
        """The view shown before when it says the same: it is not encoded again then."""
        before = self._trades.get(key)
        return before if before == trade else trade

    def _large_sums(self) -> LargeTradeSums | None:
        large = self._core.analysis.large_trades
        sums, threshold = large.sums.get(self._symbol), large.threshold_vnd(self._symbol)
        if sums is None:
            return None if threshold is None else LargeTradeSums(threshold=threshold)
        return LargeTradeSums(
            sums.trades,
            sums.buyer_volume,
            sums.buyer_value_vnd,
            sums.seller_volume,
            sums.seller_value_vnd,
            sums.unknown_volume,
            sums.unknown_value_vnd,
            threshold,
        )

    def _profile(self, scale: Scale) -> ProfileView | None:
        profile = self._core.analysis.volume_at_price.profile(self._symbol)
        if profile is None:
            return None
        return ProfileView(
            {
                str(scale(level.price)): (
                    level.buyer_volume,
                    level.seller_volume,
                    level.unknown_volume,
                    level.auction_volume,
                )
                for level in profile.levels
            },
            profile.volume,
            scale(profile.point_of_control),
            scale(profile.value_area_low),
            scale(profile.value_area_high),
            profile.value_area_volume,
        )

    def _foreign_view(self) -> ForeignView | None:
        core, now = self._core, self._now()
        flow = core.foreign.flows.get(self._symbol)
        if flow is None:
            return None
        # Speeds are means to the second.
        seen = (flow, flow.at, flow.buy_volume, flow.sell_volume, now // 1000)
        if seen != self._flow:
            self._flow = seen
            speeds, baseline = flow.speeds(now), core.inputs.baseline
            self._foreign = flow_view(self._symbol, flow, speeds, moment(core.calendar, now, baseline))
        return self._foreign


def symbol_series(core: MarketDataProcessor, symbol: str, epoch: int) -> Series:
    """The day's minute bars of a symbol as columns.

    Args:
        core: the pipeline.
        symbol: whose.
        epoch: the writer's stamp.
    """
    day = core.sessions.days.get(symbol)
    scale = future_price if day is not None and day.board is Board.DERIVATIVES else share_price
    line = MinuteSeries([], {name: [] for name in _BAR_COLUMNS})
    for minute, bar in _by_minute(core.analysis.bars.of(symbol), scale):
        line.minute.append(minute)
        for name in _BAR_COLUMNS:
            line.columns[name].append(getattr(bar, name))
    return Series(date_text(core), epoch, {symbol: line})


def side_tally(tally: Tally) -> SideTally:
    """A tally as it goes over the wire."""
    return SideTally(*(getattr(tally, name) for name in SideTally.__struct_fields__))


def _levels(levels: Levels, scale: Scale) -> list[tuple[Price, int]]:
    return [(scale(price), volume) for price, volume in levels[:MAX_LEVELS]]


def _trade(trade: RecentTrade, scale: Scale) -> TradeView:
    price = None if trade.price is None else scale(trade.price)
    return TradeView(trade.ts_event, trade.volume, price, trade.side.value, trade.method.value, trade.large)


def _by_minute(
    bars: Iterable[MinuteBar], scale: Scale, limit: int | None = None, *, turned: bool = False
) -> list[tuple[int, BarView]]:
    """Bars by trading minute, oldest first: the end of the morning and the start of the afternoon
    are one minute of the axis, so their bars are one.

    Args:
        bars: in order of time; `turned`: newest first.
        scale: of prices.
        limit: at most so many minutes.
    """
    found: list[tuple[int, BarView]] = []
    for minute, group in groupby(bars, lambda bar: trading_minute(local_seconds(bar.start))):
        if limit is not None and len(found) == limit:
            break
        parts = list(group)
        if turned:
            parts.reverse()
        found.append((minute, _joined(parts, scale)))
    return found[::-1] if turned else found


def _joined(parts: list[MinuteBar], scale: Scale) -> BarView:
    return BarView(
        scale(parts[0].open),
        scale(max(part.high for part in parts)),
        scale(min(part.low for part in parts)),
        scale(parts[-1].close),
        sum(part.volume for part in parts),
        sum(part.value_vnd for part in parts),
        sum(part.buyer_volume for part in parts),
        sum(part.seller_volume for part in parts),
    )


def _ledger(core: MarketDataProcessor, day: SymbolDay) -> LedgerView:
    account, coverage = day.account, core.ledger.coverage(day.symbol)
    return LedgerView(
        account.total,
        account.total - account.missed,
        account.missed,
        None if coverage is None else round(coverage, _COVERAGE_DIGITS),
        account.duplicates,
        account.late,
        account.corrections,
        len(account.gaps),
    )
