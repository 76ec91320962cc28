"""The price board: which columns it has, in the order Vietnamese traders know.

How a cell is drawn belongs to assets/ (the column types); a cell is updated in the browser
through the grid's own API. Door: `layout`, `columns`, `register`. Refuses to know colours and values.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels import board_tools
from dashboard.panels.grid import Column, column_group, grid
from dashboard.panels.view import PageView, attributes, panel, words

GRID_ID: Final = "board-grid"

_LEGEND: Final = ("up", "down", "reference", "ceiling", "floor", "buy", "sell")


def _column(field: str, text: str, kind: str, width: int, **more: Any) -> Column:
    """A column. kind: a column type of assets/; width: CSS pixels."""
    return {
        "field": field,
        "colId": field,
        "type": kind,
        "width": width,
        "text": text,
        **more,
    }


def columns() -> list[Column]:
    """The board's columns, left to right; a browser shows as many as fit."""
    bids: list[Column] = []
    asks: list[Column] = []
    for depth in (3, 2, 1):
        bids.append(_column(f"bid{depth}", f"col_price{depth}", "price", 50))
        bids.append(_column(f"bid{depth}_volume", f"col_volume{depth}", "bidVolume", 64))
    for depth in (1, 2, 3):
        asks.append(_column(f"ask{depth}", f"col_price{depth}", "price", 50))
        asks.append(_column(f"ask{depth}_volume", f"col_volume{depth}", "askVolume", 64))
    return [
        # In a group like its neighbours: an empty heading would be no heading to a screen reader.
        column_group("col_share", [_column("symbol", "col_symbol", "symbol", 66, pinned="left")]),
        column_group(
            "col_limits",
            [
                _column("reference", "col_reference", "reference", 50),
                _column("ceiling", "col_ceiling", "ceiling", 50),
                _column("floor", "col_floor", "floor", 50),
            ],
        ),
        column_group("col_bids", bids),
        column_group(
            "col_matched",
            [
                _column("last", "col_price", "last", 66),
                _column("last_volume", "col_volume", "lastVolume", 62),
                _column("change", "col_change", "change", 62),
                _column("change_pct", "col_change_pct", "changePct", 58),
            ],
        ),
        column_group("col_asks", asks),
        column_group(
            "col_day",
            [
                _column("open", "col_open", "stillPrice", 50),
                _column("high", "col_high", "stillPrice", 50),
                _column("low", "col_low", "stillPrice", 50),
                _column("average", "col_average", "stillPrice", 50),
                _column("total_volume", "col_total_volume", "volume", 94),
                _column("total_value", "col_total_value", "value", 64),
            ],
        ),
        column_group(
            "col_aggressor",
            [
                _column("buyer_volume", "col_buyer", "buyerVolume", 80),
                _column("pressure", "col_pressure", "pressure", 72),
                _column("seller_volume", "col_seller", "sellerVolume", 80),
            ],
        ),
        column_group(
            "col_foreign",
            [
                _column("foreign_buy_volume", "col_foreign_buy", "foreignBuy", 79),
                _column("foreign_sell_volume", "col_foreign_sell", "foreignSell", 79),
                _column("current_room", "col_room", "room", 68),
            ],
        ),
        column_group(
            "col_course",
            [
                _column("spark", "col_spark", "spark", 64, flex=1, minWidth=56, maxWidth=600),
                _column("coverage", "col_coverage", "coverage", 52),
            ],
        ),
    ]


def _legend(view: PageView) -> Any:
    """Names the palette and switches it."""
    return html.Div(
        [
            html.Button(
                getattr(view.text, f"palette_{view.palette}"),
                id="palette-name",
                className="palette-name",
                **attributes({"data-choice": "palette", "data-text-title": "legend_palette"}),
                title=view.text.legend_palette,
            ),
            *(words(view, f"legend_{name}", className=f"swatch {name}") for name in _LEGEND),
            words(view, "board_unit", className="unit"),
        ],
        className="legend",
    )


def layout(view: PageView) -> Any:
    """The board with its tools above the rows."""
    table = grid(GRID_ID, columns(), "board-grid opens-symbol")
    return panel(view, "board", [board_tools.layout(view), table], [_legend(view)])


def register(app: Dash) -> None:
    """Nothing to register: the board is updated in the browser without the server."""
