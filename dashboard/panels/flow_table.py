"""Who was the aggressor, share by share, of one board at a time.

Door: `layout`, `columns`, `register`. The browser fills it from the board's room. Refuses to know values
and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.grid import Column
from dashboard.panels.symbol_table import column, group, symbol_column, symbol_grid
from dashboard.panels.view import PageView, attributes, panel

GRID_ID: Final = "flow-grid"
BOARDS: Final = ("VN30", "HOSE", "HNX", "UPCoM")
"""In the address as `board`."""


def columns() -> list[Column]:
    """The columns, left to right."""
    return [
        symbol_column(),
        column("last", "col_price", "last", 74),
        column("change_pct", "col_change_pct", "changePct", 68),
        column("total_value", "flow_col_value", "billions", 66, sort="desc"),
        group(
            "flow_col_volume",
            [
                column("total_volume", "flow_total", "volume", 94),
                column("buyer_volume", "flow_buyer", "buyVolume", 78),
                column("pressure", "flow_pressure", "pressure", 58),
                column("seller_volume", "flow_seller", "sellVolume", 78),
                column("active_net", "flow_col_net", "volumeNet", 92),
                column("unknown_volume", "flow_unknown", "quietVolume", 72),
                column("auction_volume", "flow_auction", "quietVolume", 72),
                column("missed_volume", "flow_missed", "missed", 78),
            ],
        ),
        column("coverage", "flow_coverage", "coverage", 64),
    ]


def layout(view: PageView) -> Any:
    """The switch between the boards, and the grid."""
    choices = [
        html.Button(
            name, className="choice", **attributes({"data-flow-board": name, "aria-pressed": "false"})
        )
        for name in BOARDS
    ]
    return panel(
        view,
        "flow_table",
        [symbol_grid(GRID_ID, columns()), html.P(id="flow-table-note", className="note")],
        [
            html.Div(
                choices,
                className="choices",
                role="group",
                **attributes(
                    {"aria-label": view.text.flow_table_boards, "data-text-label": "flow_table_boards"}
                ),
            ),
            html.Span(id="flow-table-count", className="unit"),
        ],
        room="board",
    )


def register(app: Dash) -> None:
    """Nothing to register: the table is updated in the browser without the server."""
