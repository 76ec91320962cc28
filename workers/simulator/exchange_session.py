"""The schedule of a generated day: who acts when, in which phase, and what is told of it.

Door: `Session`, `activity`. Second by second it plans actions, sorts them and lets each happen at
its own moment. Refuses to match orders: that is the books' business.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Set
from itertools import accumulate
from operator import itemgetter

import msgspec

from core.market.calendar import AUCTION_PHASES, Board, Phase, phase_by_clock
from workers.simulator.exchange_book import Traded
from workers.simulator.exchange_fair import FairPrices
from workers.simulator.exchange_index import PUBLISH_EVERY_S, MarketIndex
from workers.simulator.messages import Message, WireDay
from workers.simulator.plan import Plan
from workers.simulator.put_through import Deal
from workers.simulator.truth import Truth

FIRST_SECOND = (8 * 60 + 45) * 60
LAST_SECOND = (15 * 60 + 5) * 60
INDICATIVE_EVERY_S = 8
FOREIGN_EVERY_S = 20
_AUCTION_SECONDS = 900
_PHASE_CHANGE_S, _CLOSE_CHANGE_S = 1, 3
_CLOSING_SECOND = (14 * 60 + 45) * 60
_PLO_ODDS = 0.004
_ODD_LOT_SHARE = 0.05
"""Orders of the odd-lot boards for one action on the round-lot books."""
_BURST_RATE = 0.4
"""Share of an auction's orders that come in its last minute."""

_OPENING_RATE = 0.15
"""Share of the ATO's orders that waited overnight and are sent as soon as the phase is told."""

_OPENING_FIRST_S, _OPENING_SECONDS = _PHASE_CHANGE_S + 1, 3


def _auction_share(phase: Phase, elapsed_s: int) -> float:
    """Share of an auction's orders that come in one second, `elapsed_s` after its beginning."""
    if elapsed_s >= _AUCTION_SECONDS - 60:
        return _BURST_RATE / 60
    waiting = _OPENING_RATE if phase is Phase.ATO else 0.0
    even = (1 - _BURST_RATE - waiting) / (_AUCTION_SECONDS - 60)
    opening = _OPENING_FIRST_S <= elapsed_s < _OPENING_FIRST_S + _OPENING_SECONDS
    return even + waiting / _OPENING_SECONDS if opening else even


class Member(msgspec.Struct):
    """One security with its pace.

    pace: actions a second in continuous trading at activity 1. auction_orders: mean number of an
    auction's orders. auction_volume: typical size of one, by phase. width_rungs: how far opinions
    in an auction are apart. deals: its put-through trades, in order of time.
    """

    traded: Traded
    position: int
    pace: float
    auction_orders: float
    auction_volume: dict[Phase, float]
    width_rungs: float
    deals: list[Deal] = []


def activity(second: int) -> float:
    """Relative activity at a second of the day: U-shaped, mean about 1, bursts at the openings."""
    hours = second / 3600
    morning, afternoon = math.exp(-(hours - 9.25) / 0.25), math.exp(-max(0.0, hours - 13.0) / 0.2)
    closing = math.exp((hours - 14.5) / 0.3)
    return (
        0.65 + 1.6 * min(1.0, morning) + (0.8 * afternoon if hours >= 13 else 0.0) + 1.6 * min(1.0, closing)
    )


class SteadyRate:
    """How many actions bring a wanted number of matches a second, learnt from what they brought."""

    _BEGINNING, _LEAST, _MOST = 2_000.0, 0.2, 2.0

    def __init__(self, matches_per_second: float, matches_per_action: float) -> None:
        """matches_per_action: the first guess, which counts like `_BEGINNING` actions."""
        self._wanted = matches_per_second
        self._acted = self._BEGINNING
        self._bonus = matches_per_action * self._BEGINNING

    def actions(self, matches: int) -> float:
        """Actions of the next second.

        Args:
            matches: brought by all actions so far.
        """
        brought = (matches + self._bonus) / self._acted
        actions = self._wanted / min(self._MOST, max(self._LEAST, brought))
        self._acted += actions
        return actions


