"""One index of a day of minute bars: an MI about every five seconds that follows the bars.

Door: `IndexDay.plan`. Refuses to know how securities trade: turnover and breadth are read from
their state at the moment of the message.

False spikes: the recorded 14:30 bar, and high and low of the 14:45 bar, hold an estimate of the
closing auction that leaked into the index. The 14:30 bar keeps only its volume, the 14:45 bar
its volume and close.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from core.market.calendar import Board, Phase, phase_by_clock
from workers.simulator.bar_path import price_path
from workers.simulator.day_folder import MinuteBar
from workers.simulator.index_feed import IndexFeed, breadth_of
from workers.simulator.messages import Message, WireDay
from workers.simulator.plan import Plan
from workers.simulator.security import SecurityFeed

SPIKE_MINUTE = 14 * 60 + 30
CLOSING_MINUTE = 14 * 60 + 45
CLOSED_MINUTE = 15 * 60
SLOT_S = 5
_FIRST_SLOT_MS = 2_000
_SLOTS = 12
_BAR_EVERY_SLOTS = 4
_ASSUMED_PRICE_VND = 20_000
"""Average price before any of the known shares has traded; only the turnover in VND uses it."""


class IndexDay:
    """The bars of one index, planned minute by minute."""

    def __init__(
        self,
        day: WireDay,
        index_id: str,
        bars: Mapping[int, MinuteBar],
        prior: int | None,
        shares: Sequence[SecurityFeed],
        rng: random.Random,
    ) -> None:
        """
        Args:
            prior: the previous close in hundredths; None takes the first open.
            shares: securities whose state gives breadth and average price.
        """
        first = next(iter(bars.values()))
        self.feed = IndexFeed(day, index_id, "HOSE", first.open if prior is None else prior)
        self._bars = bars
        self._shares = shares
        self._rng = rng
        self._value: int | None = None

    def plan(self, minute: int, plan: Plan) -> None:
        """Adds the index's messages of one minute of the day."""
        start_ms = self.feed.day.at(minute * 60) + _FIRST_SLOT_MS
        bar = self._bars.get(minute)
        phase = phase_by_clock(Board.HOSE, minute * 60)
        code = phase.value
        if minute == CLOSING_MINUTE and bar is not None:
            plan.append((start_ms + SLOT_S * 1000, self._tell, (bar.close, bar.volume, code, True)))
        elif bar is not None and minute != SPIKE_MINUTE:
            self._plan_bar(start_ms, bar, code, plan)
        elif phase is Phase.ATC:
            volume = 0 if bar is None else bar.volume
            for slot in range(_SLOTS):
                part = volume if slot == 0 else 0
                plan.append((start_ms + slot * SLOT_S * 1000, self._tell, (None, part, code, False)))
        elif CLOSING_MINUTE < minute <= CLOSED_MINUTE:
            plan.append((start_ms, self._tell, (None, 0, code, False)))

    def _plan_bar(self, start_ms: int, bar: MinuteBar, code: str, plan: Plan) -> None:
        previous = bar.open if self._value is None else self._value
        values = price_path(bar, _SLOTS, int, self._rng, opens=True, previous=previous)
        told = 0
        for slot, value in enumerate(values):
            upto = bar.volume * (slot + 1) // _SLOTS
            as_bar = slot % _BAR_EVERY_SLOTS == 0
            plan.append((start_ms + slot * SLOT_S * 1000, self._tell, (value, upto - told, code, as_bar)))
            told = upto

    def _tell(
        self, ts_ms: int, value: int | None, volume: int, session: str, as_bar: bool
    ) -> tuple[Message, ...]:
        """MI, and now and then the same value as B; None repeats the last value."""
        value = self._value if value is None else value
        self.feed.add(volume, volume * self._average_price())
        if value is None:
            return ()
        self._value = value
        message = self.feed.publish(ts_ms, value, session, breadth_of(self._shares))
        return (message, self.feed.bar(ts_ms, value)) if as_bar else (message,)

    def _average_price(self) -> int:
        shares = sum(feed.total_volume for feed in self._shares)
        return sum(feed.total_value for feed in self._shares) // shares if shares else _ASSUMED_PRICE_VND
