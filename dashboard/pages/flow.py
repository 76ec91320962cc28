"""The page `/flow`: who was the aggressor, how that was decided, and what stands out.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import (
    flow_decided,
    flow_head,
    flow_large,
    flow_limits,
    flow_movers,
    flow_phases,
    flow_table,
)
from dashboard.panels.view import PageView

NAME: Final = "flow"
PATH: Final = "/flow"
PANELS: Final = (flow_head, flow_phases, flow_decided, flow_movers, flow_table, flow_limits, flow_large)


def layout(view: PageView) -> Any:
    """The market above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels flow-panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
