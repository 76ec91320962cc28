"""From a hub's broadcast to market events: every recorded variant in, one shape out.

Door: `Normaliser.broadcast` (two JSON layers) and `Normaliser.content` (the innermost).
Bad input is a `Rejected` value with a reason from `reasons.py`; nothing non-finite, negative or
beyond the day's limits gets through. Refuses to know trackers, dates of today and clocks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from msgspec.structs import astuple

from core.feed import fastconnect_v2 as wire
from core.feed.values import (
    BadValue,
    PriceCache,
    SecurityCache,
    TextCache,
    WireClock,
    count,
    first_known,
    levels,
    number,
    symbol_text,
)
from core.market.calendar import Board, local_date
from core.market.events import (
    Bar,
    ExchangeSide,
    ForeignRoom,
    IndexTick,
    MarketEvent,
    OddLot,
    Quote,
    Rejected,
    SecurityStatus,
    Trade,
)
from core.market.prices import HUNDREDTHS
from core.market.symbols import INDEX_IDS

MAX_CONTENT_BYTES: Final = 64 * 1024
"""Recorded contents stay under 2 kB."""

_SIDES: dict[str, ExchangeSide] = {"BU": "B", "SD": "S", "B": "B", "S": "S"}
_INDEX_SUFFIXES = ("INDEX",)

_TRADE_PRICES = (
    "last_price",
    "ceiling",
    "floor",
    "ref_price",
    "highest",
    "lowest",
    "open",
    "est_matched_price",
)

# Where the fields are in a trade taken as a tuple.
_AT: Final = {name: at for at, name in enumerate(wire.TradeMessage.__struct_fields__)}
_SESSION: Final[int] = _AT["trading_session"]
_STATUS: Final[int] = _AT["trading_status"]
_CEILING: Final[int] = _AT["ceiling"]
_FLOOR: Final[int] = _AT["floor"]
_REFERENCE: Final[int] = _AT["ref_price"]
_LAST: Final[int] = _AT["last_price"]
_VOLUME: Final[int] = _AT["last_vol"]
_TOTAL_VALUE: Final[int] = _AT["total_val"]
_TOTAL_VOLUME: Final[int] = _AT["total_vol"]
_ESTIMATE: Final[int] = _AT["est_matched_price"]
_HIGHEST: Final[int] = _AT["highest"]
_LOWEST: Final[int] = _AT["lowest"]
_HIGH: Final[int] = _AT["high"]
_LOW: Final[int] = _AT["low"]
_OPEN: Final[int] = _AT["open"]
_SIDE: Final[int] = _AT["side"]

# Bound once for the hot path: reading a member off its class costs more than a call.
_DERIVATIVES: Final = Board.DERIVATIVES
_decode_whole_trade: Callable[[str | bytes], wire.TradeMessage[int]] = wire.WHOLE_TRADE.decode
_decode_whole_quote: Callable[[str | bytes], wire.WholeQuote] = wire.WHOLE_QUOTE.decode

Outcome = tuple[MarketEvent, ...] | Rejected


class Normaliser:
    """Turns wire messages into events, counted by type. Keeps only the bounded caches of `values.py`."""

    def __init__(self) -> None:
        self._trades_in = 0
        self._quotes_in = 0
        self._clock = WireClock()
        self._securities = SecurityCache()
        self._whole = self._securities.vnd
        self._points = PriceCache(HUNDREDTHS)
        self._texts_known = TextCache()
        self._as_recorded = msgspec.json.Decoder(wire.RecordedBroadcast)
        self._broadcasts = msgspec.json.Decoder(wire.Broadcast)
        self._types = msgspec.json.Decoder(wire.TypeOnly)
        self._texts = msgspec.json.Decoder(str)
        self._builders: dict[str, Callable[[str | bytes, int], Outcome]] = {
            "X-TRADE": self._trade,
            "X-QUOTE": self._quote,
            "X": self._snapshot,
            "R": self._foreign,
            "MI": self._index,
            "B": self._bar,
            "F": self._status,
            "OL": self._odd_lot,
        }
        self._others_in = dict.fromkeys(self._builders, 0)
        self._unknown_in = 0

    def counts(self) -> dict[str, int]:
        """Messages so far by DataType, usable or not; those of unknown types as `unknown`."""
        trades, quotes = self._trades_in, self._quotes_in
        return {**self._others_in, "X-TRADE": trades, "X-QUOTE": quotes, "unknown": self._unknown_in}

    def broadcast(self, argument: str | bytes | Any, ts_recv: int) -> Outcome:
        """One argument of the hub's Broadcast.

        Args:
            argument: JSON text `{"DataType": ..., "Content": ...}`, or the object already decoded.
            ts_recv: when it arrived, epoch ms.
        Returns: its events, in order, or why it was rejected.
        """
        if not isinstance(argument, (str, bytes)):
            argument = msgspec.json.encode(argument)
        try:
            message = self._as_recorded.decode(argument)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return self._unusual(argument, ts_recv)
        return self.content(message.data_type, message.content, ts_recv)

    def _unusual(self, argument: str | bytes, ts_recv: int) -> Outcome:
        """A broadcast in any but the recorded spelling."""
        try:
            message = self._broadcasts.decode(argument)
        except msgspec.ValidationError as error:
            return Rejected("broadcast_shape", str(error))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            return Rejected("broadcast_json", str(error))
        raw = bytes(message.content)
        if raw == b"null":
            raw = bytes(message.content_2)
        if raw == b"null":
            return Rejected("broadcast_shape", "no Content")
        try:
            content = self._texts.decode(raw) if raw[:1] == b'"' else raw
        except (msgspec.MsgspecError, UnicodeError) as error:
            return Rejected("content_json", str(error))
        return self.content(message.data_type or message.data_type_2 or message.data_type_3, content, ts_recv)

    def content(self, data_type: str | None, content: str | bytes, ts_recv: int) -> Outcome:
        """The innermost JSON of a message.

        Args:
            data_type: as on the wire; None reads it from the content's RType.
            content: JSON text of the message.
            ts_recv: when it arrived, epoch ms.
        """
        if len(content) > MAX_CONTENT_BYTES:
            return Rejected("oversize", f"{len(content)} bytes")
        try:
            if data_type is None:
                named = self._types.decode(content)
                data_type = named.r_type or named.r_type_2 or ""
            # The two of a busy feed are called without the table.
            if data_type == "X-QUOTE":
                self._quotes_in += 1
                return self._quote(content, ts_recv)
            if data_type == "X-TRADE":
                self._trades_in += 1
                return self._trade(content, ts_recv)
            known = data_type if data_type in self._builders else wire.DATA_TYPES.get(data_type.upper(), "")
            if known == "X-TRADE" or known == "X-QUOTE":
                return self.content(known, content, ts_recv)
            builder = self._builders.get(known)
            if builder is None:
                self._unknown_in += 1
                return Rejected("unknown_type", data_type[:40])
            self._others_in[known] += 1
            return builder(content, ts_recv)
        except BadValue as bad:
            return Rejected(bad.reason, bad.detail)
        except msgspec.ValidationError as error:
            return Rejected("content_shape", str(error))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            return Rejected("content_json", str(error))

    # -- one builder per data type -------------------------------------------------

    def _trade(self, content: str | bytes, ts_recv: int, growth_only: bool = False) -> tuple[MarketEvent]:
        """A trade. growth_only: its quantity is the growth of the total (X messages)."""
        try:
            m = _decode_whole_trade(content)
            security = self._securities.of(m.symbol, m.market_id or m.exchange)
            if security.board is _DERIVATIVES:
                m = self._made_whole(content, growth_only)
        except msgspec.ValidationError:
            m = self._made_whole(content, growth_only)
            security = self._securities.of(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        # All fields at once: reading twenty of them one by one costs as much as making the event.
        values: tuple[Any, ...] = astuple(m)
        prices, texts = self._whole, self._texts_known
        price, ceiling, floor = prices[values[_LAST]], prices[values[_CEILING]], prices[values[_FLOOR]]
        if price is not None and (
            (ceiling is not None and price > ceiling) or (floor is not None and price < floor)
        ):
            raise BadValue("limits", f"{security.symbol} {price} not in {floor}..{ceiling}")
        side: str | None = values[_SIDE]
        trade = Trade(
            security.symbol,
            security.board,
            date,
            ts_event,
            ts_recv,
            texts[values[_SESSION]],
            texts[values[_STATUS]],
            price,
            None if growth_only else values[_VOLUME],
            values[_TOTAL_VOLUME],
            values[_TOTAL_VALUE],
            _SIDES.get(side) or _SIDES.get(side.upper()) if side else None,
            prices[values[_REFERENCE]],
            ceiling,
            floor,
            prices[values[_HIGH] if values[_HIGHEST] is None else values[_HIGHEST]],
            prices[values[_LOW] if values[_LOWEST] is None else values[_LOWEST]],
            prices[values[_OPEN]],
            prices[values[_ESTIMATE]],
        )
        return (trade,)

    def _made_whole(self, content: str | bytes, growth_only: bool) -> wire.TradeMessage[int]:
        """A trade in any spelling of its numbers (points of futures, text, "NaN"), as integers."""
        m: wire.TradeMessage[Any] = wire.DECODERS["X-TRADE"].decode(content)
        prices = self._securities.of(m.symbol, m.market_id or m.exchange).prices
        # A bad date is named before a bad number.
        self._clock.read(m.trading_date, m.time)
        m.highest, m.high = m.high if m.highest is None else m.highest, None
        m.lowest, m.low = m.low if m.lowest is None else m.lowest, None
        for name in _TRADE_PRICES:
            wire_price = getattr(m, name)
            if wire_price is not None:
                setattr(m, name, prices[wire_price] or 0)
        m.last_vol = None if growth_only else count(m.last_vol, "LastVol")
        m.total_vol = count(m.total_vol, "TotalVol")
        m.total_val = count(m.total_val, "TotalVal")
        return m

    def _quote(self, content: str | bytes, ts_recv: int) -> tuple[MarketEvent]:
        try:
            m = _decode_whole_quote(content)
        except msgspec.ValidationError:
            return self._any_quote(content, ts_recv)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        if security.board is _DERIVATIVES:
            return self._any_quote(content, ts_recv)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        session = self._texts_known[m.trading_session]
        bid = m.bid_price1 if m.bid_vol1 else None
        ask = m.ask_price1 if m.ask_vol1 else None
        quote = Quote(
            security.symbol,
            security.board,
            date,
            ts_event,
            ts_recv,
            session,
            bid or None,
            ask or None,
            m,
        )
        return (quote,)

    def _any_quote(self, content: str | bytes, ts_recv: int) -> tuple[MarketEvent]:
        """A quote in any spelling of its numbers."""
        m: wire.QuoteMessage[Any] = wire.DECODERS["X-QUOTE"].decode(content)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        values, prices = astuple(m), security.prices
        bids, asks = levels(prices, values, wire.BEST_BID), levels(prices, values, wire.BEST_ASK)
        return (
            Quote.of_levels(
                security.symbol, security.board, date, ts_event, ts_recv, m.trading_session, bids, asks
            ),
        )

    def _snapshot(self, content: str | bytes, ts_recv: int) -> Outcome:
        """X carries both sides. The trade comes first: it met the book as it was before."""
        return self._trade(content, ts_recv, True) + self._quote(content, ts_recv)

    def _foreign(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.ForeignMessage = wire.DECODERS["R"].decode(content)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        return (
            ForeignRoom(
                security.symbol,
                security.board,
                date,
                ts_event,
                ts_recv,
                count(first_known(m.buy_vol, m.f_buy_vol), "BuyVol"),
                count(first_known(m.sell_vol, m.f_sell_vol), "SellVol"),
                count(first_known(m.buy_val, m.f_buy_val), "BuyVal"),
                count(first_known(m.sell_val, m.f_sell_val), "SellVal"),
                count(m.current_room, "CurrentRoom"),
                count(m.total_room, "TotalRoom"),
            ),
        )

    def _index(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.IndexMessage = wire.DECODERS["MI"].decode(content)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        return (
            IndexTick(
                symbol_text(m.index_id or m.index_id_doc),
                date,
                ts_event,
                ts_recv,
                m.trading_session,
                m.market_id or m.exchange,
                self._points[m.index_value],
                self._points[m.prior_index_value],
                self._points[m.index_val_est],
                number(m.ratio_change, "RatioChange"),
                count(m.total_qtty, "TotalQtty"),
                count(m.total_value, "TotalValue"),
                count(m.advances, "Advances"),
                count(m.declines, "Declines"),
                count(first_known(m.no_changes, m.nochanges), "NoChanges"),
                count(first_known(m.ceilings, m.ceiling), "Ceilings"),
                count(first_known(m.floors, m.floor), "Floors"),
            ),
        )

    def _bar(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.BarMessage = wire.DECODERS["B"].decode(content)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        symbol = security.symbol
        if symbol in INDEX_IDS or symbol.upper().endswith(_INDEX_SUFFIXES):
            prices = self._points
        else:
            prices = security.prices
        date, time = None, m.time or m.trading_time
        if m.trading_date is None:
            ts_event = self._clock.on(local_date(ts_recv), time)
        else:
            date, ts_event = self._clock.read(m.trading_date, time)
        return (
            Bar(
                symbol,
                date,
                ts_event,
                ts_recv,
                prices[m.close],
                count(m.volume, "Volume"),
            ),
        )

    def _status(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.StatusMessage = wire.DECODERS["F"].decode(content)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        return (
            SecurityStatus(
                security.symbol,
                security.board,
                date,
                ts_event,
                ts_recv,
                m.trading_session,
                m.trading_status,
            ),
        )

    def _odd_lot(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.TradeMessage[float | str] = wire.DECODERS["OL"].decode(content)
        security = self._securities.of(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.read(m.trading_date, m.time)
        return (
            OddLot(
                security.symbol,
                security.board,
                date,
                ts_event,
                ts_recv,
                security.prices[m.last_price],
                count(m.last_vol, "LastVol"),
                count(m.total_vol, "TotalVol"),
            ),
        )
