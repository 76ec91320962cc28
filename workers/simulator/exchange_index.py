"""An index of the generated exchange, computed from its members' last prices.

Door: `MarketIndex`. An index whose board lists too few of the
generated shares follows the market factor: without members its line would be dead, with two of
them it would jump at every price step. Refuses to know how shares move.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from core.market.calendar import Board, Phase
from core.market.prices import HUNDREDTHS
from core.trackers.listed_weights import capped
from workers.simulator.index_feed import Breadth, IndexFeed, breadth_of
from workers.simulator.messages import Message, WireDay
from workers.simulator.security import SecurityFeed

PUBLISH_EVERY_S = 5
_QUIET_EVERY_S = 60
_SHADOW_NOISE = 0.0002
_SHADOW_PULL = 0.002
_SHADOW_COUNT = 200
_SHADOW_VOLUME = 20_000
_SHADOW_PRICE_VND = 15_000
_BAR_ODDS = 0.25
_MIN_MEMBERS = 10
_LIVE = frozenset({Phase.ATO, Phase.CONTINUOUS, Phase.ATC, Phase.PLO})
"""Phases in which values are published; before the first match that is the previous close."""


class MarketIndex:
    """One index. Values in hundredths of a point."""

    def __init__(
        self,
        day: WireDay,
        code: str,
        board: Board,
        prior: int,
        members: Sequence[tuple[SecurityFeed, int]],
        rng: random.Random,
        *,
        most_weight: float = 1.0,
    ) -> None:
        """
        Args:
            prior: the previous close.
            members: (security, market value that counts).
            most_weight: no member weighs more (VN30: 10 % of the free float).
        """
        self.board = board
        self.feed = IndexFeed(day, code, board.value, prior)
        if len(members) < _MIN_MEMBERS:
            members = ()
        self._members = [feed for feed, _ in members]
        self._weights = capped([cap for _, cap in members], most_weight)
        self._rng = rng
        self._shadow = 0.0
        self._opened = False
        self.points = prior / HUNDREDTHS
        """The value published last."""

    def due(self, second: int, phase: Phase) -> bool:
        """Whether a value is published in this second of the day, one in `PUBLISH_EVERY_S`."""
        if phase in _LIVE:
            return True
        return self._opened and phase is not Phase.BREAK and second % _QUIET_EVERY_S == 0

    def value(self, market: float) -> int:
        """The value now.

        Args:
            market: the market factor (log return of the day), used where there are too few members.
        """
        if not self._members:
            return round(self.feed.prior * math.exp(market + self._shadow))
        moved = sum(
            weight * ((feed.last or feed.reference or 1) / (feed.reference or 1))
            for feed, weight in zip(self._members, self._weights, strict=True)
        )
        return round(self.feed.prior * moved)

    def fair(self, market: float) -> float:
        """The value futures look at: before the members have opened, the market factor's."""
        opened = any(feed.last is not None for feed in self._members)
        return float(self.value(market)) if opened else self.feed.prior * math.exp(market)

    def tell(self, ts_ms: int, market: float, session: str) -> tuple[Message, ...]:
        """MI, and for VNINDEX now and then the same value as B."""
        self._opened = True
        feed = self.feed
        if self._members:
            feed.total_volume = sum(member.total_volume for member in self._members)
            feed.total_value = sum(member.total_value for member in self._members)
            feed.deal_volume = sum(member.deal_volume for member in self._members)
            feed.deal_value = sum(member.deal_value for member in self._members)
        elif session in (Phase.CONTINUOUS, Phase.ATC):
            self._shadow += self._rng.gauss(0.0, _SHADOW_NOISE) - self._shadow * _SHADOW_PULL
            volume = int(_SHADOW_VOLUME * self._rng.expovariate(1.0))
            feed.add(volume, volume * _SHADOW_PRICE_VND)
        value = self.value(market)
        self.points = value / HUNDREDTHS
        message = feed.publish(ts_ms, value, session, self._breadth(value))
        if feed.index_id == "VNINDEX" and self._rng.random() < _BAR_ODDS:
            return message, feed.bar(ts_ms, value)
        return (message,)

    def _breadth(self, value: int) -> Breadth:
        if self._members:
            return breadth_of(self._members)
        tilt = math.tanh(100 * (value / self.feed.prior - 1))
        up = round(_SHADOW_COUNT * (0.35 + 0.2 * tilt))
        down = round(_SHADOW_COUNT * (0.35 - 0.2 * tilt))
        return Breadth(up, _SHADOW_COUNT - up - down, down, 0, 0)
