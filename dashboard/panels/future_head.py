"""The headline of a future, and the switch between the listed contracts.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, html

from dashboard.panels.view import PageView, attributes, info_button, state_words, words


def layout(view: PageView) -> Any:
    """Switch, price, change, figures."""
    switch = html.Div(
        id="future-choices",
        className="choices",
        role="group",
        **attributes({"aria-label": view.text.future_switch, "data-text-label": "future_switch"}),
    )
    head = html.Section(
        [
            switch,
            html.Div(
                [
                    html.Span(id="future-value", className="index-value-big"),
                    html.Span(id="future-change", className="index-change-big"),
                ],
                className="index-now",
            ),
            html.Div(
                [
                    html.Div(id="future-figures", className="figures"),
                    html.Div(id="future-further", className="figures"),
                ],
                className="panel-body index-told",
            ),
            html.Div(
                [
                    words(view, "future_head_title", "H2", className="unseen"),
                    info_button(view, "future_head_info"),
                    state_words(view, "future_head", "derivatives"),
                ],
                className="index-state",
            ),
        ],
        id="panel-future_head",
        className="panel index-head",
    )
    return dbc.Col(head, className="area-future_head")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
