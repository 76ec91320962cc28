"""Rows of the REST answers: one function per call, numbers as text, as recorded.

Door: the functions. Refuses to know queries and paging.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.market.calendar import Board
from core.market.prices import FUTURES_MULTIPLIER_VND
from workers.simulator.day_record import MinuteBar
from workers.simulator.ladder import LOT_CONTRACTS, LOT_SHARES
from workers.simulator.reference import Index, Security

Row = dict[str, Any]
_HOSE_TICKS = (("10000", "10"), ("49950", "50"), ("50000", "100"), ("", ""))
_OTHER_TICKS = (("0", "100"), ("", ""), ("", ""), ("", ""))
_FUTURES_TICKS = (("0", "0.1"), ("", ""), ("", ""), ("", ""))


def text(value: Any) -> str | None:
    """A number as the calls write it: no trailing `.0`; None stays null."""
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def security(row: Security) -> Row:
    """Securities."""
    return {"Market": row.market, "Symbol": row.symbol, "StockName": row.name, "StockEnName": row.name_en}


def detail(row: Security) -> Row:
    """One RepeatedInfo of SecuritiesDetails."""
    futures = row.board is Board.DERIVATIVES
    ticks = _FUTURES_TICKS if futures else _HOSE_TICKS if row.board is Board.HOSE else _OTHER_TICKS
    contract = row.contract
    found: Row = {
        "Isin": row.symbol,
        "Symbol": row.symbol,
        "SymbolName": row.name,
        "SymbolEngName": row.name_en,
        "SecType": "FU" if futures else "ST",
        "MarketId": row.market,
        "Exchange": row.market,
        "Issuer": None,
        "LotSize": str(LOT_CONTRACTS if futures else LOT_SHARES),
        "IssueDate": "",
        "MaturityDate": "",
        "FirstTradingDate": "",
        "LastTradingDate": "" if contract is None else f"{contract.last_trading_date:%d/%m/%Y}",
        "ContractMultiplier": str(FUTURES_MULTIPLIER_VND) if futures else "0",
        "SettlMethod": "C",
        "Underlying": None if contract is None else contract.underlying,
        "PutOrCall": None,
        "ExercisePrice": "0",
        "ExerciseStyle": "",
        "ExcerciseRatio": "0",
        "ListedShare": text(row.listed_shares),
    }
    for number, (price, increment) in enumerate(ticks, start=1):
        found[f"TickPrice{number}"] = price
        found[f"TickIncrement{number}"] = increment
    return found


def index(row: Index) -> Row:
    """IndexList."""
    return {"IndexCode": row.code, "IndexName": row.name, "Exchange": row.exchange}


def components(row: Index, members: Sequence[str]) -> Row:
    """IndexComponents: the members are nested."""
    return {
        **index(row),
        "TotalSymbolNo": str(len(members)),
        "IndexComponent": [{"Isin": symbol, "StockSymbol": symbol} for symbol in members],
    }


def daily_ohlc(
    symbol: str, market: str, date: dt.date, bars: Sequence[MinuteBar], trade: Mapping[str, Any]
) -> Row:
    """DailyOhlc; `trade` is the last X-TRADE, empty for an index."""
    return {
        "Symbol": symbol,
        "Market": market,
        "TradingDate": f"{date:%d/%m/%Y}",
        "Time": None,
        "Open": text(bars[0].open),
        "High": text(max(bar.high for bar in bars)),
        "Low": text(min(bar.low for bar in bars)),
        "Close": text(bars[-1].close),
        "Volume": text(sum(bar.volume for bar in bars)),
        "Value": text(trade.get("TotalVal", 0)),
    }


def grouped(bars: Iterable[MinuteBar], minutes: int) -> list[MinuteBar]:
    """Minute bars joined to bars of several minutes, counted from midnight."""
    found: dict[int, MinuteBar] = {}
    for bar in bars:
        slot = (int(bar.time[:2]) * 60 + int(bar.time[3:5])) // minutes
        known = found.get(slot)
        if known is None:
            found[slot] = MinuteBar(bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume)
            continue
        known.time, known.close = bar.time, bar.close
        known.high, known.low = max(known.high, bar.high), min(known.low, bar.low)
        known.volume += bar.volume
    return list(found.values())


def intraday_ohlc(symbol: str, date: dt.date, bar: MinuteBar) -> Row:
    """IntradayOhlc: `Time` is that of the last update, `Value` equals Close."""
    return {
        "Symbol": symbol,
        "Value": text(bar.close),
        "TradingDate": f"{date:%d/%m/%Y}",
        "Time": bar.time,
        "Open": text(bar.open),
        "High": text(bar.high),
        "Low": text(bar.low),
        "Close": text(bar.close),
        "Volume": text(bar.volume),
    }


def daily_index(content: Mapping[str, Any]) -> Row:
    """DailyIndex from the last MI."""
    return {
        "IndexId": content.get("IndexId"),
        "IndexValue": text(content.get("IndexValue")),
        "TradingDate": content.get("TradingDate"),
        "Time": None,
        "Change": text(content.get("Change")),
        "RatioChange": text(content.get("RatioChange")),
        "TotalTrade": text(content.get("TotalTrade")),
        "TotalMatchVol": text(content.get("TotalQtty")),
        "TotalMatchVal": text(content.get("TotalValue")),
        "TypeIndex": content.get("IndexType"),
        "IndexName": content.get("IndexName"),
        "Advances": text(content.get("Advances")),
        "NoChanges": text(content.get("NoChanges")),
        "Declines": text(content.get("Declines")),
        "Ceilings": text(content.get("Ceilings")),
        "Floors": text(content.get("Floors")),
        "TotalDealVol": text(content.get("TotalQttyPt")),
        "TotalDealVal": text(content.get("TotalValuePt")),
        "TotalVol": text(content.get("AllQty")),
        "TotalVal": text(content.get("AllValue")),
        "TradingSession": content.get("TradingSession"),
    }


def daily_price(
    row: Security,
    date: dt.date,
    trade: Mapping[str, Any],
    foreign: Mapping[str, Any],
    deal: Mapping[str, Any],
    bars: Sequence[MinuteBar],
) -> Row:
    """DailyStockPrice from the last X-TRADE, R and put-through trade of a security.

    "0" where nothing was told yet.
    """
    reference, ceiling, floor = (
        None if price is None else price / row.scale for price in (row.reference, row.ceiling, row.floor)
    )
    volume, value = trade.get("TotalVol", 0), trade.get("TotalVal", 0)
    deal_volume, deal_value = deal.get("TotalVol", 0), deal.get("TotalVal", 0)
    last = trade.get("LastPrice", 0)
    found = {
        "PriceChange": trade.get("Change") if last else 0,
        "PerPriceChange": trade.get("RatioChange") if last else 0,
        "CeilingPrice": trade.get("Ceiling", ceiling),
        "FloorPrice": trade.get("Floor", floor),
        "RefPrice": trade.get("RefPrice", reference),
        "OpenPrice": bars[0].open if bars else 0,
        "HighestPrice": trade.get("Highest", 0),
        "LowestPrice": trade.get("Lowest", 0),
        "ClosePrice": last,
        "AveragePrice": trade.get("AvgPrice", 0),
        "ClosePriceAdjusted": last,
        "TotalMatchVol": volume,
        "TotalMatchVal": value,
        "TotalDealVal": deal_value,
        "TotalDealVol": deal_volume,
        "ForeignBuyVolTotal": foreign.get("BuyVol", 0),
        "ForeignCurrentRoom": foreign.get("CurrentRoom", 0),
        "ForeignSellVolTotal": foreign.get("SellVol", 0),
        "ForeignBuyValTotal": foreign.get("BuyVal", 0),
        "ForeignSellValTotal": foreign.get("SellVal", 0),
        "TotalBuyTrade": 0,
        "TotalBuyTradeVol": 0,
        "TotalSellTrade": 0,
        "TotalSellTradeVol": 0,
        "NetBuySellVol": foreign.get("BuyVol", 0) - foreign.get("SellVol", 0),
        "NetBuySellVal": foreign.get("BuyVal", 0) - foreign.get("SellVal", 0),
        "TotalTradedVol": volume + deal_volume,
        "TotalTradedValue": value + deal_value,
    }
    return {
        "TradingDate": f"{date:%d/%m/%Y}",
        **{name: text(amount) for name, amount in found.items()},
        "Symbol": row.symbol,
        "Time": None,
    }
