"""A page in its two parts (`dashboard.page_layout`)."""

from __future__ import annotations

import re

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html

from dashboard.app import PAGES
from dashboard.frame import Page
from dashboard.page_layout import PageLayout, page_parts
from dashboard.panels.view import PageView
from dashboard.text import catalogue


@pytest.fixture
def view() -> PageView:
    return PageView(catalogue("vi"), "vi", "dark", "brief")


def test_each_chart_has_a_place_among_the_elements() -> None:
    layout = dbc.Row([
        dbc.Col(html.P("above"), className="area-a"),
        dcc.Graph(id="lines", className="chart", figure={"data": []}, config={"responsive": True}),
        html.Div([dcc.Graph(id="bars")], className="panel"),
    ])  # fmt: skip
    elements, ids, charts = page_parts(layout)
    assert ids == ["lines", "bars"]
    assert elements == (
        '<div class="row"><div class="area-a col"><p>above</p></div>'
        '<div class="chart" data-chart="lines"></div>'
        '<div class="panel"><div data-chart="bars"></div></div></div>'
    )
    properties = charts[0].to_plotly_json()["props"]
    assert properties["figure"] == {"data": []}
    assert properties["config"] == {"responsive": True}
    assert "className" not in properties, "its place has the look"


def test_what_is_neither_element_nor_chart_is_refused() -> None:
    with pytest.raises(TypeError, match="neither an element nor a chart"):
        page_parts(html.Div(dcc.Store(id="kept")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_every_page_divides(page: Page, view: PageView) -> None:
    elements, ids, charts = page_parts(page.layout(view))
    assert re.findall(r'data-chart="([^"]+)"', elements) == ids == [chart.id for chart in charts]  # type: ignore[attr-defined]
    named = re.findall(r' id="([^"]+)"', elements) + ids
    assert len(named) == len(set(named)) > 0


def test_dash_knows_its_properties_and_no_others() -> None:
    told = PageLayout(id="layout-board", page="board", charts=[], children=[]).to_plotly_json()
    assert (told["namespace"], told["type"]) == ("vnmarket", "PageLayout")
    assert told["props"] == {"id": "layout-board", "page": "board", "charts": [], "children": []}
    with pytest.raises(TypeError, match="unexpected keyword"):
        PageLayout(id="layout-board", look="wide")
