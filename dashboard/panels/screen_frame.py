"""What is always in sight on the office screen: phase, feed, clock, marks, and the names of the scenes.

Door: `bar`, `stale_mark`, `foot`. The browser fills them. Refuses to know scenes.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.panels.view import PageView, attributes, state_words, words


def bar(view: PageView) -> Any:
    """Phase and countdown, state and age of the data, whether simulated, clock and day."""
    return html.Div(
        [
            words(view, "screen_heading", "H1", className="unseen"),
            html.Div(
                [
                    html.Div("–", id="screen-phase", className="screen-strong"),
                    html.Div(id="screen-countdown", className="screen-quiet"),
                ],
                className="screen-cell",
            ),
            words(view, "simulated", id="screen-simulated", className="screen-mark", hidden=True),
            html.Div(
                [
                    # Its panel is the room of the scene in sight.
                    html.Div(state_words(view, "screen", "board"), className="screen-strong"),
                    html.Div(id="screen-age", className="screen-quiet"),
                ],
                className="screen-cell screen-feed",
            ),
            html.Div(
                [
                    html.Div(id="screen-clock", className="screen-strong"),
                    html.Div(id="screen-date", className="screen-quiet"),
                ],
                className="screen-cell screen-time",
            ),
        ],
        className="screen-bar",
    )


def stale_mark(view: PageView) -> Any:
    """The mark across the whole width while what is shown is old."""
    return html.Div(id="screen-stale", className="screen-stale", hidden=True, role="alert")


def foot(view: PageView) -> Any:
    """Which scenes there are, which is seen, and what of the address was not understood."""
    return html.Div(
        [
            html.Ol(
                id="screen-scenes",
                className="screen-scenes",
                **attributes({"aria-label": view.text.screen_scenes, "data-text-label": "screen_scenes"}),
            ),
            html.Span(id="screen-unknown", className="screen-unknown"),
        ],
        className="screen-foot",
    )
