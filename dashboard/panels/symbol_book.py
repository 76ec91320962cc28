"""A symbol's order book, its newest trades, and its volume by aggressor.

Door: `depth`, `trades`, `flow`, `register`, and `trade_table` for the side panel. The browser fills them from
the symbol's room (assets/84-symbol-book.js, 85-symbol-flow.js). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, panel, words


def depth(view: PageView) -> Any:
    """The ladder: asks above, bids below, the spread between them."""
    return panel(view, "symbol_depth", [html.Div(id="symbol-depth", className="ladder-box")])


def trade_table(view: PageView, element: str) -> Any:
    """A table of trades, its rows filled by the browser.

    Args:
        view: for the first texts.
        element: id of its body.
    """
    heads = ("sym_trades_time", "sym_depth_price", "sym_depth_volume", "sym_trades_side", "sym_trades_how")
    return html.Table(
        [
            html.Thead(html.Tr([words(view, key, "Th", scope="col") for key in heads])),
            html.Tbody(id=element),
        ],
        className="tape",
    )


def trades(view: PageView) -> Any:
    """Time and sales with a filter by size; below, what the small letters mean."""
    # The field itself is the browser's: what is typed there is no business of the server.
    size = html.Label(words(view, "sym_size_label"), id="symbol-size-box", className="size-box")
    large = words(
        view, "sym_only_large", "Button", id="symbol-large", className="segment",
        **attributes({"aria-pressed": "false"}),
    )  # fmt: skip
    legend = html.Div(
        [
            html.Span([words(view, letter, "B"), " ", words(view, f"sym_how_{how}_word")])
            for how in ("exchange", "quote", "tick", "none")
            if (letter := "none" if how == "none" else f"sym_how_{how}")
        ],
        className="how-legend",
    )
    return panel(
        view,
        "symbol_trades",
        [
            html.Div(
                [size, large, html.Span(id="symbol-large-sums", className="quiet")], className="tape-sums"
            ),
            html.Div(
                [
                    trade_table(view, "symbol-tape"),
                    html.P(id="symbol-tape-note", className="symbol-hint", hidden=True),
                ],
                className="tape-box",
                tabIndex=0,
                role="region",
                **attributes(
                    {"aria-label": view.text.symbol_trades_title, "data-text-label": "symbol_trades_title"}
                ),
            ),
            html.Div([legend, html.Span(id="symbol-tape-count", className="quiet")], className="tape-foot"),
        ],
    )


def flow(view: PageView) -> Any:
    """Volume by part of the day and by how the side was decided."""
    heads = ("sym_side_buyer", "sym_side_seller", "sym_other", "sym_total")
    return panel(
        view,
        "symbol_flow",
        [
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [html.Td(), html.Td(), *(words(view, key, "Th", scope="col") for key in heads)]
                        )
                    ),
                    html.Tbody(id="symbol-phases"),
                    html.Tbody(id="symbol-decided"),
                ],
                className="tallies flow-table",
            )
        ],
    )


def register(app: Dash) -> None:
    """Nothing to register: everything is filled in the browser."""
