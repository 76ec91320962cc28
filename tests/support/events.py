"""Builders of events and wire messages with sensible defaults, for tests."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from core.market.calendar import Board, instant_ms
from core.market.events import ForeignRoom, IndexTick, Quote, Trade

DAY = dt.date(2026, 8, 14)
NOT_FIELDS = {"ladder", "of_levels"}


def at(text: str, day: dt.date = DAY) -> int:
    """The instant (epoch ms) of a local HH:MM or HH:MM:SS on a day."""
    parts = [int(part) for part in text.split(":")]
    hours, minutes, seconds = (*parts, 0)[:3]
    return instant_ms(day, hours * 3600 + minutes * 60 + seconds)


def told(events: Iterable[Any]) -> list[dict[str, Any]]:
    """What events say, field by field, a book by its levels."""
    return [
        {name: getattr(event, name) for name in dir(event) if name[0] != "_" and name not in NOT_FIELDS}
        for event in events
    ]


def trade(
    total: int | None,
    volume: int | None,
    price: int | None = 25_000,
    *,
    when: str = "10:00:00",
    symbol: str = "SSI",
    board: Board = Board.HOSE,
    day: dt.date = DAY,
    **fields: Any,
) -> Trade:
    """A trade event; `total` and `volume` in shares, `price` in smallest units."""
    ts = at(when, day)
    values: dict[str, Any] = {
        "session": "LO",
        "status": "N",
        "total_value": None,
        "side": None,
        "reference": 25_000,
        "ceiling": 26_750,
        "floor": 23_250,
        "high": None,
        "low": None,
        "open": None,
        "est_price": None,
        **fields,
    }
    return Trade(
        symbol=symbol,
        board=board,
        date=day,
        ts_event=ts,
        ts_recv=ts,
        price=price,
        volume=volume,
        total_volume=total,
        **values,
    )


def quote(
    bid: int | None,
    ask: int | None,
    *,
    when: str = "10:00:00",
    symbol: str = "SSI",
    session: str = "LO",
    day: dt.date = DAY,
) -> Quote:
    """A one-level book."""
    ts = at(when, day)
    bids = ((bid, 1000),) if bid is not None else ()
    asks = ((ask, 1000),) if ask is not None else ()
    return Quote.of_levels(symbol, Board.HOSE, day, ts, ts, session, bids, asks)


def foreign(
    buy: int, sell: int, *, when: str, symbol: str = "SSI", room: int = 1_000_000, day: dt.date = DAY
) -> ForeignRoom:
    """Cumulative foreign volumes at a time."""
    ts = at(when, day)
    return ForeignRoom(symbol, Board.HOSE, day, ts, ts, buy, sell, None, None, room, 10_000_000)


def index_tick(
    value: int, *, when: str = "10:00:00", index_id: str = "VN30", day: dt.date = DAY, **fields: Any
) -> IndexTick:
    """An index value in hundredths of a point."""
    ts = at(when, day)
    values: dict[str, Any] = {
        "session": "LO",
        "exchange": "HOSE",
        "prior": 190_000,
        "est_value": None,
        "change_pct": None,
        "total_volume": None,
        "total_value": None,
        "advances": 0,
        "declines": 0,
        "unchanged": 0,
        "ceilings": 0,
        "floors": 0,
        **fields,
    }
    return IndexTick(index_id=index_id, date=day, ts_event=ts, ts_recv=ts, value=value, **values)


def wire_trade(**fields: Any) -> dict[str, Any]:
    """The content of a recorded X-TRADE, with fields replaced."""
    return {
        "RType": "X-TRADE",
        "TradingDate": "14/08/2026",
        "Time": "10:00:00",
        "Isin": "SSI",
        "Symbol": "SSI",
        "Ceiling": 26750.0,
        "Floor": 23250.0,
        "RefPrice": 25000.0,
        "AvgPrice": 24642.228,
        "PriorVal": 25000.0,
        "LastPrice": 24500.0,
        "LastVol": 1800.0,
        "TotalVal": 838234940000.0,
        "TotalVol": 34016200.0,
        "MarketId": "HOSE",
        "Exchange": "HOSE",
        "TradingSession": "LO",
        "TradingStatus": "N",
        "Change": -500.0,
        "RatioChange": -2.0,
        "EstMatchedPrice": 0.0,
        "Highest": 24950,
        "Lowest": 24300,
        "Side": "SD",
        **fields,
    }


def broadcast(data_type: str, content: Any) -> str:
    """The hub's argument: content encoded inside, as on the wire."""
    return json.dumps({"DataType": data_type, "Content": json.dumps(content)})
