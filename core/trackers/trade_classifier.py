"""Who was the aggressor of a trade, and how we know.

Door: `TradeClassifier.classify`. Refuses to know volumes and totals.

Order of evidence: an auction (and HNX's PLO, all at one price) has no aggressor; the
exchange's own side; the quote rule against the book before the trade (Lee and Ready, 1991:
at or above the ask a buyer, at or below the bid a seller); between them the tick rule (up a
buyer, down a seller, unchanged as the last change); else unknown.
"""

from __future__ import annotations

from enum import StrEnum

from core.market.calendar import SESSION_CODES as _CODES
from core.market.calendar import Board, Phase, phase_by_clock
from core.market.events import ExchangeSide


class Side(StrEnum):
    """Who took the price of the other."""

    BUYER = "buyer"
    SELLER = "seller"
    UNKNOWN = "unknown"
    AUCTION = "auction"


class Method(StrEnum):
    """How the side was decided. Auctions are decided by `none`, as are unknown trades."""

    EXCHANGE = "exchange"
    QUOTE = "quote"
    TICK = "tick"
    NONE = "none"


class Session(StrEnum):
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
_ATC_MATCH_S = (14 * 60 + 45) * 60


def trade_session(code: str | None, board: Board, seconds_of_day: int) -> Session:
    """The part of the day of a trade: the feed's code first, the clock where it has none.

    A match reported with a code of after the close (`C`, `PT`) is the last trading phase's:
    the closing auction's prints were recorded with `C` at 14:45:00. Only HNX trades after the
    close (PLO, all at the closing price).

    Args:
        code: the message's TradingSession, or None.
        board: where it traded.
        seconds_of_day: exchange time, seconds after local midnight.
    """
    phase = _CODES.get(code.upper()) if code else None
    if phase is None:
        phase = phase_by_clock(board, seconds_of_day)
    session = _SESSIONS[phase]
    if session is not Session.AFTER:
        return session
    if board is Board.UPCOM:
        return Session.CONTINUOUS
    if board is Board.HNX and (phase is Phase.PLO or seconds_of_day > _ATC_MATCH_S):
        return Session.AFTER
    return Session.ATC


class TradeClassifier:
    """Decides sides; keeps the last price and last change of direction per symbol.

    Bound: two small entries per symbol.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._direction: dict[str, Side] = {}
        self.agreement: dict[Method, list[int]] = {Method.QUOTE: [0, 0], Method.TICK: [0, 0]}
        """Per rule: [trades where it agreed with the exchange's side, trades where it spoke]."""

    def classify(
        self,
        symbol: str,
        price: int | None,
        exchange_side: ExchangeSide | None,
        session: Session,
        best_bid: int | None,
        best_ask: int | None,
    ) -> tuple[Side, Method]:
        """The aggressor of one trade.

        Args:
            symbol: whose tick history to use.
            price: of the trade, in the smallest unit.
            exchange_side: `B`, `S` or None.
            session: its part of the day.
            best_bid, best_ask: the book before the trade, None for an empty side.
        """
        tick = self._tick(symbol, price)
        if session is not Session.CONTINUOUS:
            return Side.AUCTION, Method.NONE
        quote = _by_quote(price, best_bid, best_ask)
        if exchange_side is not None:
            side = Side.BUYER if exchange_side == "B" else Side.SELLER
            self._compare(Method.QUOTE, quote, side)
            self._compare(Method.TICK, tick, side)
            return side, Method.EXCHANGE
        if quote is not None:
            return quote, Method.QUOTE
        if tick is not None:
            return tick, Method.TICK
        return Side.UNKNOWN, Method.NONE

    def classify_late(self, exchange_side: ExchangeSide | None, session: Session) -> tuple[Side, Method]:
        """The aggressor of a trade that arrived late: neither book nor tick of its moment is known."""
        if session is not Session.CONTINUOUS:
            return Side.AUCTION, Method.NONE
        if exchange_side is None:
            return Side.UNKNOWN, Method.NONE
        return (Side.BUYER if exchange_side == "B" else Side.SELLER), Method.EXCHANGE

    def _tick(self, symbol: str, price: int | None) -> Side | None:
        if price is None:
            return None
        last = self._last.get(symbol)
        self._last[symbol] = price
        if last is not None and price != last:
            self._direction[symbol] = Side.BUYER if price > last else Side.SELLER
        return self._direction.get(symbol)

    def _compare(self, method: Method, ruled: Side | None, truth: Side) -> None:
        if ruled is not None:
            tally = self.agreement[method]
            tally[0] += ruled is truth
            tally[1] += 1


def _by_quote(price: int | None, best_bid: int | None, best_ask: int | None) -> Side | None:
    if price is None:
        return None
    at_ask = best_ask is not None and price >= best_ask
    at_bid = best_bid is not None and price <= best_bid
    if at_ask == at_bid:
        # Neither, or both: a crossed book (an auction's leftover display) decides nothing.
        return None
    return Side.BUYER if at_ask else Side.SELLER
