"""What foreign investors buy and sell: true value, speed, acceleration, room.

Door: `ForeignInvestorTracker.update` and `flow`. Refuses to know prices by itself: the price
of the moment is an argument.

SSI's own value is volume x last price, so the whole day is re-priced at every tick; the true
value here is the sum of (growth of the volume x the price at that moment). Speed is a rolling
mean over 5 minutes of event time; acceleration is the change of that speed a minute.
"""

from __future__ import annotations

import msgspec

from core.market.events import ForeignRoom

BUCKET_MS = 10_000
WINDOW_BUCKETS = 30
"""Five minutes."""
_LAG_BUCKETS = 6
"""One minute: acceleration compares the window with the one a minute before."""
_KEPT_BUCKETS = WINDOW_BUCKETS + _LAG_BUCKETS
_MINUTE_MS = 60_000


class RollingSum:
    """Sums of an amount over the last five minutes of event time, in 10 s buckets.

    Bound: 36 buckets.
    """

    def __init__(self) -> None:
        self._newest = -1
        self._sums = [0] * _KEPT_BUCKETS

    def add(self, ts_event: int, amount: int) -> None:
        """Counts an amount at an instant (epoch ms); older than the window is dropped."""
        if not amount:
            return
        bucket = ts_event // BUCKET_MS
        self._advance(bucket)
        if bucket > self._newest - _KEPT_BUCKETS:
            self._sums[bucket % _KEPT_BUCKETS] += amount

    def rates(self, now: int, span_ms: int) -> tuple[float, float]:
        """(amount a minute, its change a minute) at an instant.

        Args:
            now: event time, epoch ms.
            span_ms: how long there has been anything to count; shorter than five minutes the
                mean is over the shorter time (at least one minute).
        """
        newest = max(now // BUCKET_MS, self._newest)
        recent = self._sum(newest, WINDOW_BUCKETS)
        before = self._sum(newest - _LAG_BUCKETS, WINDOW_BUCKETS)
        window_ms = WINDOW_BUCKETS * BUCKET_MS
        minutes = min(window_ms, max(_MINUTE_MS, span_ms)) / _MINUTE_MS
        earlier = min(window_ms, max(_MINUTE_MS, span_ms - _MINUTE_MS)) / _MINUTE_MS
        speed = recent / minutes
        return speed, speed - before / earlier

    def _advance(self, bucket: int) -> None:
        if bucket <= self._newest:
            return
        steps = bucket - self._newest
        if self._newest < 0 or steps >= _KEPT_BUCKETS:
            self._sums = [0] * _KEPT_BUCKETS
        else:
            for step in range(self._newest + 1, bucket + 1):
                self._sums[step % _KEPT_BUCKETS] = 0
        self._newest = bucket

    def _sum(self, last: int, buckets: int) -> int:
        oldest_kept = self._newest - _KEPT_BUCKETS + 1
        first = max(last - buckets + 1, oldest_kept)
        return sum(self._sums[b % _KEPT_BUCKETS] for b in range(first, min(last, self._newest) + 1))


class Flow:
    """Foreign flow of one symbol, or the market's sum.

    Volumes in shares, values in VND. `unvalued_volume`: shares of the totals whose value is the
    feed's own figure (they traded before we listened, or the share itself was never seen
    trading) or unknown.
    """

    def __init__(self) -> None:
        self.buy_volume = 0
        self.sell_volume = 0
        self.buy_value = 0
        self.sell_value = 0
        self.reported_buy_value: int | None = None
        self.reported_sell_value: int | None = None
        self.current_room: int | None = None
        self.total_room: int | None = None
        self.unvalued_volume = 0
        self.since: int | None = None
        self.at = 0
        self.buy = RollingSum()
        self.sell = RollingSum()
        self.buy_money = RollingSum()
        self.sell_money = RollingSum()

    @property
    def net_value(self) -> int:
        """Bought minus sold, VND."""
        return self.buy_value - self.sell_value

    def count(self, ts_event: int, price_vnd: float | None, buy: int, sell: int) -> None:
        """Adds newly bought and sold shares at the price of the moment; without one, volumes only."""
        self.buy_volume += buy
        self.sell_volume += sell
        self.buy.add(ts_event, buy)
        self.sell.add(ts_event, sell)
        if price_vnd is None:
            return
        buy_value, sell_value = round(buy * price_vnd), round(sell * price_vnd)
        self.buy_value += buy_value
        self.sell_value += sell_value
        self.buy_money.add(ts_event, buy_value)
        self.sell_money.add(ts_event, sell_value)

    def speeds(self, now: int) -> Speeds:
        """Speeds and accelerations at an instant of event time, epoch ms."""
        if self.since is None:
            return Speeds()
        span = now - self.since
        buy, _ = self.buy.rates(now, span)
        sell, _ = self.sell.rates(now, span)
        buy_money, buy_change = self.buy_money.rates(now, span)
        sell_money, sell_change = self.sell_money.rates(now, span)
        return Speeds(buy, sell, buy_money, sell_money, buy_change, sell_change)


class Speeds(msgspec.Struct, frozen=True):
    """Shares a minute, VND a minute, and the change of the latter a minute."""

    buy: float = 0.0
    sell: float = 0.0
    buy_value: float = 0.0
    sell_value: float = 0.0
    buy_acceleration: float = 0.0
    sell_acceleration: float = 0.0


class ForeignInvestorTracker:
    """Flows by symbol and their sum. Bound: one flow per symbol, 144 buckets each."""

    def __init__(self) -> None:
        self.flows: dict[str, Flow] = {}
        self.market = Flow()
        self.replays = 0

    def update(self, event: ForeignRoom, price_vnd: int | None) -> bool:
        """Takes one R message.

        Args:
            event: the cumulative figures.
            price_vnd: the symbol's price of the moment, None when it has not traded.
        Returns: False when it says nothing new (a replay).
        """
        flow = self.flows.get(event.symbol)
        baseline = flow is None
        if flow is None:
            flow = self.flows[event.symbol] = Flow()
        elif event.ts_event < flow.at:
            self.replays += 1
            return False
        buy_growth = _growth(event.buy_volume, flow.buy_volume)
        sell_growth = _growth(event.sell_volume, flow.sell_volume)
        if baseline:
            self._begin(flow, event, price_vnd, buy_growth, sell_growth)
        else:
            implied = price_vnd is None
            price = _implied_price(event) if implied else price_vnd
            for each in (flow, self.market):
                each.count(event.ts_event, price, buy_growth, sell_growth)
                each.unvalued_volume += (buy_growth + sell_growth) * implied
        flow.at = event.ts_event
        self.market.at = max(self.market.at, event.ts_event)
        self._report(flow, event)
        if event.current_room is not None:
            flow.current_room = event.current_room
        if event.total_room is not None:
            flow.total_room = event.total_room
        return True

    def _begin(self, flow: Flow, event: ForeignRoom, price_vnd: int | None, buy: int, sell: int) -> None:
        """The first message is a baseline: its volume counts, but it is no burst of speed."""
        buy_value = event.reported_buy_value
        sell_value = event.reported_sell_value
        if price_vnd is not None:
            buy_value = buy * price_vnd if buy_value is None else buy_value
            sell_value = sell * price_vnd if sell_value is None else sell_value
        for each in (flow, self.market):
            each.since = event.ts_event if each.since is None else each.since
            each.buy_volume += buy
            each.sell_volume += sell
            each.buy_value += buy_value or 0
            each.sell_value += sell_value or 0
            each.unvalued_volume += buy + sell

    def _report(self, flow: Flow, event: ForeignRoom) -> None:
        """SSI's own figures, and their sum over the market."""
        market = self.market
        if event.reported_buy_value is not None:
            before = flow.reported_buy_value or 0
            market.reported_buy_value = (market.reported_buy_value or 0) + event.reported_buy_value - before
            flow.reported_buy_value = event.reported_buy_value
        if event.reported_sell_value is not None:
            before = flow.reported_sell_value or 0
            market.reported_sell_value = (
                (market.reported_sell_value or 0) + event.reported_sell_value - before
            )
            flow.reported_sell_value = event.reported_sell_value


def _implied_price(event: ForeignRoom) -> float | None:
    """The price in SSI's own figure (value = volume x last price), where the share has no trade here."""
    for volume, value in (
        (event.buy_volume, event.reported_buy_value),
        (event.sell_volume, event.reported_sell_value),
    ):
        if volume and value:
            return value / volume
    return None


def _growth(now: int | None, before: int) -> int:
    return 0 if now is None else max(0, now - before)
