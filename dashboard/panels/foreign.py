"""Foreign investors: how fast they buy and sell, what is left over, who is bought and sold most.

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
    base_layout,
    break_line,
    line_ends,
    minute_axis,
    panel,
    words,
)

CHART_ID: Final = "foreign-chart"


def figure(view: PageView) -> Figure:
    """Two empty speed lines above an empty area of the net value.

    Args:
        view: for the hover texts.
    """

    def line(name: str, axis: str, width: float, **more: Any) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "customdata": [],
            "yaxis": axis,
            "line": {"width": width},
            "hovertemplate": "%{customdata}<extra></extra>",
            **more,
        }

    layout_ = base_layout()
    layout_["xaxis"] = {**minute_axis(15), "anchor": "y2"}
    layout_["yaxis"] = {"domain": [0.4, 1], "rangemode": "tozero", "nticks": 4, "fixedrange": True}
    layout_["yaxis2"] = {"domain": [0, 0.3], "zeroline": True, "nticks": 3, "fixedrange": True}
    layout_["shapes"] = [break_line()]
    return {
        "data": [
            line("buy", "y", 1.75),
            line("sell", "y", 1.75),
            line("net", "y2", 1.25, fill="tozeroy"),
            line_ends(),
            line_ends("y2"),
        ],
        "layout": layout_,
    }


def _list(view: PageView, key: str, element: str) -> Any:
    return html.Div(
        [words(view, key, "H3"), html.Div(id=element, className="ranking")],
        className="ranking-box",
    )


def layout(view: PageView) -> Any:
    """Chart on the left, rankings on the right."""
    return panel(
        view,
        "foreign",
        [
            dcc.Graph(id=CHART_ID, figure=figure(view), config=GRAPH_CONFIG, className="chart"),
            dbc.Row(
                [
                    _list(view, "foreign_top_buyers", "foreign-buyers"),
                    _list(view, "foreign_top_sellers", "foreign-sellers"),
                    _list(view, "foreign_room", "foreign-rooms"),
                ],
                className="rankings",
            ),
        ],
        [html.Span(id="foreign-totals", className="headline")],
        room="foreign_market",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
