"""The strip above everything: indices, phase, feed, age, and the reader's choices.

Door: `layout`, `register`. Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, words

FUTURE: Final = "future"
"""Stands for the leading futures contract."""
ITEMS: Final = (
    ("VNINDEX", "index_vnindex"),
    ("VN30", "index_vn30"),
    ("HNXIndex", "index_hnx"),
    ("HNXUpcomIndex", "index_upcom"),
    (FUTURE, "index_future"),
)
"""(index id of the feed, text)."""


def _item(view: PageView, index_id: str, key: str) -> Any:
    """Name, value, the day's line, change, turnover, and a bar: breadth of an index, aggressors of the
    future. A link where there is a page of it."""
    kinds, tip = ("bought", "open", "sold"), "aggressor_tip"
    if index_id != FUTURE:
        kinds, tip = ("up", "flat", "down"), "breadth_tip"
    return html.A(
        [
            words(view, key, className="index-name"),
            html.Span("–", className="index-value"),
            html.Span(className="index-spark"),
            html.Span(
                [html.Span(className="index-change"), html.Span(className="index-turnover")],
                className="index-line",
            ),
            html.Span(
                [html.Span(className=f"share {kind}") for kind in kinds],
                className="breadth-bar",
                title=getattr(view.text, tip),
                **attributes({"data-text-title": tip}),
            ),
        ],
        className="index",
        **attributes({"data-index": index_id}),
    )


def _switch(view: PageView, name: str, key: str, **more: Any) -> Any:
    """A button told by its sign; its words are said by its title and to screen readers.

    Args:
        view: for the first texts.
        name: its id is `switch-<name>`, its sign the style sheet's.
        key: text that says what a click does.
        more: further properties; `data` are its `data-*` attributes.
    """
    said = getattr(view.text, key)
    label = {"aria-label": said, "data-text-label": key}
    worded = "children" in more
    data = {f"data-{part}": value for part, value in more.pop("data", {}).items()}
    return html.Button(
        more.pop("children", None),
        id=f"switch-{name}",
        className="switch",
        title=said,
        # A word on the button is its name; a mere sign has none.
        **attributes({"data-text-title": key, **({} if worded else label), **data}),
        **more,
    )


def layout(view: PageView) -> Any:
    """One row; it scrolls sideways where it does not fit."""
    phase = html.Div(
        [
            html.Div("–", id="phase", className="strong"),
            html.Div([html.Span(id="countdown"), html.Span(id="next-phase")], className="quiet"),
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
            html.Div(
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
                    html.Span(id="market-date", className="quiet"),
                ],
                className="mark-line",
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
            _switch(
                view,
                "search",
                "search_title",
                children=[words(view, "search_short"), html.Kbd("/")],
                hidden=True,
            ),
            _switch(
                view,
                "language",
                "language_switch",
                children=words(view, "language_other"),
                data={"choice": "language"},
            ),
            _switch(view, "theme", "theme_switch", data={"choice": "theme"}),
            _switch(view, "palette", "palette_switch", data={"choice": "palette"}),
            _switch(
                view,
                "side",
                "side_toggle_tip",
                **attributes({"aria-pressed": "false", "aria-controls": "side"}),
            ),
            _switch(view, "share", "share_tip"),
            _switch(view, "help", "help_title"),
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
        **attributes({"aria-label": view.text.strip_label, "data-text-label": "strip_label"}),
    )


def register(app: Dash) -> None:
    """Nothing to register: the strip is updated in the browser without the server."""
