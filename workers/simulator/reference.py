"""What the REST calls know of a source: securities, indices, memberships.

Door: the structs, `vn30_reference`, `future_security`. Refuses to know prices of the moment:
the server reads those from the messages it sends.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from core.market.calendar import Board
from core.market.contracts import Contract, contracts_listed
from core.market.prices import TENTHS, VND
from core.market.symbols import NAMES, vn30_members

DERIVATIVES_MARKET = "DER"
"""The derivatives board's name in the REST calls."""


class Security(msgspec.Struct, frozen=True):
    """One row of the master list; prices in smallest units, None where unknown."""

    symbol: str
    board: Board
    name: str = ""
    name_en: str = ""
    reference: int | None = None
    ceiling: int | None = None
    floor: int | None = None
    listed_shares: int | None = None
    contract: Contract | None = None

    @property
    def market(self) -> str:
        """The market's name in the REST calls."""
        return DERIVATIVES_MARKET if self.board is Board.DERIVATIVES else self.board.value

    @property
    def scale(self) -> int:
        """Smallest units of one of the wire's price (1 VND, 10 tenths of a point)."""
        return TENTHS if self.board is Board.DERIVATIVES else VND


class Index(msgspec.Struct, frozen=True):
    """An index with its members."""

    code: str
    name: str
    exchange: str
    members: tuple[str, ...] = ()


class ReferenceData(msgspec.Struct, frozen=True):
    """Everything the REST calls list."""

    securities: tuple[Security, ...]
    indices: tuple[Index, ...]

    def security(self, symbol: str) -> Security | None:
        """The row of a symbol, or None."""
        return next((row for row in self.securities if row.symbol == symbol), None)


def standard_indices(date: dt.date) -> tuple[Index, ...]:
    """The four headline indices; VN30 with its members in force."""
    return (
        Index("VNINDEX", "VNINDEX", "HOSE"),
        Index("VN30", "VN30", "HOSE", vn30_members(date)),
        Index("HNXIndex", "HNXIndex", "HNX"),
        Index("HNXUpcomIndex", "HNXUpcomIndex", "UPCOM"),
    )


def share(symbol: str, board: Board = Board.HOSE) -> Security:
    """A share of which only the name is known."""
    name = NAMES.get(symbol, symbol)
    return Security(symbol, board, name, name)


def future(contract: Contract) -> Security:
    """An index future of which only the contract is known."""
    name = f"{contract.underlying} {contract.last_trading_date:%m/%Y}"
    return Security(contract.code, Board.DERIVATIVES, name, name, contract=contract)


def vn30_reference(date: dt.date) -> ReferenceData:
    """VN30's members of a date and the listed futures, without prices."""
    shares = tuple(share(symbol) for symbol in vn30_members(date))
    return ReferenceData(shares + tuple(map(future, contracts_listed(date))), standard_indices(date))
