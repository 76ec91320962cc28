"""What foreign investors buy and sell: true value, speed, acceleration, room.

Door: `ForeignInvestorTracker.update` and `flow`. Refuses to know prices by itself: the price
of the moment is an argument.

SSI's own value is volume x last price, so the whole day is re-priced at every tick; the true
value here is the sum of (growth of the volume x the price at that moment). Speed is a rolling
mean over 5 minutes of event time; acceleration is the change of that speed a minute; the smoothed
speed has a time constant of 2 minutes (`foreign_pace`).
"""

from __future__ import annotations

from typing import Final

import msgspec

from core.market.calendar import Board
from core.market.events import ForeignRoom
from core.market.symbols import sector_of
from core.trackers.foreign_pace import Amounts, FlowPace, SmoothedRate, accrual_ms

LINE_COLUMNS: Final = (
    "buy_value_speed",
    "sell_value_speed",
    "net_value",
    "buy_speed",
    "sell_speed",
    "net_volume",
    "buy_acceleration",
    "sell_acceleration",
)
"""Of a flow by trading minute: fields of the foreign room by their names."""


class Flow:
    """Foreign flow of one symbol, or the sum of a sector's or the market's.

    Volumes in shares, values in VND. `unvalued_volume`: shares of the totals whose value is the
    feed's own figure (they traded before we listened, or the share itself was never seen
    trading) or unknown. `room_released`: shares by which the room grew since we listen, and when
    it last did. `board`: whose hours the room's clock counts; None for a sum.
    """

    def __init__(self, board: Board | None = None) -> None:
        self.board = board
        self.buy_volume = 0
        self.sell_volume = 0
        self.buy_value = 0
        self.sell_value = 0
        self.reported_buy_value: int | None = None
        self.reported_sell_value: int | None = None
        self.current_room: int | None = None
        self.total_room: int | None = None
        self.room_released = 0
        self.room_released_at: int | None = None
        self.unvalued_volume = 0
        self.since: int | None = None
        self.at = 0
        self.pace = FlowPace()
        self.smooth_buy = SmoothedRate()
        self.smooth_sell = SmoothedRate()

    @property
    def net_value(self) -> int:
        """Bought minus sold, VND."""
        return self.buy_value - self.sell_value

    def count(self, ts_event: int, price_vnd: float | None, buy: int, sell: int, accrued_ms: int) -> None:
        """Adds newly bought and sold shares at the price of the moment; without one, volumes only.

        Args:
            ts_event: epoch ms.
            price_vnd: VND, or None.
            buy, sell: shares since the message before.
            accrued_ms: how long ago that was (see `accrual_ms`).
        """
        if not (buy or sell):
            return
        buy_value = sell_value = 0
        if price_vnd is not None:
            buy_value, sell_value = round(buy * price_vnd), round(sell * price_vnd)
        self.buy_volume += buy
        self.sell_volume += sell
        self.buy_value += buy_value
        self.sell_value += sell_value
        self.pace.add(ts_event, Amounts(buy, sell, buy_value, sell_value))
        if buy_value:
            self.smooth_buy.add(ts_event, buy_value, accrued_ms)
        if sell_value:
            self.smooth_sell.add(ts_event, sell_value, accrued_ms)

    def speeds(self, now: int) -> Speeds:
        """Speeds and accelerations at an instant of event time, epoch ms."""
        if self.since is None:
            return Speeds()
        span = now - self.since
        rates = self.pace.rates(now, span)
        return Speeds(
            rates.speed[0],
            rates.speed[1],
            rates.speed[2],
            rates.speed[3],
            rates.acceleration[2],
            rates.acceleration[3],
            self.smooth_buy.rate(now, span),
            self.smooth_sell.rate(now, span),
        )


