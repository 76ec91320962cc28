"""A symbol's day as candles: volume by aggressor and cumulative delta below, volume at price beside.

Door: `layout`, `figure`, `register`. The browser fills the traces from the symbol's bars and extends them
from its room (assets/83-symbol-chart.js, which knows the traces by name). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, dcc, html

from dashboard.panels.view import (
    GRAPH_CONFIG,
    Figure,
    PageView,
    attributes,
    base_layout,
    break_line,
    minute_axis,
    panel,
    words,
)

CHART_ID: Final = "symbol-chart"
INTERVALS: Final = (1, 5, 15)
"""Trading minutes a candle may span; each divides the morning, so that none spans the break."""
_PRICE_DOMAIN: Final = [0.37, 1]
_VOLUME_DOMAIN: Final = [0.175, 0.345]
_DELTA_DOMAIN: Final = [0, 0.15]
_TIME_DOMAIN: Final = [0, 0.865]
_PROFILE_DOMAIN: Final = [0.875, 1]
_LEVELS: Final = ("reference", "ceiling", "floor", "last")


def figure(view: PageView) -> Figure:
    """Empty traces in the order the browser fills them.

    Args:
        view: unused; every panel's figure takes it.
    """
    layout_ = base_layout()
    layout_["margin"] = {"l": 52, "r": 104, "t": 8, "b": 22}
    layout_["xaxis"] = {
        **minute_axis(),
        "domain": _TIME_DOMAIN,
        "anchor": "y3",
        "rangeslider": {"visible": False},
    }
    layout_["xaxis2"] = {
        "domain": _PROFILE_DOMAIN,
        "anchor": "y",
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "rangemode": "tozero",
    }
    layout_["yaxis"] = {"domain": _PRICE_DOMAIN, "fixedrange": True, "nticks": 8, "zeroline": False}
    layout_["yaxis2"] = {"domain": _VOLUME_DOMAIN, "fixedrange": True, "nticks": 3, "rangemode": "tozero"}
    layout_["yaxis3"] = {"domain": _DELTA_DOMAIN, "fixedrange": True, "nticks": 3, "zeroline": True}
    # The break comes first (every chart paints it), then the levels, then what belongs to the profile.
    layout_["shapes"] = [break_line(), *(_level() for _ in _LEVELS), _level("dot")]
    layout_["barmode"] = "stack"
    layout_["bargap"] = 0
    layout_["hoverdistance"] = 24
    return {
        "data": [
            _candles(),
            _line("vwap", "y", 1.25),
            _bars("volume-buyer", "y2"),
            _bars("volume-seller", "y2"),
            _bars("volume-other", "y2"),
            {**_line("delta", "y3", 1.25), "fill": "tozeroy"},
            *(_profile(f"profile-{side}") for side in ("buyer", "seller", "other")),
        ],
        "layout": layout_,
    }


def _candles() -> dict[str, Any]:
    return {
        "type": "candlestick",
        "name": "candles",
        "x": [],
        "open": [],
        "high": [],
        "low": [],
        "close": [],
        "text": [],
        "hoverinfo": "text",
        "whiskerwidth": 0,
        "increasing": {"line": {"width": 1}},
        "decreasing": {"line": {"width": 1}},
    }


def _line(name: str, axis: str, width: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [],
        "y": [],
        "yaxis": axis,
        "line": {"width": width},
        "hoverinfo": "skip",
    }


def _bars(name: str, axis: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": [],
        "y": [],
        "yaxis": axis,
        "hoverinfo": "skip",
        "marker": {"line": {"width": 0}},
    }


def _profile(name: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [],
        "y": [],
        "customdata": [],
        "xaxis": "x2",
        "yaxis": "y",
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"line": {"width": 0}},
    }


def _level(dash: str = "dash") -> dict[str, Any]:
    """A horizontal line over candles and profile."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "visible": False,
        "layer": "below",
        "line": {"width": 1, "dash": dash},
    }


def layout(view: PageView) -> Any:
    """The chart with the choice of the interval in its heading."""
    intervals = html.Div(
        [
            words(
                view,
                f"sym_interval_{minutes}",
                "Button",
                className="segment",
                **attributes({"data-interval": str(minutes), "aria-pressed": "false"}),
            )
            for minutes in INTERVALS
        ],
        className="segments",
        role="group",
        **attributes({"aria-label": view.text.sym_interval_label, "data-text-label": "sym_interval_label"}),
    )
    return panel(
        view,
        "symbol_chart",
        [dcc.Graph(id=CHART_ID, figure=figure(view), config=GRAPH_CONFIG, className="chart")],
        [
            intervals,
            words(view, "sym_zoom_reset", "Button", id="symbol-zoom-reset", className="segment", hidden=True),
            html.Span(id="symbol-chart-bar", className="chart-bar"),
        ],
    )


def register(app: Dash) -> None:
    """Nothing to register: the chart is filled in the browser."""
