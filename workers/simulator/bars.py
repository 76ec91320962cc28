"""A day of minute bars as a plausible sequence of messages, exact in everything the folder gives.

Door: `BarDay` (a `Source`). Open, high, low, close and volume of every minute, the foreign
totals and the closing index values are the folder's; what lies between (single matches, books,
times inside the minute, the path of foreign trading) is drawn from a seed.
Refuses to know sockets and pacing.

The folder's 09:15 bar (futures: 09:00) begins with the opening auction's match at its open; its
14:45 bar is the closing auction's match.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from operator import itemgetter

from core.market.calendar import Board
from core.market.contracts import contract
from core.market.symbols import INDEX_IDS, is_future, vn30_members
from workers.simulator.bar_index import IndexDay
from workers.simulator.bar_security import SecurityDay
from workers.simulator.day_folder import DayFolder, Limits
from workers.simulator.foreign_plan import ForeignPlan
from workers.simulator.ladder import Ladder
from workers.simulator.messages import Message, WireDay
from workers.simulator.plan import Plan
from workers.simulator.reference import ReferenceData, Security, future, share, standard_indices
from workers.simulator.security import SecurityFeed

FIRST_MINUTE = 8 * 60 + 45
LAST_MINUTE = 15 * 60 + 2
_UNKNOWN = Limits(None, None, None)


class BarDay:
    """One day folder as a source of messages."""

    def __init__(self, folder: DayFolder, *, seed: int) -> None:
        """
        Args:
            folder: the day.
            seed: of everything the folder does not say.
        """
        self._folder = folder
        self._seed = seed
        self.trading_date = folder.date
        self.reference = _reference(folder)

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day's messages in order of time; every call begins the day anew.

        Memory: one minute of messages.
        Raises: SourceError for a bar no sequence of matches can produce.
        """
        securities = self._securities()
        parts: list[SecurityDay | IndexDay] = [*securities, *self._indices(securities)]
        for minute in range(FIRST_MINUTE, LAST_MINUTE + 1):
            plan: Plan = []
            for part in parts:
                part.plan(minute, plan)
            # Stable: what one security planned for the same millisecond keeps its order.
            plan.sort(key=itemgetter(0))
            for ts_ms, tell, arguments in plan:
                yield from tell(ts_ms, *arguments)

    def _securities(self) -> list[SecurityDay]:
        """Every security with bars, then those of which only foreign totals are known."""
        folder = self._folder
        day = WireDay(folder.date)
        traded = [symbol for symbol in folder.bars if symbol not in INDEX_IDS]
        silent = [symbol for symbol in folder.foreign if symbol not in folder.bars]
        # Minutes of a symbol without bars: the market's, so that its foreign trading has a rhythm.
        market = next((folder.bars[index] for index in INDEX_IDS if index in folder.bars), {})
        days = []
        for symbol in sorted(traded) + sorted(silent):
            board = Board.DERIVATIVES if is_future(symbol) else Board.HOSE
            limits = folder.limits.get(symbol, _UNKNOWN)
            rng = random.Random(f"{self._seed}:{symbol}")
            bars = folder.bars.get(symbol, {})
            total = folder.foreign.get(symbol)
            rhythm = bars or market
            days.append(
                SecurityDay(
                    SecurityFeed(day, symbol, board, **limits._asdict()),
                    Ladder(board, limits.ceiling, limits.floor),
                    bars,
                    rng,
                    None if total is None else ForeignPlan(total, [b.volume for b in rhythm.values()], rng),
                    list(rhythm),
                )
            )
        return days

    def _indices(self, securities: list[SecurityDay]) -> list[IndexDay]:
        folder = self._folder
        day = WireDay(folder.date)
        shares = [part.feed for part in securities if part.feed.board is not Board.DERIVATIVES]
        return [
            IndexDay(
                day,
                index_id,
                folder.bars[index_id],
                folder.limits.get(index_id, _UNKNOWN).reference,
                shares,
                random.Random(f"{self._seed}:{index_id}"),
            )
            for index_id in INDEX_IDS
            if index_id in folder.bars
        ]


def _reference(folder: DayFolder) -> ReferenceData:
    """The folder's securities and VN30's members of the date, whether or not they have bars."""
    date = folder.date
    symbols = {s for s in (*folder.bars, *folder.foreign, *vn30_members(date)) if s not in INDEX_IDS}
    rows = []
    for symbol in sorted(symbols):
        listed = contract(symbol, date)
        base = share(symbol) if listed is None else future(listed)
        limits = folder.limits.get(symbol, _UNKNOWN)
        rows.append(
            Security(
                base.symbol,
                base.board,
                base.name,
                base.name_en,
                limits.reference,
                limits.ceiling,
                limits.floor,
                contract=base.contract,
            )
        )
    return ReferenceData(tuple(rows), standard_indices(date))
