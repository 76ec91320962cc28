"""How fast foreigners buy and sell through the day, how that changes, and what is left over.

Door: `layout`, `figure`, `register`. The browser fills the lines from the series and extends them
from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc, html

from dashboard.panels.unit_switch import unit_switch
from dashboard.panels.view import (
    GRAPH_CONFIG,
    Figure,
    PageView,
    base_layout,
    break_line,
    line_ends,
    minute_axis,
    panel,
)

CHART_ID: Final = "foreign-speed-chart"
LINES: Final = (
    ("buy", "y", 1.75),
    ("sell", "y", 1.75),
    ("buy_acceleration", "y2", 1),
    ("sell_acceleration", "y2", 1),
    ("net", "y3", 1.25),
)
"""Name, axis and width in pixels."""


def figure() -> Figure:
    """Three charts above each other on one axis of trading minutes, empty."""
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "customdata": [],
            "yaxis": axis,
            "line": {"width": width},
            "hovertemplate": "%{customdata}<extra></extra>",
        }
        for name, axis, width in LINES
    ]
    lines[-1]["fill"] = "tozeroy"
    layout_ = base_layout()
    layout_["margin"] = {"l": 56, "r": 148, "t": 8, "b": 22}
    layout_["xaxis"] = {**minute_axis(15), "anchor": "y3"}
    layout_["yaxis"] = {"domain": [0.5, 1], "rangemode": "tozero", "nticks": 5, "fixedrange": True}
    layout_["yaxis2"] = {"domain": [0.27, 0.45], "zeroline": True, "nticks": 3, "fixedrange": True}
    layout_["yaxis3"] = {"domain": [0, 0.22], "zeroline": True, "nticks": 3, "fixedrange": True}
    layout_["shapes"] = [break_line()]
    return {"data": [*lines, line_ends(), line_ends("y2"), line_ends("y3")], "layout": layout_}


def layout(view: PageView) -> Any:
    """Switch and chart."""
    return panel(
        view,
        "foreign_speed",
        [dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart")],
        [unit_switch(view, "foreign"), html.Span(id="foreign-speed-unit", className="unit")],
        room="foreign",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
