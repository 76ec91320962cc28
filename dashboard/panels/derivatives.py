"""The futures basis through the day and the listed contracts.

Door: `layout`, `figure`, `register`. The browser fills the line from the series of the active
contract and extends it from the room. Refuses to know values and colours.
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

CHART_ID: Final = "derivatives-chart"
_HEADINGS: Final = (
    "contract_code",
    "contract_last",
    "col_change",
    "contract_volume",
    "contract_basis",
    "contract_expiry",
)


def figure(view: PageView) -> Figure:
    """Empty premium and discount areas under an empty basis line.

    Args:
        view: for the hover texts.
    """

    def trace(name: str, width: float, **more: Any) -> dict[str, Any]:
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [],
            "y": [],
            "line": {"width": width},
            "hoverinfo": "skip",
            **more,
        }

    layout_ = base_layout()
    layout_["margin"] = {**layout_["margin"], "r": 60}
    layout_["xaxis"] = minute_axis(0)
    layout_["yaxis"] = {
        "zeroline": True,
        "zerolinewidth": 1.5,
        "nticks": 6,
        "autorangeoptions": {"include": [-1, 2]},
        "fixedrange": True,
    }
    band = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "line": {"width": 0}}
    layout_["shapes"] = [break_line(), {**band, "layer": "below", "visible": False}]
    return {
        "data": [
            trace("premium", 0, fill="tozeroy"),
            trace("discount", 0, fill="tozeroy"),
            {
                **trace("basis", 1.75),
                "customdata": [],
                "hoverinfo": "all",
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            line_ends(),
        ],
        "layout": layout_,
    }


def layout(view: PageView) -> Any:
    """Chart on the left, contracts on the right."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in _HEADINGS])),
            html.Tbody(id="contracts"),
        ],
        className="contracts",
    )
    return panel(
        view,
        "derivatives",
        [
            dcc.Graph(id=CHART_ID, figure=figure(view), config=GRAPH_CONFIG, className="chart"),
            html.Div([table, html.Div(id="basis-summary", className="summary")], className="side"),
        ],
        [html.Span(id="basis-headline", className="headline")],
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
