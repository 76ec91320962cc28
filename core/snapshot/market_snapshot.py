"""The whole market at one instant, as programs read it: `vnmarket replay --snapshot`.

Door: `MarketSnapshot`, `market_snapshot`. Prices in VND, indices and futures in points,
values in VND; null where unknown. Refuses to know rooms and deltas.
"""

from __future__ import annotations

import msgspec

from core.pipeline import MarketDataProcessor
from core.snapshot.views import active_contract, board_row, contract_view, indices_room


class ForeignFigures(msgspec.Struct):
    """Foreign investors' day in one share: volumes in shares, values in VND."""

    buy_volume: int | None
    sell_volume: int | None
    buy_value: int | None
    sell_value: int | None
    reported_buy_value: int | None
    reported_sell_value: int | None
    current_room: int | None
    total_room: int | None


class SymbolFigures(msgspec.Struct):
    """One share's day."""

    reference: int | None
    ceiling: int | None
    floor: int | None
    open: int | None
    high: int | None
    low: int | None
    last: int | None
    total_volume: int | None
    total_value: int | None
    buyer_volume: int | None
    seller_volume: int | None
    unknown_volume: int | None
    auction_volume: int | None
    missed_volume: int | None
    foreign: ForeignFigures | None


class IndexFigures(msgspec.Struct):
    """One index, in points."""

    value: float | None
    change: float | None
    change_pct: float | None
    advances: int | None
    declines: int | None
    unchanged: int | None
    ceilings: int | None
    floors: int | None


class ContractFigures(msgspec.Struct):
    """One future, in points and contracts."""

    aliases: list[str]
    last: float | None
    total_volume: int | None
    buyer_volume: int | None
    seller_volume: int | None
    unknown_volume: int | None
    auction_volume: int | None
    missed_volume: int | None
    basis: float | None
    basis_pct: float | None


class DerivativesFigures(msgspec.Struct):
    """The leading contract and all of them."""

    active: str | None
    contracts: dict[str, ContractFigures]


class FeedFigures(msgspec.Struct):
    """What came in."""

    messages: int
    rejected: int
    duplicates: int
    stale: int


class MarketSnapshot(msgspec.Struct):
    """The whole market; see docs/contract.md for units."""

    trading_date: str | None
    symbols: dict[str, SymbolFigures]
    indices: dict[str, IndexFigures]
    derivatives: DerivativesFigures
    feed: FeedFigures


def market_snapshot(core: MarketDataProcessor) -> MarketSnapshot:
    """The pipeline's state as one document. Symbols are in alphabetical order."""
    contracts = core.derivatives.contracts
    symbols = sorted((core.sessions.days.keys() | core.foreign.flows.keys()) - contracts.keys())
    return MarketSnapshot(
        core.date.isoformat() if core.date is not None else None,
        {symbol: _symbol(core, symbol) for symbol in symbols},
        {
            name: IndexFigures(
                view.value,
                view.change,
                view.change_pct,
                view.advances,
                view.declines,
                view.unchanged,
                view.ceilings,
                view.floors,
            )
            for name, view in indices_room(core).indices.items()
        },
        DerivativesFigures(
            active_contract(core), {code: _contract(core, code) for code in sorted(contracts)}
        ),
        FeedFigures(
            core.counters.messages,
            core.counters.rejected_total,
            core.ledger.duplicates,
            core.counters.stale,
        ),
    )


def _symbol(core: MarketDataProcessor, symbol: str) -> SymbolFigures:
    row = board_row(core, symbol)
    flow = core.foreign.flows.get(symbol)
    foreign = None
    if flow is not None:
        foreign = ForeignFigures(
            flow.buy_volume,
            flow.sell_volume,
            flow.buy_value,
            flow.sell_value,
            flow.reported_buy_value,
            flow.reported_sell_value,
            flow.current_room,
            flow.total_room,
        )
    return SymbolFigures(
        row.reference,
        row.ceiling,
        row.floor,
        row.open,
        row.high,
        row.low,
        row.last,
        row.total_volume,
        row.total_value,
        row.buyer_volume,
        row.seller_volume,
        row.unknown_volume,
        row.auction_volume,
        row.missed_volume,
        foreign,
    )


def _contract(core: MarketDataProcessor, code: str) -> ContractFigures:
    view = contract_view(core, code, core.derivatives.contracts[code])
    return ContractFigures(
        view.aliases,
        view.last,
        view.total_volume,
        view.buyer_volume,
        view.seller_volume,
        view.unknown_volume,
        view.auction_volume,
        view.missed_volume,
        view.basis,
        view.basis_pct,
    )
