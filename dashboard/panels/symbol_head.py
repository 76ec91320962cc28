"""A symbol's headline: who it is, what it costs, what that is compared with, how old and how complete.

Door: `layout`, `register`. The page and the side panel have one each; the browser fills what is marked by
`data-part` (assets/82-symbol-head.js). Refuses to know values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, words

FIGURES: Final = ("reference", "ceiling", "floor", "open", "high", "low", "average", "volume", "value")
"""Named figures beside the price, in order; a future has no average and no more than these."""


def part(name: str, tag: str = "Span", class_name: str = "", **more: Any) -> Any:
    """An element the browser fills.

    Args:
        name: by which it is found.
        tag: name of the HTML element.
        class_name: for the style sheet.
        more: further properties of the element.
    """
    return getattr(html, tag)(className=class_name or name, **attributes({"data-part": name}), **more)


def pressure() -> Any:
    """The day's active buying against active selling, as a bar with its two volumes."""
    bar = html.Span([html.I(className=name) for name in ("bought", "open", "sold")], className="pressure")
    return html.Div(
        [part("buyer", class_name="buy"), bar, part("seller", class_name="sell")],
        className="head-pressure",
        **attributes({"data-part": "pressure"}),
    )


def layout(view: PageView) -> Any:
    """The headline of the page."""
    named = [
        html.Div(
            [words(view, f"sym_{name}", "Dt"), part(name, "Dd")],
            **attributes({"data-figure": name}),
        )
        for name in FIGURES
    ]
    return html.Header(
        [
            html.Div([part("code", "H1"), part("name")], className="head-who"),
            html.Div([part("price"), part("change")], className="head-price"),
            html.Dl(named, className="head-figures"),
            pressure(),
            html.Div([part("session"), part("age"), part("coverage")], className="head-state"),
        ],
        id="symbol-head",
        className="symbol-head",
        **attributes({"aria-label": view.text.symbol_head_label, "data-text-label": "symbol_head_label"}),
    )


def register(app: Dash) -> None:
    """Nothing to register: the headline is filled in the browser."""
