"""Symbols of whose volume a part was missed, the worst first, page by page.

Door: `layout`, `register`. The browser fills it. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

HEADINGS: Final = ("status_symbol", "status_covered", "status_missed_volume", "status_total_volume")


def layout(view: PageView) -> Any:
    """A row per symbol, and the way to the next ones."""
    table = html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in HEADINGS])),
            html.Tbody(id="status-coverage"),
        ],
        className="told numbers",
    )
    return panel(
        view,
        "status_coverage",
        [
            html.Div(table, className="scroll-x", tabIndex=0),
            html.P(id="status-coverage-note", className="note"),
            html.Div(id="status-pages", className="pager"),
        ],
        room="status",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
