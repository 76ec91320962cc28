"""The page `/`: the strip, the board, and three panels below it.

Door: `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import board, derivatives, foreign, indices, strip
from dashboard.panels.view import PageView

PANELS: Final = (board, indices, foreign, derivatives)


def layout(view: PageView) -> Any:
    """The page with the deployment's default language; the browser applies its own choices."""
    return dbc.Container(
        [strip.layout(view), dbc.Row([part.layout(view) for part in PANELS], className="panels")],
        fluid=True,
        className="page page-board",
    )


def register(app: Dash, view: PageView) -> None:
    """Makes it the application's layout and registers its panels."""
    app.layout = layout(view)
    for part in (strip, *PANELS):
        part.register(app)
