"""Whom foreigners buy and sell most, over the day and at this moment.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

LISTS: Final = ("top_buyers", "top_sellers", "fastest_buyers", "fastest_sellers")


def layout(view: PageView) -> Any:
    """Four lists."""
    return panel(
        view,
        "foreign_movers",
        [
            html.Div(
                [
                    words(view, f"foreign_movers_{name}", "H3"),
                    html.Div(id=f"foreign-movers-{name}", className="rank-list"),
                ],
                className="rank-box",
            )
            for name in LISTS
        ],
        room="foreign",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
