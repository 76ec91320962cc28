"""A generated trading day: shares, indices and four futures, traded on real order books.

Door: `Exchange` (a `Source`). Agents send orders to one book per security; whatever matches is
told as SSI tells it, and written as truth when asked for. Same date, seed, number of symbols and
rate: the same bytes. Refuses to know sockets and clocks.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import msgspec

from core.market.calendar import DEFAULT_CALENDAR, Board, Phase, instant_ms
from core.market.contracts import Contract, contracts_listed
from core.market.prices import HUNDREDTHS, TENTHS, limits_vnd
from workers.simulator.agents import Crowd, ForeignDesk
from workers.simulator.exchange_book import Traded, lot_of, valid_prices
from workers.simulator.exchange_fair import FairPrices
from workers.simulator.exchange_futures import Basis
from workers.simulator.exchange_index import MarketIndex
from workers.simulator.exchange_session import FIRST_SECOND, LAST_SECOND, Member, Session, SteadyRate
from workers.simulator.ladder import Ladder
from workers.simulator.matching import OrderBook
from workers.simulator.messages import Message, WireDay
from workers.simulator.odd_lots import OddLots
from workers.simulator.overnight import Morning, first_morning, morning_after
from workers.simulator.population import Listing
from workers.simulator.put_through import deals_of
from workers.simulator.reference import ReferenceData, Security, future, standard_indices
from workers.simulator.security import SecurityFeed
from workers.simulator.truth import Truth

_SESSION_SECONDS = 4.25 * 3600
_ACTIONS_PER_SECOND_OF_30 = 9.5
_SIZE_EXPONENT = 0.8
"""Actions grow more slowly than the number of symbols: most companies hardly trade."""
_FUTURES_ACTIONS = (2.0, 0.25, 0.08, 0.05)
"""Actions a second of each contract, nearest first."""
_MATCHES_PER_ACTION = 0.55
"""Measured; turns a wanted number of matches into actions."""
_SIZE_OF_TAKING = 1.1
"""Mean of a taking order in units of its typical size, and what of it is matched: measured."""
_FUTURES_LOTS = 1.5
_SHARE_LEVELS, _FUTURES_LEVELS = 5, 14
_AUCTION_SHARE_OF_DAY = {Phase.ATO: 0.014, Phase.ATC: 0.045}
_AUCTION_ORDERS, _FEWEST_AUCTION_ORDERS, _FUTURES_AUCTION_ORDERS = 60.0, 14.0, 80.0
_AUCTION_MATCHED = 0.3
"""Share of an auction's orders that match on each side, about."""
_FUTURES_AUCTION_LOTS = 20.0
_AUCTION_WIDTH, _FUTURES_AUCTION_WIDTH = 0.004, 0.001
"""How far opinions are apart in an auction, of the price."""
_MOST_WEIGHT = {"VN30": 0.10}
_INDEX_BOARDS = {
    "VNINDEX": Board.HOSE,
    "VN30": Board.HOSE,
    "HNXIndex": Board.HNX,
    "HNXUpcomIndex": Board.UPCOM,
}


class _Options(TypedDict):
    """What every day of an exchange has in common."""

    seed: int
    symbols: int
    trades_per_second: float | None
    truth: Path | None
    old_futures_names: bool


