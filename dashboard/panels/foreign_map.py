"""The heat map of foreign turnover: a tile per share, by sector.

Door: `layout`, `register`. The browser fills it from the room; to which sector a share belongs is given
along. Refuses to know values and colours.
"""

from __future__ import annotations

import json
from typing import Any

from dash import Dash, html

from core.market.symbols import SECTORS
from dashboard.panels.view import PageView, attributes, panel


def layout(view: PageView) -> Any:
    """Tiles."""
    return panel(
        view,
        "foreign_map",
        [
            html.Div(
                id="foreign-map",
                className="heat-map",
                role="group",
                **attributes(
                    {
                        "data-sectors": json.dumps(SECTORS),
                        "aria-label": view.text.foreign_map_title,
                        "data-text-label": "foreign_map_title",
                    }
                ),
            ),
            html.P(id="foreign-map-note", className="note"),
        ],
        [html.Span(id="foreign-map-count", className="unit")],
        room="foreign",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
