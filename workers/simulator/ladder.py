"""The prices a security may have, and the book shown around one of them.

Door: `Ladder` (valid prices between floor and ceiling), `Book` (what an X-QUOTE shows),
`paint`. Refuses to know trades and times. Steps: `core.market.prices`.
"""

from __future__ import annotations

import random
from typing import NamedTuple, cast

from core.market.calendar import Board
from core.market.prices import TENTHS, VND, step_vnd
from workers.simulator.messages import LEVELS, NO_LEVELS, Levels

HOSE_LEVELS = 3
LOT_SHARES = 100
LOT_CONTRACTS = 1


class Book(NamedTuple):
    """The ten levels of each side as the wire has them, best first, 0.0 where empty."""

    ask_prices: Levels
    ask_volumes: Levels
    bid_prices: Levels
    bid_volumes: Levels


class Ladder:
    """Valid prices of one security, in its smallest unit (VND, tenths of a point).

    Bound: two cached runs of levels per price met, of which a day's limits allow a few hundred.
    """

    def __init__(self, board: Board, ceiling: int | None, floor: int | None) -> None:
        """
        Args:
            board: decides step, lot and how many levels are shown (HOSE fills 3).
            ceiling, floor: limits of the day, None where unknown (then nothing is cut off).
        """
        self.board = board
        self.ceiling = ceiling
        self.floor = floor
        self.scale = TENTHS if board is Board.DERIVATIVES else VND
        self.lot = LOT_CONTRACTS if board is Board.DERIVATIVES else LOT_SHARES
        self.depth = LEVELS if board is Board.DERIVATIVES else HOSE_LEVELS
        self._asks: dict[int, tuple[Levels, int]] = {}
        self._bids: dict[int, tuple[Levels, int]] = {}

    def snap(self, price: float) -> int:
        """The valid price at or below `price`, within the limits."""
        whole = int(price)
        step = step_vnd(self.board, whole)
        whole -= whole % step
        if self.ceiling is not None and whole > self.ceiling:
            return self.ceiling
        if self.floor is not None and whole < self.floor:
            return self.floor
        return whole

    def above(self, price: int) -> int | None:
        """The next price up, None beyond the ceiling."""
        higher = price + step_vnd(self.board, price)
        return None if self.ceiling is not None and higher > self.ceiling else higher

    def below(self, price: int) -> int | None:
        """The next price down, None below the floor."""
        lower = price - step_vnd(self.board, price - 1)
        return None if lower <= 0 or (self.floor is not None and lower < self.floor) else lower

    def asks(self, best: int | None) -> tuple[Levels, int]:
        """(ten wire prices from the best ask up, how many of them are filled)."""
        if best is None:
            return NO_LEVELS, 0
        known = self._asks.get(best)
        if known is None:
            known = self._asks[best] = self._run(best, upward=True)
        return known

    def bids(self, best: int | None) -> tuple[Levels, int]:
        """(ten wire prices from the best bid down, how many of them are filled)."""
        if best is None:
            return NO_LEVELS, 0
        known = self._bids.get(best)
        if known is None:
            known = self._bids[best] = self._run(best, upward=False)
        return known

    def _run(self, best: int, *, upward: bool) -> tuple[Levels, int]:
        prices: list[float] = []
        price: int | None = best
        while price is not None and len(prices) < self.depth:
            prices.append(price / self.scale)
            price = self.above(price) if upward else self.below(price)
        filled = len(prices)
        return cast(Levels, (*prices, *NO_LEVELS[filled:])), filled


def paint(
    ladder: Ladder,
    rng: random.Random,
    best_bid: int | None,
    best_ask: int | None,
    *,
    typical_lots: int,
    bid_at_least: int = 0,
    ask_at_least: int = 0,
) -> Book:
    """A book with the given best prices and drawn volumes.

    Args:
        best_bid, best_ask: smallest units; None for an empty side.
        typical_lots: scale of the volume of a level, in lots.
        bid_at_least, ask_at_least: the best level holds at least this much (shares, contracts),
            so that a trade which takes it finds its quantity there.
    """
    ask_prices, asks = ladder.asks(best_ask)
    bid_prices, bids = ladder.bids(best_bid)
    lot, draw, spread = ladder.lot, rng.random, 2 * typical_lots
    volumes = [float(lot * (1 + int(draw() * spread))) for _ in range(asks + bids)]
    if asks:
        volumes[0] += ask_at_least
    if bids:
        volumes[asks] += bid_at_least
    return Book(
        ask_prices,
        cast(Levels, (*volumes[:asks], *NO_LEVELS[asks:])),
        bid_prices,
        cast(Levels, (*volumes[asks:], *NO_LEVELS[bids:])),
    )
