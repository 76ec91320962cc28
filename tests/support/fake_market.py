"""An invented market for tests: rows, indices, foreign flow and futures on a seeded random walk.

Door: `FakeMarket`. A test may also set its values by hand. Refuses to know Redis.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec

from core.market.calendar import (
    DEFAULT_CALENDAR,
    TRADING_MINUTES,
    Board,
    instant_ms,
    local_seconds,
    trading_minute,
)
from core.market.contracts import contracts_listed
from core.market.prices import limits_vnd, step_vnd
from core.market.symbols import sector_of, vn30_members
from core.snapshot import keys
from core.snapshot.flow_room import FlowRoom, FlowView, LargeTradeView, LimitView
from core.snapshot.rooms import (
    BasisView,
    BoardRoom,
    BoardRow,
    ContractView,
    DerivativesRoom,
    ForeignMarket,
    ForeignRoom,
    ForeignView,
    HnxBoard,
    HoseBoard,
    IndexView,
    IndicesRoom,
    MinuteSeries,
    Mover,
    PhaseView,
    RoomUse,
    StatusRoom,
    UpcomBoard,
)
from tests.support.fake_shares import nudge, other_shares, ranking

MARKET_DAY = dt.date(2026, 11, 20)
_REFERENCES = {"VIC": 212_000, "VHM": 104_500, "FPT": 98_300, "GAS": 63_400, "MWG": 81_200, "VNM": 61_900}
_INDICES = {"VNINDEX": 1632.4, "VN30": 1795.1, "HNXIndex": 268.37, "HNXUpcomIndex": 110.92}


def epoch_ms() -> int:
    """The wall clock, epoch ms."""
    return time.time_ns() // 1_000_000


@dataclass
class FakeMarket:
    """Rows, indices, foreign flow and futures of a market that walks at random.

    start: local time of day `HH:MM`; speed: market seconds per real second; others: shares of each
    exchange beside the members of VN30.
    """

    start: str = "10:41"
    speed: float = 1.0
    seed: int = 7
    others: int = 12
    day: dt.date = MARKET_DAY
    rows: dict[str, BoardRow] = field(default_factory=dict)
    exchanges: dict[str, dict[str, BoardRow]] = field(default_factory=dict)
    indices: dict[str, IndexView] = field(default_factory=dict)
    foreign: dict[str, ForeignView] = field(default_factory=dict)
    contracts: dict[str, ContractView] = field(default_factory=dict)
    series: dict[str, dict[str, MinuteSeries]] = field(default_factory=dict)
    feed: str = "live"
    limits: list[LimitView] = field(default_factory=list)
    large_trades: list[LargeTradeView] = field(default_factory=list)
    speeds: tuple[float, float] = (2.1e9, 1.7e9)
    flow: FlowView = field(default_factory=FlowView)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        hours, minutes = self.start.split(":")
        self.opened_ms = instant_ms(self.day, int(hours) * 3600 + int(minutes) * 60)
        self.opened_wall = time.monotonic()
        self.series = {name: {} for name in keys.SERIES}
        self.bias = {symbol: self.random.gauss(0, 1) for symbol in vn30_members(self.day)}
        self._fill()
        self.exchanges = other_shares(self.random, self.others)

    # -- the clock

    @property
    def now_ms(self) -> int:
        """The market's time, epoch ms."""
        return self.opened_ms + int((time.monotonic() - self.opened_wall) * 1000 * self.speed)

    @property
    def minute(self) -> int:
        """Position on the trading-minute axis."""
        return trading_minute(local_seconds(self.now_ms))

    # -- the past of the day

    def _fill(self) -> None:
        rng, now = self.random, self.minute
        for position, symbol in enumerate(vn30_members(self.day)):
            reference = _REFERENCES.get(symbol, rng.randrange(160, 720) * 100)
            ceiling, floor = limits_vnd(Board.HOSE, reference)
            row = self.rows[symbol] = BoardRow(
                board="HOSE", sector=sector_of(symbol), session="LO",
                reference=reference, ceiling=ceiling, floor=floor, last=reference, open=reference,
                high=reference, low=reference, total_volume=0, total_value=0, buyer_volume=0,
                seller_volume=0, unknown_volume=0, auction_volume=0, missed_volume=0,
                foreign_buy_volume=0, foreign_sell_volume=0, current_room=rng.randrange(10**6, 10**9),
            )  # fmt: skip
            line = self.series["board"][symbol] = MinuteSeries([], {"price": []})
            self.foreign[symbol] = ForeignView(
                buy_volume=0, sell_volume=0, net_volume=0, buy_value=0, sell_value=0, net_value=0,
                current_room=row.current_room, total_room=2 * 10**9,
                room_used_pct=round(rng.choice([rng.uniform(20, 80), rng.uniform(92, 99.98)]), 2),
            )  # fmt: skip
            for minute in range(15, now + 1):
                self._trade(symbol, 1 + (minute == 15) * 5)
                line.minute.append(minute)
                line.columns["price"].append(row.last)
            if position == 4:
                self._pin(symbol, row.ceiling or 0)
            if position == 11:
                self._pin(symbol, row.floor or 0)
        for index_id, prior in _INDICES.items():
            line = MinuteSeries([], {"value": [], "advances": [], "declines": [], "unchanged": []})
            self.series["indices"][index_id] = line
            view = self.indices[index_id] = IndexView(prior=prior, value=prior, total_volume=0, total_value=0)
            for minute in range(15, now + 1):
                self._move_index(view, minute, index_id, 0.0002)
                line.minute.append(minute)
                for column in line.columns:
                    line.columns[column].append(getattr(view, column))
        market = MinuteSeries([], {"buy_value_speed": [], "sell_value_speed": [], "net_value": []})
        self.series["foreign"]["market"] = market
        net = self.market.net_value or 0
        for minute in range(15, now + 1):
            self._move_speeds()
            share = (minute - 14) / max(1, now - 14)
            wave = 4e9 * math.sin(3.1 * math.pi * share)
            market.minute.append(minute)
            for column, value in zip(
                market.columns, (*self.speeds, net * share + wave * (1 - share)), strict=True
            ):
                market.columns[column].append(round(value))
        for position, listed in enumerate(contracts_listed(self.day)):
            reference = round(_INDICES["VN30"] + (2.1, 4.6, 8.8, 14.2)[position], 1)
            view = ContractView(
                aliases=list(listed.aliases), last_trading_date=listed.last_trading_date.isoformat(),
                days_to_expiry=(listed.last_trading_date - self.day).days, session="LO",
                reference=reference, ceiling=round(reference * 1.07, 1), floor=round(reference * 0.93, 1),
                total_volume=(148_231, 2_104, 412, 97)[position], buyer_volume=1, seller_volume=1,
                unknown_volume=0, auction_volume=0, missed_volume=0, coverage=1.0,
            )  # fmt: skip
            self.contracts[listed.code] = view
            line = self.series["derivatives"][listed.code] = MinuteSeries(
                [], {"basis": [], "price": [], "index": []}
            )
            vn30 = self.series["indices"]["VN30"]
            for minute, value in zip(vn30.minute, vn30.columns["value"], strict=True):
                self._move_contract(view, float(value or 0), position, 0.7)
                line.minute.append(minute)
                for column, number in zip(line.columns, (view.basis, view.last, value), strict=True):
                    line.columns[column].append(number)

    def _pin(self, symbol: str, price: int) -> None:
        row = self.rows[symbol]
        row.last = row.high = price
        row.change = price - (row.reference or 0)
        row.change_pct = round(100 * row.change / (row.reference or 1), 2)
        if price == row.ceiling:
            row.ask1 = row.ask2 = row.ask3 = row.ask1_volume = row.ask2_volume = row.ask3_volume = None
        else:
            row.bid1 = row.bid2 = row.bid3 = row.bid1_volume = row.bid2_volume = row.bid3_volume = None

    # -- one step

    def step(self, trades: int = 12) -> None:
        """Some trades, an index move, and the minute's last points."""
        rng, minute = self.random, self.minute
        for symbol in rng.sample(sorted(self.rows), min(trades, len(self.rows))):
            if self.rows[symbol].last not in (self.rows[symbol].ceiling, self.rows[symbol].floor):
                self._trade(symbol, 1)
        for rows in self.exchanges.values():
            for symbol in rng.sample(sorted(rows), min(2, len(rows))):
                nudge(self.random, rows[symbol])
        for index_id, view in self.indices.items():
            self._move_index(view, minute, index_id)
        self._move_speeds()
        value = self.indices["VN30"].value or 0.0
        for position, view in enumerate(self.contracts.values()):
            self._move_contract(view, value, position)
            view.total_volume = (view.total_volume or 0) + rng.randrange(0, 9 if position == 0 else 2)
        self._extend(minute)

    def _trade(self, symbol: str, size: int) -> None:
        rng, row = self.random, self.rows[symbol]
        last, reference = row.last or 0, row.reference or 0
        step = step_vnd(Board.HOSE, last)
        drift = 0.12 * self.bias[symbol] + 0.2 * (reference - last) / max(1, reference * 0.03)
        last += step * rng.choices((-1, 0, 1), (max(0.05, 1 - drift), 2.2, max(0.05, 1 + drift)))[0]
        last = min(max(last, row.floor or 0), row.ceiling or last)
        side = rng.choices(("buyer", "seller", "unknown"), (1.1 + 0.3 * self.bias[symbol] / 3, 1, 0.06))[0]
        volume = rng.choice((100, 200, 500, 1000, 2300, 5000, 12_400, 48_000)) * size
        row.last, row.last_volume, row.side = last, volume, "auction" if size > 1 else side
        row.change = last - reference
        row.change_pct = round(100 * row.change / reference, 2)
        row.high, row.low = max(row.high or 0, last), min(row.low or last, last)
        row.total_volume = (row.total_volume or 0) + volume
        row.total_value = (row.total_value or 0) + volume * last
        row.average = round(row.total_value / row.total_volume, 2)
        name = "auction_volume" if size > 1 else f"{side}_volume"
        setattr(row, name, (getattr(row, name) or 0) + volume)
        row.coverage = round(1 - (row.missed_volume or 0) / row.total_volume, 6)
        row.at = self.now_ms
        for depth in (1, 2, 3):
            bid, ask = last - step * (depth - 1), last + step * depth
            for kind, price in (("bid", bid), ("ask", ask)):
                inside = (row.floor or 0) <= price <= (row.ceiling or price)
                setattr(row, f"{kind}{depth}", price if inside else None)
                if rng.random() < 0.5 or getattr(row, f"{kind}{depth}_volume") is None:
                    setattr(row, f"{kind}{depth}_volume", rng.randrange(1, 2400) * 100 if inside else None)
        if rng.random() < 0.4:
            self._foreign_trade(symbol, volume // 2 // 100 * 100 + 100, last)

    def _foreign_trade(self, symbol: str, volume: int, price: int) -> None:
        row, view = self.rows[symbol], self.foreign[symbol]
        if self.random.random() < 0.5 + 0.1 * self.bias[symbol]:
            view.buy_volume = row.foreign_buy_volume = (row.foreign_buy_volume or 0) + volume
            view.buy_value = (view.buy_value or 0) + volume * price
            row.current_room = view.current_room = max(0, (row.current_room or 0) - volume)
        else:
            view.sell_volume = row.foreign_sell_volume = (row.foreign_sell_volume or 0) + volume
            view.sell_value = (view.sell_value or 0) + volume * price
        view.net_volume = (view.buy_volume or 0) - (view.sell_volume or 0)
        view.net_value = (view.buy_value or 0) - (view.sell_value or 0)

    def _move_index(self, view: IndexView, minute: int, index_id: str, wobble: float = 0.00001) -> None:
        rng, prior = self.random, view.prior or 0.0
        wave = 0.004 * math.sin(minute / 31 + len(index_id)) + 0.003 * minute / TRADING_MINUTES
        value = (view.value or prior) * 0.9 + 0.1 * prior * (1 + wave) + rng.gauss(0, prior * wobble)
        view.value, view.change = round(value, 2), round(value - prior, 2)
        view.change_pct = round(100 * view.change / prior, 2)
        view.high = max(view.high or 0.0, view.value)
        view.low = min(view.low or view.value, view.value)
        share = {"VNINDEX": 1.0, "VN30": 0.55, "HNXIndex": 0.07, "HNXUpcomIndex": 0.04}[index_id]
        view.total_value = (view.total_value or 0) + int(rng.uniform(1.5e9, 3e9) * share)
        view.total_volume = (view.total_volume or 0) + int(rng.uniform(5e4, 9e4) * share)
        listed = {"VNINDEX": 373, "VN30": 30, "HNXIndex": 214, "HNXUpcomIndex": 402}[index_id]
        view.advances = min(listed, max(0, int(listed * (0.42 + 22 * view.change / prior))))
        view.unchanged = int(listed * 0.17)
        view.declines = max(0, listed - view.advances - view.unchanged)
        view.ceilings, view.floors = view.advances // 30, view.declines // 40
        view.breadth_source = "board" if index_id == "VN30" else "exchange"
        view.minute, view.at, view.session = minute, self.now_ms, "LO"

    def _move_speeds(self) -> None:
        rng = self.random
        buy, sell = (value * 0.96 + rng.uniform(0, 4.2e9) * 0.04 for value in self.speeds)
        self.speeds = (buy, sell)

    def _move_contract(
        self, view: ContractView, index_value: float, position: int, wobble: float = 0.06
    ) -> None:
        rng = self.random
        target = (1.2, 3.8, 8.0, 13.0)[position]
        basis = (
            (view.basis if view.basis is not None else target) * 0.97 + 0.03 * target + rng.gauss(0, wobble)
        )
        view.last = round(index_value + basis, 1)
        view.basis = round(view.last - index_value, 2)
        view.basis_pct = round(100 * view.basis / index_value, 4)
        view.index_value = index_value
        view.change = round(view.last - (view.reference or view.last), 1)
        view.change_pct = round(100 * view.change / (view.reference or 1), 2)
        view.bid1, view.ask1 = round(view.last - 0.1, 1), round(view.last + 0.1, 1)
        view.bid1_volume, view.ask1_volume = rng.randrange(1, 200), rng.randrange(1, 200)
        view.last_volume, view.side = rng.randrange(1, 30), rng.choice(("buyer", "seller"))
        view.at = self.now_ms

    def _extend(self, minute: int) -> None:
        for symbol, line in self.series["board"].items():
            _put(line, minute, (self.rows[symbol].last,))
        for index_id, line in self.series["indices"].items():
            view = self.indices[index_id]
            _put(line, minute, (view.value, view.advances, view.declines, view.unchanged))
        market = self.series["foreign"]["market"]
        _put(market, minute, (round(self.speeds[0]), round(self.speeds[1]), self.market.net_value))
        for code, line in self.series["derivatives"].items():
            contract = self.contracts[code]
            _put(line, minute, (contract.basis, contract.last, contract.index_value))

    # -- rooms

    @property
    def market(self) -> ForeignView:
        """Foreign flow over all shares."""
        views = self.foreign.values()
        buy, sell = sum(v.buy_value or 0 for v in views), sum(v.sell_value or 0 for v in views)
        return ForeignView(
            buy_value=buy, sell_value=sell, net_value=buy - sell,
            reported_buy_value=int(buy * 0.998), reported_sell_value=int(sell * 1.001),
            buy_value_speed=round(self.speeds[0]), sell_value_speed=round(self.speeds[1]),
        )  # fmt: skip

    def _tightest(self) -> list[RoomUse]:
        known = {symbol: view.room_used_pct for symbol, view in self.foreign.items()}
        used = [RoomUse(symbol, share) for symbol, share in known.items() if share is not None]
        return sorted(used, key=lambda one: (-one.used_pct, one.symbol))[:10]

    def rooms(self) -> dict[str, msgspec.Struct]:
        """Every room as it is now."""
        date = self.day.isoformat()
        ranked = sorted(self.foreign.items(), key=lambda item: item[1].net_value or 0)
        movers = [Mover(symbol, view.net_value or 0, view.net_volume or 0) for symbol, view in ranked]
        bought = [mover for mover in reversed(movers) if mover.net_value > 0][:10]
        sold = [mover for mover in movers if mover.net_value < 0][:10]
        active = next(iter(self.contracts), None)
        basis = (
            [v for v in self.series["derivatives"][active].columns["basis"] if v is not None]
            if active
            else []
        )
        total = sum(row.total_volume or 0 for row in self.rows.values())
        self.flow = FlowView(
            total,
            *(sum(getattr(row, f"{kind}_volume") or 0 for row in self.rows.values())
              for kind in ("buyer", "seller", "unknown", "auction", "missed")),
            coverage=1.0 if total else None,
        )  # fmt: skip
        return {
            keys.BOARD: BoardRoom(date, self.minute, self.rows),
            keys.HOSE: HoseBoard(date, self.minute, {**self.rows, **self.exchanges[keys.HOSE]}),
            keys.HNX: HnxBoard(date, self.minute, self.exchanges[keys.HNX]),
            keys.UPCOM: UpcomBoard(date, self.minute, self.exchanges[keys.UPCOM]),
            keys.INDICES: IndicesRoom(date, self.indices),
            keys.FOREIGN: ForeignRoom(date, self.minute, self.market, self.foreign, bought, sold),
            keys.FOREIGN_MARKET: ForeignMarket(
                date, self.minute, self.market, len(self.foreign), bought, sold, self._tightest()
            ),
            keys.DERIVATIVES: DerivativesRoom(
                date, self.minute, active, self.contracts,
                BasisView(round(sum(basis) / len(basis), 2), 1.4, 0.81, len(basis)) if basis else BasisView(),
            ),
            keys.FLOW: FlowRoom(
                date, self.flow, {"CONTINUOUS": self.flow}, {"exchange": self.flow.total_volume},
                movers=ranking(self.rows), limits=self.limits, large_trades=self.large_trades,
            ),
            keys.STATUS: self.status(),
        }  # fmt: skip

    def status(self) -> StatusRoom:
        """The status room now."""
        phases = {}
        for board in Board:
            span = DEFAULT_CALENDAR.phase_at(board, self.now_ms)
            phases[board.value] = PhaseView(
                phase=span.phase, by="feed", clock=span.phase, ends=span.ends,
                next=span.next_phase.value if span.next_phase else None,
            )  # fmt: skip
        missed = sum(row.missed_volume or 0 for row in self.rows.values())
        total = sum(row.total_volume or 0 for row in self.rows.values())
        return StatusRoom(
            feed=self.feed, since=epoch_ms(), source="simulator", simulated=True,
            date=self.day.isoformat(), market_now=self.now_ms, market_speed=self.speed, phases=phases,
            last_message_at=epoch_ms() if self.feed == "live" else None, messages=int(time.time()),
            coverage=round(1 - missed / total, 6) if total else None, missed_volume=missed,
            worker_started=epoch_ms(), version="0.1.0",
        )  # fmt: skip


def _put(line: MinuteSeries, minute: int, values: tuple[Any, ...]) -> None:
    if line.minute and line.minute[-1] == minute:
        for column, value in zip(line.columns.values(), values, strict=True):
            column[-1] = value
        return
    line.minute.append(minute)
    for column, value in zip(line.columns.values(), values, strict=True):
        column.append(value)
