"""Shares of an invented market beyond VN30: some of each exchange, and who moves most.

Door: `other_shares`, `nudge`, `ranking`. Refuses to know rooms and clocks.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from core.market.calendar import Board
from core.market.prices import limits_vnd
from core.snapshot import keys
from core.snapshot.flow_room import RankedView
from core.snapshot.rooms import BoardRow

_LISTED = 10


def other_shares(rng: random.Random, count: int) -> dict[str, dict[str, BoardRow]]:
    """`count` shares of each exchange by room: H000 and on of HNX, U000 of UPCoM, S000 of HOSE."""
    letters = {keys.HOSE: ("S", Board.HOSE), keys.HNX: ("H", Board.HNX), keys.UPCOM: ("U", Board.UPCOM)}
    return {
        room: {f"{letter}{number:03d}": _share(rng, board) for number in range(count)}
        for room, (letter, board) in letters.items()
    }


def _share(rng: random.Random, board: Board) -> BoardRow:
    reference = rng.randrange(40, 300) * 100
    ceiling, floor = limits_vnd(board, reference)
    return BoardRow(
        board=board.value, sector="other", session="LO",
        reference=reference, ceiling=ceiling, floor=floor, last=reference, change=0, change_pct=0.0,
        last_volume=100, side="unknown", total_volume=100, unknown_volume=100, buyer_volume=0,
        seller_volume=0, coverage=1.0,
    )  # fmt: skip


def nudge(rng: random.Random, row: BoardRow) -> None:
    """One trade of 100 shares, bought."""
    reference, last = row.reference or 0, row.last or 0
    row.last = min(max(last + rng.choice((-100, 0, 100)), row.floor or 0), row.ceiling or last)
    row.change = row.last - reference
    row.change_pct = round(100 * row.change / reference, 2)
    row.total_volume = (row.total_volume or 0) + 100
    row.buyer_volume, row.side = (row.buyer_volume or 0) + 100, "buyer"


def ranking(rows: dict[str, BoardRow]) -> dict[str, list[RankedView]]:
    """The flow room's top lists of these shares."""

    def top(measure: Callable[[BoardRow], float], sign: int = -1) -> list[RankedView]:
        found = sorted(rows.items(), key=lambda item: sign * measure(item[1]))[:_LISTED]
        return [RankedView(symbol, measure(row)) for symbol, row in found]

    def active(row: BoardRow) -> float:
        return ((row.buyer_volume or 0) - (row.seller_volume or 0)) * (row.last or 0)

    def foreign(row: BoardRow) -> float:
        return ((row.foreign_buy_volume or 0) - (row.foreign_sell_volume or 0)) * (row.last or 0)

    return {
        "gainers": top(lambda row: row.change_pct or 0.0),
        "losers": top(lambda row: row.change_pct or 0.0, 1),
        "by_volume": top(lambda row: row.total_volume or 0),
        "by_value": top(lambda row: row.total_value or 0),
        "active_buying": top(active),
        "active_selling": top(active, 1),
        "foreign_buying": top(foreign),
        "foreign_selling": top(foreign, 1),
    }
