"""Volume by aggressor: of every contract, and of the chosen one by phase.

Door: `layout`, `register`. The browser fills it from the room and from the contract's own. Refuses to
know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words


def layout(view: PageView) -> Any:
    """What the colours mean, bars by contract, bars by phase."""
    legend = html.Div(
        [
            words(view, "future_bought", className="swatch buy"),
            words(view, "future_sold", className="swatch sell"),
            words(view, "future_unclear", className="swatch quiet"),
            words(view, "future_auction", className="swatch auction"),
        ],
        className="flow-legend",
    )
    return panel(
        view,
        "future_flow",
        [
            legend,
            words(view, "future_flow_contracts", "H3"),
            html.Div(id="future-flow-contracts", className="flow-bars"),
            html.H3(id="future-flow-name"),
            html.Div(id="future-flow-phases", className="flow-bars"),
        ],
        [words(view, "future_flow_unit", className="unit")],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
