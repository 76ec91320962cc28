"""The application with pages for trying the frame: one with a parameter, one with a chart, both tall.

A page that the product has is the product's own. Door: `create_wsgi`, for gunicorn. Refuses to know what
the frame does with a page.
"""

from __future__ import annotations

from typing import Any

import msgspec
from dash import Dash, dcc, html
from flask import Flask

from dashboard import process, text
from dashboard.app import PAGES, create_app
from dashboard.frame import Page
from dashboard.panels.view import PageView
from dashboard.settings import load_settings
from dashboard.text.catalogue import Catalogue


class TrialText(msgspec.Struct, frozen=True):
    """Their names in the navigation."""

    nav_trial: str
    nav_item: str


class TrialPage:
    """A heading, a chart, and more than a screen can hold."""

    def __init__(self, name: str, path: str) -> None:
        self.NAME = name
        self.PATH = path

    def layout(self, view: PageView) -> Any:
        """The content."""
        figure = {"data": [{"x": [0, 1, 2], "y": [1, 3, 2]}], "layout": {"uirevision": "day"}}
        return html.Div(
            [
                html.H1(getattr(view.text, f"nav_{self.NAME}"), **{"data-text": f"nav_{self.NAME}"}),
                dcc.Graph(id=f"{self.NAME}-chart", figure=figure, config={"responsive": True}),
                html.Ol([html.Li(str(number)) for number in range(150)]),  # to be scrolled
            ]
        )

    def register(self, app: Dash) -> None:
        """Nothing to register."""


TRIAL: tuple[Page, ...] = (TrialPage("trial", "/trial"), TrialPage("item", "/item/<code>"))


def create_wsgi() -> Flask:
    """The application with its threads running."""
    for language, words in (
        ("vi", TrialText("Trang thử", "Món thử")),
        ("en", TrialText("Trial", "Item")),
    ):
        text.CATALOGUES[language] = Catalogue((*text.CATALOGUES[language].parts, words))
    server: Flask = create_app(load_settings(), (*PAGES, *TRIAL)).server
    process.of(server).start()
    return server
