"""The basis of the chosen contract through the day, with its band.

Door: `layout`, `figure`, `register`. The browser fills the lines from the series `derivatives`.
Refuses to know values and colours.
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

CHART_ID: Final = "future-basis-chart"


def figure() -> Figure:
    """Empty: two edges of the band, its middle, premium and discount areas, the basis."""

    def trace(name: str, width: float, **more: Any) -> Figure:
        line = {"width": width, **more.pop("line", {})}
        empty = {"x": [], "y": [], "customdata": [], "hoverinfo": "skip"}
        return {"type": "scatter", "mode": "lines", "name": name, "line": line, **empty, **more}

    layout_ = base_layout()
    layout_["margin"] = {"l": 52, "r": 128, "t": 8, "b": 22}
    layout_["xaxis"] = minute_axis(0)
    layout_["yaxis"] = {
        "zeroline": True,
        "zerolinewidth": 1.5,
        "nticks": 8,
        "autorangeoptions": {"include": [-1, 1]},
        "fixedrange": True,
    }
    layout_["shapes"] = [break_line()]
    return {
        "data": [
            trace("low", 0),
            trace("high", 0, fill="tonexty"),
            trace("middle", 1, line={"dash": "dot"}),
            trace("premium", 0, fill="tozeroy"),
            trace("discount", 0, fill="tozeroy"),
            trace("basis", 2, hoverinfo="all", hovertemplate="%{customdata}<extra></extra>"),
            line_ends(),
        ],
        "layout": layout_,
    }


def layout(view: PageView) -> Any:
    """Chart, which band it has, and the shares of the day's time."""
    return panel(
        view,
        "future_basis",
        [
            dcc.Graph(id=CHART_ID, figure=figure(), config=GRAPH_CONFIG, className="chart"),
            html.P(id="future-band", className="note"),
            html.Div(id="future-time", className="time-shares"),
        ],
        [words(view, "basis_axis", className="unit"), html.Span(id="future-basis-now", className="headline")],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
