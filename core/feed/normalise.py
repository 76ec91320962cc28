"""From a hub's broadcast to market events: every recorded variant in, one shape out.

Door: `Normaliser.broadcast` (two JSON layers) and `Normaliser.content` (the innermost).
Bad input is a `Rejected` value with a reason from `REASONS`; nothing non-finite, negative or
beyond the day's limits gets through. Refuses to know trackers, dates of today and clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec.structs import astuple

from core.feed import fastconnect_v2 as wire
from core.feed.values import (
    BadValue,
    PriceCache,
    SecurityCache,
    WireClock,
    count,
    first_known,
    levels,
    number,
    symbol_text,
)
from core.market.calendar import local_date
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

REASONS: dict[str, str] = {
    "frame_json": "the frame is not JSON",
    "frame_shape": "the frame is not a SignalR frame",
    "oversize": "the frame is too large",
    "broadcast_json": "the broadcast is not JSON",
    "broadcast_shape": "the broadcast has no DataType or Content",
    "unknown_type": "a DataType this product does not know",
    "content_json": "the content is not JSON",
    "content_shape": "a field of the content has the wrong type",
    "symbol": "no symbol or index id",
    "date": "no valid TradingDate",
    "time": "no valid Time",
    "number": "a number is not finite, negative or not whole where it must be",
    "limits": "the price is beyond the day's ceiling or floor",
}

MAX_CONTENT_BYTES = 64 * 1024
"""Recorded contents stay under 2 kB."""

_SIDES: dict[str, ExchangeSide] = {"BU": "B", "SD": "S", "B": "B", "S": "S"}
_INDEX_SUFFIXES = ("INDEX",)

_FIRST_LEVEL = wire.QuoteMessage.__struct_fields__.index("bid_price1")
_BID_PRICES, _BID_VOLUMES, _ASK_PRICES, _ASK_VOLUMES = (
    slice(_FIRST_LEVEL + 10 * part, _FIRST_LEVEL + 10 * (part + 1)) for part in range(4)
)
"""Where the forty level fields stand in a quote taken as a tuple."""

Outcome = Sequence[MarketEvent] | Rejected


class Normaliser:
    """Turns wire messages into events. Keeps only the bounded caches of `values.py`."""

    def __init__(self) -> None:
        self._clock = WireClock()
        self._securities = SecurityCache()
        self._points = PriceCache(HUNDREDTHS)
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

    def broadcast(self, argument: str | bytes | Any, ts_recv: int) -> Outcome:
        """One argument of the hub's Broadcast.

        Args:
            argument: JSON text `{"DataType": ..., "Content": ...}`, or the object already decoded.
            ts_recv: when it arrived, epoch ms.
        Returns: its events, in order, or why it was rejected.
        """
        if not isinstance(argument, str | bytes):
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
            builder = self._builders.get(data_type) or self._builders.get(
                wire.DATA_TYPES.get(data_type.upper(), "")
            )
            if builder is None:
                return Rejected("unknown_type", data_type[:40])
            return builder(content, ts_recv)
        except BadValue as error:
            return Rejected(error.reason, error.detail)
        except msgspec.ValidationError as error:
            return Rejected("content_shape", str(error))
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            return Rejected("content_json", str(error))

    # -- one builder per data type -------------------------------------------------

    def _trade(self, content: str | bytes, ts_recv: int) -> Outcome:
        message: wire.TradeMessage = wire.DECODERS["X-TRADE"].decode(content)
        return (self._trade_event(message, ts_recv, growth_only=False),)

    def _snapshot(self, content: str | bytes, ts_recv: int) -> Outcome:
        """X carries both sides. The trade comes first: it met the book as it was before."""
        trade: wire.TradeMessage = wire.DECODERS["X-TRADE"].decode(content)
        quote: wire.QuoteMessage = wire.DECODERS["X-QUOTE"].decode(content)
        return (
            self._trade_event(trade, ts_recv, growth_only=True),
            self._quote_event(quote, ts_recv),
        )

    def _quote(self, content: str | bytes, ts_recv: int) -> Outcome:
        message: wire.QuoteMessage = wire.DECODERS["X-QUOTE"].decode(content)
        return (self._quote_event(message, ts_recv),)

    def _trade_event(self, message: wire.TradeMessage, ts_recv: int, *, growth_only: bool) -> Trade:
        symbol, board, prices = self._securities.get(message.symbol, message.market_id or message.exchange)
        date, ts_event = self._clock.at(message.trading_date, message.time)
        price = prices[message.last_price]
        ceiling = prices[message.ceiling]
        floor = prices[message.floor]
        if price is not None and (
            (ceiling is not None and price > ceiling) or (floor is not None and price < floor)
        ):
            raise BadValue("limits", f"{symbol} {price} not in {floor}..{ceiling}")
        side = message.side
        return Trade(
            symbol,
            board,
            date,
            ts_event,
            ts_recv,
            message.trading_session,
            message.trading_status,
            price,
            None if growth_only else count(message.last_vol, "LastVol"),
            count(message.total_vol, "TotalVol"),
            count(message.total_val, "TotalVal"),
            _SIDES.get(side.upper()) if side else None,
            prices[message.ref_price],
            ceiling,
            floor,
            prices[message.high if message.highest is None else message.highest],
            prices[message.low if message.lowest is None else message.lowest],
            prices[message.open],
            prices[message.est_matched_price],
        )

    def _quote_event(self, message: wire.QuoteMessage, ts_recv: int) -> Quote:
        symbol, board, prices = self._securities.get(message.symbol, message.market_id or message.exchange)
        date, ts_event = self._clock.at(message.trading_date, message.time)
        values = astuple(message)
        bids = levels(prices, values[_BID_PRICES], values[_BID_VOLUMES])
        asks = levels(prices, values[_ASK_PRICES], values[_ASK_VOLUMES])
        return Quote(symbol, board, date, ts_event, ts_recv, message.trading_session, bids, asks)

    def _foreign(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.ForeignMessage = wire.DECODERS["R"].decode(content)
        symbol, board, _ = self._securities.get(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.at(m.trading_date, m.time)
        return (
            ForeignRoom(
                symbol,
                board,
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
        date, ts_event = self._clock.at(m.trading_date, m.time)
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
        security = self._securities.get(m.symbol, m.market_id or m.exchange)
        symbol = security.symbol
        if symbol in INDEX_IDS or symbol.upper().endswith(_INDEX_SUFFIXES):
            prices = self._points
        else:
            prices = security.prices
        date, time = None, m.time or m.trading_time
        if m.trading_date is None:
            ts_event = self._clock.on(local_date(ts_recv), time)
        else:
            date, ts_event = self._clock.at(m.trading_date, time)
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
        symbol, board, _ = self._securities.get(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.at(m.trading_date, m.time)
        return (
            SecurityStatus(
                symbol,
                board,
                date,
                ts_event,
                ts_recv,
                m.trading_session,
                m.trading_status,
            ),
        )

    def _odd_lot(self, content: str | bytes, ts_recv: int) -> Outcome:
        m: wire.TradeMessage = wire.DECODERS["OL"].decode(content)
        symbol, board, prices = self._securities.get(m.symbol, m.market_id or m.exchange)
        date, ts_event = self._clock.at(m.trading_date, m.time)
        return (
            OddLot(
                symbol,
                board,
                date,
                ts_event,
                ts_recv,
                prices[m.last_price],
                count(m.last_vol, "LastVol"),
                count(m.total_vol, "TotalVol"),
            ),
        )
