"""Who was the aggressor of a trade, and how we know.

Door: `TradeClassifier.classify`, `Ticks`. Refuses to know volumes and totals.

Order of evidence: an auction (and HNX's PLO, all at one price) has no aggressor; the
exchange's own side; the quote rule against the book before the trade (Lee and Ready, 1991:
at or above the ask a buyer, at or below the bid a seller); between them the tick rule (up a
buyer, down a seller, unchanged as the last change); else unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, final

from core.market.calendar import SCHEDULE, Board, Phase, Schedule, phase_by_clock
from core.market.calendar import SESSION_CODES as _CODES
from core.market.code import Code
from core.market.events import ExchangeSide


class Side(Code):
    """Who took the price of the other."""

    BUYER = "buyer"
    SELLER = "seller"
    UNKNOWN = "unknown"
    AUCTION = "auction"


class Method(Code):
    """How the side was decided. Auctions are decided by `none`, as are unknown trades."""

    EXCHANGE = "exchange"
    QUOTE = "quote"
    TICK = "tick"
    NONE = "none"


class Session(Code):
    """The part of the day a trade belongs to."""

    ATO = "ATO"
    CONTINUOUS = "CONTINUOUS"
    ATC = "ATC"
    AFTER = "AFTER"


_SESSIONS: dict[Phase, Session] = {
    Phase.ATO: Session.ATO,
    Phase.PRE_OPEN: Session.ATO,
    Phase.CONTINUOUS: Session.CONTINUOUS,
    Phase.BREAK: Session.CONTINUOUS,
    Phase.HALT: Session.CONTINUOUS,
    Phase.ATC: Session.ATC,
    Phase.PLO: Session.AFTER,
    Phase.PUT_THROUGH: Session.AFTER,
    Phase.CLOSED: Session.AFTER,
}
# Bound once: reading a member off its class costs more than a call, and every trade does it.
_AFTER: Final = Session.AFTER
_CONTINUOUS: Final = Session.CONTINUOUS
_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_EXCHANGE_BUYER: Final = (Side.BUYER, Method.EXCHANGE)
_EXCHANGE_SELLER: Final = (Side.SELLER, Method.EXCHANGE)
_BY_QUOTE = {side: (side, Method.QUOTE) for side in (Side.BUYER, Side.SELLER)}
_BY_TICK = {side: (side, Method.TICK) for side in (Side.BUYER, Side.SELLER)}
_IN_AUCTION: Final = (Side.AUCTION, Method.NONE)
_UNDECIDED: Final = (Side.UNKNOWN, Method.NONE)

SESSION_OF_CODE: dict[str | None, Session] = {
    code: _SESSIONS[phase] for code, phase in _CODES.items() if _SESSIONS[phase] is not Session.AFTER
}
"""The feed's codes that say by themselves which part of the day it is; the others need the time."""

_ATC_MATCH_S = (14 * 60 + 45) * 60


def trade_session(
    code: str | None, board: Board, seconds_of_day: int, schedule: Schedule = SCHEDULE
) -> Session:
    """The part of the day of a trade: the feed's code first, the clock where it has none.

    A match reported with a code of after the close (`C`, `PT`) is the last trading phase's:
    the closing auction's prints were recorded with `C` at 14:45:00. Only HNX trades after the
    close (PLO, all at the closing price).

    Args:
        code: the message's TradingSession, or None.
        board: where it traded.
        seconds_of_day: exchange time, seconds after local midnight.
        schedule: the boards' hours.
    """
    phase = _CODES.get(code.upper()) if code else None
    if phase is None:
        phase = phase_by_clock(board, seconds_of_day, schedule)
    session = _SESSIONS[phase]
    if session is not _AFTER:
        return session
    if board is Board.UPCOM:
        return Session.CONTINUOUS
    if board is Board.HNX and (phase is Phase.PLO or seconds_of_day > _ATC_MATCH_S):
        return Session.AFTER
    return Session.ATC


@dataclass(slots=True)
class Ticks:
    """What the tick rule knows of one symbol: its last price, and where the last change went."""

    last: int | None = None
    direction: Side | None = None


@final
class TradeClassifier:
    """Decides sides, and counts how often its rules agree with the exchange."""

    def __init__(self) -> None:
        # [trades where the rule was against the exchange's side, trades where it agreed]
        self._quote_agreement, self._tick_agreement = [0, 0], [0, 0]

    @property
    def agreement(self) -> dict[Method, list[int]]:
        """Per rule: [trades where it agreed with the exchange's side, trades where it spoke]."""
        counted = {Method.QUOTE: self._quote_agreement, Method.TICK: self._tick_agreement}
        return {method: [agreed, against + agreed] for method, (against, agreed) in counted.items()}

    def classify(
        self,
        ticks: Ticks,
        price: int | None,
        exchange_side: ExchangeSide | None,
        session: Session,
        best_bid: int | None,
        best_ask: int | None,
    ) -> tuple[Side, Method]:
        """The aggressor of one trade.

        Args:
            ticks: of the symbol; brought up to date.
            price: of the trade, in the smallest unit.
            exchange_side: `B`, `S` or None.
            session: its part of the day.
            best_bid, best_ask: the book before the trade, None for an empty side.
        """
        # Both rules are written out here: every trade asks them, and calls would double the cost.
        tick = quote = None
        if price is not None:
            last = ticks.last
            if price != last:
                ticks.last = price
                if last is not None:
                    ticks.direction = _BUYER if price > last else _SELLER
            tick = ticks.direction
            at_ask = best_ask is not None and price >= best_ask
            at_bid = best_bid is not None and price <= best_bid
            # Neither, or both: a crossed book (an auction's leftover display) decides nothing.
            if at_ask is not at_bid:
                quote = _BUYER if at_ask else _SELLER
        if session is not _CONTINUOUS:
            return _IN_AUCTION
        if exchange_side is not None:
            decided = _EXCHANGE_BUYER if exchange_side == "B" else _EXCHANGE_SELLER
            side = decided[0]
            if quote is not None:
                self._quote_agreement[quote is side] += 1
            if tick is not None:
                self._tick_agreement[tick is side] += 1
            return decided
        if quote is not None:
            return _BY_QUOTE[quote]
        if tick is not None:
            return _BY_TICK[tick]
        return _UNDECIDED

    def classify_late(self, exchange_side: ExchangeSide | None, session: Session) -> tuple[Side, Method]:
        """The aggressor of a trade that arrived late: neither book nor tick of its moment is known."""
        if session is not _CONTINUOUS:
            return _IN_AUCTION
        if exchange_side is None:
            return _UNDECIDED
        return _EXCHANGE_BUYER if exchange_side == "B" else _EXCHANGE_SELLER
