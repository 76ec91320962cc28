"""Points by constituent, the largest gain first, and how well the weights explain the day.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

COLUMNS: Final = ("symbol", "weight", "move", "points")


def layout(view: PageView) -> Any:
    """Heading, a line per share, sums."""
    return panel(
        view,
        "index_ladder",
        [
            html.Div(
                [words(view, f"index_ladder_{name}", className=f"ladder-{name}") for name in COLUMNS],
                className="ladder-head",
            ),
            html.Div(
                id="index-ladder",
                className="ladder",
                role="group",
                tabIndex=0,
                **attributes(
                    {"aria-label": view.text.index_ladder_title, "data-text-label": "index_ladder_title"}
                ),
            ),
            html.Div(id="index-ladder-foot", className="facts ladder-foot"),
        ],
        room="indices",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
