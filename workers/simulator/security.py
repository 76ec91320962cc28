"""One security's side of the wire: its cumulative state, and the messages that tell it.

Door: `SecurityFeed`. Its totals are sums of the matches it was told, so TotalVol is always the
sum of LastVol. Refuses to decide prices, volumes and times: they are arguments.
"""

from __future__ import annotations

from core.market.calendar import Board
from core.market.prices import FUTURES_MULTIPLIER_VND, TENTHS, VND
from workers.simulator.ladder import Book
from workers.simulator.messages import (
    PUT_THROUGH,
    BarContent,
    DealContent,
    ForeignContent,
    Message,
    QuoteContent,
    StatusContent,
    TradeContent,
    WireDay,
    encode,
)

NORMAL, HALTED = "N", "H"
"""`TradingStatus`."""
BUYER, SELLER = "BU", "SD"
_NO_PRICE = 0.0
_NOT_A_NUMBER = "NaN"
"""AvgPrice before the first match is this text on the wire."""


class SecurityFeed:
    """State of one security on one day. Prices in smallest units, volumes in shares or contracts."""

    def __init__(
        self,
        day: WireDay,
        symbol: str,
        board: Board,
        *,
        reference: int | None = None,
        ceiling: int | None = None,
        floor: int | None = None,
    ) -> None:
        self.day = day
        self.symbol = symbol
        self.board = board
        self.reference = reference
        self.ceiling = ceiling
        self.floor = floor
        self.open: int | None = None
        self.high: int | None = None
        self.low: int | None = None
        self.last: int | None = None
        self.total_volume = 0
        self.total_value = 0
        self.deal_volume = 0
        self.deal_value = 0
        futures = board is Board.DERIVATIVES
        self._scale = TENTHS if futures else VND
        self._value_of_unit = FUTURES_MULTIPLIER_VND // TENTHS if futures else 1
        self._decimals = None if futures else 3
        wire_reference = self._wire(reference)
        self._trade = TradeContent(
            "X-TRADE", day.text, "", symbol, symbol, self._wire(ceiling), self._wire(floor), wire_reference,
            _NOT_A_NUMBER, wire_reference, _NO_PRICE, 0.0, 0.0, 0.0, board.value, board.value,
            None, NORMAL, None, None, _NO_PRICE, 0, 0, None,
        )  # fmt: skip

    def trade(self, ts_ms: int, price: int, volume: int, side: str | None, session: str) -> Message:
        """A match: counts it and tells it.

        Args:
            price, volume: of this match; volume > 0.
            side: `BU`, `SD` or None, as the exchange gives it.
            session: `TradingSession` of the message.
        """
        if self.open is None:
            self.open = self.high = self.low = price
        self.high = max(self.high or price, price)
        self.low = min(self.low or price, price)
        self.last = price
        self.total_volume += volume
        self.total_value += price * volume * self._value_of_unit
        content, scale = self._trade, self._scale
        content.time = self.day.time(ts_ms)
        content.last_price = price / scale
        content.last_vol = float(volume)
        content.total_vol = float(self.total_volume)
        content.total_val = float(self.total_value)
        average = self.total_value / self.total_volume
        content.avg_price = average if self._decimals is None else round(average, self._decimals)
        content.highest = self.high if scale == VND else self.high / scale
        content.lowest = self.low if scale == VND else self.low / scale
        content.side = side
        content.trading_session = session
        content.est_matched_price = _NO_PRICE
        if content.ref_price is not None:
            content.change = content.last_price - content.ref_price
            content.ratio_change = round(100 * content.change / content.ref_price, 2)
        return Message(ts_ms, "X-TRADE", self.symbol, encode(content))

    def indicative(self, ts_ms: int, estimate: int | None, session: str | None) -> Message:
        """An X-TRADE without a match: LastVol 0, totals as they are, the auction's estimate.

        Before the first match every price is 0 and the change is minus the reference, as recorded.
        """
        content = self._trade
        content.time = self.day.time(ts_ms)
        content.last_vol = 0.0
        content.side = None
        content.trading_session = session
        content.est_matched_price = (estimate or 0) / self._scale
        if self.last is None and content.ref_price is not None:
            content.change = -content.ref_price
            content.ratio_change = -100.0
        return Message(ts_ms, "X-TRADE", self.symbol, encode(content))

    def bar(self, ts_ms: int, price: int, volume: int) -> Message:
        """The B message of one match."""
        wire = price / self._scale
        content = BarContent(
            "B", self.day.text, self.day.time(ts_ms), self.symbol, wire, wire, wire, wire, float(volume), 0.0
        )
        return Message(ts_ms, "B", self.symbol, encode(content))

    def quote(self, ts_ms: int, book: Book, session: str | None) -> Message:
        """The book as an X-QUOTE."""
        content = QuoteContent(
            self.day.text,
            self.day.time(ts_ms),
            self.board.value,
            self.symbol,
            "X-QUOTE",
            *book.ask_prices,
            *book.ask_volumes,
            *book.bid_prices,
            *book.bid_volumes,
            session,
        )
        return Message(ts_ms, "X-QUOTE", self.symbol, encode(content))

    def deal(self, ts_ms: int, price: int, volume: int) -> Message:
        """A put-through trade: it has totals of its own and leaves those of the matches alone."""
        self.deal_volume += volume
        self.deal_value += price * volume * self._value_of_unit
        content = DealContent(
            self.day.text,
            self.day.time(ts_ms),
            self.symbol,
            price / self._scale,
            float(volume),
            float(self.deal_volume),
            float(self.deal_value),
        )
        return Message(ts_ms, PUT_THROUGH, self.symbol, encode(content))

    def foreign(
        self,
        ts_ms: int,
        *,
        buy_volume: int,
        sell_volume: int,
        buy_value: int,
        sell_value: int,
        current_room: int | None,
        total_room: int | None,
    ) -> Message:
        """The R message; volumes and values (VND) are cumulative."""
        content = ForeignContent(
            "R",
            self.day.text,
            self.day.time(ts_ms),
            self.symbol,
            self.symbol,
            None if total_room is None else float(total_room),
            None if current_room is None else float(current_room),
            float(buy_volume),
            float(sell_volume),
            float(buy_value),
            float(sell_value),
            self.board.value,
            self.board.value,
        )
        return Message(ts_ms, "R", self.symbol, encode(content))

    def status(self, ts_ms: int, session: str, status: str = NORMAL) -> Message:
        """The F message of a phase change, or of a change of `TradingStatus`."""
        content = StatusContent(
            "F",
            self.board.value,
            self.day.text,
            self.day.time(ts_ms),
            self.symbol,
            session,
            status,
            self.board.value,
            "",
        )
        return Message(ts_ms, "F", self.symbol, encode(content))

    def _wire(self, price: int | None) -> float | None:
        return None if price is None else price / self._scale