class Exchange:
    """The generated exchange as a source of messages."""

    def __init__(
        self,
        date: dt.date,
        *,
        seed: int,
        symbols: int,
        trades_per_second: float | None = None,
        truth: Path | None = None,
        old_futures_names: bool = False,
        morning: Morning | None = None,
    ) -> None:
        """
        Args:
            date: trading date.
            seed: of everything drawn.
            symbols: how many shares are listed; VN30's members come first.
            trades_per_second: about so many matches a second while every board trades
                continuously, evenly over the day; None: like a calm day, U-shaped.
            truth: file for what really happened, written by the first call of `messages` alone: a
                fault that replays the session tells the same day again.
            old_futures_names: futures are called VN30F2512 instead of 41I1FC000; nothing else differs.
            morning: what the day before left; None: there was none. See `next_day`.
        """
        self.trading_date = date
        self._options: _Options = {
            "seed": seed,
            "symbols": symbols,
            "trades_per_second": trades_per_second,
            "truth": truth,
            "old_futures_names": old_futures_names,
        }
        # A day that follows another draws anew, or it would be the same day again.
        self._seed = str(seed) if morning is None else f"{seed}:{date}"
        self._follows = morning is not None
        self._morning = morning or first_morning(date, symbols=symbols, seed=seed)
        self._evening: Morning | None = None
        self._listings = self._morning.listings
        self._trades_per_second = trades_per_second
        self._truth = truth
        self._halts: set[str] = set()
        futures = [self._future(contract) for contract in contracts_listed(date)]
        shares = [listing.security for listing in self._listings]
        self.reference = ReferenceData((*shares, *futures), standard_indices(date))

    def halt(self, symbol: str) -> None:
        """Stops trading in a security from the next generated second on; an F message tells it.

        Raises: KeyError for a symbol that is not listed.
        """
        if self.reference.security(symbol) is None:
            raise KeyError(symbol)
        self._halts.add(symbol)

    def resume(self, symbol: str) -> None:
        """Lets a halted security trade again from the next generated second on."""
        self._halts.discard(symbol)

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day from 08:45 to 15:05; every call begins it anew. Memory: one second of messages.

        Until `quiet_until_ms` books, B and R are left out (matches, status and indices are the
        same); just before it every security tells its book and its foreign room.
        Raises: OSError when the truth cannot be written.
        """
        day = WireDay(self.trading_date)
        path, self._truth = self._truth, None
        truth = None if path is None else Truth(path, day, append=self._follows)
        try:
            session = self._session(day, truth)
            loud_from = FIRST_SECOND
            if quiet_until_ms is not None:
                loud_from = (quiet_until_ms - instant_ms(self.trading_date, 0)) // 1000 - 1
            for second in range(FIRST_SECOND, LAST_SECOND + 1):
                if second == loud_from and second > FIRST_SECOND:
                    yield from session.state(second)
                yield from session.second(second, quiet=second < loud_from)
            self._close(session)
        finally:
            if truth is not None:
                truth.close()

    def next_day(self) -> Exchange:
        """The next trading day, which begins where this one ended: see `overnight.py`.

        Raises: RuntimeError before `messages` has come to its end.
        """
        if self._evening is None:
            raise RuntimeError(f"the day of {self.trading_date} is not over")
        date = DEFAULT_CALENDAR.next_trading_day(self.trading_date)
        return Exchange(date, **self._options, morning=self._evening)

    def _close(self, session: Session) -> None:
        self._evening = morning_after(
            self._listings,
            (member.traded for members in session.members.values() for member in members),
            {row.symbol: row.contract.code for row in self.reference.securities if row.contract is not None},
            session.indices,
            date=DEFAULT_CALENDAR.next_trading_day(self.trading_date),
            seed=self._options["seed"],
        )

    # -- building a day ------------------------------------------------------------------

    def _session(self, day: WireDay, truth: Truth | None) -> Session:
        shares = self._shares(day, truth)
        indices = {
            code: MarketIndex(
                day,
                code,
                board,
                self._morning.priors[code],
                self._index_members(code, board, shares),
                random.Random(f"{self._seed}:{code}"),
                most_weight=_MOST_WEIGHT.get(code, 1.0),
            )
            for code, board in _INDEX_BOARDS.items()
        }
        rows = [row for row in self.reference.securities if row.contract is not None]
        bases = [self._basis(row.contract) for row in rows if row.contract is not None]
        references = [listing.security.reference or 0 for listing in self._listings]
        fair = FairPrices(references, indices["VN30"], bases, begins_s=FIRST_SECOND, seed=self._seed)
        members = {board: [m for m in shares if m.traded.feed.board is board] for board in Board}
        members[Board.DERIVATIVES] = [
            self._future_member(day, row, position, truth) for position, row in enumerate(rows)
        ]
        members = {board: found for board, found in members.items() if found}
        return Session(
            day,
            members,
            fair,
            indices,
            self._halts,
            seed=self._seed,
            steady=None if self._trades_per_second is None else _steady(members),
            truth=truth,
        )

    def _index_members(self, code: str, board: Board, shares: list[Member]) -> list[tuple[SecurityFeed, int]]:
        """VN30 by the free float of its members, the others by the market value of a whole board."""
        if code != "VN30":
            return [
                (member.traded.feed, listing.cap_vnd)
                for member, listing in zip(shares, self._listings, strict=True)
                if member.traded.feed.board is board
            ]
        listed = next(index.members for index in self.reference.indices if index.code == code)
        return [
            (member.traded.feed, listing.float_cap_vnd)
            for member, listing in zip(shares, self._listings, strict=True)
            if member.traded.feed.symbol in listed
        ]

    def _shares(self, day: WireDay, truth: Truth | None) -> list[Member]:
        natural = _ACTIONS_PER_SECOND_OF_30 * (max(1, len(self._listings)) / 30) ** _SIZE_EXPONENT
        # Square root: the busiest share is not the only one the screen shows moving.
        weights = [math.sqrt(listing.daily_volume) for listing in self._listings]
        paces = [natural * weight / sum(weights) for weight in weights]
        return [
            self._share_member(day, listing, position, pace, truth)
            for position, (listing, pace) in enumerate(zip(self._listings, paces, strict=True))
        ]

    def _share_member(
        self, day: WireDay, listing: Listing, position: int, pace: float, truth: Truth | None
    ) -> Member:
        row, daily = listing.security, listing.daily_volume
        rng = random.Random(f"{self._seed}:{row.symbol}")
        matches = max(1.0, pace * _SESSION_SECONDS * _MATCHES_PER_ACTION)
        traded = self._traded(
            day,
            row,
            rng,
            mean_lots=max(0.3, daily / lot_of(row.board) / matches / _SIZE_OF_TAKING),
            levels=_SHARE_LEVELS,
            desk=ForeignDesk(listing.room, listing.total_room, rng),
            truth=truth,
        )
        orders = min(_AUCTION_ORDERS, max(_FEWEST_AUCTION_ORDERS, daily / 20_000))
        matched = orders * _AUCTION_MATCHED
        return Member(
            traded,
            position,
            pace * self._scale(),
            orders,
            {phase: daily * share / matched for phase, share in _AUCTION_SHARE_OF_DAY.items()},
            _width_rungs(row, _AUCTION_WIDTH),
            deals_of(row.board, daily, random.Random(f"{self._seed}:{row.symbol}:deals")),
        )

    def _future_member(self, day: WireDay, row: Security, position: int, truth: Truth | None) -> Member:
        rng = random.Random(f"{self._seed}:{_name(row)}")
        traded = self._traded(
            day, row, rng, mean_lots=_FUTURES_LOTS, levels=_FUTURES_LEVELS, desk=None, truth=truth
        )
        pace = _FUTURES_ACTIONS[position]
        orders = _FUTURES_AUCTION_ORDERS * math.sqrt(pace / _FUTURES_ACTIONS[0])
        volume = dict.fromkeys(_AUCTION_SHARE_OF_DAY, _FUTURES_AUCTION_LOTS)
        width = _width_rungs(row, _FUTURES_AUCTION_WIDTH)
        return Member(traded, -1 - position, pace * self._scale(), orders, volume, width)

    def _traded(
        self,
        day: WireDay,
        row: Security,
        rng: random.Random,
        *,
        mean_lots: float,
        levels: int,
        desk: ForeignDesk | None,
        truth: Truth | None,
    ) -> Traded:
        if row.floor is None or row.ceiling is None:
            raise ValueError(f"{row.symbol}: a generated security has limits")
        crowd = Crowd(
            OrderBook(),
            valid_prices(row.board, row.floor, row.ceiling),
            rng,
            lot=lot_of(row.board),
            mean_lots=mean_lots,
            levels=levels,
            desk=desk,
        )
        feed = SecurityFeed(
            day, row.symbol, row.board, reference=row.reference, ceiling=row.ceiling, floor=row.floor
        )
        ladder = Ladder(row.board, row.ceiling, row.floor)
        odd_lots = None
        if row.contract is None:
            odd_rng = random.Random(f"{self._seed}:{row.symbol}:odd lots")
            odd_lots = OddLots(feed, crowd.prices, odd_rng, truth)
        side_rng = random.Random(f"{self._seed}:{_name(row)}:sides")
        return Traded(feed, ladder, crowd, side_rng, truth, odd_lots)

    def _scale(self) -> float:
        """How many times more active than on a calm day everyone is."""
        if self._trades_per_second is None:
            return 1.0
        shares = _ACTIONS_PER_SECOND_OF_30 * (max(1, len(self._listings)) / 30) ** _SIZE_EXPONENT
        return self._trades_per_second / (_MATCHES_PER_ACTION * (shares + sum(_FUTURES_ACTIONS)))

    def _basis(self, contract: Contract) -> Basis:
        days_left = (contract.last_trading_date - self.trading_date).days
        close = self._morning.futures.get(contract.code)
        begins = None if close is None else close - self._vn30_tenths()
        return Basis(days_left, random.Random(f"{self._seed}:{contract.code}:basis"), begins)

    def _vn30_tenths(self) -> float:
        """VN30's previous close, tenths of a point."""
        return self._morning.priors["VN30"] / (HUNDREDTHS // TENTHS)

    def _future(self, contract: Contract) -> Security:
        row = future(contract)
        reference = self._morning.futures.get(contract.code)
        if reference is None:
            reference = round(self._vn30_tenths()) + self._basis(contract).opening_tenths
        ceiling, floor = limits_vnd(Board.DERIVATIVES, reference)
        symbol = contract.old_code if self._options["old_futures_names"] else row.symbol
        return msgspec.structs.replace(row, symbol=symbol, reference=reference, ceiling=ceiling, floor=floor)


def _steady(members: dict[Board, list[Member]]) -> dict[Board, SteadyRate]:
    """Every board's part of the wanted matches: `Exchange._scale` has put it into the paces."""
    return {
        board: SteadyRate(sum(member.pace for member in found) * _MATCHES_PER_ACTION, _MATCHES_PER_ACTION)
        for board, found in members.items()
    }


def _name(row: Security) -> str:
    """What a security's draws are named by: a future's are the same under either name."""
    return row.symbol if row.contract is None else row.contract.code


def _width_rungs(row: Security, share: float) -> float:
    """A share of the price in price steps of the security."""
    ladder, reference = Ladder(row.board, row.ceiling, row.floor), row.reference or 0
    above = ladder.above(reference)
    step = reference - (ladder.below(reference) or reference) if above is None else above - reference
    return max(1.0, reference * share / max(1, step))
