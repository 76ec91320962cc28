"""The way from page to page: a rail at the left, a bar at the bottom of a phone.

Only pages that exist are named. Door: `layout`, `register`. Refuses to know what is on a page; the signs
beside the words are drawn by the style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Dash, html

from dashboard.panels.view import PageView, attributes, words


def layout(view: PageView, names: Sequence[str], paths: Sequence[str]) -> Any:
    """A link per page.

    Args:
        view: for the first texts.
        names, paths: of the pages, in order. The link to a page with a parameter leads to what was last
            looked at.
    """
    return html.Nav(
        [_link(view, name, path) for name, path in zip(names, paths, strict=True)],
        id="nav",
        className="nav",
        **attributes({"aria-label": view.text.nav_label, "data-text-label": "nav_label"}),
    )


def _link(view: PageView, name: str, path: str) -> Any:
    return html.A(
        [
            html.Span(className="nav-sign", **attributes({"data-sign": name, "aria-hidden": "true"})),
            words(view, f"nav_{name}", className="nav-word"),
        ],
        href=path.split("/<")[0],
        **attributes({"data-page": name}),
    )


def register(app: Dash) -> None:
    """Nothing to register: the links are followed in the browser."""
