"""Foreign flow by symbol: every share of the foreign room.

Door: `layout`, `columns`, `register`. The browser fills it from the room. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.grid import Column
from dashboard.panels.symbol_table import column, group, symbol_column, symbol_grid
from dashboard.panels.view import PageView, panel, words

GRID_ID: Final = "foreign-grid"


def columns() -> list[Column]:
    """The columns, left to right."""
    return [
        symbol_column(),
        group(
            "foreign_col_value",
            [
                column("buy_value", "foreign_bought", "billions", 76),
                column("sell_value", "foreign_sold", "billions", 76),
                column("net_value", "foreign_sectors_net", "billionsNet", 84, sort="desc"),
            ],
        ),
        group(
            "foreign_col_volume",
            [
                column("buy_volume", "foreign_bought", "volume", 92),
                column("sell_volume", "foreign_sold", "volume", 92),
                column("net_volume", "foreign_sectors_net", "volumeNet", 96),
            ],
        ),
        group(
            "foreign_col_speed",
            [
                column("buy_value_speed", "foreign_col_buying", "millionsSpeed", 76),
                column("sell_value_speed", "foreign_col_selling", "millionsSpeed", 76),
                column("net_acceleration", "foreign_col_acceleration", "millionsNet", 80),
                column("net_value_z", "foreign_col_z", "unusual", 56),
            ],
        ),
        group(
            "foreign_col_room",
            [
                column("current_room", "foreign_col_left", "millions", 84),
                column("room_used_pct", "foreign_col_used", "used", 72),
                column("room_minutes", "foreign_col_clock", "roomClock", 92),
                column("room_released", "foreign_col_released", "volume", 84),
            ],
        ),
    ]


def layout(view: PageView) -> Any:
    """The grid, and what its columns cannot say yet."""
    return panel(
        view,
        "foreign_table",
        [symbol_grid(GRID_ID, columns()), html.P(id="foreign-table-note", className="note")],
        [
            words(view, "foreign_table_unit", className="unit"),
            html.Span(id="foreign-table-count", className="unit"),
        ],
        room="foreign",
    )


def register(app: Dash) -> None:
    """Nothing to register: the table is updated in the browser without the server."""
