"""The pipeline: the one place where the order of the trackers is written.

Door: `MarketDataProcessor`. `receive` takes a broadcast as it came, `handle` an event, `tick`
does what is due with time. Time is always an argument. Refuses to know Redis, sockets, rooms'
encoding; what a room shows of this state is in `core/snapshot/views.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final, final

from core.feed.normalise import Normaliser
from core.market.calendar import (
    DEFAULT_CALENDAR,
    Board,
    Calendar,
    local_date,
    local_seconds,
    trading_minute,
)
from core.market.events import (
    ForeignRoom,
    IndexTick,
    MarketEvent,
    Quote,
    Rejected,
    SecurityStatus,
    Trade,
)
from core.market.symbols import vn30_members
from core.snapshot import keys
from core.snapshot.room_marks import RoomMarks
from core.trackers.board_phases import BoardPhases
from core.trackers.completeness import Judgement, Ledger, Verdict
from core.trackers.counters import Counters
from core.trackers.derivatives_tracker import DerivativesTracker
from core.trackers.foreign_investor_tracker import LINE_COLUMNS, ForeignInvestorTracker, line_values
from core.trackers.index_tracker import IndexTracker, PricedState
from core.trackers.inputs import AnalysisInputs
from core.trackers.minute_series import MinuteLine
from core.trackers.quote_cache import QuoteCache
from core.trackers.session_aggregator import SessionAggregator, SymbolDay
from core.trackers.trade_analysis import TradeAnalysis
from core.trackers.trade_classifier import SESSION_OF_CODE, Session, TradeClassifier, trade_session

NOTHING: Final[tuple[str, ...]] = ()
_INDEX: Final = (keys.INDICES,)
_FOREIGN: Final = (keys.FOREIGN, keys.FOREIGN_MARKET)
_INDEX_AND_BASIS: Final = (keys.INDICES, keys.DERIVATIVES)

_BOARD_OF_INDEX = {"VNINDEX": Board.HOSE, "HNXIndex": Board.HNX, "HNXUpcomIndex": Board.UPCOM}
FUTURE_DATE = "future_date"

# Bound once: reading a member off its class costs more than a call, and every trade does it.
_DERIVATIVES: Final = Board.DERIVATIVES
_NO_TRADE: Final = Verdict.NO_TRADE
_DUPLICATE: Final = Verdict.DUPLICATE
_LATE: Final = Verdict.LATE


@final
class MarketDataProcessor:
    """One trading day of the whole market.

    Bounds: those of its trackers, all per symbol or index; the newest 50 rejects are kept for
    the log.
    """

    MAX_REJECTS_KEPT: ClassVar[int] = 50

    def __init__(
        self,
        *,
        calendar: Calendar = DEFAULT_CALENDAR,
        futures_override: str | None = None,
        members: Iterable[str] | None = None,
        inputs: AnalysisInputs | None = None,
    ) -> None:
        """
        Args:
            calendar: trading days and phases.
            futures_override: any name of the contract to show as active.
            members: members of VN30; None takes the stored list of the trading date.
            inputs: weights, terms and baselines; may be changed while running.
        """
        self.calendar = calendar
        self.counters = Counters()
        self.rejects: list[Rejected] = []
        self.date: dt.date | None = None
        self.normaliser = Normaliser()
        self.inputs = inputs if inputs is not None else AnalysisInputs()
        self._override = futures_override
        self._given_members = tuple(sorted(members)) if members is not None else None
        self._marks = RoomMarks()
        self._begin_day(None)

    def _begin_day(self, date: dt.date | None) -> None:
        """Empty trackers for a trading date."""
        self.date = date
        self.newest_event: int | None = None
        self.ticked: int | None = None
        self.changed: set[str] = set()
        """Symbols of which anything changed; `BoardRows` takes them out again."""
        self.quotes = QuoteCache()
        self.classifier = TradeClassifier()
        self.ledger = Ledger()
        self.sessions = SessionAggregator()
        self.analysis = TradeAnalysis(self.calendar.schedule)
        self.foreign = ForeignInvestorTracker()
        self.indices = IndexTracker(self.calendar.schedule)
        self.inputs.begin_day()
        self.derivatives = DerivativesTracker(self._override, self.calendar)
        self.foreign_line = MinuteLine(*LINE_COLUMNS)
        self.phases = BoardPhases()

    @property
    def members(self) -> tuple[str, ...]:
        """Members of VN30 today: those given (the feed's), else the stored list of the date."""
        if self._given_members is not None:
            return self._given_members
        return vn30_members(self.date) if self.date is not None else ()

    def set_members(self, members: Iterable[str]) -> None:
        """Takes the members of VN30 as the feed's master list gives them."""
        self._given_members = tuple(sorted(members))

    def watch(self, symbols: Iterable[str]) -> None:
        """Says whose own rooms are to be named when they change, beside the rooms of all."""
        for symbol in self._marks.watch(symbols):
            if (day := self.sessions.days.get(symbol)) is not None:
                self._marks.write_down(day)

    # -- what comes in -------------------------------------------------------------

    def receive(self, argument: str | bytes | Any, ts_recv: int, now: int | None) -> tuple[str, ...]:
        """One argument of the hub's Broadcast: normalise it and handle its events.

        Args:
            argument: as it came.
            ts_recv: our time, epoch ms.
            now: the exchange's time, epoch ms; None trusts the data's own dates (offline replay).
        Returns: names of the rooms that changed.
        """
        self.counters.messages += 1
        outcome = self.normaliser.broadcast(argument, ts_recv)
        if not isinstance(outcome, tuple):
            self.reject(outcome)
            return NOTHING
        rooms = NOTHING
        for event in outcome:
            rooms = self.handle(event, now) or rooms
        return rooms

    def reject(self, rejected: Rejected) -> None:
        """Counts input that could not be used."""
        reasons = self.counters.rejected
        reasons[rejected.reason] = reasons.get(rejected.reason, 0) + 1
        if len(self.rejects) < self.MAX_REJECTS_KEPT:
            self.rejects.append(rejected)

    def handle(self, event: MarketEvent, now: int | None) -> tuple[str, ...]:
        """One event.

        Args:
            event: what happened.
            now: the exchange's time, epoch ms, or None (see `receive`).
        Returns: names of the rooms that changed.
        """
        date = event.date
        # The normaliser gives equal dates as one object, so identity answers for nearly every event.
        if date is not self.date and (date is None or (date != self.date and not self._admit(date, now))):
            return NOTHING
        if self.newest_event is None or event.ts_event > self.newest_event:
            self.newest_event = event.ts_event
        if isinstance(event, Quote):
            return self._on_quote(event)
        if isinstance(event, Trade):
            return self._on_trade(event)
        if isinstance(event, ForeignRoom):
            return self._on_foreign(event)
        if isinstance(event, IndexTick):
            return self._on_index(event)
        if isinstance(event, SecurityStatus):
            return self._on_status(event)
        # Bars repeat what trades say, odd lots are outside the round-lot totals.
        return NOTHING

    @property
    def now(self) -> int | None:
        """The latest instant of the trading date known by its events and ticks, epoch ms."""
        known = [instant for instant in (self.ticked, self.newest_event) if instant is not None]
        return max(known, default=None)

    def tick(self, now: int) -> tuple[str, ...]:
        """Work that is due with time: samples the foreign flow, lists the master's contracts.

        Args:
            now: the exchange's time, epoch ms.
        Returns: names of the rooms whose figures change with time alone.
        """
        rooms: tuple[str, ...] = (*_FOREIGN, *self._marks.watched_rooms)
        if self.inputs.compositions:
            rooms += _INDEX
        if self.date is None or local_date(now) != self.date:
            return rooms
        self.ticked = now
        self.analysis.tick(now)
        self.inputs.derive_weights(self._reference)
        self.derivatives.take_master(self.inputs.last_trading_dates, self.date)
        market = self.foreign.market
        if market.since is None:
            return rooms
        self.foreign_line.put(trading_minute(local_seconds(now)), *line_values(market, now))
        return rooms

    # -- one method per kind of event ----------------------------------------------

    def _admit(self, date: dt.date, now: int | None) -> bool:
        """Whether a message of another date may in; a newer date begins a new day."""
        today = None if now is None else local_date(now)
        if self.date is not None and date < self.date:
            self.counters.stale += 1
            return False
        if today is not None and date > today:
            self.reject(Rejected(FUTURE_DATE, str(date)))
            return False
        if today is not None and date < self.calendar.last_trading_day(today):
            self.counters.stale += 1
            return False
        self._begin_day(date)
        return True

    def _row(self, symbol: str, board: Board) -> SymbolDay:
        """Begins the row of a symbol: what every tracker knows of it hangs there."""
        day = self.sessions.day(symbol, board)
        day.account = self.ledger.account(symbol)
        self._marks.write_down(day)
        return day

    def _on_quote(self, quote: Quote) -> tuple[str, ...]:
        if not self.quotes.update(quote):
            return NOTHING
        symbol, board, session = quote.symbol, quote.board, quote.session
        self.changed.add(symbol)
        day = self.sessions.days.get(symbol) or self._row(symbol, board)
        day.best_bid, day.best_ask = quote.best_bid, quote.best_ask
        if session:
            day.session = session
            self.phases.note(board, session, quote.ts_event)
        self.analysis.on_quote(day, quote)
        return day.quote_rooms

    def _on_trade(self, trade: Trade) -> tuple[str, ...]:
        symbol, board, ts_event, code = trade.symbol, trade.board, trade.ts_event, trade.session
        self.changed.add(symbol)
        day = self.sessions.days.get(symbol) or self._row(symbol, board)
        if code:
            self.phases.note(board, code, ts_event)
        self.sessions.describe(day, trade)
        volume, total = trade.volume, trade.total_volume
        if self.ledger.accept(day.account, ts_event, volume, total):
            self._count(day, trade, volume or 0, volume == total, None)
        else:
            judged = self.ledger.judge(symbol, ts_event, volume, total)
            if judged.verdict is not _NO_TRADE and judged.verdict is not _DUPLICATE:
                self._count(day, trade, judged.volume, judged.first, judged)
            else:
                self.analysis.on_no_trade(day, trade)
                if board is _DERIVATIVES and self.date is not None:
                    self.derivatives.day(symbol, self.date)
        return day.trade_rooms

    def _count(
        self, day: SymbolDay, trade: Trade, volume: int, first: bool, judged: Judgement | None
    ) -> None:
        """A trade that the ledger let in, or a correction: side, prices, sums.

        Args:
            day: the symbol's row.
            trade: the message.
            volume: shares to count of it.
            first: no share of the day was traded or missed before it.
            judged: the ledger's answer; None where the match was exactly the growth of the total.
        """
        sessions, price = self.sessions, trade.price
        session = SESSION_OF_CODE.get(trade.session) or trade_session(
            trade.session, trade.board, local_seconds(trade.ts_event), self.calendar.schedule
        )
        late = judged is not None and judged.verdict is _LATE
        if late:
            side, method = self.classifier.classify_late(trade.side, session)
            sessions.widen(day, trade)
        else:
            side, method = self.classifier.classify(
                day.ticks, price, trade.side, session, day.best_bid, day.best_ask
            )
            sessions.price(day, trade, volume, side, first)
            day.total_volume = trade.total_volume
        if judged is not None:
            self._settle(day, judged, session)
        if volume:
            sessions.book(day, trade.ts_event, price, volume, side, session, method)
            if price is not None:
                # Further trackers of counted trades are called in there, once per trade.
                self.analysis.on_trade(day, trade, price, volume, side, session, late)
        if trade.board is _DERIVATIVES and not late and price is not None and self.date is not None:
            self.derivatives.update_price(trade.symbol, price, trade.ts_event, self.date, self.indices.value)

    def _settle(self, day: SymbolDay, judged: Judgement, session: Session) -> None:
        """Books what a gap, a late trade or a correction does to shares counted or missed before."""
        if judged.removed:
            self._take_back(day, judged.removed, session)
        if judged.missed > 0:
            self.sessions.miss(day, judged.missed, session)
        elif judged.missed < 0:
            self.sessions.find(day, -judged.missed, session)

    def _take_back(self, day: SymbolDay, removed: int, session: Session) -> None:
        """Books a downward correction: counted trades first, missed shares with what is left."""
        day.corrected = True
        rest = self.sessions.take_back(day, removed)
        self.analysis.take_back(day.symbol, removed - rest)
        self.sessions.find(day, self.ledger.take_missed(day.symbol, rest), session)

    def _on_foreign(self, event: ForeignRoom) -> tuple[str, ...]:
        day = self.sessions.days.get(event.symbol)
        price = day.last if day is not None and event.board is not _DERIVATIVES else None
        self.changed.add(event.symbol)
        new = self.foreign.update(event, price)
        return (*_FOREIGN, *self._marks.rooms(event.symbol, event.board)) if new else NOTHING

    def _on_index(self, tick: IndexTick) -> tuple[str, ...]:
        if not self.indices.update(tick, self._constituents(tick.index_id)):
            return NOTHING
        composition = self.inputs.compositions.get(tick.index_id)
        if composition is not None and tick.value is not None:
            prior = self.indices.indices[tick.index_id].prior
            if prior:
                composition.publish(tick.value, prior, self.price_move)
        if tick.value is not None and self.derivatives.update_index(tick.index_id, tick.value, tick.ts_event):
            return _INDEX_AND_BASIS + self._marks.watched_futures
        return _INDEX

    def _on_status(self, status: SecurityStatus) -> tuple[str, ...]:
        self.changed.add(status.symbol)
        if status.session:
            self.phases.note(status.board, status.session, status.ts_event)
        day = self.sessions.days.get(status.symbol) or self._row(status.symbol, status.board)
        day.session = status.session or day.session
        day.status = status.status or day.status
        return day.quote_rooms

    def _constituents(self, index_id: str) -> Iterator[PricedState] | None:
        """Prices of an index's members, lazily: read only when its breadth must be counted."""
        if index_id == "VN30":
            days = (self.sessions.days.get(symbol) for symbol in self.members)
            return (_state(day) for day in days if day is not None)
        board = _BOARD_OF_INDEX.get(index_id)
        if board is None:
            return None
        return (_state(day) for day in self.sessions.days.values() if day.board is board)

    def price_move(self, symbol: str) -> float | None:
        """price / reference - 1 of a symbol; None where it has no price or no reference."""
        day = self.sessions.days.get(symbol)
        if day is None or day.last is None or not day.reference:
            return None
        return day.last / day.reference - 1.0

    def _reference(self, symbol: str) -> int | None:
        day = self.sessions.days.get(symbol)
        return None if day is None else day.reference

    # -- checks ------------------------------------------------------------------

    def ledger_violations(self) -> list[str]:
        """Symbols whose classes do not add up to TotalVol. Empty unless the product is broken."""
        return [
            symbol
            for symbol, account in self.ledger.accounts.items()
            if ((tally := self.sessions.days[symbol].tally).volume, tally.missed_volume)
            != (account.total, account.missed)
        ]


def _state(day: SymbolDay) -> PricedState:
    return PricedState(day.last, day.reference, day.ceiling, day.floor)
