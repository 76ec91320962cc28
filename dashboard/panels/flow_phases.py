"""Who was the aggressor, by part of the day: stacked bars, figures, pressure, coverage.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

ROWS: Final = ("ATO", "CONTINUOUS", "ATC", "AFTER", "market")
"""Parts of the day by the room's names, then the whole."""
SIDES: Final = ("buyer", "unknown", "auction", "missed", "seller")
COLUMNS: Final = ("stack", *SIDES, "total", "coverage", "pressure")


def _row(view: PageView, name: str) -> Any:
    # The browser says what a bar shows once there is something.
    unnamed = attributes({"aria-label": view.text.none})
    stack = html.Div([html.I(className=side) for side in SIDES], className="stack-bar", role="img", **unnamed)
    pressure = html.Div(
        [html.I(className="bought"), html.I(className="open"), html.I(className="sold")],
        className="pressure-bar",
        role="img",
        **unnamed,
    )
    inside = {"stack": stack, "pressure": pressure}
    cells = [html.Td(inside.get(column), className=column) for column in COLUMNS]
    return html.Tr(
        [words(view, f"flow_phase_{name}", "Th", scope="row"), *cells],
        **attributes({"data-phase": name}),
    )


def layout(view: PageView) -> Any:
    """A line per part of the day."""
    heading = html.Tr(
        [html.Td(), *(words(view, f"flow_{name}", "Th", scope="col", className=name) for name in COLUMNS)]
    )
    table = html.Table(
        [html.Thead(heading), html.Tbody([_row(view, name) for name in ROWS])],
        id="flow-phases",
        className="phase-table",
    )
    return panel(
        view,
        "flow_phases",
        [table, words(view, "flow_phases_missed", "P", className="note")],
        [html.Span(id="flow-phases-unit", className="unit")],
        room="flow",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
