"""The day's matched volume by aggressor over all shares, how complete it is, and the pace of the day.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, html

from dashboard.panels.unit_switch import unit_switch
from dashboard.panels.view import PageView, attributes, info_button, state_words, words


def layout(view: PageView) -> Any:
    """Switch, buyers against sellers, figures."""
    head = html.Section(
        [
            unit_switch(view, "flow"),
            html.Div(
                [
                    html.Span(id="flow-head-net", className="index-value-big"),
                    html.Span(id="flow-head-words", className="net-words"),
                ],
                className="index-now net-now panel-body",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span(id="flow-head-buyer", className="buy"),
                            html.Div(
                                [
                                    html.I(className="bought"),
                                    html.I(className="open"),
                                    html.I(className="sold"),
                                ],
                                id="flow-head-pressure",
                                className="pressure-bar",
                                role="img",
                                **attributes({"aria-label": view.text.none}),
                            ),
                            html.Span(id="flow-head-seller", className="sell"),
                        ],
                        className="head-pressure",
                    ),
                    html.Div(id="flow-head-figures", className="figures"),
                ],
                className="panel-body index-told",
            ),
            html.Div(
                [
                    words(view, "flow_head_title", "H2", className="unseen"),
                    info_button(view, "flow_head_info"),
                    state_words(view, "flow_head", "flow"),
                ],
                className="index-state",
            ),
        ],
        id="panel-flow_head",
        className="panel flow-head",
        **attributes({"data-text-label": "flow_head_title", "aria-label": view.text.flow_head_title}),
    )
    return dbc.Col(head, className="area-flow_head")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
