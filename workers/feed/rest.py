"""REST calls of FastConnect Data v2: reference data, judged by the body, paced.

Door: `RestClient`. Refuses to retry (`runner.py`) and to keep what it fetched.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import msgspec

from core.errors import AuthenticationError, ProtocolError, RateLimitedError
from workers.feed.session import TokenSource, raise_for_http

T = TypeVar("T")
_STATUS_OK = {"success", "200"}
_STATUS_UNAUTHORIZED = "401"
_FUTURE = "FU"
_SHARES = {"ST", "S"}
_QUOTA_TEXT = "quota exceeded"
_PAGE_SIZE = 1000
_MOST_PAGES = 10


_NULL = msgspec.Raw(b"null")


class _Envelope(msgspec.Struct):
    data: msgspec.Raw = _NULL
    message: str | None = None
    status: str | int | None = None


class _Component(msgspec.Struct):
    symbol: str = msgspec.field(name="StockSymbol")


class _IndexComponents(msgspec.Struct):
    components: list[_Component] = msgspec.field(name="IndexComponent")


class _Detail(msgspec.Struct, rename="pascal"):
    symbol: str
    sec_type: str | None = None
    last_trading_date: str | None = None
    market_id: str | None = None
    symbol_name: str | None = None
    symbol_eng_name: str | None = None
    listed_share: str | int | None = None


class _Details(msgspec.Struct):
    rows: list[_Detail] = msgspec.field(name="RepeatedInfo")


class ListedSecurity(msgspec.Struct, frozen=True):
    """A row of the master lists as the feed has it. kind: its SecType; market: HOSE, HNX, UPCOM, DER."""

    symbol: str
    market: str | None = None
    kind: str | None = None
    name: str | None = None
    name_en: str | None = None
    last_trading_date: dt.date | None = None
    listed_shares: int | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a share: no fund, warrant, bond or future."""
        return self.kind in _SHARES

    @property
    def is_future(self) -> bool:
        """Whether it is an index future."""
        return self.kind == _FUTURE


class SimulatorClock(msgspec.Struct):
    """The simulator's clock. now_ms: epoch ms; speed: None when it runs as fast as it can."""

    now_ms: int
    speed: float | None
    date: str
    source: str = ""
    ended: bool = False


class RestClient:
    """Authorised GETs, at most `requests_per_second` of them."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        base_url: str,
        tokens: TokenSource,
        *,
        requests_per_second: float,
        mono_s: Callable[[], float],
    ) -> None:
        self._client = client
        self._base = base_url.rstrip("/")
        self._tokens = tokens
        self._interval_s = 1.0 / requests_per_second
        self._mono_s = mono_s
        self._next_s = 0.0

    async def index_components(self, index_code: str) -> tuple[str, ...]:
        """Symbols of an index's members today.

        Raises: FeedError and httpx.HTTPError; ProtocolError when the list is empty.
        """
        data = await self._get("IndexComponents", {"indexCode": index_code, "pageIndex": 1, "pageSize": 100})
        found = self._decode(data, list[_IndexComponents])
        symbols = tuple(sorted({part.symbol for index in found for part in index.components}))
        if not symbols:
            raise ProtocolError(f"IndexComponents of {index_code} is empty")
        return symbols

    async def securities(self, market: str) -> list[ListedSecurity]:
        """The master list of a market: HOSE, HNX, UPCOM or DER.

        Raises: FeedError and httpx.HTTPError.
        """
        found: list[ListedSecurity] = []
        for page in range(1, _MOST_PAGES + 1):
            query = {"market": market, "pageIndex": page, "pageSize": _PAGE_SIZE}
            data = await self._get("SecuritiesDetails", query)
            rows = [row for part in self._decode(data, list[_Details]) for row in part.rows]
            found += [_listed(row, market) for row in rows if row.symbol]
            if len(rows) < _PAGE_SIZE:
                break
        return found

    async def simulator_clock(self) -> SimulatorClock | None:
        """The simulator's clock, or None when the server has none."""
        response = await self._client.get(f"{self._base}/simulator/clock")
        if response.status_code != httpx.codes.OK:
            return None
        try:
            return msgspec.json.decode(response.content, type=SimulatorClock)
        except msgspec.MsgspecError:
            return None

    async def _get(self, call: str, query: dict[str, Any]) -> msgspec.Raw:
        """The `data` of an answer whose body says success: a failed log-in answers HTTP 200."""
        await self._pace()
        token = await self._tokens.token()
        response = await self._client.get(
            f"{self._base}/api/v2/Market/{call}",
            params=query,
            headers={"Authorization": f"Bearer {token}"},
        )
        raise_for_http(response)
        envelope = self._decode(msgspec.Raw(response.content), _Envelope)
        status, message = str(envelope.status).lower(), envelope.message or ""
        if _QUOTA_TEXT in message.lower():
            raise RateLimitedError(message)
        if status == _STATUS_UNAUTHORIZED:
            self._tokens.forget()
            raise AuthenticationError(message)
        if status not in _STATUS_OK or bytes(envelope.data) == b"null":
            raise ProtocolError(f"{call}: {message or status}")
        return envelope.data

    async def _pace(self) -> None:
        now_s = self._mono_s()
        start_s = max(now_s, self._next_s)
        self._next_s = start_s + self._interval_s
        if start_s > now_s:
            await asyncio.sleep(start_s - now_s)

    @staticmethod
    def _decode(raw: msgspec.Raw, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(raw, type=kind)
        except msgspec.MsgspecError as error:
            raise ProtocolError(f"unexpected answer: {error}") from error


def _listed(row: _Detail, market: str) -> ListedSecurity:
    try:
        shares = int(row.listed_share or 0)
    except ValueError:
        shares = 0
    return ListedSecurity(
        row.symbol,
        row.market_id or market,
        row.sec_type,
        row.symbol_name,
        row.symbol_eng_name,
        _date(row.last_trading_date),
        shares if shares > 0 else None,
    )


def _date(text: str | None) -> dt.date | None:
    """dd/MM/yyyy; None for anything else: the rule knows the date as well."""
    try:
        return dt.datetime.strptime(text or "", "%d/%m/%Y").date()
    except ValueError:
        return None
