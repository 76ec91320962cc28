"""What analysis needs beside the feed: weights, terms, baselines, the master list of contracts.

Door: `AnalysisInputs`. All of it is optional and settable while running; without it the figures
that need it are None. Refuses to know where it comes from (settings, history, REST).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from core.trackers.basis_band import CarryTerms
from core.trackers.foreign_baseline import SpeedBaseline
from core.trackers.index_contributions import IndexComposition, WeightsSource
from core.trackers.listed_weights import ListedWeights
from core.trackers.pace import Baseline


class AnalysisInputs:
    """Kept over the days of a worker. Bound: the constituents and contracts it was given.

    carry: cost-of-carry terms. baseline: what foreign speed is usual. usual_value: what value of all
    shares (VND) is usual by each minute of the day. group: symbols to leave out
    of indices. last_trading_dates: contracts of the feed's master list by the feed's code, the
    date None where the list has none.
    """

    def __init__(self, *, carry: CarryTerms | None = None, baseline: SpeedBaseline | None = None) -> None:
        self.carry = carry
        self.baseline = baseline
        self.usual_value: Baseline | None = None
        self.group: frozenset[str] = frozenset()
        self.compositions: dict[str, IndexComposition] = {}
        self._listed: dict[str, ListedWeights] = {}
        self.last_trading_dates: dict[str, dt.date | None] = {}

    def set_weights(self, index_id: str, weights: Mapping[str, float] | None) -> None:
        """Sets an index's weights, or forgets them (None).

        Args:
            index_id: the feed's id.
            weights: see `IndexComposition`.
        Raises: ValueError when they are not finite and positive; the old ones stay.
        """
        if weights is None:
            self.compositions.pop(index_id, None)
        else:
            self.compositions[index_id] = IndexComposition(weights)

    def set_listed_shares(self, index_id: str, listed: Mapping[str, int]) -> None:
        """Takes the listed shares of an index's members: its weights until better ones are given.

        Args:
            index_id: the feed's id.
            listed: number of shares by symbol.
        """
        self._listed[index_id] = ListedWeights(index_id, listed)

    def derive_weights(self, reference: Callable[[str], int | None]) -> None:
        """Works out the weights that nobody gave, as far as references are known by now.

        Args:
            reference: a symbol's reference price in VND, or None.
        """
        for index_id, listed in self._listed.items():
            present = self.compositions.get(index_id)
            if present is not None and present.source is WeightsSource.GIVEN:
                continue
            weights = listed.refresh(reference)
            if weights is not None:
                self.compositions[index_id] = IndexComposition(weights, WeightsSource.LISTED)

    def set_group(self, symbols: Iterable[str]) -> None:
        """Sets the symbols that `value_without_group` leaves out; none switches it off."""
        self.group = frozenset(symbols)

    def set_contracts(self, last_trading_dates: Mapping[str, dt.date | None]) -> None:
        """Takes the listed futures as the feed's master list gives them."""
        self.last_trading_dates = dict(last_trading_dates)

    def begin_day(self) -> None:
        """Forgets what belongs to a day; what was given stays."""
        for composition in self.compositions.values():
            composition.begin_day()
        for listed in self._listed.values():
            listed.begin_day()
