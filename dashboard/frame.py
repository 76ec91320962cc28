"""The frame in which all pages live: strip, navigation, one container per page, side panel.

The frame is in the document, and in it the page named in the address, so that they stand before Dash has run;
Dash's part is the charts (`page_layout`). A page is a module with a name, a path, a layout and its callbacks.
Every page but the one in the address is fetched the first time it is visited and kept from then on.
Which container is seen is the browser's business (assets/58-pages.js).
Door: `Page`, `page_of`, `frame`, `rooms`, `register_frame`. Refuses to know what is on a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from dash import Dash, Input, Output, html
from flask import Flask, Response, has_request_context, redirect, request

from dashboard.markup import markup
from dashboard.page_layout import PageLayout, page_parts
from dashboard.panels import nav, strip, symbol_side
from dashboard.panels.view import PageView, attributes, words

MAIN_ID: Final = "main"
SIDE_ID: Final = "side"
_ANY_PATH: Final = "/<path:path>"
"""Dash's endpoint for every address that nothing else serves."""


class Page(Protocol):
    """A module of `dashboard.pages`."""

    NAME: str
    """Its name in ids, texts (`nav_<name>`) and scripts."""
    PATH: str
    """Its address; a part in angle brackets (`/symbol/<code>`) is a parameter of the page."""

    def layout(self, view: PageView) -> Any:
        """Its content with the deployment's default language; the browser applies its own choices."""

    def register(self, app: Dash) -> None:
        """Its callbacks and those of its panels."""


def page_of(pages: Sequence[Page], path: str) -> Page | None:
    """The page at a path, None when there is none.

    Args:
        pages: those of the application.
        path: of an address, without its query.
    """
    bare = path.rstrip("/") or "/"
    for page in pages:
        # Without its parameter a page shows what was last looked at.
        if re.fullmatch(re.sub(r"/<\w+>", "(/[^/]+)?", page.PATH), bare):
            return page
    return None


def layout_id(page: Page) -> str:
    """What Dash knows a page's layout by."""
    return f"layout-{page.NAME}"


def frame(view: PageView, pages: Sequence[Page], middle: str) -> str:
    """The HTML of the frame.

    Args:
        view: the deployment's defaults.
        pages: in the order of the navigation.
        middle: the text that marks where Dash's part goes.
    """
    return markup(
        html.Div(
            [
                words(view, "skip_link", "A", href=f"#{MAIN_ID}", className="skip-link"),
                strip.layout(view),
                nav.layout(view, [page.NAME for page in pages], [page.PATH for page in pages]),
                html.Main(middle, id=MAIN_ID, tabIndex=-1),
                html.Aside(
                    symbol_side.layout(view),
                    id=SIDE_ID,
                    className="side-panel",
                    hidden=True,
                    **attributes({"aria-label": view.text.side_label, "data-text-label": "side_label"}),
                ),
                html.Div(id="announcer", className="unseen", role="status"),
            ],
            id="frame",
            className="frame",
        )
    )


def register_frame(app: Dash, server: Flask, view: PageView, pages: Sequence[Page]) -> None:
    """Makes the pages the application's layout and registers everything in them and around them.

    Args:
        app: the application.
        server: its Flask application, for the answer to addresses without a page.
        view: the deployment's defaults.
        pages: in the order of the navigation.
    """
    app.layout = lambda: _layouts(view, pages, _visited(pages))
    strip.register(app)
    nav.register(app)
    for page in pages:
        page.register(app)
        app.callback(
            [Output(layout_id(page), part) for part in ("elements", "charts", "children")],
            Input(layout_id(page), "asked"),
            prevent_initial_call=True,
        )(_loader(page, view))

    # Browsers ask for it where a document names no sign of its own.
    server.add_url_rule("/favicon.ico", "favicon", lambda: redirect(app.get_asset_url("favicon.svg")))

    @server.after_request
    def unknown_address(response: Response) -> Response:
        if request.endpoint == _ANY_PATH and page_of(pages, request.path) is None:
            response.status_code = 404
        return response


def _loader(page: Page, view: PageView) -> Callable[[Any], Any]:
    return lambda _asked: page_parts(page.layout(view))


def rooms(view: PageView, pages: Sequence[Page]) -> Callable[[str], str]:
    """Makes the containers of all pages; the one in the address has its content.

    Args:
        view: the deployment's defaults.
        pages: in the order of the navigation.

    Returns:
        gives their HTML by the path that is asked for.
    """
    made = {page.NAME: _rooms(view, pages, page) for page in pages}
    nowhere = _rooms(view, pages, None)

    def of(path: str) -> str:
        visited = page_of(pages, path)
        return nowhere if visited is None else made[visited.NAME]

    return of


def _rooms(view: PageView, pages: Sequence[Page], visited: Page | None) -> str:
    def container(page: Page) -> str:
        content = page_parts(page.layout(view))[0] if page is visited else ""
        hidden = "" if page is visited else " hidden"
        return f'<div id="page-{page.NAME}" class="page page-{page.NAME}"{hidden}>{content}</div>'

    nowhere = html.Div(
        [words(view, "nowhere_title", "H1"), words(view, "nowhere_text", "P")],
        id="page-nowhere",
        className="page page-nowhere",
        hidden=visited is not None,
    )
    return f'<div id="pages">{"".join(map(container, pages))}{markup(nowhere)}</div>'


def _visited(pages: Sequence[Page]) -> Page | None:
    """The page whose address the browser shows. It is told by the referrer; where that is withheld, the
    browser fetches the charts like another page's."""
    referrer = request.referrer if has_request_context() else None
    return page_of(pages, urlsplit(referrer).path) if referrer else None


def _layouts(view: PageView, pages: Sequence[Page], visited: Page | None) -> Any:
    made = []
    for page in pages:
        parts: dict[str, Any] = {}
        if page is visited:  # its elements are in the document
            _, parts["charts"], parts["children"] = page_parts(page.layout(view))
        made.append(PageLayout(id=layout_id(page), page=page.NAME, **parts))
    return made
