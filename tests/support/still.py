"""A market held still, so that what a page shows can be compared with what the worker wrote.

Door: `still`, `vietnamese`. Refuses to know what is on a page.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import httpx

from tests.support.frame import Frame
from tests.support.stack import LiveStack


@contextmanager
def still(stack: LiveStack, page: Frame, rooms: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Holds the worker; gives the data of rooms by name once the page has the newest of each.

    Args:
        stack: whose worker is held.
        page: what follows these rooms.
        rooms: their names.
    """
    stack.worker.send(signal.SIGSTOP)
    try:
        found: dict[str, Any] = {}

        def arrived() -> bool:
            frames = httpx.get(f"{stack.url}/api/live?rooms={','.join(rooms)}", timeout=10).json()["rooms"]
            found.update(frames)
            script = (
                "return Object.fromEntries(arguments[0].map((room) => [room, vnmarket.rooms.get(room)?.seq]))"
            )
            shown = page.chrome.execute_script(script, list(rooms))
            return all(frames[room] and shown[room] == frames[room]["seq"] for room in rooms)

        page.wait(arrived, f"the newest of {', '.join(rooms)}")
        yield {room: found[room]["data"] for room in rooms}
    finally:
        stack.worker.send(signal.SIGCONT)


def vietnamese(value: float, digits: int, sign: bool = False) -> str:
    """A number as the Vietnamese pages write it.

    Args:
        value: the number.
        digits: after the comma.
        sign: a plus before what is above zero.
    """
    # Browsers round the decimals they would print, a tie away from zero.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    shown = f"{rounded:,.{digits}f}"
    if not shown.strip("-0.,"):
        shown = shown.lstrip("-")
    elif sign and value > 0:
        shown = "+" + shown
    return shown.translate(str.maketrans(",.", ".,")).replace("-", "−")
