"""What moves most, beside the board: two lists of ten of the flow room.

Door: `layout`, `register`. The browser fills it (assets/67-movers.js). Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words

TABS: Final = ("change", "size", "active", "foreign")


def layout(view: PageView) -> Any:
    """Four tabs over two lists."""
    tabs = html.Div(
        [
            words(
                view,
                f"movers_tab_{name}",
                "Button",
                className="choice",
                **attributes({"data-movers": name, "aria-pressed": str(name == "change").lower()}),
            )
            for name in TABS
        ],
        id="movers-tabs",
        className="choices",
        role="group",
        **attributes({"aria-label": view.text.movers_title, "data-text-label": "movers_title"}),
    )
    lists = [
        html.Div(
            [html.H3(id=f"movers-title-{at}"), html.Ol(id=f"movers-list-{at}", className="movers-list")],
            className="movers-box",
        )
        for at in range(2)
    ]
    return panel(view, "movers", [tabs, *lists], room="flow")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
