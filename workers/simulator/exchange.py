"""A generated trading day: shares, indices and two futures that look alive for hours.

Door: `Exchange` (a `Source`). Prices follow a market factor and noise of their own, pulled back
to the reference; activity is U-shaped; auctions match at one price; nothing leaves the limits.
It is not a matching engine: books are drawn around a fair price, and that engine can take this
class's place behind `Source`. Same date, seed and number of symbols: the same bytes.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from itertools import accumulate
from operator import itemgetter

from core.market.calendar import Board, Phase, instant_ms, phase_by_clock
from core.market.contracts import contracts_listed
from core.market.prices import HUNDREDTHS, TENTHS, limits_vnd
from workers.simulator.exchange_index import PUBLISH_EVERY_S, MarketIndex
from workers.simulator.exchange_share import Foreigners, Quoted
from workers.simulator.ladder import Ladder
from workers.simulator.messages import Message, WireDay
from workers.simulator.plan import Plan
from workers.simulator.population import Listing, population
from workers.simulator.reference import ReferenceData, Security, future, standard_indices
from workers.simulator.security import SecurityFeed

FIRST_SECOND = (8 * 60 + 45) * 60
LAST_SECOND = (15 * 60 + 5) * 60
_SESSION_SECONDS = 4.25 * 3600
_EVENTS_PER_SECOND_OF_30 = 11.0
_SIZE_EXPONENT = 0.8
"""Events grow more slowly than the number of symbols: most companies hardly trade."""
_MATCH_ODDS = 0.45
_FUTURES_EVENTS = (2.0, 0.25)
_INDICATIVE_EVERY_S = 8
_FOREIGN_EVERY_S = 20
_AUCTION_SHARE_OF_DAY = {Phase.ATO: 0.015, Phase.ATC: 0.06}
_MARKET_VOLATILITY = 0.009 / math.sqrt(_SESSION_SECONDS)
_MARKET_PULL = 1 / 20_000
_OWN_VOLATILITY = 0.012 / math.sqrt(_SESSION_SECONDS)
_OWN_PULL = 1 / 15_000
_BASIS_PULL = 1 / 900
_BASIS_NOISE_TENTHS = 1.0
_CARRY_TENTHS = (4.0, 25.0)
_INDEX_PRIORS = {"VNINDEX": 165_000, "VN30": 180_000, "HNXIndex": 25_000, "HNXUpcomIndex": 10_500}
_INDEX_BOARDS = {
    "VNINDEX": Board.HOSE,
    "VN30": Board.HOSE,
    "HNXIndex": Board.HNX,
    "HNXUpcomIndex": Board.UPCOM,
}
_PHASE_CHANGE_S, _CLOSE_CHANGE_S = 1, 3
_CLOSING_SECOND = (14 * 60 + 45) * 60


def activity(second: int) -> float:
    """Relative activity at a second of the day: U-shaped, mean about 1, bursts at the openings."""
    hours = second / 3600
    morning, afternoon = math.exp(-(hours - 9.25) / 0.25), math.exp(-max(0.0, hours - 13.0) / 0.2)
    closing = math.exp((hours - 14.5) / 0.3)
    return 0.7 + 1.6 * min(1.0, morning) + (0.9 * afternoon if hours >= 13 else 0.0) + 0.9 * min(1.0, closing)


class Exchange:
    """The generated exchange as a source of messages."""

    def __init__(self, date: dt.date, *, seed: int, symbols: int) -> None:
        """
        Args:
            date: trading date.
            seed: of everything drawn.
            symbols: how many shares are listed; VN30's members come first.
        """
        self.trading_date = date
        self._seed = seed
        self._listings = population(date, symbols=symbols, seed=seed)
        self._contracts = contracts_listed(date)[: len(_FUTURES_EVENTS)]
        futures = [self._future(position) for position in range(len(self._contracts))]
        shares = [listing.security for listing in self._listings]
        self.reference = ReferenceData((*shares, *futures), standard_indices(date))

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day from 08:45 to 15:05; every call begins it anew. Memory: one second of messages.

        Until `quiet_until_ms` books, B and R are left out (matches, status and indices are the
        same); just before it every security tells its book and its foreign room.
        """
        day = _Day(self.trading_date, self.reference, self._listings, self._seed)
        loud_from = FIRST_SECOND
        if quiet_until_ms is not None:
            loud_from = (quiet_until_ms - instant_ms(self.trading_date, 0)) // 1000 - 1
        for second in range(FIRST_SECOND, LAST_SECOND + 1):
            if second == loud_from and second > FIRST_SECOND:
                yield from day.state(second)
            yield from day.second(second, quiet=second < loud_from)

    def _future(self, position: int) -> Security:
        base = future(self._contracts[position])
        reference = _INDEX_PRIORS["VN30"] // (HUNDREDTHS // TENTHS) + int(_CARRY_TENTHS[position])
        ceiling, floor = limits_vnd(Board.DERIVATIVES, reference)
        return Security(
            base.symbol,
            base.board,
            base.name,
            base.name_en,
            reference,
            ceiling,
            floor,
            contract=base.contract,
        )


