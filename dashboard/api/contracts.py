"""Futures by any of their three names.

Door: `contract_of`. Refuses to know HTTP.
"""

from __future__ import annotations

from core.market.calendar import local_date
from core.market.contracts import contract
from core.snapshot.rooms import DerivativesRoom


def contract_of(room: DerivativesRoom, name: str, market_now_ms: int) -> str | None:
    """The code under which the feed shows a future today, or None.

    Args:
        room: the futures of today.
        name: new code, old code or rolling alias, in any letter case.
        market_now_ms: the exchange's time, epoch ms; decides what an alias means on a day of which the
            room does not say it.
    """
    wanted = name.upper()
    told = _code(room, {wanted})
    if told is not None:
        return told
    by_rule = contract(wanted, local_date(market_now_ms))
    return None if by_rule is None else _code(room, {by_rule.code, *by_rule.aliases})


def _code(room: DerivativesRoom, names: set[str]) -> str | None:
    return next(
        (code for code, view in room.contracts.items() if not names.isdisjoint((code, *view.aliases))), None
    )
