"""One security of a day of minute bars: phases, auctions, matches, books, foreign room.

Door: `SecurityDay.plan`. Refuses to know other securities and the order of the minute.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from core.market.calendar import AUCTION_PHASES, SCHEDULE, Board, Phase, phase_by_clock
from workers.simulator.bar_path import auction_parts, auction_volume, continuous_prints
from workers.simulator.day_folder import MinuteBar
from workers.simulator.foreign_plan import ForeignPlan
from workers.simulator.ladder import Ladder, paint
from workers.simulator.messages import Message
from workers.simulator.plan import Plan
from workers.simulator.security import BUYER, SELLER, SecurityFeed

MINUTE_MS = 60_000
PRE_OPEN_MINUTE = 8 * 60 + 45
CLOSING_MINUTE = 14 * 60 + 45
LAST_FOREIGN_MINUTE = 15 * 60 + 2
_OPENING_MINUTES = {Board.HOSE: 9 * 60 + 15, Board.DERIVATIVES: 9 * 60}
_PHASE_CHANGE_MS = 1_000
_CLOSE_CHANGE_MS = 3_000
"""The phase after an auction is told once its match has been: 14:45:03 was recorded."""
_AFTER_PHASE_CHANGE_MS = 1_500
_AUCTION_SHARE = (0.25, 0.5)
_INDICATIVES_PER_MINUTE = 3
_REFRESHES_PER_MINUTE = 2
_WIDE_SPREAD_ODDS = 0.1
_AVERAGE_PRINTS = 8


class SecurityDay:
    """The bars of one security, planned minute by minute."""

    def __init__(
        self,
        feed: SecurityFeed,
        ladder: Ladder,
        bars: Mapping[int, MinuteBar],
        rng: random.Random,
        foreign: ForeignPlan | None,
        foreign_minutes: Sequence[int],
    ) -> None:
        """
        Args:
            bars: by minute of the day; empty for a security of which only foreign totals are known.
            foreign: its foreign trading, None where unknown.
            foreign_minutes: the minutes `foreign` was planned over.
        """
        self.feed = feed
        self._ladder = ladder
        self._bars = bars
        self._rng = rng
        self._foreign = foreign
        self._foreign_position = {minute: position for position, minute in enumerate(foreign_minutes)}
        self._phase_starts = {minute: phase for minute, phase in SCHEDULE[feed.board] if bars}
        self._opening_minute = _OPENING_MINUTES[feed.board]
        lots = sum(bar.volume for bar in bars.values()) // ladder.lot
        self._typical_lots = max(2, 2 * lots // (_AVERAGE_PRINTS * max(1, len(bars))))

    def plan(self, minute: int, plan: Plan) -> None:
        """Adds what happens in one minute of the day."""
        start_ms = self.feed.day.at(minute * 60)
        phase = phase_by_clock(self.feed.board, minute * 60)
        if minute == PRE_OPEN_MINUTE and self._bars:
            plan.append((start_ms, self._tell_opening, ()))
        bar = self._bars.get(minute)
        if bar is not None and minute == self._opening_minute:
            self._plan_opening(start_ms, bar, plan)
        elif bar is not None and minute == CLOSING_MINUTE and bar.high == bar.low:
            self._plan_auction(start_ms, bar.close, bar.volume, Phase.ATC, plan)
        elif bar is not None:
            first_ms = _AFTER_PHASE_CHANGE_MS if minute in self._phase_starts else 0
            previous = self._previous_close(minute, bar)
            self._plan_continuous(start_ms, first_ms, bar, bar.volume, plan, opens=True, previous=previous)
        if minute in self._phase_starts:
            delay_ms = _CLOSE_CHANGE_MS if minute == CLOSING_MINUTE else _PHASE_CHANGE_MS
            plan.append((start_ms + delay_ms, self._tell_status, (self._phase_starts[minute].value,)))
        if phase in AUCTION_PHASES and self._bars:
            self._plan_indicatives(minute, start_ms, phase, plan)
        elif phase is Phase.CONTINUOUS and self._bars:
            for _ in range(_REFRESHES_PER_MINUTE):
                plan.append((start_ms + self._within_minute(), self._tell_refresh, ()))
        self._plan_foreign(minute, start_ms, plan)

    # -- planning --------------------------------------------------------------------

    def _plan_opening(self, start_ms: int, bar: MinuteBar, plan: Plan) -> None:
        share = self._rng.uniform(*_AUCTION_SHARE)
        matched = auction_volume(bar, self._ladder, share)
        self._plan_auction(start_ms, bar.open, matched, Phase.ATO, plan)
        self._plan_continuous(
            start_ms,
            _AFTER_PHASE_CHANGE_MS,
            bar,
            bar.volume - matched,
            plan,
            opens=False,
            previous=bar.open,
        )

    def _plan_auction(self, start_ms: int, price: int, volume: int, phase: Phase, plan: Plan) -> None:
        """The prints of one auction match: one price, the second of the match, sides that mean nothing."""
        rng = self._rng
        for position, part in enumerate(auction_parts(volume, self._ladder, rng)):
            side = BUYER if rng.random() < 0.5 else SELLER
            plan.append((start_ms + 10 * position, self._tell_match, (price, part, side, phase.value)))

    def _plan_continuous(
        self,
        start_ms: int,
        first_ms: int,
        bar: MinuteBar,
        volume: int,
        plan: Plan,
        *,
        opens: bool,
        previous: int,
    ) -> None:
        first = start_ms + first_ms
        prints = continuous_prints(
            bar,
            self._ladder,
            self._rng,
            span_ms=MINUTE_MS - first_ms,
            volume=volume,
            opens=opens,
            previous=previous,
        )
        tell = self._tell_trade
        plan.extend((first + p.offset_ms, tell, (p.price, p.volume, p.side)) for p in prints)

    def _plan_indicatives(self, minute: int, start_ms: int, phase: Phase, plan: Plan) -> None:
        """Estimates that begin near the price before the auction and converge to its match."""
        ends = self._opening_minute if phase is Phase.ATO else CLOSING_MINUTE
        match = self._bars.get(ends)
        if match is None:
            return
        target = match.open if phase is Phase.ATO else match.close
        for _ in range(_INDICATIVES_PER_MINUTE):
            offset_ms = _AFTER_PHASE_CHANGE_MS + int(
                self._rng.random() * (MINUTE_MS - _AFTER_PHASE_CHANGE_MS)
            )
            left = (ends - minute - offset_ms / MINUTE_MS) / 15
            plan.append((start_ms + offset_ms, self._tell_indicative, (target, left, phase.value)))

    def _plan_foreign(self, minute: int, start_ms: int, plan: Plan) -> None:
        if self._foreign is None:
            return
        total = self._foreign.total
        if minute == PRE_OPEN_MINUTE:
            plan.append((start_ms, self._tell_foreign, (0, 0)))
        elif minute == LAST_FOREIGN_MINUTE:
            amounts = (total.buy_volume, total.sell_volume)
            plan.append((start_ms + self._within_minute() // 2, self._tell_foreign, amounts))
        position = self._foreign_position.get(minute)
        if position is not None:
            amounts = (self._foreign.buys[position], self._foreign.sells[position])
            plan.append((start_ms + 30_000 + self._within_minute() // 2, self._tell_foreign, amounts))

    def _previous_close(self, minute: int, bar: MinuteBar) -> int:
        before = self._bars.get(minute - 1)
        return bar.open if before is None else before.close

    def _within_minute(self) -> int:
        return int(self._rng.random() * MINUTE_MS)

    # -- telling ---------------------------------------------------------------------

    def _tell_opening(self, ts_ms: int) -> tuple[Message, ...]:
        """Before the open: limits and reference, no price, no session."""
        return (self.feed.indicative(ts_ms, None, None),)

    def _tell_status(self, ts_ms: int, session: str) -> tuple[Message, ...]:
        return (self.feed.status(ts_ms, session),)

    def _tell_match(
        self, ts_ms: int, price: int, volume: int, side: str, session: str
    ) -> tuple[Message, ...]:
        feed = self.feed
        return feed.trade(ts_ms, price, volume, side, session), feed.bar(ts_ms, price, volume)

    def _tell_trade(self, ts_ms: int, price: int, volume: int, side: str) -> tuple[Message, ...]:
        """A continuous match, and before it the book it met: bought at the ask, sold at the bid."""
        ladder, feed, rng = self._ladder, self.feed, self._rng
        code = Phase.CONTINUOUS.value
        bid: int | None
        ask: int | None
        wide = rng.random() < _WIDE_SPREAD_ODDS
        if side == BUYER:
            ask, bid = price, ladder.below(price)
            if wide and bid is not None:
                bid = ladder.below(bid)
        else:
            bid, ask = price, ladder.above(price)
            if wide and ask is not None:
                ask = ladder.above(ask)
        book = paint(
            ladder,
            rng,
            bid,
            ask,
            typical_lots=self._typical_lots,
            bid_at_least=0 if side == BUYER else volume,
            ask_at_least=volume if side == BUYER else 0,
        )
        return (
            feed.quote(ts_ms, book, code),
            feed.trade(ts_ms, price, volume, side, code),
            feed.bar(ts_ms, price, volume),
        )

    def _tell_refresh(self, ts_ms: int) -> tuple[Message, ...]:
        """Orders come and go without a match."""
        last = self.feed.last
        if last is None:
            return ()
        bid = last if self._rng.random() < 0.5 else self._ladder.below(last)
        ask = last if bid is None else self._ladder.above(bid)
        book = paint(self._ladder, self._rng, bid, ask, typical_lots=self._typical_lots)
        return (self.feed.quote(ts_ms, book, Phase.CONTINUOUS.value),)

    def _tell_indicative(self, ts_ms: int, target: int, left: float, session: str) -> tuple[Message, ...]:
        """An auction's estimate and its book.

        Args:
            target: the price of the coming match.
            left: share of the auction still to come, 1..0.
        """
        start = self.feed.last or self.feed.reference or target
        noise = self._rng.gauss(0.0, 0.004) * target
        estimate = self._ladder.snap(target + (start - target + noise) * max(0.0, left))
        ask = self._ladder.above(estimate)
        book = paint(self._ladder, self._rng, estimate, ask, typical_lots=3 * self._typical_lots)
        return self.feed.quote(ts_ms, book, session), self.feed.indicative(ts_ms, estimate, session)

    def _tell_foreign(self, ts_ms: int, bought: int, sold: int) -> tuple[Message, ...]:
        """R. SSI's value for HOSE is volume x last price; without a price, the total's own average."""
        plan, last = self._foreign, self.feed.last
        if plan is None:
            return ()
        total = plan.total
        if last is None and not self._bars:
            buy_value = total.buy_value * bought // max(1, total.buy_volume)
            sell_value = total.sell_value * sold // max(1, total.sell_volume)
        else:
            buy_value, sell_value = bought * (last or 0), sold * (last or 0)
        return (
            self.feed.foreign(
                ts_ms,
                buy_volume=bought,
                sell_volume=sold,
                buy_value=buy_value,
                sell_value=sell_value,
                current_room=plan.room(bought),
                total_room=None,
            ),
        )
