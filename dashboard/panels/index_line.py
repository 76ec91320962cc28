"""An index through the day, against the previous session and the previous close.

Door: `layout`, `figure`, `register`. The browser fills the lines from the series `indices` and
`indices:previous`. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc, html

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

CHART_ID: Final = "index-line-chart"


def figure() -> Figure:
    """Three empty lines over the trading minutes: previous session, previous close, today."""
    styles: tuple[Figure, ...] = (
        {"width": 1},
        {"width": 1, "dash": "dot"},
        {"width": 2},
    )
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "customdata": [],
            "hovertemplate": "%{customdata}<extra></extra>",
            "line": style,
        }
        for name, style in zip(("previous", "close", "today"), styles, strict=True)
    ]
    lines[1]["hoverinfo"] = "skip"
    del lines[1]["hovertemplate"]
    layout_ = base_layout()
    layout_["margin"] = {"l": 60, "r": 128, "t": 8, "b": 22}
    layout_["xaxis"] = minute_axis(15)
    layout_["yaxis"] = {"zeroline": False, "nticks": 7, "tickformat": ",.1f", "fixedrange": True}
    layout_["shapes"] = [break_line()]
    return {"data": [*lines, line_ends()], "layout": layout_}


def layout(view: PageView) -> Any:
    """Chart, and what is known of the previous session in words."""
    return panel(
        view,
        "index_line",
        [
            dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart"),
            html.P(id="index-line-note", className="note"),
        ],
        [words(view, "index_points", className="unit")],
        room="indices",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
