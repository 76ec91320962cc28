"""What foreign investors bought and sold today: true value, SSI's own figure, and how they differ.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import Dash, html

from dashboard.panels.view import PageView, attributes, info_button, state_words, words

COLUMNS: Final = ("value", "reported", "difference", "volume", "speed", "acceleration")
ROWS: Final = {"buy": "foreign_bought", "sell": "foreign_sold", "net": "foreign_sectors_net"}
"""Text by the row's name."""


def _table(view: PageView) -> Any:
    heading = html.Tr(
        [
            html.Td(),
            *(words(view, f"foreign_head_{name}", "Th", scope="col", className=name) for name in COLUMNS),
        ]
    )
    rows = [
        html.Tr(
            [
                words(view, key, "Th", scope="row"),
                *(html.Td(id=f"foreign-head-{row}-{name}", className=name) for name in COLUMNS),
            ]
        )
        for row, key in ROWS.items()
    ]
    return html.Table([html.Thead(heading), html.Tbody(rows)], className="totals")


def layout(view: PageView) -> Any:
    """Net of the day, the table, and how sure it is."""
    head = html.Section(
        [
            html.Div(
                [
                    html.Span(id="foreign-head-net", className="index-value-big"),
                    html.Span(id="foreign-head-words", className="net-words"),
                ],
                className="index-now net-now panel-body",
            ),
            html.Div(_table(view), className="panel-body totals-box"),
            html.Div(
                [
                    html.P(id="foreign-head-unvalued", className="note"),
                    html.P(id="foreign-head-unusual", className="note"),
                ],
                className="panel-body head-notes",
            ),
            html.Div(
                [
                    words(view, "foreign_head_title", "H2", className="unseen"),
                    info_button(view, "foreign_head_info"),
                    state_words(view, "foreign_head", "foreign"),
                ],
                className="index-state",
            ),
        ],
        id="panel-foreign_head",
        className="panel flow-head",
        **attributes({"data-text-label": "foreign_head_title", "aria-label": view.text.foreign_head_title}),
    )
    return dbc.Col(head, className="area-foreign_head")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
