"""The day of each security: prices, and volume by side, by part of the day, by how decided.

Door: `SessionAggregator`. Refuses to decide sides (trade_classifier) or gaps (completeness).
Identity held at every instant, per symbol: buyer + seller + unknown + auction + missed = TotalVol.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, final

from core.market.calendar import Board, local_seconds, trading_minute
from core.market.events import Trade
from core.market.prices import FUTURES_MULTIPLIER_VND, TENTHS
from core.trackers.completeness import Account
from core.trackers.minute_series import PriceLine
from core.trackers.recent_trades import RecentTrades
from core.trackers.trade_classifier import Method, Session, Side, Ticks

# Bound once: reading a member off its class costs more than a call, and every trade does it.
_DERIVATIVES: Final = Board.DERIVATIVES
_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_AUCTION: Final = Side.AUCTION

_CONTRACT_TENTH_VND: Final = FUTURES_MULTIPLIER_VND // TENTHS
"""Value of a tenth of a point of one contract: futures' prices are in tenths, shares' in VND."""

# Tally and SymbolDay are slotted dataclasses and no Structs: every trade sets some twenty of their
# fields, which costs a third of setting a Struct's.


@dataclass(slots=True)
class Tally:
    """Volume (shares or contracts) and value (VND) by aggressor."""

    buyer_volume: int = 0
    seller_volume: int = 0
    unknown_volume: int = 0
    auction_volume: int = 0
    missed_volume: int = 0
    buyer_value: int = 0
    seller_value: int = 0
    unknown_value: int = 0
    auction_value: int = 0

    def add(self, side: Side, volume: int, value: int) -> None:
        """Counts a trade; negative amounts take one back."""
        if side is _BUYER:
            self.buyer_volume += volume
            self.buyer_value += value
        elif side is _SELLER:
            self.seller_volume += volume
            self.seller_value += value
        elif side is _AUCTION:
            self.auction_volume += volume
            self.auction_value += value
        else:
            self.unknown_volume += volume
            self.unknown_value += value

    def of(self, side: Side) -> int:
        """The volume of one side."""
        if side is _BUYER:
            return self.buyer_volume
        if side is _SELLER:
            return self.seller_volume
        return self.auction_volume if side is _AUCTION else self.unknown_volume

    @property
    def volume(self) -> int:
        """Everything, missed shares included."""
        return (
            self.buyer_volume
            + self.seller_volume
            + self.unknown_volume
            + self.auction_volume
            + self.missed_volume
        )

    @property
    def value(self) -> int:
        """Everything that was received."""
        return self.buyer_value + self.seller_value + self.unknown_value + self.auction_value


def add_up(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    total = Tally()
    for tally in tallies:
        total.buyer_volume += tally.buyer_volume
        total.seller_volume += tally.seller_volume
        total.unknown_volume += tally.unknown_volume
        total.auction_volume += tally.auction_volume
        total.missed_volume += tally.missed_volume
        total.buyer_value += tally.buyer_value
        total.seller_value += tally.seller_value
        total.unknown_value += tally.unknown_value
        total.auction_value += tally.auction_value
    return total


@dataclass(slots=True)
class SymbolDay:
    """One security's day, and what the other trackers know of it: a message looks one row up.

    Prices in smallest units; `best_bid` and `best_ask` are the newest quote's, None for an empty
    side; `recent` keeps the newest trades; `quote_rooms` and `trade_rooms` name the rooms that a
    book and a trade of it change.
    """

    symbol: str
    board: Board
    account: Account = field(default_factory=Account)
    ticks: Ticks = field(default_factory=Ticks)
    best_bid: int | None = None
    best_ask: int | None = None
    session: str | None = None
    status: str | None = None
    reference: int | None = None
    ceiling: int | None = None
    floor: int | None = None
    est_price: int | None = None
    open: int | None = None
    high: int | None = None
    low: int | None = None
    last: int | None = None
    last_volume: int | None = None
    last_side: Side | None = None
    total_volume: int | None = None
    total_value: int | None = None
    corrected: bool = False
    at: int | None = None
    by_session: dict[Session, Tally] = field(default_factory=dict)
    by_method: dict[Method, Tally] = field(default_factory=dict)
    recent: RecentTrades = field(default_factory=RecentTrades)
    line: PriceLine = field(default_factory=PriceLine)
    quote_rooms: tuple[str, ...] = ()
    trade_rooms: tuple[str, ...] = ()

    @property
    def tally(self) -> Tally:
        """The whole day: the sum over its parts."""
        return add_up(self.by_session.values())


@final
class SessionAggregator:
    """Days by symbol, and the market's sums over shares (futures apart).

    Bounds: one day per symbol, four parts of the day each.
    """

    def __init__(self) -> None:
        self.days: dict[str, SymbolDay] = {}
        self.market_by_session: dict[Session, Tally] = {}
        self.decided: dict[Method, int] = dict.fromkeys(Method, 0)
        # The trading minute of the newest instant: it is worked out once a second.
        self._instant = -1
        self._minute = 0

    @property
    def market(self) -> Tally:
        """All shares, the whole day."""
        return add_up(self.market_by_session.values())

    def day(self, symbol: str, board: Board) -> SymbolDay:
        """The day of a symbol, begun if need be."""
        day = self.days.get(symbol)
        if day is None:
            day = self.days[symbol] = SymbolDay(symbol, board)
        return day

    def describe(self, day: SymbolDay, trade: Trade) -> None:
        """Takes what every trade message says whether or not it is a new trade."""
        if day.at is not None and trade.ts_event < day.at:
            return
        day.at = trade.ts_event
        day.session = trade.session or day.session
        day.status = trade.status or day.status
        day.reference = trade.reference or day.reference
        day.ceiling = trade.ceiling or day.ceiling
        day.floor = trade.floor or day.floor
        day.est_price = trade.est_price

    def book(
        self,
        day: SymbolDay,
        ts_event: int,
        price: int | None,
        volume: int,
        side: Side,
        session: Session,
        method: Method,
    ) -> None:
        """Counts `volume` shares at a price, of a trade that the ledger accepted."""
        value = 0 if price is None else price * volume
        market = self.market_by_session
        if day.board is _DERIVATIVES:
            value *= _CONTRACT_TENTH_VND
        else:
            (market.get(session) or _of(market, session)).add(side, volume, value)
            self.decided[method] += volume
        (day.by_session.get(session) or _of(day.by_session, session)).add(side, volume, value)
        (day.by_method.get(method) or _by(day.by_method, method)).add(side, volume, value)
        day.recent.add(ts_event, price, volume, side, session, method)

    def miss(self, day: SymbolDay, volume: int, session: Session) -> None:
        """Books shares that a gap swallowed, in the part of the day in which it was noticed."""
        self._add_missed(day, volume, session)

    def find(self, day: SymbolDay, volume: int, session: Session) -> None:
        """Takes shares back from the missed ones: of this part of the day first, then of any."""
        for each in (session, *(other for other in day.by_session if other is not session)):
            part = min(volume, _of(day.by_session, each).missed_volume)
            if part:
                self._add_missed(day, -part, each)
                volume -= part

    def _add_missed(self, day: SymbolDay, volume: int, session: Session) -> None:
        _of(day.by_session, session).missed_volume += volume
        if day.board is not _DERIVATIVES:
            _of(self.market_by_session, session).missed_volume += volume

    def price(self, day: SymbolDay, trade: Trade, volume: int, side: Side, first: bool) -> None:
        """Takes the prices of a counted trade; the exchange's own open, high and low win over ours.

        Args:
            day: the symbol's day.
            trade: the message.
            volume: shares counted of it.
            side: its aggressor.
            first: nothing of the day was traded or missed before it, so its price is the open.
        """
        price, high, low = trade.price, day.high, day.low
        # The usual trade is within the day's range, and so is the exchange's own range.
        if (
            price is None
            or high is None
            or low is None
            or not low <= price <= high
            or not low <= (trade.high or high) <= high
            or not low <= (trade.low or low) <= high
        ):
            self.widen(day, trade)
        if first:
            day.open = price
        elif trade.open is not None:
            day.open = trade.open
        if price is None:
            return
        day.last = price
        day.last_volume = volume
        day.last_side = side
        if trade.ts_event != self._instant:
            self._instant = trade.ts_event
            self._minute = trading_minute(local_seconds(trade.ts_event))
        day.line.put(self._minute, price)
        if trade.total_value is not None:
            day.total_value = trade.total_value

    def widen(self, day: SymbolDay, trade: Trade) -> None:
        """Widens the day's range by a trade's price and by the range the exchange gives."""
        for candidate in (trade.price, trade.high, trade.low):
            if candidate is not None:
                if day.high is None or candidate > day.high:
                    day.high = candidate
                if day.low is None or candidate < day.low:
                    day.low = candidate

    def take_back(self, day: SymbolDay, shares: int) -> int:
        """Undoes counted trades, newest first, then whatever class has shares left.

        A correction says how many shares never traded, not which; the newest are the likeliest.
        Returns: shares that could not be found (0 unless the ledger was broken).
        """
        while shares:
            trade = day.recent.pop()
            if trade is None:
                break
            part = min(trade.volume, shares)
            value = 0 if trade.price is None else trade_value_vnd(day.board, trade.price, part)
            self._remove(day, trade.side, trade.session, trade.method, part, value)
            if part < trade.volume:
                day.recent.add(
                    trade.ts_event, trade.price, trade.volume - part, trade.side, trade.session, trade.method
                )
                if trade.large:
                    day.recent.mark_large()
            shares -= part
        for session, tally in day.by_session.items():
            for side, available in (
                (Side.UNKNOWN, tally.unknown_volume),
                (Side.AUCTION, tally.auction_volume),
                (Side.SELLER, tally.seller_volume),
                (Side.BUYER, tally.buyer_volume),
            ):
                part = min(available, shares)
                shares -= part
                # Nobody says how these were decided: any way that has shares of this side left.
                for method, decided in day.by_method.items():
                    taken = min(part, decided.of(side))
                    if taken:
                        self._remove(day, side, session, method, taken, 0)
                        part -= taken
        return shares

    def _remove(
        self, day: SymbolDay, side: Side, session: Session, method: Method, volume: int, value: int
    ) -> None:
        """Takes counted shares back, of the symbol and of the market."""
        _of(day.by_session, session).add(side, -volume, -value)
        _by(day.by_method, method).add(side, -volume, -value)
        if day.board is not _DERIVATIVES:
            _of(self.market_by_session, session).add(side, -volume, -value)
            self.decided[method] -= volume


def _by(tallies: dict[Method, Tally], method: Method) -> Tally:
    tally = tallies.get(method)
    if tally is None:
        tally = tallies[method] = Tally()
    return tally


def _of(tallies: dict[Session, Tally], session: Session) -> Tally:
    tally = tallies.get(session)
    if tally is None:
        tally = tallies[session] = Tally()
    return tally


def trade_value_vnd(board: Board, price: int, volume: int) -> int:
    """Value in VND of `volume` at `price` (smallest unit of the board)."""
    return price * volume * (_CONTRACT_TENTH_VND if board is _DERIVATIVES else 1)
