"""The headline of an index, and the switch between the four.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash, html

from dashboard.panels.view import PageView, attributes, info_button, state_words, words

CHOICES: Final = {
    "VN30": "index_vn30",
    "VNINDEX": "index_vnindex",
    "HNXIndex": "index_hnx",
    "HNXUpcomIndex": "index_upcom",
}
"""Text by the feed's id."""


def _choice(view: PageView, index_id: str, key: str) -> Any:
    return words(
        view,
        key,
        "Button",
        className="choice",
        **attributes({"data-index-choice": index_id, "aria-pressed": "false"}),
    )


def layout(view: PageView) -> Any:
    """Switch, value, change, figures, breadth in words."""
    switch = html.Div(
        [_choice(view, index_id, key) for index_id, key in CHOICES.items()],
        className="choices",
        role="group",
        **attributes({"aria-label": view.text.index_switch, "data-text-label": "index_switch"}),
    )
    head = html.Section(
        [
            switch,
            html.Div(
                [
                    html.Span(id="index-head-value", className="index-value-big"),
                    html.Span(id="index-head-change", className="index-change-big"),
                ],
                className="index-now",
            ),
            html.Div(
                [
                    html.Div(id="index-head-figures", className="figures"),
                    html.Div(id="index-head-breadth", className="figures"),
                ],
                className="panel-body index-told",
            ),
            html.Div(
                [
                    words(view, "index_head_title", "H1", className="unseen"),
                    info_button(view, "index_head_info"),
                    state_words(view, "index_head", "indices"),
                ],
                className="index-state",
            ),
        ],
        id="panel-index_head",
        className="panel index-head",
    )
    return dbc.Col(head, className="area-index_head")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
