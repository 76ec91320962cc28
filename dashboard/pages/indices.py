"""The page `/indices`: one index at a time, what moves it, and what it hides.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import (
    index_breadth,
    index_divergence,
    index_gap,
    index_group,
    index_head,
    index_ladder,
    index_line,
    index_map,
)
from dashboard.panels.view import PageView

NAME: Final = "indices"
PATH: Final = "/indices"
PANELS: Final = (
    index_head,
    index_line,
    index_ladder,
    index_map,
    index_breadth,
    index_group,
    index_gap,
    index_divergence,
)


def layout(view: PageView) -> Any:
    """The headline above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels index-panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
