"""How each trade's aggressor was decided, and how often the rules agree with the exchange.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel

METHODS: Final = ("exchange", "quote", "tick", "none")


def layout(view: PageView) -> Any:
    """A stacked bar, shares in words, and the rules' agreement."""
    return panel(
        view,
        "flow_decided",
        [
            html.Div(
                [html.I(className=f"by-{name}") for name in METHODS],
                id="flow-decided-bar",
                className="stack-bar decided-bar",
                role="img",
                **attributes({"aria-label": view.text.none}),
            ),
            html.Div(
                [
                    html.Div(id="flow-decided-shares", className="facts decided-shares"),
                    html.Div(id="flow-decided-rules", className="facts decided-rules"),
                ],
                className="decided",
            ),
        ],
        room="flow",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
