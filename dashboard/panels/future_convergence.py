"""Whether the basis of the chosen contract moves towards zero, and how sure that is.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def layout(view: PageView) -> Any:
    """A verdict in words, the figures behind it."""
    return panel(
        view, "future_convergence", [html.Div(id="future-convergence", className="facts")], room="derivatives"
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
