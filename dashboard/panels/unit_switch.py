"""The switch between value and volume that a page's panels share.

Door: `unit_switch`. Refuses to know what is shown in which unit.
"""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.panels.view import PageView, attributes, words

UNITS: Final = ("value", "volume")


def unit_switch(view: PageView, page: str) -> Any:
    """Two buttons.

    Args:
        view: for the first texts.
        page: whose switch it is; texts `unit_value`, `unit_volume` and `unit_label` belong to it.
    """
    buttons = [
        words(
            view,
            f"unit_{unit}",
            "Button",
            className="choice",
            **attributes({f"data-{page}-unit": unit, "aria-pressed": "false"}),
        )
        for unit in UNITS
    ]
    return html.Div(
        buttons,
        className="choices",
        role="group",
        **attributes({"aria-label": view.text.unit_label, "data-text-label": "unit_label"}),
    )
