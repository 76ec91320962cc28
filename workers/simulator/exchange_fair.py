"""What the agents of the generated exchange believe securities to be worth.

Door: `FairPrices`. A market factor and a noise of each share's own, both pulled back to the
reference; futures follow the published index plus their basis. Refuses to know books and orders:
prices come about there.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from core.market.prices import HUNDREDTHS, TENTHS
from workers.simulator.exchange_futures import Basis
from workers.simulator.exchange_index import MarketIndex

_SESSION_SECONDS = 4.25 * 3600
_MARKET_VOLATILITY = 0.009 / math.sqrt(_SESSION_SECONDS)
_MARKET_PULL = 1 / 20_000
_OWN_VOLATILITY = 0.012 / math.sqrt(_SESSION_SECONDS)
_OWN_PULL = 1 / 15_000
_BETA = (0.6, 1.4)


class FairPrices:
    """Fair prices of every security, in smallest units. Futures have negative positions, from -1 down."""

    def __init__(
        self,
        references: Sequence[int],
        index: MarketIndex,
        bases: Sequence[Basis],
        *,
        begins_s: int,
        seed: int | str,
    ) -> None:
        """
        Args:
            references: of the shares, smallest units, by position.
            index: which the futures follow.
            bases: of the futures, nearest first.
            begins_s: second of the day at which everything is worth its reference.
        """
        self.market = 0.0
        """The market factor: log return of the day."""
        rng = random.Random(f"{seed}:fair")
        self._rng = rng
        self._references = references
        self._beta = [rng.uniform(*_BETA) for _ in references]
        self._own = [0.0] * len(references)
        self._moved_at = [begins_s] * len(references)
        self._index = index
        self._bases = bases
        self._underlying_at, self._underlying_tenths = -1, 0.0

    def advance(self, second: int) -> None:
        """The market and the bases move on by one second."""
        self.market += self._rng.gauss(0.0, _MARKET_VOLATILITY) - self.market * _MARKET_PULL
        for basis in self._bases:
            basis.advance()

    def of(self, position: int, second: int) -> float:
        """The fair price of a security at a second of the day, not before the last one asked for."""
        if position < 0:
            if second != self._underlying_at:
                # The index as it was at the first action of the second.
                self._underlying_at = second
                self._underlying_tenths = self._index.fair(self.market) / (HUNDREDTHS // TENTHS)
            return self._underlying_tenths + self._bases[-1 - position].tenths(second)
        elapsed = second - self._moved_at[position]
        own = self._own[position]
        if elapsed:
            self._moved_at[position] = second
            own += self._rng.gauss(0.0, _OWN_VOLATILITY * math.sqrt(elapsed)) - own * _OWN_PULL * elapsed
            self._own[position] = own
        return self._references[position] * math.exp(own + self._beta[position] * self.market)
