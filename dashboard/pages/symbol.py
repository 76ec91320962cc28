"""The page `/symbol/<code>`: one share or future, from its price down to the single trade.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges panels; refuses to know what is in them. Which of the
panels belong to a share and which to a future is decided where the symbol is known, in the browser.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels import symbol_book, symbol_chart, symbol_facts, symbol_head
from dashboard.panels.view import PageView, attributes

NAME: Final = "symbol"
PATH: Final = "/symbol/<code>"
PANELS: Final = (symbol_head, symbol_chart, symbol_book, symbol_facts)


def layout(view: PageView) -> Any:
    """The headline above, chart, book and trades below it, the facts beneath."""
    return html.Div(
        [
            html.Div(id="symbol-missing", className="symbol-missing", hidden=True),
            html.Div(
                [
                    symbol_head.layout(view),
                    html.P(id="symbol-note", className="symbol-note", role="status", hidden=True),
                    html.Div(
                        [
                            symbol_chart.layout(view),
                            html.Div(
                                [
                                    symbol_book.depth(view),
                                    symbol_facts.auctions(view),
                                    symbol_facts.limits(view),
                                ],
                                className="symbol-middle",
                            ),
                            symbol_book.trades(view),
                            html.Div(
                                [
                                    symbol_book.flow(view),
                                    symbol_facts.foreign(view),
                                    symbol_facts.contract(view),
                                    symbol_facts.ledger(view),
                                ],
                                className="symbol-facts",
                            ),
                        ],
                        className="symbol-panels",
                    ),
                ],
                id="symbol-view",
                className="symbol-view",
                **attributes({"data-kind": "share"}),
            ),
        ],
        className="symbol-page",
    )


def register(app: Dash) -> None:
    """Registers its panels."""
    for part in PANELS:
        part.register(app)
