"""The page `/`: the board, what moves most beside it, and four panels below.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import board, derivatives, foreign, indices, movers, phases
from dashboard.panels.view import PageView

NAME: Final = "board"
PATH: Final = "/"
PANELS: Final = (board, movers, indices, foreign, derivatives, phases)


def layout(view: PageView) -> Any:
    """The board and the movers above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
