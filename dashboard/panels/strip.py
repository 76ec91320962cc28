"""The strip above everything: indices, phase, feed, age, and the reader's choices.

Door: `layout`, `register`. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, words

ITEMS: Final = (
    ("VNINDEX", "index_vnindex"),
    ("VN30", "index_vn30"),
    ("HNXIndex", "index_hnx"),
    ("HNXUpcomIndex", "index_upcom"),
    ("future", "index_future"),
)
"""(index id of the feed, text); `future` is the leading futures contract."""


def _item(view: PageView, index_id: str, key: str) -> Any:
    return html.Div(
        [
            html.Div(
                [words(view, key, className="index-name"), html.Span("–", className="index-value")],
                className="index-top",
            ),
            html.Div([html.Span(className="index-change"), html.Span(className="index-turnover")]),
            html.Div(
                [html.Div(className=f"share {kind}") for kind in ("up", "flat", "down")],
                className="breadth-bar",
                title=view.text.breadth_tip,
                **attributes({"data-text-title": "breadth_tip"}),
            ),
        ],
        className="index",
        **attributes({"data-index": index_id}),
    )


def _switch(view: PageView, choice: str, label: str, key: str) -> Any:
    return words(
        view,
        label,
        "Button",
        id=f"switch-{choice}",
        className="switch",
        title=getattr(view.text, key),
        **attributes({"data-choice": choice, "data-text-title": key}),
    )


def layout(view: PageView) -> Any:
    """One row; it scrolls sideways where it does not fit."""
    phase = html.Div(
        [
            html.Div("–", id="phase", className="strong"),
            html.Div([html.Span(id="countdown"), html.Span(id="market-date")], className="quiet"),
        ],
        className="cell phase",
    )
    feed = html.Div(
        [
            html.Div(
                [html.Span(className="dot"), html.Span(view.text.state_connecting, id="feed-state")],
                id="feed",
                className="strong",
                role="status",
            ),
            html.Div(
                [
                    words(
                        view,
                        "transport_none",
                        id="transport",
                        title=view.text.transport_tip,
                        **attributes({"data-text-title": "transport_tip"}),
                    ),
                    html.Span(
                        id="age", title=view.text.age_tip, **attributes({"data-text-title": "age_tip"})
                    ),
                ],
                className="quiet",
            ),
        ],
        className="cell feed",
    )
    marks = html.Div(
        [
            words(
                view,
                "simulated",
                id="simulated",
                className="mark",
                hidden=True,
                title=view.text.simulated_tip,
                **attributes({"data-text-title": "simulated_tip"}),
            ),
            html.Span(
                id="coverage",
                className="quiet",
                title=view.text.coverage_tip,
                **attributes({"data-text-title": "coverage_tip"}),
            ),
        ],
        className="cell marks",
    )
    switches = html.Div(
        [
            _switch(view, "language", "language_other", "language_switch"),
            _switch(view, "theme", f"theme_{'light' if view.theme == 'dark' else 'dark'}", "theme_switch"),
        ],
        className="cell switches",
    )
    return html.Header(
        [
            html.Div([_item(view, *item) for item in ITEMS], className="indices"),
            html.Div([phase, feed, marks, switches], className="state"),
        ],
        id="strip",
        className="strip",
        **attributes({"aria-label": view.text.strip_label}),
    )


def register(app: Dash) -> None:
    """Nothing to register: the strip is updated in the browser without the server."""
