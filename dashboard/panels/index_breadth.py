"""Breadth over the day: how many shares rise and fall, and the advance-decline line.

Door: `layout`, `figure`, `register`. Refuses to know values and colours.
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

CHART_ID: Final = "index-breadth-chart"
BANDS: Final = ("advances", "unchanged", "declines")


def figure() -> Figure:
    """Three stacked bands above, one line below, empty."""
    hover = {"customdata": [], "hovertemplate": "%{customdata}<extra></extra>"}
    bands: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "stackgroup": "breadth",
            "line": {"width": 1},
            **hover,
        }
        for name in BANDS
    ]
    line: Figure = {
        "type": "scatter",
        "mode": "lines",
        "name": "ad_line",
        "x": [],
        "y": [],
        "yaxis": "y2",
        "line": {"width": 1.5},
        **hover,
    }
    layout_ = base_layout()
    layout_["margin"] = {"l": 60, "r": 128, "t": 8, "b": 22}
    layout_["xaxis"] = {**minute_axis(15), "anchor": "y2"}
    layout_["yaxis"] = {
        "domain": [0.42, 1],
        "rangemode": "tozero",
        "nticks": 4,
        "zeroline": False,
        "fixedrange": True,
    }
    layout_["yaxis2"] = {
        "domain": [0, 0.36],
        "nticks": 4,
        "zeroline": True,
        "zerolinewidth": 1,
        "fixedrange": True,
    }
    layout_["shapes"] = [break_line()]
    return {"data": [*bands, line, line_ends("y2")], "layout": layout_}


def layout(view: PageView) -> Any:
    """Chart."""
    return panel(
        view,
        "index_breadth",
        [dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart")],
        [words(view, "index_breadth_axis", className="unit")],
        room="indices",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
