"""The directory of securities, made from the feed's master lists.

Door: `directory`. Refuses to know REST and Redis.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from core.market.calendar import Board, Calendar
from core.market.contracts import contract, contracts_listed
from core.market.symbols import NAMES, sector_of
from core.snapshot.directory import Directory, DirectoryEntry
from workers.feed.rest import ListedSecurity

_BOARDS: Final = {"DER": Board.DERIVATIVES.value}
_KINDS: Final = {
    "ST": "share",
    "S": "share",
    "EF": "etf",
    "E": "etf",
    "MF": "fund",
    "U": "fund",
    "CW": "warrant",
    "BO": "bond",
    "B": "bond",
    "FU": "future",
}


def directory(listed: Iterable[ListedSecurity], day: dt.date, calendar: Calendar) -> Directory:
    """Every security of the lists; before there are any, what the product knows by itself.

    Args:
        listed: rows of the master lists.
        day: trading date at which the names of futures are read.
        calendar: trading days, for the contracts' last ones.
    """
    entries = {row.symbol: _entry(row, day, calendar) for row in listed}
    if not entries:
        entries = {
            symbol: DirectoryEntry(symbol, Board.HOSE.value, "share", name, sector=sector_of(symbol))
            for symbol, name in NAMES.items()
        }
        for one in contracts_listed(day, calendar=calendar):
            row = ListedSecurity(one.code, "DER", "FU")
            entries[one.code] = _entry(row, day, calendar)
    return Directory(day.isoformat(), [entries[symbol] for symbol in sorted(entries)])


def _entry(row: ListedSecurity, day: dt.date, calendar: Calendar) -> DirectoryEntry:
    kind = _KINDS.get((row.kind or "").upper())
    board = (row.market or "").upper()
    entry = DirectoryEntry(
        row.symbol,
        _BOARDS.get(board, board) or None,
        kind,
        row.name or NAMES.get(row.symbol),
        row.name_en or None,
        sector_of(row.symbol) if kind == "share" else None,
    )
    last = row.last_trading_date
    if kind == "future":
        known = contract(row.symbol, day, calendar)
        if known is not None:
            entry.aliases = [name for name in (known.code, *known.aliases) if name != row.symbol]
            last = last or known.last_trading_date
    entry.last_trading_date = None if last is None else last.isoformat()
    return entry
