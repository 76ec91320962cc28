"""Every share of the rooms: the boards of the whole exchanges, and VN30's, which is the freshest.

Door: `shares`, `SHARE_ROOMS`. Refuses to know HTTP and what is answered.
"""

from __future__ import annotations

from typing import Final

from core.snapshot.rooms import BoardRoom, BoardRow, HnxBoard, HoseBoard, UpcomBoard
from dashboard.api.answers import View

SHARE_ROOMS: Final = (HoseBoard, HnxBoard, UpcomBoard, BoardRoom)
"""What an operation that asks for `shares` is made from."""


def shares(view: View) -> dict[str, BoardRow]:
    """Rows by share; a member of VN30 of which nothing was heard has an all but empty one."""
    return {symbol: row for kind in SHARE_ROOMS for symbol, row in view.room(kind).rows.items()}