class _Day:
    """The state of one generated day, advanced second by second."""

    def __init__(self, date: dt.date, reference: ReferenceData, listings: list[Listing], seed: int) -> None:
        self._rng = random.Random(f"{seed}:exchange")
        self._foreign_rng = random.Random(f"{seed}:foreign")
        self._day = WireDay(date)
        self._market = 0.0
        self._quiet = False
        self._underlying, self._underlying_at = 0.0, -1
        self._phases = {board: phase_by_clock(board, FIRST_SECOND - 1) for board in Board}
        rows = {row.symbol: row for row in reference.securities}
        self._shares = [_quoted(self._day, listing, seed) for listing in listings]
        self._daily = [listing.daily_volume for listing in listings]
        self._own = [0.0] * len(listings)
        self._beta = [self._rng.uniform(0.6, 1.4) for _ in listings]
        self._moved_at = [FIRST_SECOND] * len(listings)
        self._by_board: dict[Board, tuple[list[int], list[float]]] = {}
        for board in (Board.HOSE, Board.HNX, Board.UPCOM):
            positions = [i for i, share in enumerate(self._shares) if share.feed.board is board]
            # Square root: the busiest share is not the only one the screen shows moving.
            weights = list(accumulate(math.sqrt(self._daily[i]) for i in positions))
            self._by_board[board] = positions, weights
        self._rate = _EVENTS_PER_SECOND_OF_30 * (max(1, len(listings)) / 30) ** _SIZE_EXPONENT
        self._futures = [
            _quoted_future(self._day, row, seed) for row in rows.values() if row.board is Board.DERIVATIVES
        ]
        self._basis = list(_CARRY_TENTHS[: len(self._futures)])
        vn30 = next(index for index in reference.indices if index.code == "VN30").members
        self._indices = {
            code: MarketIndex(
                self._day,
                code,
                board,
                _INDEX_PRIORS[code],
                [
                    (share.feed, listing.cap_vnd)
                    for share, listing in zip(self._shares, listings, strict=True)
                    if share.feed.board is board and (code != "VN30" or share.feed.symbol in vn30)
                ],
                random.Random(f"{seed}:{code}"),
            )
            for code, board in _INDEX_BOARDS.items()
        }

    def state(self, second: int) -> Iterator[Message]:
        """Every security's book and foreign room at the beginning of a second."""
        ts_ms = self._day.at(second)
        for quoted in (*self._shares, *self._futures):
            if quoted.feed.last is not None:
                yield from quoted.refresh(ts_ms, phase_by_clock(quoted.feed.board, second).value)
                yield from quoted.foreign(ts_ms)

    def second(self, second: int, *, quiet: bool) -> Iterator[Message]:
        """The messages of one second, in order of time.

        Args:
            quiet: leave out what the next loud second makes obsolete.
        """
        self._quiet = quiet
        self._market += self._rng.gauss(0.0, _MARKET_VOLATILITY) - self._market * _MARKET_PULL
        plan: Plan = []
        start_ms = self._day.at(second)
        if second == FIRST_SECOND:
            for quoted in (*self._shares, *self._futures):
                plan.append((start_ms, self._tell_opening, (quoted,)))
        if second % 60 <= _CLOSE_CHANGE_S + 1:
            self._plan_phases(second, start_ms, plan)
        for board, phase in self._phases.items():
            self._plan_board(board, phase, second, start_ms, plan)
        self._plan_indices(second, start_ms, plan)
        if not quiet:
            self._plan_foreign(second, start_ms, plan)
        plan.sort(key=itemgetter(0))
        for ts_ms, tell, arguments in plan:
            yield from tell(ts_ms, *arguments)

    # -- planning --------------------------------------------------------------------

    def _plan_phases(self, second: int, start_ms: int, plan: Plan) -> None:
        """The auction's match when its phase ends, and the status messages of the new phase.

        Continuous trading begins once its phase has been told: `_phases` follows a moment later.
        """
        begins = second // 60 * 60
        told = begins + (_CLOSE_CHANGE_S if begins >= _CLOSING_SECOND else _PHASE_CHANGE_S)
        for board in Board:
            phase, before = phase_by_clock(board, begins), phase_by_clock(board, begins - 1)
            if phase is before:
                continue
            if second == begins:
                self._phases[board] = Phase.PRE_OPEN
                if before in _AUCTION_SHARE_OF_DAY:
                    for position, quoted in self._on(board):
                        plan.append((start_ms, self._tell_auction, (quoted, position, before)))
            elif second == told:
                for _, quoted in self._on(board):
                    plan.append((start_ms, self._tell_status, (quoted, phase.value)))
            elif second == told + 1:
                self._phases[board] = phase

    def _plan_board(self, board: Board, phase: Phase, second: int, start_ms: int, plan: Plan) -> None:
        if phase in _AUCTION_SHARE_OF_DAY:
            for position, quoted in self._on(board):
                if (second + position) % _INDICATIVE_EVERY_S == 0 and quoted.feed.reference:
                    plan.append(
                        (start_ms + self._ms(), self._tell_indication, (quoted, position, phase.value))
                    )
        elif phase is Phase.CONTINUOUS:
            self._plan_continuous(board, second, start_ms, plan)
        elif phase is Phase.PLO:
            for position, quoted in self._on(board):
                if self._rng.random() < 0.002:
                    plan.append((start_ms + self._ms(), self._tell_at_close, (quoted, position)))

    def _plan_continuous(self, board: Board, second: int, start_ms: int, plan: Plan) -> None:
        shape = activity(second)
        if board is Board.DERIVATIVES:
            for position, (quoted, rate) in enumerate(zip(self._futures, _FUTURES_EVENTS, strict=False)):
                for _ in range(self._count(rate * shape)):
                    plan.append((start_ms + self._ms(), self._tell_event, (quoted, -1 - position)))
            return
        positions, weights = self._by_board[board]
        if not positions:
            return
        count = self._count(self._rate * shape * len(positions) / len(self._shares))
        for position in self._rng.choices(positions, cum_weights=weights, k=count):
            plan.append((start_ms + self._ms(), self._tell_event, (self._shares[position], position)))

    def _plan_indices(self, second: int, start_ms: int, plan: Plan) -> None:
        for offset, index in enumerate(self._indices.values()):
            if (second - offset) % PUBLISH_EVERY_S:
                continue
            phase = phase_by_clock(index.board, second)
            if index.due(second - offset, phase):
                plan.append((start_ms + 900, index.tell, (self._market, phase.value)))

    def _plan_foreign(self, second: int, start_ms: int, plan: Plan) -> None:
        for quoted in self._shares[-second % _FOREIGN_EVERY_S :: _FOREIGN_EVERY_S]:
            if quoted.feed.last is not None:
                # Of its own draw: a quiet second, which has no R, must leave the matches alone.
                offset_ms = int(self._foreign_rng.random() * 1000)
                plan.append((start_ms + offset_ms, self._tell_foreign, (quoted,)))

    def _on(self, board: Board) -> list[tuple[int, Quoted]]:
        """(position, security) of a board; futures count from -1 down."""
        if board is Board.DERIVATIVES:
            return [(-1 - position, quoted) for position, quoted in enumerate(self._futures)]
        return [(position, self._shares[position]) for position in self._by_board[board][0]]

    def _ms(self) -> int:
        return int(self._rng.random() * 1000)

    def _count(self, mean: float) -> int:
        """A Poisson draw (Knuth's product of uniforms, for small means; rounded beyond)."""
        if mean > 50:
            return max(0, round(self._rng.gauss(mean, math.sqrt(mean))))
        limit, product, count = math.exp(-mean), self._rng.random(), 0
        while product > limit:
            product *= self._rng.random()
            count += 1
        return count

    # -- moving and telling ------------------------------------------------------------

    def _move(self, ts_ms: int, quoted: Quoted, position: int) -> None:
        """Brings a security's fair price up to an instant."""
        second = (ts_ms - self._day.midnight_ms) // 1000
        if position < 0:
            return self._move_future(quoted, -1 - position, second)
        elapsed = second - self._moved_at[position]
        self._moved_at[position] = second
        own = self._own[position]
        own += self._rng.gauss(0.0, _OWN_VOLATILITY * math.sqrt(max(1, elapsed))) - own * _OWN_PULL * elapsed
        self._own[position] = own
        quoted.move_to((quoted.feed.reference or 0) * math.exp(own + self._beta[position] * self._market))

    def _move_future(self, quoted: Quoted, position: int, second: int) -> None:
        """Futures follow the index as it was at their first event of the second."""
        carry = _CARRY_TENTHS[position]
        basis = self._basis[position]
        basis += self._rng.gauss(0.0, _BASIS_NOISE_TENTHS) - (basis - carry) * _BASIS_PULL * 5
        self._basis[position] = basis
        if second != self._underlying_at:
            self._underlying_at, self._underlying = second, self._indices["VN30"].fair(self._market)
        quoted.move_to(self._underlying / (HUNDREDTHS // TENTHS) + basis)

    def _tell_opening(self, ts_ms: int, quoted: Quoted) -> tuple[Message, ...]:
        """Before the open: limits and reference, and the room foreigners begin with."""
        return quoted.feed.indicative(ts_ms, None, None), *quoted.foreign(ts_ms)

    def _tell_status(self, ts_ms: int, quoted: Quoted, session: str) -> tuple[Message, ...]:
        return (quoted.feed.status(ts_ms, session),)

    def _tell_event(self, ts_ms: int, quoted: Quoted, position: int) -> tuple[Message, ...]:
        self._move(ts_ms, quoted, position)
        session = Phase.CONTINUOUS.value
        if self._rng.random() < _MATCH_ODDS:
            return quoted.match(ts_ms, session, quiet=self._quiet)
        return () if self._quiet else quoted.refresh(ts_ms, session)

    def _tell_indication(
        self, ts_ms: int, quoted: Quoted, position: int, session: str
    ) -> tuple[Message, ...]:
        self._move(ts_ms, quoted, position)
        return () if self._quiet else quoted.indicate(ts_ms, session)

    def _tell_auction(self, ts_ms: int, quoted: Quoted, position: int, phase: Phase) -> tuple[Message, ...]:
        self._move(ts_ms, quoted, position)
        daily = 100_000 if position < 0 else self._daily[position]
        volume = int(daily * _AUCTION_SHARE_OF_DAY[phase] * self._rng.uniform(0.5, 1.5))
        return quoted.auction(ts_ms, volume, phase)

    def _tell_at_close(self, ts_ms: int, quoted: Quoted, position: int) -> tuple[Message, ...]:
        return quoted.match_at_close(ts_ms, Phase.PLO.value)

    def _tell_foreign(self, ts_ms: int, quoted: Quoted) -> tuple[Message, ...]:
        return quoted.foreign(ts_ms)


def _quoted(day: WireDay, listing: Listing, seed: int) -> Quoted:
    row = listing.security
    rng = random.Random(f"{seed}:{row.symbol}")
    ladder = Ladder(row.board, row.ceiling, row.floor)
    mean_lots = max(1.0, listing.daily_volume / 100 / 4_000)
    return Quoted(
        SecurityFeed(
            day, row.symbol, row.board, reference=row.reference, ceiling=row.ceiling, floor=row.floor
        ),
        ladder,
        rng,
        random.Random(f"{seed}:{row.symbol}:book"),
        mean_lots=mean_lots,
        foreigners=Foreigners(listing.room, listing.total_room, rng),
    )


def _quoted_future(day: WireDay, row: Security, seed: int) -> Quoted:
    return Quoted(
        SecurityFeed(
            day, row.symbol, row.board, reference=row.reference, ceiling=row.ceiling, floor=row.floor
        ),
        Ladder(row.board, row.ceiling, row.floor),
        random.Random(f"{seed}:{row.symbol}"),
        random.Random(f"{seed}:{row.symbol}:book"),
        mean_lots=4.0,
        foreigners=None,
    )
