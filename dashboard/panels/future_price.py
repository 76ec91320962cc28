"""The chosen contract's price beside its index through the day.

Door: `layout`, `figure`, `register`. The browser fills the lines from the series `derivatives`.
Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc

from dashboard.panels.view import (
    GRAPH_CONFIG,
    Figure,
    PageView,
    base_layout,
    break_line,
    line_ends,
    minute_axis,
    panel,
    words,
)

CHART_ID: Final = "future-price-chart"


def figure() -> Figure:
    """Two empty lines over the trading minutes: the index, the contract."""
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "customdata": [],
            "hovertemplate": "%{customdata}<extra></extra>",
            "line": {"width": width},
        }
        for name, width in (("index", 1.25), ("price", 2))
    ]
    layout_ = base_layout()
    layout_["margin"] = {"l": 60, "r": 128, "t": 8, "b": 22}
    layout_["xaxis"] = minute_axis(0)
    layout_["yaxis"] = {"zeroline": False, "nticks": 6, "tickformat": ",.1f", "fixedrange": True}
    layout_["shapes"] = [break_line()]
    return {"data": [*lines, line_ends()], "layout": layout_}


def layout(view: PageView) -> Any:
    """Chart."""
    return panel(
        view,
        "future_price",
        [dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart")],
        [words(view, "basis_axis", className="unit")],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
