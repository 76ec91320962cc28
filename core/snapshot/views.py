"""What each room shows of the pipeline's state.

Door: one function per room and `series`; boards shown again and again are in `board_views.py`. Here
integers of the core become what a reader sees: points with decimals, rates, coverage. Refuses to
know frames, stores and clocks.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.market.calendar import local_seconds, trading_minute
from core.market.contracts import Contract
from core.market.events import Levels
from core.market.prices import HUNDREDTHS, TENTHS
from core.market.symbols import sector_of
from core.pipeline import MarketDataProcessor
from core.snapshot import keys
from core.snapshot.analysis_views import add_basis, add_composition, add_divergence, expiry_views
from core.snapshot.foreign_views import flow_view, moment, movers, movers_by_speed, tightest_rooms
from core.snapshot.room_marks import EXCHANGE_ROOM
from core.snapshot.rooms import (
    BasisView,
    BoardRoom,
    BoardRow,
    ContractView,
    DerivativesRoom,
    ForeignMarket,
    ForeignRoom,
    IndexView,
    IndicesRoom,
    MinuteSeries,
    Mover,
    Series,
)
from core.trackers.derivatives_tracker import ContractDay, basis_figures
from core.trackers.foreign_baseline import MARKET, sector_name
from core.trackers.foreign_investor_tracker import Flow
from core.trackers.index_tracker import IndexDay
from core.trackers.session_aggregator import SymbolDay

EXCHANGE_LINE_MINUTES = 5
"""Distance of two points in the lines of a whole exchange."""
_COVERAGE_DIGITS = 6
_BID_FIELDS = tuple((f"bid{depth}", f"bid{depth}_volume") for depth in (1, 2, 3))
_ASK_FIELDS = tuple((f"ask{depth}", f"ask{depth}_volume") for depth in (1, 2, 3))


def board_room(core: MarketDataProcessor) -> BoardRoom:
    """The price board of VN30's members; a member without any message has an empty row."""
    return BoardRoom(
        date_text(core), newest_minute(core), {symbol: board_row(core, symbol) for symbol in core.members}
    )


def board_row(core: MarketDataProcessor, symbol: str) -> BoardRow:
    """One share's row, prices in VND."""
    row = BoardRow(sector=sector_of(symbol))
    flow = core.foreign.flows.get(symbol)
    if flow is not None:
        row.foreign_buy_volume = flow.buy_volume
        row.foreign_sell_volume = flow.sell_volume
        row.current_room = flow.current_room
        row.board = None if flow.board is None else flow.board.value
    day = core.sessions.days.get(symbol)
    if day is None:
        return row
    row.board = day.board.value
    row.session, row.status = day.session, day.status
    row.reference, row.ceiling, row.floor = day.reference, day.ceiling, day.floor
    row.est_price = day.est_price
    row.open, row.high, row.low = day.open, day.high, day.low
    row.last, row.last_volume = day.last, day.last_volume
    row.side = day.last_side.value if day.last_side is not None else None
    if day.last is not None and day.reference:
        row.change = day.last - day.reference
        row.change_pct = round(100.0 * row.change / day.reference, 2)
    _totals(row, core, day)
    if day.total_volume and day.total_value is not None:
        row.average = round(day.total_value / day.total_volume, 2)
    row.at = day.at
    quote = core.quotes.get(symbol)
    if quote is not None:
        _book(row, quote.bids, quote.asks)
        row.at = max(quote.ts_event, day.at or 0)
    return row


def _totals(view: BoardRow | ContractView, core: MarketDataProcessor, day: SymbolDay) -> None:
    view.total_volume, view.total_value = day.total_volume, day.total_value
    if day.total_volume is None:
        return
    tally = day.tally
    view.buyer_volume, view.seller_volume = tally.buyer_volume, tally.seller_volume
    view.unknown_volume, view.auction_volume = tally.unknown_volume, tally.auction_volume
    view.missed_volume = tally.missed_volume
    coverage = core.ledger.coverage(day.symbol)
    view.coverage = None if coverage is None else round(coverage, _COVERAGE_DIGITS)


