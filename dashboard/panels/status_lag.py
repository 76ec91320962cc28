"""The worker's lag over the last minutes, as this tab has heard it.

Door: `layout`, `figure`, `register`. The browser fills the line. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc

from dashboard.panels.view import GRAPH_CONFIG, Figure, PageView, base_layout, line_ends, panel, words

CHART_ID: Final = "status-lag-chart"
MINUTES: Final = 10
SLOW_MS: Final = 1000


def figure() -> Figure:
    """An empty line over the last minutes; the shape is where lag begins to matter."""
    layout_ = base_layout()
    layout_["margin"] = {"l": 48, "r": 72, "t": 8, "b": 22}
    layout_["xaxis"] = {
        "range": [-MINUTES, 0.1],
        "dtick": 2,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
    layout_["yaxis"] = {"rangemode": "tozero", "nticks": 4, "zeroline": False, "fixedrange": True}
    layout_["shapes"] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": SLOW_MS,
            "y1": SLOW_MS,
            "line": {"width": 1, "dash": "dot"},
        }
    ]
    line: Figure = {
        "type": "scatter",
        "mode": "lines",
        "name": "lag",
        "x": [],
        "y": [],
        "customdata": [],
        "hovertemplate": "%{customdata}<extra></extra>",
        "line": {"width": 1.5},
    }
    return {"data": [line, line_ends()], "layout": layout_}


def layout(view: PageView) -> Any:
    """Chart."""
    return panel(
        view,
        "status_lag",
        [dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart")],
        [words(view, "status_lag_axis", className="unit")],
        room="status",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
