"""The page `/status`: how the system is, in words, and what to do where it is not well.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import (
    status_counts,
    status_coverage,
    status_head,
    status_lag,
    status_parts,
    status_phases,
    status_rejects,
)
from dashboard.panels.view import PageView

NAME: Final = "status"
PATH: Final = "/status"
PANELS: Final = (
    status_head,
    status_parts,
    status_lag,
    status_phases,
    status_rejects,
    status_counts,
    status_coverage,
)


def layout(view: PageView) -> Any:
    """The summary above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels status-panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
