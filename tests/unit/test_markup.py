"""HTML text of Dash's plain elements (`dashboard.markup`)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.markup import markup


def test_an_element_has_its_attributes_by_html_names() -> None:
    button = html.Button(
        ["Mua & bán", html.Kbd("/")],
        id="search", className="switch wide", tabIndex=-1, hidden=True, disabled=False, title=None,
        **{"data-text": "search", "aria-label": 'say "it"'},
    )  # fmt: skip
    opening, content = markup(button).split(">", 1)
    assert content == "Mua &amp; bán<kbd>/</kbd></button>"
    named = re.findall(r'([\w-]+)="([^"]*)"', opening)  # in no order
    assert dict(named) == {
        "id": "search", "class": "switch wide", "tabindex": "-1", "data-text": "search",
        "aria-label": "say &quot;it&quot;",
    }  # fmt: skip
    assert re.sub(r'[\w-]+="[^"]*"', "", opening).split() == ["<button", "hidden"]


def test_rows_and_columns_of_bootstrap_are_elements() -> None:
    row = dbc.Row([dbc.Col("left", className="area"), dbc.Col(html.B("right"))], className="panels")
    assert markup(row) == (
        '<div class="panels row"><div class="area col">left</div><div class="col"><b>right</b></div></div>'
    )
    with pytest.raises(TypeError, match="Button is drawn by a browser only"):
        markup(dbc.Button("no"))


def test_nothing_and_a_number() -> None:
    assert markup(html.Div([None, html.Span(3), "–"])) == "<div><span>3</span>–</div>"


@given(text=st.text(), value=st.text())
def test_a_browser_reads_what_was_meant(text: str, value: str) -> None:
    # What no document can hold, or every browser reads as something else.
    text, value = (part.replace("\0", "").replace("\r", "") for part in (text, value))
    found: dict[str, object] = {"text": ""}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found["tag"], found["attrs"] = tag, attrs

        def handle_data(self, data: str) -> None:
            found["text"] = str(found["text"]) + data

    reader = Reader()
    reader.feed(markup(html.P(text, title=value)))
    reader.close()
    assert found == {"tag": "p", "attrs": [("title", value)], "text": text}


def test_what_only_a_browser_can_draw_is_refused() -> None:
    with pytest.raises(TypeError, match="Store is drawn by a browser only"):
        markup(html.Div(dcc.Store(id="kept")))
    with pytest.raises(TypeError, match="style is no attribute"):
        markup(html.Div(style={"color": "red"}))
