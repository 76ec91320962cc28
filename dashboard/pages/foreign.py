"""The page `/foreign`: what foreign investors buy and sell, how fast, and what room is left.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import (
    foreign_head,
    foreign_map,
    foreign_movers,
    foreign_sectors,
    foreign_speed,
    foreign_table,
)
from dashboard.panels.view import PageView

NAME: Final = "foreign"
PATH: Final = "/foreign"
PANELS: Final = (foreign_head, foreign_speed, foreign_map, foreign_movers, foreign_table, foreign_sectors)


def layout(view: PageView) -> Any:
    """The totals above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels foreign-panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