class Speeds(msgspec.Struct, frozen=True):
    """Shares a minute, VND a minute, the change of the latter a minute, and its smoothed value."""

    buy: float = 0.0
    sell: float = 0.0
    buy_value: float = 0.0
    sell_value: float = 0.0
    buy_acceleration: float = 0.0
    sell_acceleration: float = 0.0
    smooth_buy_value: float = 0.0
    smooth_sell_value: float = 0.0

    @property
    def net(self) -> float:
        """Shares bought minus sold, a minute."""
        return self.buy - self.sell

    @property
    def net_value(self) -> float:
        """VND bought minus sold, a minute."""
        return self.buy_value - self.sell_value


def line_values(flow: Flow, now: int) -> tuple[float, ...]:
    """What `LINE_COLUMNS` say of a flow at an instant of event time, epoch ms."""
    speeds = flow.speeds(now)
    return (
        speeds.buy_value,
        speeds.sell_value,
        float(flow.net_value),
        speeds.buy,
        speeds.sell,
        float(flow.buy_volume - flow.sell_volume),
        speeds.buy_acceleration,
        speeds.sell_acceleration,
    )


class ForeignInvestorTracker:
    """Flows by symbol, and their sums by sector and over the market.

    Bound: one flow per symbol and per sector, each with the totals of at most 722 seconds.
    """

    def __init__(self) -> None:
        self.flows: dict[str, Flow] = {}
        self.sectors: dict[str, Flow] = {}
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
            flow = self.flows[event.symbol] = Flow(event.board)
        elif event.ts_event < flow.at:
            self.replays += 1
            return False
        buy_growth = _growth(event.buy_volume, flow.buy_volume)
        sell_growth = _growth(event.sell_volume, flow.sell_volume)
        sums = (flow, self._sector(event.symbol), self.market)
        if baseline:
            self._begin(sums, event, price_vnd, buy_growth, sell_growth)
        else:
            implied = price_vnd is None
            price = _implied_price(event) if implied else price_vnd
            accrued_ms = accrual_ms(event.ts_event, flow.at)
            for each in sums:
                each.count(event.ts_event, price, buy_growth, sell_growth, accrued_ms)
                each.unvalued_volume += (buy_growth + sell_growth) * implied
        self._report(sums, event)
        for each in sums:
            each.at = max(each.at, event.ts_event)
        _note_room(flow, event)
        return True

    def _sector(self, symbol: str) -> Flow:
        sector = sector_of(symbol)
        flow = self.sectors.get(sector)
        if flow is None:
            flow = self.sectors[sector] = Flow()
        return flow

    def _begin(
        self, sums: tuple[Flow, ...], event: ForeignRoom, price_vnd: int | None, buy: int, sell: int
    ) -> None:
        """The first message is a baseline: its volume counts, but it is no burst of speed."""
        buy_value = event.reported_buy_value
        sell_value = event.reported_sell_value
        if price_vnd is not None:
            buy_value = buy * price_vnd if buy_value is None else buy_value
            sell_value = sell * price_vnd if sell_value is None else sell_value
        for each in sums:
            each.since = event.ts_event if each.since is None else each.since
            each.buy_volume += buy
            each.sell_volume += sell
            each.buy_value += buy_value or 0
            each.sell_value += sell_value or 0
            each.unvalued_volume += buy + sell

    def _report(self, sums: tuple[Flow, ...], event: ForeignRoom) -> None:
        """SSI's own figures, and their sums; the symbol's own flow is the first of `sums`."""
        buy, sell = event.reported_buy_value, event.reported_sell_value
        if buy is not None:
            growth = buy - (sums[0].reported_buy_value or 0)
            for each in sums:
                each.reported_buy_value = (each.reported_buy_value or 0) + growth
        if sell is not None:
            growth = sell - (sums[0].reported_sell_value or 0)
            for each in sums:
                each.reported_sell_value = (each.reported_sell_value or 0) + growth


def _note_room(flow: Flow, event: ForeignRoom) -> None:
    """The room left, and how much of it came back while we listened."""
    if event.current_room is not None:
        if flow.current_room is not None and event.current_room > flow.current_room:
            flow.room_released += event.current_room - flow.current_room
            flow.room_released_at = event.ts_event
        flow.current_room = event.current_room
    if event.total_room is not None:
        flow.total_room = event.total_room


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
