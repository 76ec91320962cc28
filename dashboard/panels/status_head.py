"""The state of the system in one sentence.

Door: `layout`, `register`. The browser judges the parts. Refuses to know what they are.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, html

from dashboard.panels.view import PageView, attributes, info_button, state_words, words


def layout(view: PageView) -> Any:
    """A sign, a sentence, when it was last asked."""
    head = html.Section(
        [
            html.Span(id="status-sign", className="level", **attributes({"data-level": "unknown"})),
            html.P(id="status-summary", className="status-summary", role="status"),
            html.Span(id="status-asked", className="quiet"),
            html.Div(
                [
                    words(view, "status_head_title", "H2", className="unseen"),
                    info_button(view, "status_head_info"),
                    state_words(view, "status_head", "status"),
                ],
                className="index-state",
            ),
        ],
        id="panel-status_head",
        className="panel status-head",
    )
    return dbc.Col(head, className="area-status_head")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
