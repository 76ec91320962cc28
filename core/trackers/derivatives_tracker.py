"""Index futures: which contracts there are, which one leads, and the basis.

Door: `DerivativesTracker`. Prices and volumes of a contract live in the session aggregator;
this tracker holds each contract's names, its basis against the index of the same moment and what
became of it over the day, and on an expiry day the settlement price as it forms. Refuses to know
how an index value was published.

Basis = futures price - index value, in points; premium when positive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from math import sqrt

import msgspec

from core.market.calendar import DEFAULT_CALENDAR, Calendar, local_date, local_seconds, trading_minute
from core.market.contracts import Contract, contract
from core.market.prices import HUNDREDTHS, TENTHS
from core.trackers.basis_band import BasisBand, PremiumClock
from core.trackers.expiry_cockpit import SettlementWindow
from core.trackers.minute_series import MinuteLine

_CENTS_PER_TENTH = HUNDREDTHS // TENTHS
ROLL_S = 15 * 3600
"""From 15:00 of its last trading day a contract no longer leads."""


class ContractDay(msgspec.Struct):
    """One contract's basis. `basis` in hundredths of a point, against `index_value`."""

    contract: Contract
    price: int | None = None
    index_value: int | None = None
    basis: int | None = None
    line: MinuteLine = msgspec.field(
        default_factory=lambda: MinuteLine("basis", "price", "index", "mean", "deviation")
    )
    band: BasisBand = msgspec.field(default_factory=BasisBand)
    clock: PremiumClock = msgspec.field(default_factory=PremiumClock)

    @property
    def basis_pct(self) -> float | None:
        """The basis in per cent of the index."""
        if self.basis is None or not self.index_value:
            return None
        return 100.0 * self.basis / self.index_value


class DerivativesTracker:
    """Contracts by the code the feed uses. Bound: one per listed future, 360 samples of basis each.

    settlements: by underlying, where one of its contracts expires today.
    """

    def __init__(
        self,
        override: str | None = None,
        calendar: Calendar = DEFAULT_CALENDAR,
    ) -> None:
        """override: any name of the contract to show as active, or None for the most traded."""
        self.contracts: dict[str, ContractDay] = {}
        self.settlements: dict[str, SettlementWindow] = {}
        self._override = override
        self._calendar = calendar

    def update_price(
        self, symbol: str, price: int, ts_event: int, date: dt.date, index_value: Callable[[str], int | None]
    ) -> None:
        """Takes a contract's new price.

        Args:
            symbol: the feed's code.
            price: tenths of a point.
            ts_event: epoch ms.
            date: trading date, to read rolling names.
            index_value: gives an index's newest value of the day in hundredths, or None.
        """
        day = self.day(symbol, date)
        if day is not None:
            day.price = price
            self._rebase(day, ts_event, index_value(day.contract.underlying))

    def update_index(self, index_id: str, value: int, ts_event: int) -> bool:
        """Takes a new value (hundredths of a point) of an underlying; True when a basis moved."""
        window = self.settlements.get(index_id)
        if window is not None:
            window.put(ts_event, value)
        moved = False
        for day in self.contracts.values():
            if day.contract.underlying == index_id and day.price is not None:
                self._rebase(day, ts_event, value)
                moved = True
        return moved

    def day(self, symbol: str, date: dt.date) -> ContractDay | None:
        """The contract of a code, begun if need be; None when the code is no future's."""
        known = self.contracts.get(symbol)
        if known is None:
            found = contract(symbol, date, self._calendar)
            if found is None:
                return None
            known = self.contracts[symbol] = ContractDay(found)
            self._watch_expiry(found, date)
        return known

    def take_master(self, last_trading_dates: Mapping[str, dt.date | None], date: dt.date) -> None:
        """Lists the futures of the feed's master list, whose dates win over the rule's.

        Args:
            last_trading_dates: by the feed's code; None where the list gives no date.
            date: trading date; contracts that expired before it are left out.
        """
        for symbol, last in last_trading_dates.items():
            if last is not None and last < date:
                continue
            day = self.day(symbol, date)
            if day is not None and last is not None and day.contract.last_trading_date != last:
                day.contract = msgspec.structs.replace(day.contract, last_trading_date=last)
                self._watch_expiry(day.contract, date)

    def _watch_expiry(self, listed: Contract, date: dt.date) -> None:
        if listed.last_trading_date == date:
            self.settlements.setdefault(listed.underlying, SettlementWindow())

    def active(self, volume_of: Callable[[str], int], now: int | None = None) -> str | None:
        """The code of the leading contract: the override when it is listed, else the most traded.

        Args:
            volume_of: today's volume of a code. Equal volumes: the nearer expiry.
            now: exchange time, epoch ms; a contract past its last day no longer leads, nor one on
                the evening of it. None takes all as alive.
        """
        for symbol, day in self.contracts.items():
            if self._override and self._override in (symbol, day.contract.code, *day.contract.aliases):
                return symbol
        alive = [s for s, day in self.contracts.items() if now is None or not _expired(day.contract, now)]
        ranked = sorted(
            alive or self.contracts,
            key=lambda s: (-volume_of(s), self.contracts[s].contract.last_trading_date, s),
        )
        return ranked[0] if ranked else None

    def _rebase(self, day: ContractDay, ts_event: int, index_value: int | None) -> None:
        if day.price is None:
            return
        minute = trading_minute(local_seconds(ts_event))
        price = day.price / TENTHS
        if index_value is None:
            day.line.put(minute, None, price, None, None, None)
            return
        day.index_value = index_value
        day.basis = day.price * _CENTS_PER_TENTH - index_value
        day.band.put(ts_event, day.basis)
        day.clock.put(ts_event, day.basis)
        mean, deviation = day.band.mean, day.band.deviation
        day.line.put(
            minute,
            day.basis / HUNDREDTHS,
            price,
            index_value / HUNDREDTHS,
            None if mean is None else round(mean / HUNDREDTHS, 3),
            None if deviation is None else round(deviation / HUNDREDTHS, 3),
        )


def _expired(listed: Contract, now: int) -> bool:
    today = local_date(now)
    return today > listed.last_trading_date or (
        today == listed.last_trading_date and local_seconds(now) >= ROLL_S
    )


def basis_figures(line: MinuteLine) -> tuple[float | None, float | None, float | None, int]:
    """(mean, deviation, share of minutes at a premium, minutes) of a day's basis line.

    Mean and sample standard deviation in points over the minutes that have a basis.
    """
    values = [value for value in line.column("basis") if value is not None]
    if not values:
        return None, None, None, 0
    mean = sum(values) / len(values)
    deviation = None
    if len(values) > 1:
        deviation = sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
    return mean, deviation, sum(value > 0 for value in values) / len(values), len(values)
