"""The day's top lists over all shares.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

LISTS: Final = (
    "active_buying",
    "active_selling",
    "gainers",
    "losers",
    "by_volume",
    "by_value",
    "foreign_buying",
    "foreign_selling",
)
"""By the room's names."""


def layout(view: PageView) -> Any:
    """Eight lists."""
    return panel(
        view,
        "flow_movers",
        [
            html.Div(
                [
                    words(view, f"flow_{name}", "H3"),
                    html.Div(id=f"flow-movers-{name}", className="rank-list"),
                ],
                className="rank-box",
            )
            for name in LISTS
        ],
        room="flow",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
