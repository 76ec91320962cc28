"""The row above the board: presets, sector, own lists, columns, export.

Door: `PRESETS`, `layout`. What they do belongs to assets/65-board-tools.js. Refuses to know rows.
"""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.panels.view import PageView, attributes, words

PRESETS: Final = {"vn30": "VN30", "hose": "HOSE", "hnx": "HNX", "upcom": "UPCoM"}
"""Lists that have a name of their own in every language; the futures have a word."""


def layout(view: PageView) -> Any:
    """One row of tools, and the sheets that two of them open."""
    presets = html.Div(
        [
            *(html.Button(name, className="choice", **_preset(key)) for key, name in PRESETS.items()),
            words(view, "preset_futures", "Button", className="choice", **_preset("futures")),
        ],
        id="board-presets",
        className="choices",
        role="group",
        **attributes({"aria-label": view.text.presets_label, "data-text-label": "presets_label"}),
    )
    return html.Div(
        [
            presets,
            _sheet_button(view, "lists"),
            html.Select(
                id="board-sector",
                className="tool",
                **attributes({"aria-label": view.text.sector_label, "data-text-label": "sector_label"}),
            ),
            html.Span(id="board-count", className="quiet"),
            html.Span(id="board-auction", className="auction-mark", hidden=True, role="status"),
            html.Span(className="gap"),
            _sheet_button(view, "columns"),
            html.Button(
                "CSV",
                id="board-export",
                className="tool",
                title=view.text.export_tip,
                **attributes({"data-text-title": "export_tip"}),
            ),
            _lists(view),
            _columns(view),
        ],
        className="board-tools",
    )


def _preset(key: str) -> dict[str, Any]:
    return attributes({"data-preset": key, "aria-pressed": str(key == "vn30").lower()})


def _sheet_button(view: PageView, name: str) -> Any:
    return html.Button(
        words(view, name),
        id=f"board-{name}-button",
        className="tool",
        **attributes(
            {"data-sheet": name, "aria-expanded": "false", "aria-controls": f"board-{name}"},
        ),
    )


def _lists(view: PageView) -> Any:
    """The reader's own lists: open, drop, make."""
    return html.Div(
        [
            words(view, "lists_saved", "H3"),
            html.Ul(id="board-lists-saved"),
            words(view, "list_edit", "H3"),
            # Its fields are the browser's own: what is typed concerns no server.
            html.Div(id="list-fields"),
            words(view, "list_save", "Button", id="list-save", className="tool primary"),
            words(view, "list_hint", "P", className="quiet"),
        ],
        id="board-lists",
        className="board-sheet",
        hidden=True,
        role="dialog",
        **attributes({"aria-label": view.text.lists, "data-text-label": "lists"}),
    )


def _columns(view: PageView) -> Any:
    """Which columns, in which order, which stay in sight."""
    return html.Div(
        [
            html.Ul(id="board-columns-list"),
            words(view, "columns_reset", "Button", id="columns-reset", className="tool"),
        ],
        id="board-columns",
        className="board-sheet right",
        hidden=True,
        role="dialog",
        **attributes({"aria-label": view.text.columns, "data-text-label": "columns"}),
    )
