"""FastConnect Data v2's REST calls, answered from the source's reference and the day's messages.

Door: `MarketData.answer`. Refuses to know sockets and tokens: `server.py` has checked them.
Envelope, paging, nesting and text-typed numbers are the recorded ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from workers.simulator import rest_rows as rows
from workers.simulator.day_record import DayRecord
from workers.simulator.messages import PUT_THROUGH
from workers.simulator.reference import Index, ReferenceData, Security

PAGE_SIZES = (10, 20, 50, 100, 1000)
MAX_PAGE = 10
DEFAULT_PAGE_SIZE = 10
MAX_SPAN_DAYS = 30
UNAUTHORIZED = 401

Query = Mapping[str, str]
Row = dict[str, Any]


class CallError(Exception):
    """A query the call refuses; the text goes into the envelope's message."""


def envelope(
    data: Sequence[Row] | None, *, total: int, message: str = "Success", status: str = "Success"
) -> bytes:
    """The body of a REST answer."""
    return msgspec.json.encode({"data": data, "message": message, "status": status, "totalRecord": total})


def refusal(message: str, status: int = UNAUTHORIZED) -> bytes:
    """The body of a failed authentication: it comes with HTTP 200."""
    return msgspec.json.encode({"message": message, "status": status})


class MarketData:
    """The GET calls of `api/v2/Market`."""

    def __init__(self, reference: Callable[[], ReferenceData], record: DayRecord) -> None:
        """
        Args:
            reference: what is listed now.
            record: the day so far, and which day it is.
        """
        self._listed = reference
        self._record = record
        self._calls: dict[str, Callable[[Query], list[Row]]] = {
            "securities": self._securities,
            "securitiesdetails": self._details,
            "indexcomponents": self._components,
            "indexlist": self._indices,
            "dailyohlc": self._daily_ohlc,
            "intradayohlc": self._intraday_ohlc,
            "dailyindex": self._daily_index,
            "dailystockprice": self._daily_price,
        }

    @property
    def _reference(self) -> ReferenceData:
        return self._listed()

    @property
    def _date(self) -> dt.date:
        return self._record.date

    def answer(self, call: str, query: Query) -> bytes | None:
        """The body of one call.

        Args:
            call: its name, any case.
            query: its parameters.
        Returns: None when there is no such call.
        """
        produce = self._calls.get(call.lower())
        if produce is None:
            return None
        # Parameter names are compared without case, as ASP.NET does.
        query = {name.lower(): value.strip() for name, value in query.items()}
        try:
            first, size = _page(query)
            found = produce(query)
        except CallError as error:
            return envelope(None, total=0, message=str(error), status="Error")
        page = found[first : first + size]
        if call.lower() == "securitiesdetails":
            page = [
                {
                    "RType": "y",
                    "ReportDate": f"{self._date:%d/%m/%Y}",
                    "TotalNoSym": str(len(found)),
                    "RepeatedInfo": page,
                }
            ]
        return envelope(page, total=len(found))

    # -- lists -----------------------------------------------------------------------

    def _selected(self, query: Query) -> list[Security]:
        market, symbol = query.get("market", "").upper(), query.get("symbol", "").upper()
        return [
            row
            for row in self._reference.securities
            if market in ("", row.market, row.board.value) and symbol in ("", row.symbol)
        ]

    def _securities(self, query: Query) -> list[Row]:
        return [rows.security(row) for row in self._selected(query)]

    def _details(self, query: Query) -> list[Row]:
        return [rows.detail(row) for row in self._selected(query)]

    def _components(self, query: Query) -> list[Row]:
        code = query.get("indexcode", "").upper()
        return [
            rows.components(index, self._members(index))
            for index in self._reference.indices
            if code in ("", index.code.upper())
        ]

    def _members(self, index: Index) -> Sequence[str]:
        """A broad index holds every share of its exchange."""
        if index.members:
            return index.members
        return [row.symbol for row in self._reference.securities if row.board.value == index.exchange]

    def _indices(self, query: Query) -> list[Row]:
        exchange = query.get("exchange", "").upper()
        return [rows.index(index) for index in self._reference.indices if exchange in ("", index.exchange)]

    # -- prices of the day -------------------------------------------------------------

    def _daily_ohlc(self, query: Query) -> list[Row]:
        if not self._covers(query):
            return []
        found = []
        for symbol in self._symbols(query):
            bars = self._record.bars(symbol)
            if bars:
                trade = self._record.content("X-TRADE", symbol) or {}
                found.append(rows.daily_ohlc(symbol, self._market(symbol), self._date, bars, trade))
        return found

    def _intraday_ohlc(self, query: Query) -> list[Row]:
        if not self._covers(query):
            return []
        minutes = _number(query, "resolution", 1)
        if minutes < 1:
            raise CallError("resolution is invalid")
        found = [
            rows.intraday_ohlc(symbol, self._date, bar)
            for symbol in self._symbols(query)
            for bar in rows.grouped(self._record.bars(symbol), minutes)
        ]
        return found if query.get("ascending", "true").lower() != "false" else found[::-1]

    def _daily_index(self, query: Query) -> list[Row]:
        if not self._covers(query):
            return []
        wanted = query.get("indexid", "").upper()
        published = (
            self._record.content("MI", index.code)
            for index in self._reference.indices
            if wanted in ("", index.code.upper())
        )
        return [rows.daily_index(content) for content in published if content is not None]

    def _daily_price(self, query: Query) -> list[Row]:
        if not self._covers(query):
            return []
        return [
            rows.daily_price(
                row,
                self._date,
                self._record.content("X-TRADE", row.symbol) or {},
                self._record.content("R", row.symbol) or {},
                self._record.content(PUT_THROUGH, row.symbol) or {},
                self._record.bars(row.symbol),
            )
            for row in self._selected(query)
        ]

    def _symbols(self, query: Query) -> list[str]:
        """The asked symbol, a share's or an index's, else every share."""
        wanted = query.get("symbol", "").upper()
        listed = [row.symbol for row in self._reference.securities]
        if not wanted:
            return listed
        known = [*listed, *(index.code for index in self._reference.indices)]
        return [symbol for symbol in known if symbol.upper() == wanted]

    def _market(self, symbol: str) -> str:
        row = self._reference.security(symbol)
        return "HOSE" if row is None else row.market

    def _covers(self, query: Query) -> bool:
        """Whether the asked span of dates holds the simulated day.

        Raises: CallError for a date that is none, a span that runs backwards or is over 30 days.
        """
        first, last = (_date(query, name) for name in ("fromdate", "todate"))
        if first is not None and last is not None:
            if first > last:
                raise CallError("fromDate must be less than or equal to toDate")
            if (last - first).days > MAX_SPAN_DAYS:
                raise CallError("The period between fromDate and toDate must not exceed 30 days")
        return (first is None or first <= self._date) and (last is None or self._date <= last)


def _page(query: Query) -> tuple[int, int]:
    """(first row, rows) of the asked page."""
    index = _number(query, "pageindex", 1)
    size = _number(query, "pagesize", DEFAULT_PAGE_SIZE)
    if not 1 <= index <= MAX_PAGE:
        raise CallError("pageIndex must be between 1 and 10")
    if size not in PAGE_SIZES:
        raise CallError("pageSize must be one of 10, 20, 50, 100, 1000")
    return (index - 1) * size, size


def _number(query: Query, name: str, default: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise CallError(f"{name} is invalid") from None


def _date(query: Query, name: str) -> dt.date | None:
    text = query.get(name, "")
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        raise CallError(f"{name} must be dd/MM/yyyy") from None
