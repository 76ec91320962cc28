"""A table that the browser's grid draws: its box and its columns.

Door: `Column`, `column_group`, `grid`. Options, the look of a column type and the rows are the browser's
(`59-grid.js`). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any

import msgspec
from dash import html

from dashboard.panels.view import attributes

Column = dict[str, Any]
"""A column definition of AG Grid; `text`, the name of its heading's text, takes the heading's place."""


def column_group(text: str, children: list[Column], **more: Any) -> Column:
    """Columns under a common heading.

    Args:
        text: name of the heading's text.
        children: its columns.
        more: further properties of the group.
    """
    return {"text": text, "children": children, **more}


def grid(grid_id: str, columns: list[Column], class_name: str) -> Any:
    """The box of an empty grid.

    Args:
        grid_id: by which the browser finds it.
        columns: left to right.
        class_name: of the box.
    """
    return html.Div(
        id=grid_id,
        className=class_name,
        **attributes({"data-columns": msgspec.json.encode(columns).decode()}),
    )