def _book(row: BoardRow, bids: Levels, asks: Levels) -> None:
    for (price_field, volume_field), (price, volume) in zip(_BID_FIELDS, bids, strict=False):
        setattr(row, price_field, price)
        setattr(row, volume_field, volume)
    for (price_field, volume_field), (price, volume) in zip(_ASK_FIELDS, asks, strict=False):
        setattr(row, price_field, price)
        setattr(row, volume_field, volume)


def indices_room(core: MarketDataProcessor) -> IndicesRoom:
    """Every index the feed sends."""
    return IndicesRoom(
        date_text(core), {name: _index(core, name, day) for name, day in core.indices.indices.items()}
    )


def _index(core: MarketDataProcessor, name: str, day: IndexDay) -> IndexView:
    view = IndexView(
        value=_points(day.value),
        prior=_points(day.prior),
        open=_points(day.open),
        high=_points(day.high),
        low=_points(day.low),
        est_value=_points(day.est_value),
        total_volume=day.total_volume,
        total_value=day.total_value,
        session=day.session,
        at=day.at,
    )
    if day.at is not None:
        view.minute = trading_minute(local_seconds(day.at))
    if day.value is not None and day.prior:
        view.change = (day.value - day.prior) / HUNDREDTHS
        view.change_pct = round(100.0 * (day.value - day.prior) / day.prior, 2)
    if day.breadth is not None:
        breadth = day.breadth
        view.advances, view.declines = breadth.advances, breadth.declines
        view.unchanged, view.ceilings, view.floors = breadth.unchanged, breadth.ceilings, breadth.floors
        view.breadth_source = breadth.source
    add_divergence(view, day)
    composition = core.inputs.compositions.get(name)
    if composition is not None and day.prior:
        add_composition(view, composition, day, day.prior, core.price_move, core.inputs.group)
    return view


def foreign_room(core: MarketDataProcessor, now: int) -> ForeignRoom:
    """Foreign flow at an instant of exchange time (epoch ms)."""
    foreign, flows = core.foreign, core.foreign.flows
    at = moment(core.calendar, now, core.inputs.baseline)
    speeds = {symbol: flow.speeds(now) for symbol, flow in flows.items()}
    return ForeignRoom(
        date_text(core),
        newest_minute(core),
        flow_view(MARKET, foreign.market, foreign.market.speeds(now), at),
        {symbol: flow_view(symbol, flow, speeds[symbol], at) for symbol, flow in flows.items()},
        *_net_movers(flows),
        {
            sector: flow_view(sector_name(sector), flow, flow.speeds(now), at)
            for sector, flow in sorted(foreign.sectors.items())
        },
        *movers_by_speed(flows, speeds),
    )


def foreign_market(core: MarketDataProcessor, now: int) -> ForeignMarket:
    """The same without the symbols."""
    foreign = core.foreign
    at = moment(core.calendar, now, core.inputs.baseline)
    return ForeignMarket(
        date_text(core),
        newest_minute(core),
        flow_view(MARKET, foreign.market, foreign.market.speeds(now), at),
        len(foreign.flows),
        *_net_movers(foreign.flows),
        tightest_rooms(foreign.flows),
    )


def _net_movers(flows: Mapping[str, Flow]) -> tuple[list[Mover], list[Mover]]:
    """(most net bought, most net sold) by value."""
    ranked = sorted(flows.items(), key=lambda item: (-item[1].net_value, item[0]))
    return (
        movers(item for item in ranked if item[1].net_value > 0),
        movers(item for item in reversed(ranked) if item[1].net_value < 0),
    )


def derivatives_room(core: MarketDataProcessor) -> DerivativesRoom:
    """Every listed future that the feed sends, nearest expiry first."""
    active = active_contract(core)
    by_expiry = sorted(
        core.derivatives.contracts.items(), key=lambda item: (item[1].contract.last_trading_date, item[0])
    )
    basis = BasisView()
    if active is not None:
        mean, deviation, premium, minutes = basis_figures(core.derivatives.contracts[active].line)
        basis = BasisView(_rounded(mean), _rounded(deviation), _rounded(premium, 4), minutes)
    return DerivativesRoom(
        date_text(core),
        newest_minute(core),
        active,
        {symbol: contract_view(core, symbol, contract) for symbol, contract in by_expiry},
        basis,
        expiry_views(core, by_expiry),
    )


