"""Price and basis of every contract by days to expiry.

Door: `layout`, `figure`, `register`. The browser fills the lines from the room. Refuses to know values
and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc, html

from dashboard.panels.view import GRAPH_CONFIG, Figure, PageView, base_layout, panel, words

CHART_ID: Final = "future-curve-chart"


def figure() -> Figure:
    """Two empty lines, one above the other: prices, basis. The first shape is the index."""
    lines: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": [],
            "y": [],
            "yaxis": axis,
            "customdata": [],
            "hovertemplate": "%{customdata}<extra></extra>",
            "line": {"width": 1.5},
            "marker": {"size": 6},
        }
        for name, axis in (("price", "y"), ("basis", "y2"))
    ]
    layout_ = base_layout()
    layout_["margin"] = {"l": 56, "r": 56, "t": 20, "b": 24}
    layout_["hovermode"] = "closest"
    layout_["xaxis"] = {
        "anchor": "y2",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        # Room for the first contract's name; days that are over have no tick.
        "autorangeoptions": {"include": [-12, 40]},
        "tick0": 0,
        "dtick": 30,
    }
    axis = {"nticks": 5, "fixedrange": True, "tickformat": ",.1~f"}
    layout_["yaxis"] = {**axis, "domain": [0.5, 1], "zeroline": False}
    layout_["yaxis2"] = {**axis, "domain": [0, 0.38], "zeroline": True, "zerolinewidth": 1}
    layout_["shapes"] = [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": 0,
            "y1": 0,
            "visible": False,
            "line": {"width": 1, "dash": "dot"},
        }
    ]
    return {"data": lines, "layout": layout_}


def layout(view: PageView) -> Any:
    """Chart, and what it waits for."""
    return panel(
        view,
        "future_curve",
        [
            dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart"),
            html.P(id="future-curve-note", className="note"),
        ],
        [words(view, "future_curve_days", className="unit")],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
