"""The contents of FastConnect v2 messages as they are recorded, field for field, and the message itself.

Door: `Message`, the `*Content` structs, `encode`, `WireDay`. Refuses to know where the numbers
come from. Field order and number types (floats, `Highest` and `Lowest` as integers) are the
recorded ones.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import msgspec

from core.market.calendar import instant_ms

LEVELS = 10
"""Levels of an X-QUOTE on the wire, filled or not."""

Levels = tuple[float, float, float, float, float, float, float, float, float, float]
"""One side's prices or volumes on the wire, best first, 0.0 where empty."""

NO_LEVELS: Levels = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

PUT_THROUGH = "PUT"
"""Type of a negotiated trade. FastConnect v2 has no message for one (only MI's totals): v3's `put`
topic alone tells it, and whoever writes v2 frames leaves it out."""

_DAY_SECONDS = 86_400


class Message(NamedTuple):
    """One message: `content` is the JSON text that goes into the broadcast's `Content`.

    ts_ms: exchange time, epoch ms UTC. symbol: the security, or the index id of an MI.
    """

    ts_ms: int
    data_type: str
    symbol: str
    content: str


class TradeContent(msgspec.Struct, rename="pascal", gc=False):
    """X-TRADE."""

    r_type: str
    trading_date: str
    time: str
    isin: str
    symbol: str
    ceiling: float | None
    floor: float | None
    ref_price: float | None
    avg_price: float | str | None
    prior_val: float | None
    last_price: float
    last_vol: float
    total_val: float
    total_vol: float
    market_id: str
    exchange: str
    trading_session: str | None
    trading_status: str
    change: float | None
    ratio_change: float | None
    est_matched_price: float
    highest: int | float
    lowest: int | float
    side: str | None


class QuoteContent(msgspec.Struct, rename="pascal", gc=False):
    """X-QUOTE."""

    trading_date: str
    time: str
    exchange: str
    symbol: str
    r_type: str
    ask_price1: float
    ask_price2: float
    ask_price3: float
    ask_price4: float
    ask_price5: float
    ask_price6: float
    ask_price7: float
    ask_price8: float
    ask_price9: float
    ask_price10: float
    ask_vol1: float
    ask_vol2: float
    ask_vol3: float
    ask_vol4: float
    ask_vol5: float
    ask_vol6: float
    ask_vol7: float
    ask_vol8: float
    ask_vol9: float
    ask_vol10: float
    bid_price1: float
    bid_price2: float
    bid_price3: float
    bid_price4: float
    bid_price5: float
    bid_price6: float
    bid_price7: float
    bid_price8: float
    bid_price9: float
    bid_price10: float
    bid_vol1: float
    bid_vol2: float
    bid_vol3: float
    bid_vol4: float
    bid_vol5: float
    bid_vol6: float
    bid_vol7: float
    bid_vol8: float
    bid_vol9: float
    bid_vol10: float
    trading_session: str | None


class ForeignContent(msgspec.Struct, rename="pascal", gc=False):
    """R: foreign room."""

    r_type: str
    trading_date: str
    time: str
    isin: str
    symbol: str
    total_room: float | None
    current_room: float | None
    buy_vol: float
    sell_vol: float
    buy_val: float
    sell_val: float
    market_id: str
    exchange: str


class IndexContent(msgspec.Struct, rename="pascal", gc=False):
    """MI."""

    index_id: str
    index_value: float
    prior_index_value: float
    trading_date: str
    time: str
    total_trade: float
    total_qtty: float
    total_value: float
    index_name: str
    advances: int
    no_changes: int
    declines: int
    ceilings: int
    floors: int
    change: float
    ratio_change: float
    total_qtty_pt: float
    total_value_pt: float
    exchange: str
    all_qty: float
    all_value: float
    index_type: str
    trading_session: str | None
    market_id: str
    r_type: str
    total_qtty_od: float
    total_value_od: float


class BarContent(msgspec.Struct, rename="pascal", gc=False):
    """B: one match, or an index value."""

    r_type: str
    trading_date: str
    time: str
    symbol: str
    open: float
    high: float
    low: float
    close: float
    volume: float
    value: float


class StatusContent(msgspec.Struct, rename="pascal", gc=False):
    """F: session and status."""

    r_type: str
    market_id: str
    trading_date: str
    time: str
    symbol: str
    trading_session: str
    trading_status: str
    exchange: str
    trading_ol_session: str


class OddLotContent(msgspec.Struct, rename="pascal", gc=False):
    """OL, as documented: the last match of the odd-lot board, its totals and three levels."""

    r_type: str
    trading_date: str
    time: str
    symbol: str
    ceiling: float | None
    floor: float | None
    ref_price: float | None
    open: float
    high: float
    low: float
    last_price: float
    last_vol: float
    total_val: float
    total_vol: float
    bid_price1: float
    bid_price2: float
    bid_price3: float
    bid_vol1: float
    bid_vol2: float
    bid_vol3: float
    ask_price1: float
    ask_price2: float
    ask_price3: float
    ask_vol1: float
    ask_vol2: float
    ask_vol3: float
    exchange: str
    trading_session: str | None
    trading_status: str
    change: float | None
    ratio_change: float | None
    stock_type: str


class DealContent(msgspec.Struct, rename="pascal", gc=False):
    """A put-through trade: what v3's `put` topic has of one."""

    trading_date: str
    time: str
    symbol: str
    price: float
    volume: float
    total_vol: float
    total_val: float


def encode(content: Any) -> str:
    """JSON text of a content struct."""
    return msgspec.json.encode(content).decode()


class WireDay:
    """A trading date and its times as the wire writes them. Bound: 86,400 cached texts."""

    def __init__(self, date: dt.date) -> None:
        self.date = date
        self.text = f"{date:%d/%m/%Y}"
        self.midnight_ms = instant_ms(date, 0)
        self._texts: dict[int, str] = {}

    def at(self, seconds_of_day: float) -> int:
        """Epoch ms of a local time of this date, in seconds after midnight."""
        return self.midnight_ms + int(seconds_of_day * 1000)

    def time(self, ts_ms: int) -> str:
        """HH:mm:ss of an instant of this date."""
        seconds = (ts_ms - self.midnight_ms) // 1000 % _DAY_SECONDS
        text = self._texts.get(seconds)
        if text is None:
            text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
            self._texts[seconds] = text
        return text