def active_contract(core: MarketDataProcessor) -> str | None:
    """The leading contract's code: the override, else the most traded today."""
    days = core.sessions.days

    def volume(symbol: str) -> int:
        day = days.get(symbol)
        return (day.total_volume or 0) if day is not None else 0

    return core.derivatives.active(volume, core.now)


def contract_view(core: MarketDataProcessor, symbol: str, contract_day: ContractDay) -> ContractView:
    """One future, prices in points."""
    contract: Contract = contract_day.contract
    names = [name for name in (contract.code, *contract.aliases) if name != symbol]
    view = ContractView(aliases=names, last_trading_date=contract.last_trading_date.isoformat())
    if core.date is not None:
        view.days_to_expiry = (contract.last_trading_date - core.date).days
    view.index_value = _points(contract_day.index_value)
    view.basis = _points(contract_day.basis)
    view.basis_pct = _rounded(contract_day.basis_pct, 4)
    add_basis(view, contract_day, core.inputs.carry, view.days_to_expiry)
    day = core.sessions.days.get(symbol)
    if day is None:
        return view
    view.session = day.session
    view.reference, view.ceiling, view.floor = map(_tenths, (day.reference, day.ceiling, day.floor))
    view.est_price, view.last = _tenths(day.est_price), _tenths(day.last)
    view.open, view.high, view.low = map(_tenths, (day.open, day.high, day.low))
    view.last_volume = day.last_volume
    view.side = day.last_side.value if day.last_side is not None else None
    if day.last is not None and day.reference:
        view.change = (day.last - day.reference) / TENTHS
        view.change_pct = round(100.0 * (day.last - day.reference) / day.reference, 2)
    _totals(view, core, day)
    view.at = day.at
    quote = core.quotes.get(symbol)
    if quote is not None:
        if quote.bids:
            view.bid1, view.bid1_volume = quote.bids[0][0] / TENTHS, quote.bids[0][1]
        if quote.asks:
            view.ask1, view.ask1_volume = quote.asks[0][0] / TENTHS, quote.asks[0][1]
    return view


def series(core: MarketDataProcessor, name: str, epoch: int) -> Series:
    """A room's time series of the day.

    Args:
        core: the pipeline.
        name: one of `keys.SERIES`.
        epoch: the writer's stamp.
    Raises: KeyError for another name.
    """
    lines: dict[str, MinuteSeries]
    if name == keys.BOARD:
        lines = _board_lines(core)
    elif name in keys.EXCHANGE_BOARDS:
        lines = _exchange_lines(core, name)
    elif name == keys.INDICES:
        lines = {index_id: day.line.view() for index_id, day in core.indices.indices.items()}
    elif name == keys.FOREIGN:
        lines = {"market": core.foreign_line.view()}
    elif name == keys.DERIVATIVES:
        lines = {symbol: day.line.view() for symbol, day in core.derivatives.contracts.items()}
    else:
        raise KeyError(name)
    return Series(date_text(core), epoch, lines)


def _board_lines(core: MarketDataProcessor) -> dict[str, MinuteSeries]:
    days = core.sessions.days
    return {symbol: days[symbol].line.view() for symbol in core.members if symbol in days}


def _exchange_lines(core: MarketDataProcessor, name: str) -> dict[str, MinuteSeries]:
    return {
        symbol: day.line.view(EXCHANGE_LINE_MINUTES)
        for symbol, day in core.sessions.days.items()
        if EXCHANGE_ROOM.get(day.board) == name and day.last is not None
    }


def date_text(core: MarketDataProcessor) -> str | None:
    """The trading date as rooms show it."""
    return core.date.isoformat() if core.date is not None else None


def newest_minute(core: MarketDataProcessor) -> int | None:
    """The trading minute of the newest event."""
    newest = core.newest_event
    return None if newest is None else trading_minute(local_seconds(newest))


def _points(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / HUNDREDTHS


def _tenths(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / TENTHS


def _rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)
