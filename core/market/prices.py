"""Prices as integers of the smallest unit, and what the boards allow.

Units: VND for shares, tenths of a point for index futures, hundredths of a point for
indices. Door: `PriceUnit`, `step_vnd`, `limits_vnd`. Refuses to know any live price.
Source of steps and limits: the exchanges' trading rules.
"""

from __future__ import annotations

from core.market.calendar import Board

FUTURES_MULTIPLIER_VND = 100_000
"""Value of one index point of one VN30 or VN100 contract."""

VND = 1
TENTHS = 10
HUNDREDTHS = 100
"""How many smallest units make 1 of what the wire shows (VND or points)."""

LIMIT_PERMILLE: dict[Board, int] = {
    Board.HOSE: 70,
    Board.HNX: 100,
    Board.UPCOM: 150,
    Board.DERIVATIVES: 70,
}


def step_vnd(board: Board, price_vnd: int) -> int:
    """The price step at a price, in VND (for DERIVATIVES: 1 tenth of a point)."""
    if board is Board.DERIVATIVES:
        return 1
    if board is not Board.HOSE:
        return 100
    if price_vnd < 10_000:
        return 10
    return 50 if price_vnd < 50_000 else 100


def limits_vnd(board: Board, reference: int) -> tuple[int, int]:
    """(ceiling, floor) computed from the reference: a check on the feed's own, never a substitute.

    Args:
        board: decides limit and step.
        reference: reference price in the board's smallest unit.
    """
    permille = LIMIT_PERMILLE[board]
    upper = reference * (1000 + permille) // 1000
    lower = -(-reference * (1000 - permille) // 1000)
    up_step, low_step = step_vnd(board, upper), step_vnd(board, lower)
    return upper // up_step * up_step, -(-lower // low_step) * low_step
