"""Net foreign value by sector, every sector of the room.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

COLUMNS: Final = ("name", "bought", "sold", "net")


def layout(view: PageView) -> Any:
    """Heading, a line per sector, the whole market."""
    return panel(
        view,
        "foreign_sectors",
        [
            html.Div(
                [words(view, f"foreign_sectors_{name}", className=f"sector-{name}") for name in COLUMNS],
                className="sector-line sector-head",
            ),
            html.Div(
                id="foreign-sectors",
                className="sector-lines",
                role="group",
                tabIndex=0,
                **attributes(
                    {
                        "aria-label": view.text.foreign_sectors_title,
                        "data-text-label": "foreign_sectors_title",
                    }
                ),
            ),
            html.Div(id="foreign-sectors-foot", className="sector-foot"),
        ],
        [words(view, "unit_billion", className="unit")],
        room="foreign",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
