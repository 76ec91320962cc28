"""The heat map of an index's shares: a tile each, by sector.

Door: `layout`, `register`. The browser fills it from the boards. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

SIZES: Final = ("turnover", "weight")


def _size(view: PageView, name: str) -> Any:
    return words(
        view,
        f"index_map_{name}",
        "Button",
        className="choice",
        **attributes({"data-heat-size": name, "aria-pressed": "false"}),
    )


def layout(view: PageView) -> Any:
    """Tiles, and what their areas mean."""
    return panel(
        view,
        "index_map",
        [
            html.Div(id="index-map", className="heat-map", role="group"),
            html.P(id="index-map-note", className="note"),
        ],
        [
            words(view, "index_map_size", className="unit"),
            html.Div([_size(view, name) for name in SIZES], className="choices"),
            html.Span(id="index-map-count", className="unit"),
        ],
        room="board",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
