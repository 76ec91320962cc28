"""VN30 and VNINDEX through the day against their reference, and how many shares agree.

Door: `layout`, `figure`, `register`. The browser fills the lines from the series and extends
them from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash, dcc, html

from dashboard.panels.view import (
    GRAPH_CONFIG,
    Figure,
    PageView,
    attributes,
    base_layout,
    break_line,
    line_ends,
    minute_axis,
    panel,
    words,
)

CHART_ID: Final = "indices-chart"
LINES: Final = ("VN30", "VNINDEX")


def figure(view: PageView) -> Figure:
    """Two empty lines over the trading minutes, per cent against the reference.

    Args:
        view: for the axis title.
    """
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "customdata": [],
            "hovertemplate": f"{name} %{{customdata}}<extra></extra>",
            "line": {"width": 2 if name == "VN30" else 1.5},
        }
        for name in LINES
    ]
    layout_ = base_layout()
    layout_["xaxis"] = minute_axis(15)
    layout_["yaxis"] = {
        "zeroline": True,
        "zerolinewidth": 1,
        "nticks": 6,
        "tickformat": ".1f",
        # A flat market is drawn flat, not blown up to fill the panel.
        "autorangeoptions": {"include": [-0.2, 0.2]},
        "ticksuffix": "%",
        "fixedrange": True,
    }
    layout_["shapes"] = [break_line()]
    return {"data": [*lines, line_ends()], "layout": layout_}


def _breadth(view: PageView, index_id: str) -> Any:
    return html.Div(
        [
            html.Span(index_id, className="breadth-name"),
            html.Div(
                [html.Div(className=f"share {kind}") for kind in ("up", "flat", "down")],
                className="breadth-bar",
            ),
            html.Span(className="breadth-numbers"),
        ],
        className="breadth",
        title=view.text.breadth_tip,
        **attributes({"data-breadth": index_id, "data-text-title": "breadth_tip"}),
    )


def layout(view: PageView) -> Any:
    """Chart, and one breadth bar per index."""
    return panel(
        view,
        "indices",
        [
            dcc.Graph(id=CHART_ID, figure=figure(view), config=GRAPH_CONFIG, className="chart"),
            dbc.Row([_breadth(view, name) for name in LINES], className="breadths"),
        ],
        [words(view, "indices_axis", className="unit")],
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
