"""Time to the end of the chosen contract, and on its last day the settlement price as it forms.

Door: `layout`, `register`. The browser fills it from the room. Refuses to know values.
"""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, panel


def layout(view: PageView) -> Any:
    """Countdown, and the figures of an expiry day."""
    return panel(
        view,
        "future_expiry",
        [
            html.Div(
                [
                    html.Span(id="future-until", className="quiet"),
                    html.B(id="future-countdown", className="countdown-big"),
                ],
                className="countdown",
            ),
            html.Div(id="future-cockpit", className="facts cockpit", tabIndex=0),
        ],
        room="derivatives",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
