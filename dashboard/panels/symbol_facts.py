"""What else is known of a symbol: foreign flow, limits, auctions, the ledger, a future's terms.

Door: `foreign`, `limits`, `auctions`, `ledger`, `contract`, `register`. The browser fills them from the
symbol's room (assets/85-symbol-facts.js, 85-symbol-flow.js). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def _facts(view: PageView, name: str) -> Any:
    """A panel whose content the browser makes.

    Args:
        view: for the first texts.
        name: of the panel, without `symbol_`.
    """
    return panel(view, f"symbol_{name}", [html.Div(id=f"symbol-{name}", className="facts-box")])


def foreign(view: PageView) -> Any:
    """Bought, sold and net; speeds; the room and its clock. Of shares only."""
    return _facts(view, "foreign")


def contract(view: PageView) -> Any:
    """Basis, index, expiry and the three names. Of futures only."""
    return _facts(view, "contract")


def limits(view: PageView) -> Any:
    """First touch of ceiling and floor, time locked, queue, breaks."""
    return _facts(view, "limits")


def auctions(view: PageView) -> Any:
    """The auctions as they formed, and what came of them."""
    return _facts(view, "auctions")


def ledger(view: PageView) -> Any:
    """The identity of the volume, and what happened to the messages."""
    return _facts(view, "ledger")


def register(app: Dash) -> None:
    """Nothing to register: everything is filled in the browser."""
