"""What was counted since the worker started, and what runs.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def layout(view: PageView) -> Any:
    """Names and figures."""
    return panel(view, "status_counts", [html.Div(id="status-counts", className="facts")], room="status")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
