"""The tape of large trades: matches that stand out among those of their share.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

COLUMNS: Final = ("time", "symbol", "side", "price", "volume", "value", "times")


def layout(view: PageView) -> Any:
    """A line per trade, the newest first."""
    heading = html.Tr(
        [words(view, f"flow_large_{name}", "Th", scope="col", className=f"deals-{name}") for name in COLUMNS]
    )
    table = html.Table([html.Thead(heading), html.Tbody(id="flow-large")], className="deals")
    return panel(
        view,
        "flow_large",
        [
            html.Div(
                table,
                className="deals-box",
                tabIndex=0,
                role="group",
                **attributes(
                    {"aria-label": view.text.flow_large_title, "data-text-label": "flow_large_title"}
                ),
            ),
            html.P(id="flow-large-note", className="note"),
        ],
        room="flow",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
