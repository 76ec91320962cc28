"""The panel beside every page that follows the selected symbol.

Door: `layout`, `register`. Compact: headline, order book, newest trades, the day's line; its title
leads to the symbol's page. The browser fills it (assets/87-side.js). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.symbol_book import trade_table
from dashboard.panels.symbol_head import part, pressure
from dashboard.panels.view import PageView, attributes, words


def layout(view: PageView) -> list[Any]:
    """Its content; the frame has the element around it."""
    head = html.Div(
        [
            html.Div(
                [
                    html.A(
                        part("code", "B"),
                        id="side-open",
                        href="/symbol",
                        title=view.text.sym_open_page,
                        **attributes({"data-text-title": "sym_open_page"}),
                    ),
                    part("name"),
                    html.Button(
                        "×",
                        id="side-close",
                        className="side-close",
                        **attributes({"aria-label": view.text.side_close, "data-text-label": "side_close"}),
                    ),
                ],
                className="head-who",
            ),
            html.Div([part("price"), part("change"), part("coverage")], className="head-price"),
            pressure(),
            html.Div([part("session"), part("age")], className="head-state"),
        ],
        id="side-head",
        className="side-head",
    )
    return [
        head,
        html.P(id="side-note", className="symbol-hint", hidden=True),
        html.Section(
            [words(view, "side_day", "H3"), html.Div(id="side-line", className="side-line")],
            className="side-part",
        ),
        html.Section(
            [words(view, "symbol_depth_title", "H3"), html.Div(id="side-depth", className="ladder-box")],
            className="side-part",
        ),
        html.Section(
            [words(view, "side_newest", "H3"), trade_table(view, "side-tape")],
            className="side-part side-trades",
        ),
    ]


def register(app: Dash) -> None:
    """Nothing to register: the panel is filled in the browser."""
