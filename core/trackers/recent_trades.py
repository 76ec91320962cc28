"""The newest counted trades of one symbol, packed: for time and sales, and to be taken back.

Door: `RecentTrades`. Refuses to decide what counts (completeness) and who was the aggressor
(trade_classifier). Bound: 100 trades of 25 bytes; an older one is forgotten.
"""

from __future__ import annotations

from struct import Struct
from typing import Final, final

import msgspec

from core.trackers.trade_classifier import Method, Session, Side

KEPT: Final = 100

# What a code stands for is its position.
_SIDES: Final = (Side.UNKNOWN, Side.BUYER, Side.SELLER, Side.AUCTION)
_SESSIONS: Final = (Session.CONTINUOUS, Session.ATO, Session.ATC, Session.AFTER)
_METHODS: Final = (Method.NONE, Method.EXCHANGE, Method.QUOTE, Method.TICK)
_BUYER: Final = Side.BUYER
_SELLER: Final = Side.SELLER
_AUCTION: Final = Side.AUCTION
_CONTINUOUS: Final = Session.CONTINUOUS
_EXCHANGE: Final = Method.EXCHANGE
_BUYER_CODE, _SELLER_CODE, _AUCTION_CODE, _EXCHANGE_CODE = 1, 2, 3, 1

# One byte: side in bits 0-1, part of the day in 2-3, method in 4-5, large in 6.
_SESSION_SHIFT: Final = 2
_METHOD_SHIFT: Final = 4
_LARGE: Final = 1 << 6
_TWO_BITS: Final = 3

_ROW: Final = Struct("<qqqB")
_ROW_BYTES: Final = 25
_CODE_AT: Final = 24
_pack: Final = _ROW.pack
_pack_into: Final = _ROW.pack_into
_NO_PRICE: Final = -1


class RecentTrade(msgspec.Struct, frozen=True, gc=False):
    """One trade. `number` counts the symbol's day from 1; price in smallest units, None where the
    message had none; volume in shares or contracts; `ts_event` epoch ms."""

    number: int
    ts_event: int
    price: int | None
    volume: int
    side: Side
    session: Session
    method: Method
    large: bool


@final
class RecentTrades:
    """A ring of rows, the newest over the oldest."""

    __slots__ = ("_held", "_rows", "count")

    def __init__(self) -> None:
        self._rows = bytearray()
        self._held = 0
        self.count = 0
        """Trades counted today, less those taken back: the number of the newest."""

    def add(
        self, ts_event: int, price: int | None, volume: int, side: Side, session: Session, method: Method
    ) -> None:
        """Keeps a trade; O(1)."""
        # Compared by identity, the usual first: looking three enums up would cost more than the rest.
        code = 0
        if side is _BUYER:
            code = _BUYER_CODE
        elif side is _SELLER:
            code = _SELLER_CODE
        elif side is _AUCTION:
            code = _AUCTION_CODE
        if session is not _CONTINUOUS:
            code |= _SESSIONS.index(session) << _SESSION_SHIFT
        if method is _EXCHANGE:
            code |= _EXCHANGE_CODE << _METHOD_SHIFT
        else:
            code |= _METHODS.index(method) << _METHOD_SHIFT
        if price is None:
            price = _NO_PRICE
        at = self.count % KEPT * _ROW_BYTES
        if at < len(self._rows):
            _pack_into(self._rows, at, ts_event, price, volume, code)
        else:
            self._rows += _pack(ts_event, price, volume, code)
        self.count += 1
        if self._held < KEPT:
            self._held += 1

    def mark_large(self) -> None:
        """Notes that the newest trade is a large one."""
        if self._held:
            self._rows[(self.count - 1) % KEPT * _ROW_BYTES + _CODE_AT] |= _LARGE

    def pop(self) -> RecentTrade | None:
        """Takes the newest trade out; None when none is kept."""
        if not self._held:
            return None
        trade = self._trade(self.count)
        self.count -= 1
        self._held -= 1
        return trade

    def newest(self, limit: int = KEPT) -> list[RecentTrade]:
        """At most `limit` trades, newest first."""
        oldest = self.count - min(limit, self._held)
        return [self._trade(number) for number in range(self.count, oldest, -1)]

    def _trade(self, number: int) -> RecentTrade:
        ts_event, price, volume, code = _ROW.unpack_from(self._rows, (number - 1) % KEPT * _ROW_BYTES)
        return RecentTrade(
            number,
            ts_event,
            None if price == _NO_PRICE else price,
            volume,
            _SIDES[code & _TWO_BITS],
            _SESSIONS[code >> _SESSION_SHIFT & _TWO_BITS],
            _METHODS[code >> _METHOD_SHIFT & _TWO_BITS],
            bool(code & _LARGE),
        )
