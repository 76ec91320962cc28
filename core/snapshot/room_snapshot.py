"""The market snapshot again, made from rooms instead of the pipeline: what a reader of Redis can say.

Door: `snapshot_of_rooms`. Of a share that is on no board it knows only the foreign flow.
Refuses to know where rooms are kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.snapshot.market_snapshot import (
    ContractFigures,
    DerivativesFigures,
    FeedFigures,
    ForeignFigures,
    IndexFigures,
    MarketSnapshot,
    SymbolFigures,
)
from core.snapshot.rooms import (
    BoardRow,
    ContractView,
    DerivativesRoom,
    ForeignRoom,
    ForeignView,
    IndexView,
    IndicesRoom,
    StatusRoom,
)


def snapshot_of_rooms(
    shares: Mapping[str, BoardRow],
    indices: IndicesRoom,
    foreign: ForeignRoom,
    derivatives: DerivativesRoom,
    status: StatusRoom,
) -> MarketSnapshot:
    """The rooms of one moment as one document, symbols in alphabetical order.

    A share of which nothing was heard yet is left out, as the pipeline does.
    """
    heard = {symbol for symbol, row in shares.items() if row.board is not None}
    symbols = sorted((heard | foreign.symbols.keys()) - derivatives.contracts.keys())
    unknown = BoardRow()
    return MarketSnapshot(
        derivatives.date,
        {symbol: _symbol(shares.get(symbol, unknown), foreign.symbols.get(symbol)) for symbol in symbols},
        {name: _index(view) for name, view in indices.indices.items()},
        DerivativesFigures(
            derivatives.active,
            {code: _contract(view) for code, view in sorted(derivatives.contracts.items())},
        ),
        FeedFigures(status.messages, sum(status.rejected.values()), status.duplicates, status.stale_messages),
    )


def _symbol(row: BoardRow, flow: ForeignView | None) -> SymbolFigures:
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
        None if flow is None else _foreign(flow),
    )


def _foreign(flow: ForeignView) -> ForeignFigures:
    return ForeignFigures(
        flow.buy_volume,
        flow.sell_volume,
        flow.buy_value,
        flow.sell_value,
        flow.reported_buy_value,
        flow.reported_sell_value,
        flow.current_room,
        flow.total_room,
    )


def _index(view: IndexView) -> IndexFigures:
    return IndexFigures(
        view.value,
        view.change,
        view.change_pct,
        view.advances,
        view.declines,
        view.unchanged,
        view.ceilings,
        view.floors,
    )


def _contract(view: ContractView) -> ContractFigures:
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
