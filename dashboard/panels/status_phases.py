"""The phase of every board, by the feed and by the clock.

Door: `layout`, `register`. The browser fills it. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

HEADINGS: Final = ("status_board", "status_by_feed", "status_by_clock", "status_until", "status_state")


def layout(view: PageView) -> Any:
    """A row per board."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in HEADINGS])),
            html.Tbody(id="status-phases"),
        ],
        className="told boards",
    )
    return panel(
        view,
        "status_phases",
        [html.Div(table, className="scroll-x", tabIndex=0)],
        room="status",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
