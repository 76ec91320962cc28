"""Shares that have touched their ceiling or floor today, and how firmly they stand there.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

COLUMNS: Final = ("symbol", "touched", "locked", "minutes", "queue", "breaks")


def layout(view: PageView) -> Any:
    """A line per share."""
    heading = html.Tr(
        [words(view, f"flow_limits_{name}", "Th", scope="col", className=f"deals-{name}") for name in COLUMNS]
    )
    table = html.Table(
        [html.Thead(heading), html.Tbody(id="flow-limits")],
        className="deals",
    )
    return panel(
        view,
        "flow_limits",
        [
            html.Div(
                table,
                className="deals-box",
                tabIndex=0,
                role="group",
                **attributes(
                    {"aria-label": view.text.flow_limits_title, "data-text-label": "flow_limits_title"}
                ),
            ),
            html.P(id="flow-limits-note", className="note"),
        ],
        room="flow",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
