"""The listed contracts with their three names, and which one leads.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

HEADINGS: Final = (
    "contract_code",
    "contract_last",
    "col_change",
    "index_ladder_move",
    "contract_volume",
    "future_basis_points",
    "future_basis_pct",
    "future_coverage",
    "contract_expiry",
    "future_left",
)


def layout(view: PageView) -> Any:
    """A row per contract, the nearest expiry first."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in HEADINGS])),
            html.Tbody(id="future-contracts"),
        ],
        className="contracts",
    )
    return panel(
        view,
        "future_contracts",
        [html.Div(table, className="scroll-x", tabIndex=0), html.P(id="future-leads", className="note")],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
