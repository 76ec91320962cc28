"""What a page is drawn with before the browser's own choices apply.

Door: `PageView`, and the small parts every panel uses: `words`, `panel`, `minute_axis`. Refuses
to know any panel's content and any colour (those live in assets/).
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
import msgspec
from dash import html

from core.market.calendar import MORNING_MINUTES, TRADING_MINUTES, trading_minute
from dashboard.settings import Language, Palette, Theme
from dashboard.text.catalogue import Catalogue

Figure = dict[str, Any]

_TICK_HOURS: Final = (9, 10, 11, 13, 14, 15)


class PageView(msgspec.Struct, frozen=True):
    """The deployment's defaults; a browser's own choices replace them at once."""

    text: Catalogue
    language: Language
    theme: Theme
    palette: Palette


def attributes(values: dict[str, str]) -> dict[str, Any]:
    """`data-*` and `aria-*` attributes, for the `**` of a component: their names are no Python names."""
    return dict(values)


def words(view: PageView, key: str, tag: str = "Span", **more: Any) -> Any:
    """An element with a text of the catalogue, which the browser replaces on a change of language.

    Args:
        view: for the first text.
        key: the text's name. Raises: AttributeError when there is none.
        tag: name of the HTML element.
        more: further properties of the element.
    """
    return getattr(html, tag)(getattr(view.text, key), **attributes({"data-text": key}), **more)


def info_button(view: PageView, key: str) -> Any:
    """The sign behind which a panel explains itself.

    Args:
        view: for the first text.
        key: name of the explanation.
    """
    return html.Button(
        "?",
        className="info",
        **attributes(
            {"data-tip": getattr(view.text, key), "data-text-tip": key, "aria-label": view.text.info}
        ),
    )


def state_words(view: PageView, name: str, room: str) -> Any:
    """Where a panel says in words how its numbers are to be taken.

    Args:
        view: for the first text.
        name: of the panel.
        room: whose state it is.
    """
    return html.Span(
        view.text.state_connecting,
        id=f"{name}-state",
        className="panel-state",
        role="status",
        **attributes({"data-panel": room}),
    )


def panel(
    view: PageView, name: str, body: list[Any], tools: list[Any] | None = None, *, room: str | None = None
) -> Any:
    """The frame of a panel: heading, explanation, state in words, content.

    Args:
        view: for the first texts.
        name: of the panel; texts `<name>_title` and `<name>_info` belong to it.
        body: content.
        tools: what stands in the heading beside the title.
        room: whose state it shows; the one of its name unless given.
    """
    heading = html.Header(
        [
            words(view, f"{name}_title", "H2"),
            info_button(view, f"{name}_info"),
            *(tools or []),
            state_words(view, name, room or name),
        ],
        className="panel-head",
    )
    return dbc.Col(
        html.Section(
            [heading, html.Div(body, className="panel-body")], id=f"panel-{name}", className="panel"
        ),
        className=f"area-{name}",
    )


def minute_axis(first_minute: int = 0) -> dict[str, Any]:
    """The intraday x axis: trading minutes, the break cut out, so that no range needs breaking.

    Args:
        first_minute: where it begins; 0 is 08:45, 15 is 09:00.
    """
    ticks = [trading_minute(hour * 3600) for hour in _TICK_HOURS]
    return {
        "range": [first_minute - 2, TRADING_MINUTES + 2],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{hour:02d}:00" for hour in _TICK_HOURS],
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": False,
    }


def break_line() -> dict[str, Any]:
    """A shape that marks where the lunch break was cut out."""
    return {
        "type": "line",
        "x0": MORNING_MINUTES,
        "x1": MORNING_MINUTES,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 1, "dash": "dot"},
    }


def base_layout() -> dict[str, Any]:
    """What all intraday charts share; colours are set by the browser."""
    return {
        "margin": {"l": 44, "r": 104, "t": 6, "b": 22},
        "showlegend": False,
        "font": {"family": "Inter"},  # a browser asks the system for each name of Plotly's own
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "x",
        "dragmode": "zoom",
        # A zoom survives every update.
        "uirevision": "day",
        # Whether a label reaches past the chart is not asked: asking lays the page out, label by label, and
        # took half of a drawing.
        "template": {"layout": {axis: {"ticklabeloverflow": "allow"} for axis in ("xaxis", "yaxis")}},
        "autosize": True,
    }


def line_ends(axis: str = "y") -> Figure:
    """A trace that marks the newest point of every line on an axis, so that a day's first point is seen."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "ends",
        "x": [],
        "y": [],
        "yaxis": axis,
        "marker": {"size": 5},
        "hoverinfo": "skip",
    }


GRAPH_CONFIG: Final[Any] = {
    "displayModeBar": "hover",
    "displaylogo": False,
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
}