class Session:
    """One generated day, advanced second by second. Memory: the books, and one second's plan."""

    def __init__(
        self,
        day: WireDay,
        members: dict[Board, list[Member]],
        fair: FairPrices,
        indices: dict[str, MarketIndex],
        halts: Set[str],
        *,
        seed: int | str,
        steady: Mapping[Board, SteadyRate] | None,
        truth: Truth | None,
    ) -> None:
        """
        Args:
            members: by board; their order decides nothing but ties.
            halts: symbols that do not trade now; whoever owns the set may change it at any time.
            steady: matches a second by board, the same all day (a load); None: U-shaped activity.
        """
        self._day = day
        self.members = members
        self._all = [member for board in Board for member in members.get(board, ())]
        self._weights = {
            board: list(accumulate(member.pace for member in found)) for board, found in members.items()
        }
        self._fair = fair
        self.indices = indices
        self._halts = halts
        self._rng = random.Random(f"{seed}:exchange")
        self._foreign_rng = random.Random(f"{seed}:foreign")
        self._odd_lot_rng = random.Random(f"{seed}:odd lots")
        self._deals = sorted(
            ((deal, number) for number, member in enumerate(self._all) for deal in member.deals), reverse=True
        )
        self._steady = steady
        self._truth = truth
        self._quiet = False
        self._halted: set[str] = set()
        self._phases = {board: phase_by_clock(board, FIRST_SECOND - 1) for board in Board}

    def state(self, second: int) -> Iterator[Message]:
        """Every security's book and foreign room at the beginning of a second."""
        ts_ms = self._day.at(second)
        for member in self._all:
            traded = member.traded
            if traded.feed.last is not None or len(traded.crowd.book):
                yield traded.refresh(ts_ms, phase_by_clock(traded.feed.board, second))
                yield from traded.foreign(ts_ms)
            if traded.odd_lots is not None:
                yield from traded.odd_lots.refresh(ts_ms, phase_by_clock(traded.feed.board, second).value)

    def second(self, second: int, *, quiet: bool) -> Iterator[Message]:
        """The messages of one second, in order of time.

        Args:
            quiet: leave out what the next loud second makes obsolete.
        """
        self._quiet = quiet
        self._fair.advance(second)
        plan: Plan = []
        start_ms = self._day.at(second)
        if second == FIRST_SECOND:
            for member in self._all:
                plan.append((start_ms, self._tell_opening, (member,)))
        if self._halts != self._halted:
            self._plan_halts(second, start_ms, plan)
        if second % 60 <= _CLOSE_CHANGE_S + 1:
            self._plan_phases(second, start_ms, plan)
        for board, phase in self._phases.items():
            self._plan_board(board, phase, second, start_ms, plan)
        self._plan_deals(second, plan)
        self._plan_indices(second, start_ms, plan)
        if not quiet:
            self._plan_foreign(second, start_ms, plan)
        plan.sort(key=itemgetter(0))
        for ts_ms, tell, arguments in plan:
            yield from tell(ts_ms, *arguments)

    # -- planning --------------------------------------------------------------------

    def _plan_halts(self, second: int, start_ms: int, plan: Plan) -> None:
        changed = self._halts ^ self._halted
        self._halted = set(self._halts)
        for member in self._all:
            traded = member.traded
            if traded.feed.symbol in changed:
                traded.halted = traded.feed.symbol in self._halted
                phase = phase_by_clock(traded.feed.board, second)
                plan.append((start_ms, self._tell_status, (member, phase)))

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
            members = self.members.get(board, ())
            if second == begins:
                self._phases[board] = Phase.PRE_OPEN
                if before in AUCTION_PHASES:
                    plan.extend((start_ms, self._tell_uncross, (member, before)) for member in members)
            elif second == told:
                plan.extend((start_ms, self._tell_status, (member, phase)) for member in members)
            elif second == told + 1:
                self._phases[board] = phase
                if phase is Phase.CONTINUOUS:
                    plan.extend((start_ms, self._tell_quotes, (member,)) for member in members)

    def _plan_board(self, board: Board, phase: Phase, second: int, start_ms: int, plan: Plan) -> None:
        members = self.members.get(board)
        if not members:
            return
        if phase is Phase.CONTINUOUS:
            weights = self._weights[board]
            if self._steady is None:
                actions = weights[-1] * activity(second)
            else:
                actions = self._steady[board].actions(sum(member.traded.matches for member in members))
            count = self._count(actions, self._rng)
            for member in self._rng.choices(members, cum_weights=weights, k=count) if count else ():
                plan.append((start_ms + self._ms(), self._tell_action, (member,)))
            if board is not Board.DERIVATIVES:
                self._plan_odd_lots(members, weights, second, start_ms, plan)
        elif phase in AUCTION_PHASES:
            self._plan_auction(members, phase, second, start_ms, plan)
        elif phase is Phase.PLO:
            for member in members:
                if self._rng.random() < _PLO_ODDS:
                    plan.append((start_ms + self._ms(), self._tell_at_close, (member,)))

    def _plan_odd_lots(
        self, members: list[Member], weights: list[float], second: int, start_ms: int, plan: Plan
    ) -> None:
        """Of draws of their own: the round-lot books are the same without them."""
        rng = self._odd_lot_rng
        count = self._count(weights[-1] * activity(second) * _ODD_LOT_SHARE, rng)
        for member in rng.choices(members, cum_weights=weights, k=count) if count else ():
            plan.append((start_ms + int(rng.random() * 950), self._tell_odd_lot, (member,)))

    def _plan_deals(self, second: int, plan: Plan) -> None:
        while self._deals and self._deals[-1][0].second < second + 1:
            deal, number = self._deals.pop()
            plan.append((self._day.at(deal.second), self._tell_deal, (self._all[number], deal)))

    def _plan_auction(
        self, members: list[Member], phase: Phase, second: int, start_ms: int, plan: Plan
    ) -> None:
        share = _auction_share(phase, second % _AUCTION_SECONDS)
        orders = list(accumulate(member.auction_orders for member in members))
        count = self._count(orders[-1] * share, self._rng)
        for member in self._rng.choices(members, cum_weights=orders, k=count) if count else ():
            plan.append((start_ms + self._ms(), self._tell_order, (member, phase)))
        if not self._quiet:
            for member in members[-second % INDICATIVE_EVERY_S :: INDICATIVE_EVERY_S]:
                plan.append((start_ms + 950, self._tell_indication, (member, phase)))

    def _plan_indices(self, second: int, start_ms: int, plan: Plan) -> None:
        for offset, index in enumerate(self.indices.values()):
            if (second - offset) % PUBLISH_EVERY_S:
                continue
            phase = phase_by_clock(index.board, second)
            if index.due(second - offset, phase):
                plan.append((start_ms + 960, self._tell_index, (index, phase)))

    def _plan_foreign(self, second: int, start_ms: int, plan: Plan) -> None:
        for member in self._all[-second % FOREIGN_EVERY_S :: FOREIGN_EVERY_S]:
            if member.traded.feed.last is not None:
                # Of its own draw: a quiet second, which has no R, must leave the matches alone.
                offset_ms = int(self._foreign_rng.random() * 1000)
                plan.append((start_ms + offset_ms, self._tell_foreign, (member,)))

    def _ms(self) -> int:
        return int(self._rng.random() * 950)

    @staticmethod
    def _count(mean: float, rng: random.Random) -> int:
        """A Poisson draw (Knuth's product of uniforms, for small means; rounded beyond)."""
        if mean > 50:
            return max(0, round(rng.gauss(mean, math.sqrt(mean))))
        limit, product, count = math.exp(-mean), rng.random(), 0
        while product > limit:
            product *= rng.random()
            count += 1
        return count

    # -- acting and telling ----------------------------------------------------------

    def _fair_of(self, member: Member, ts_ms: int) -> float:
        return self._fair.of(member.position, (ts_ms - self._day.midnight_ms) // 1000)

    def _tell_opening(self, ts_ms: int, member: Member) -> tuple[Message, ...]:
        """Before the open: limits and reference, and the room foreigners begin with."""
        return member.traded.feed.indicative(ts_ms, None, None), *member.traded.foreign(ts_ms)

    def _tell_status(self, ts_ms: int, member: Member, phase: Phase) -> tuple[Message, ...]:
        return member.traded.status(ts_ms, phase.value)

    def _tell_quotes(self, ts_ms: int, member: Member) -> list[Message]:
        return member.traded.open(ts_ms, self._fair_of(member, ts_ms), quiet=self._quiet)

    def _tell_action(self, ts_ms: int, member: Member) -> list[Message]:
        traded = member.traded
        fair = self._fair_of(member, ts_ms)
        return [] if traded.halted else traded.act(ts_ms, fair, quiet=self._quiet)

    def _tell_order(self, ts_ms: int, member: Member, phase: Phase) -> tuple[Message, ...]:
        if not member.traded.halted:
            volume = member.auction_volume[phase]
            member.traded.crowd.gather(self._fair_of(member, ts_ms), volume, member.width_rungs)
        return ()

    def _tell_indication(self, ts_ms: int, member: Member, phase: Phase) -> tuple[Message, ...]:
        return member.traded.indicate(ts_ms, phase.value)

    def _tell_uncross(self, ts_ms: int, member: Member, phase: Phase) -> list[Message]:
        traded = member.traded
        return [] if traded.halted else traded.uncross(ts_ms, phase.value, quiet=self._quiet)

    def _tell_at_close(self, ts_ms: int, member: Member) -> list[Message]:
        return [] if member.traded.halted else member.traded.at_close(ts_ms, quiet=self._quiet)

    def _tell_odd_lot(self, ts_ms: int, member: Member) -> list[Message]:
        traded = member.traded
        if traded.halted or traded.odd_lots is None:
            return []
        return traded.odd_lots.act(ts_ms, Phase.CONTINUOUS.value, quiet=self._quiet)

    def _tell_deal(self, ts_ms: int, member: Member, deal: Deal) -> tuple[Message, ...]:
        if member.traded.halted:
            return ()
        phase = phase_by_clock(member.traded.feed.board, int(deal.second))
        return (member.traded.put_through(ts_ms, phase.value, deal.volume, deal.premium),)

    def _tell_foreign(self, ts_ms: int, member: Member) -> tuple[Message, ...]:
        return member.traded.foreign(ts_ms)

    def _tell_index(self, ts_ms: int, index: MarketIndex, phase: Phase) -> tuple[Message, ...]:
        messages = index.tell(ts_ms, self._fair.market, phase.value)
        if self._truth is not None:
            self._truth.index(ts_ms, index.feed.index_id, index.points)
            if index.feed.index_id == "VN30":
                for member in self.members.get(Board.DERIVATIVES, ()):
                    last = member.traded.feed.last
                    if last is not None:
                        symbol, scale = member.traded.feed.symbol, member.traded.ladder.scale
                        self._truth.basis(ts_ms, symbol, last / scale, index.points)
        return messages
