"""Refused messages by reason, in words, and what to do.

Door: `layout`, `register`. The browser fills it. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

HEADINGS: Final = ("status_reason", "status_count", "status_advice")


def layout(view: PageView) -> Any:
    """A row per reason there was."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in HEADINGS])),
            html.Tbody(id="status-rejects"),
        ],
        className="told reasons",
    )
    return panel(
        view,
        "status_rejects",
        [
            html.Div(table, className="scroll-x", tabIndex=0),
            html.P(id="status-rejects-note", className="note"),
        ],
        room="status",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
