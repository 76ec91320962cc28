"""Single instruments: the members of VN30, a symbol, an index, the futures.

Door: `OPERATIONS`. Refuses to know HTTP and where rooms come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core.market.symbols import INDEX_IDS, NAMES, index_id
from core.snapshot.rooms import (
    BoardRoom,
    BoardRow,
    ContractView,
    DerivativesRoom,
    ForeignRoom,
    ForeignView,
    IndexView,
    IndicesRoom,
)
from dashboard.api.answers import Answer, Operation, Parameters, View
from dashboard.api.contracts import contract_of
from dashboard.api.problems import ProblemError
from dashboard.api.shares import SHARE_ROOMS, shares

_COVERAGE_DIGITS: Final = 6


class Component(msgspec.Struct):
    """A member of VN30. contribution: points it moved the index today, null where weights are unknown;
    what is unknown is left out of `row`."""

    symbol: str
    name: str | None
    contribution: float | None
    row: BoardRow


class Components(msgspec.Struct):
    """The members, in alphabetical order, and their volumes together, in shares."""

    total_volume: int
    missed_volume: int
    components: list[Component]


class ComponentsAnswer(Answer, kw_only=True):
    """VN30's members. coverage: 1 - missed / total volume over them, null before the first trade."""

    coverage: float | None
    data: Components


class SymbolDetail(msgspec.Struct):
    """A share (`row`, `foreign`) or a future (`contract`). names: every code it goes by."""

    symbol: str
    kind: Annotated[Literal["share", "future"], Meta(extra_json_schema={"type": "string"})]
    name: str | None
    names: list[str]
    row: BoardRow | None = None
    foreign: ForeignView | None = None
    contract: ContractView | None = None


class SymbolParameters(Parameters):
    """Which symbol."""

    symbol: Annotated[
        str,
        Meta(
            description="a share, or a future by any of its names",
            examples=["FPT", "VN30F1M"],
            min_length=1,
            max_length=32,
        ),
    ]


class SymbolAnswer(Answer, kw_only=True):
    """One symbol. coverage: 1 - missed / total volume of the day, null before the first trade."""

    coverage: float | None
    data: SymbolDetail


class IndexDetail(msgspec.Struct):
    """An index by the feed's id; what is unknown is left out of `view`."""

    id: str
    view: IndexView


class IndexParameters(Parameters):
    """Which index."""

    id: Annotated[
        str,
        Meta(
            description="the feed's id or a usual spelling: VNINDEX, VN30, HNX, UPCOM",
            examples=["VNINDEX", "UPCOM"],
            min_length=1,
            max_length=32,
        ),
    ]


class IndexAnswer(Answer, kw_only=True):
    """One index."""

    data: IndexDetail


class DerivativesAnswer(Answer, kw_only=True):
    """Every future. coverage: 1 - missed / total volume over them, null before the first trade."""

    coverage: float | None
    data: DerivativesRoom


def _components(view: View, _: Parameters) -> Answer:
    rows = view.room(BoardRoom).rows
    index = view.room(IndicesRoom).indices.get("VN30")
    contributions = {} if index is None else index.contributions
    total, missed = _volumes(rows.values())
    members = [
        Component(symbol, NAMES.get(symbol), contributions.get(symbol), row)
        for symbol, row in sorted(rows.items())
    ]
    return ComponentsAnswer(
        **view.head(), coverage=_coverage(total, missed), data=Components(total, missed, members)
    )


def _symbol(view: View, parameters: SymbolParameters) -> Answer:
    symbol = parameters.symbol.upper()
    row = shares(view).get(symbol)
    if row is not None:
        flow = view.room(ForeignRoom).symbols.get(symbol)
        share = SymbolDetail(symbol, "share", NAMES.get(symbol), [symbol], row, flow)
        return SymbolAnswer(**view.head(), coverage=row.coverage, data=share)
    futures = view.room(DerivativesRoom)
    code = contract_of(futures, symbol, view.market_now_ms)
    if code is None:
        raise ProblemError(
            "unknown-symbol", f"{parameters.symbol!r} is neither a share of today nor a future"
        )
    contract = futures.contracts[code]
    future = SymbolDetail(code, "future", None, [code, *contract.aliases], contract=contract)
    return SymbolAnswer(**view.head(), coverage=contract.coverage, data=future)


def _index(view: View, parameters: IndexParameters) -> Answer:
    indices = view.room(IndicesRoom).indices
    found = index_id(parameters.id, indices)
    if found is not None:
        return IndexAnswer(**view.head(), data=IndexDetail(found, indices[found]))
    expected = index_id(parameters.id, INDEX_IDS)
    if expected is not None:
        raise ProblemError("no-data-yet", f"the feed has not sent {expected} yet")
    raise ProblemError("unknown-index", f"{parameters.id!r} is none of {', '.join(indices) or 'the indices'}")


def _derivatives(view: View, _: Parameters) -> Answer:
    room = view.room(DerivativesRoom)
    coverage = _coverage(*_volumes(room.contracts.values()))
    return DerivativesAnswer(**view.head(), coverage=coverage, data=room)


def _volumes(rows: Iterable[BoardRow | ContractView]) -> tuple[int, int]:
    """(total, missed) of those that traded."""
    traded = [(row.total_volume, row.missed_volume or 0) for row in rows if row.total_volume is not None]
    return sum(total for total, _ in traded), sum(missed for _, missed in traded)


def _coverage(total: int, missed: int) -> float | None:
    return round(1 - missed / total, _COVERAGE_DIGITS) if total else None


OPERATIONS: Final = (
    Operation(
        "/api/vn30-components",
        "get_vn30_components",
        "The members of VN30",
        "As the price board shows them. A member of which nothing was heard yet has an all but empty row.",
        ComponentsAnswer,
        _components,
        (BoardRoom, IndicesRoom),
    ),
    Operation(
        "/api/symbols/{symbol}",
        "get_symbol",
        "One share or future",
        "Shares of every exchange, and futures by the exchange's code (41I1G9000), the old code (VN30F2609) "
        "or the rolling alias (VN30F1M).",
        SymbolAnswer,
        _symbol,
        (*SHARE_ROOMS, ForeignRoom, DerivativesRoom),
        parameters=SymbolParameters,
        problems=("unknown-symbol",),
    ),
    Operation(
        "/api/indices/{id}",
        "get_index",
        "One index",
        "Letter case and hyphens do not matter: `vn-index` is VNINDEX, `HNX` is HNXIndex, `UPCOM` is "
        "HNXUpcomIndex.",
        IndexAnswer,
        _index,
        (IndicesRoom,),
        parameters=IndexParameters,
        problems=("unknown-index",),
    ),
    Operation(
        "/api/derivatives",
        "get_derivatives",
        "Index futures",
        "Every contract the feed shows today with its basis, the active one, and on an expiry day the "
        "settlement price as it forms.",
        DerivativesAnswer,
        _derivatives,
        (DerivativesRoom,),
    ),
)
