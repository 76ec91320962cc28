"""The page `/derivatives`: one future at a time against its index, and all of them by expiry.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash

from dashboard.panels import (
    future_basis,
    future_contracts,
    future_convergence,
    future_curve,
    future_expiry,
    future_flow,
    future_head,
    future_price,
)
from dashboard.panels.view import PageView

NAME: Final = "derivatives"
PATH: Final = "/derivatives"
PANELS: Final = (
    future_head,
    future_basis,
    future_contracts,
    future_flow,
    future_expiry,
    future_price,
    future_curve,
    future_convergence,
)


def layout(view: PageView) -> Any:
    """The headline above, the panels below."""
    return dbc.Row([part.layout(view) for part in PANELS], className="panels future-panels")


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
