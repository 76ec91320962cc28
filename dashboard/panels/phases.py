"""Buyer, seller and unknown volume by part of the day, over all shares.

Door: `layout`, `register`. The browser fills it (assets/68-phases.js). Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel, words

_PARTS = ("bought", "open", "matched", "missed", "sold")


def layout(view: PageView) -> Any:
    """A bar per part of the day, and what the bars are made of."""
    legend = html.Div(
        [words(view, f"phase_part_{name}", className=f"swatch part-{name}") for name in _PARTS],
        className="phase-legend",
    )
    body = [html.Div(id="phases", className="phases"), legend]
    return panel(view, "phases", body, [html.Span(id="phases-net", className="headline")], room="flow")


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
