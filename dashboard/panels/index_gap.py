"""The published index beside the one rebuilt from its members' prices.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def layout(view: PageView) -> Any:
    """Figures, and what they mean."""
    return panel(view, "index_gap", [html.Div(id="index-gap", className="facts")], room="indices")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
