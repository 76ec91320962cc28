"""An index against its breadth over the last quarter of an hour, in words.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def layout(view: PageView) -> Any:
    """Words, then the figures they come from."""
    return panel(
        view, "index_divergence", [html.Div(id="index-divergence", className="facts")], room="indices"
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
