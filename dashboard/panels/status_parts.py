"""Every part of the system: how it is, in words, and what to do.

Door: `layout`, `register`. The browser fills it. Refuses to know how a part is judged.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

HEADINGS: Final = ("status_part", "status_state", "status_advice")


def layout(view: PageView) -> Any:
    """A row per part."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in HEADINGS])),
            html.Tbody(id="status-parts"),
        ],
        className="told parts",
    )
    return panel(view, "status_parts", [html.Div(table, className="scroll-x", tabIndex=0)], room="status")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
