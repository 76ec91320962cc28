"""A table of many symbols: a grid whose rows the browser fills, one per symbol.

Door: `column`, `group`, `symbol_grid`. How a cell is drawn belongs to assets/ (the column types of
`87-table.js`). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any

from dashboard.panels.grid import Column, column_group, grid


def column(field: str, text: str, kind: str, width: int, **more: Any) -> Column:
    """A column of a table.

    Args:
        field: of a row, and the column's id.
        text: name of the heading's text.
        kind: a column type of assets/.
        width: least width in CSS pixels; what is left is shared in proportion.
        more: further properties of the column.
    """
    return {
        "field": field,
        "colId": field,
        "type": kind,
        "minWidth": width,
        "flex": width,
        "text": text,
        **more,
    }


def group(text: str, children: list[Column]) -> Column:
    """Columns under a common heading.

    Args:
        text: name of the heading's text.
        children: its columns.
    """
    return column_group(text, children, marryChildren=True)


def symbol_column() -> Column:
    """The first column: it stays where it is, as wide as a code.

    It has a group like the others: a row of headings must not be empty anywhere.
    """
    symbol = {
        "field": "symbol",
        "colId": "symbol",
        "type": "symbol",
        "width": 68,
        "pinned": "left",
        "text": "col_symbol",
    }
    return group("col_share", [symbol])


def symbol_grid(grid_id: str, columns: list[Column]) -> Any:
    """An empty grid; a click on a row chooses its symbol, Enter opens it.

    Args:
        grid_id: by which the browser finds it.
        columns: left to right.
    """
    return grid(grid_id, columns, "board-grid symbol-grid opens-symbol")
