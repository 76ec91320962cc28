"""What the worker knows beside the stream: members of VN30, master lists, weights, carry terms.

Door: `analysis_inputs` (from settings), `ReferenceTask` (from the feed's REST calls, once an hour;
the last good answer stays in use). Refuses to know the stream.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import httpx
import msgspec

from core.errors import FeedError, RateLimitedError, SettingsError
from core.market.calendar import local_date
from core.pipeline import MarketDataProcessor
from core.trackers.basis_band import CarryTerms
from core.trackers.inputs import AnalysisInputs
from workers.directory import directory
from workers.feed.rest import ListedSecurity, RestClient
from workers.history.membership import record_membership
from workers.settings import WorkerSettings

logger = logging.getLogger(__name__)

REFRESH_S = 3600.0
RETRY_S = 30.0
INDEX = "VN30"
WHOLE_INDEX = "VNINDEX"
FUTURES_MARKET = "DER"
MARKETS = (FUTURES_MARKET, "HOSE", "HNX", "UPCOM")
"""Whose master lists are asked for, by the feed's names."""
WHOLE_MARKETS = {WHOLE_INDEX: "HOSE", "HNXIndex": "HNX", "HNXUpcomIndex": "UPCOM"}
"""Indices that every share of a market belongs to."""


def analysis_inputs(settings: WorkerSettings) -> AnalysisInputs:
    """Carry terms and index weights as an administrator set them.

    Raises: SettingsError when the weights' file cannot be read or understood.
    """
    carry = None
    if settings.interest_rate_pct is not None:
        carry = CarryTerms(settings.interest_rate_pct / 100, settings.dividend_yield_pct / 100)
    inputs = AnalysisInputs(carry=carry)
    path = settings.index_weights_file
    if path is None:
        return inputs
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        for index_id, weights in tables.items():
            inputs.set_weights(index_id, _weights(index_id, weights))
    except (OSError, UnicodeError, ValueError) as error:
        raise SettingsError(f"INDEX_WEIGHTS_FILE: {error}") from None
    return inputs


def _weights(index_id: str, table: Any) -> dict[str, float]:
    """Raises: ValueError when it is not a table of numbers."""
    if not isinstance(table, dict):
        raise ValueError(f"{index_id}: expected a table of SYMBOL = weight")
    for symbol, weight in table.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            raise ValueError(f"{index_id}.{symbol}: expected a number")
    return {symbol: float(weight) for symbol, weight in table.items()}


def listed_shares(
    listed: Mapping[str, Sequence[ListedSecurity]], members: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Numbers of listed shares by index and member; a member without a number is left out.

    Args:
        listed: the master lists by market.
        members: of VN30.
    """
    found = {
        index_id: {
            row.symbol: row.listed_shares
            for row in listed.get(market, ())
            if row.is_share and row.listed_shares is not None
        }
        for index_id, market in WHOLE_MARKETS.items()
    }
    shares = found[WHOLE_INDEX]
    found[INDEX] = {symbol: shares[symbol] for symbol in members if symbol in shares}
    return found


class ReferenceTask:
    """Asks the feed for members and contracts, and keeps asking."""

    def __init__(
        self,
        rest: RestClient,
        core: MarketDataProcessor,
        *,
        database_url: str | None,
        source: str,
        market_now: Callable[[], int],
        changed: Callable[[], None],
        publish: Callable[[bytes], None],
    ) -> None:
        """
        Args:
            database_url: where memberships are recorded with their dates, or None.
            source: `ssi` or `simulator`, recorded with them.
            market_now: exchange time, epoch ms.
            changed: told after every good answer.
            publish: takes the encoded directory of securities.
        """
        self._rest = rest
        self._core = core
        self._database_url = database_url
        self._source = source
        self._market_now = market_now
        self._changed = changed
        self._publish = publish
        self._listed: dict[str, list[ListedSecurity]] = {}
        self._weighed: dict[str, dict[str, int]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set."""
        self.describe()
        while not stop.is_set():
            pause_s = REFRESH_S
            try:
                await self._ask()
            except (FeedError, httpx.HTTPError) as error:
                logger.warning("reference data: %s: %s", type(error).__name__, error)
                asked_s = error.retry_after_s if isinstance(error, RateLimitedError) else None
                pause_s = max(RETRY_S, asked_s or 0.0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_s)

    async def _ask(self) -> None:
        members = await self._rest.index_components(INDEX)
        self._core.set_members(members)
        self._changed()
        for market in MARKETS:
            listed = self._listed[market] = await self._rest.securities(market)
            if market == FUTURES_MARKET:
                dates = {one.symbol: one.last_trading_date for one in listed if one.is_future}
                self._core.inputs.set_contracts(dates)
                self._changed()
        self.describe()
        self._weigh(members)
        if self._database_url:
            day = local_date(self._market_now())
            await asyncio.to_thread(record_membership, self._database_url, INDEX, members, day, self._source)

    def _weigh(self, members: Iterable[str]) -> None:
        """Gives the core what changed alone: new weights begin the day's comparison with the index anew."""
        for index_id, shares in listed_shares(self._listed, members).items():
            if shares != self._weighed.get(index_id):
                self._weighed[index_id] = shares
                self._core.inputs.set_listed_shares(index_id, shares)

    def describe(self) -> None:
        """Publishes the directory by what is known, at the present trading date."""
        day = self._core.date or local_date(self._market_now())
        listed = [one for part in self._listed.values() for one in part]
        self._publish(msgspec.json.encode(directory(listed, day, self._core.calendar)))
