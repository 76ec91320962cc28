"""What stands of a page without Dash, and what Dash brings: charts, and every further page."""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import PAGES, AnyPage, BoardPage, before_all_scripts
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DASH_WAITS = """
const plainFetch = window.fetch;
const letGo = new Promise((resolve) => (window.letDash = resolve));
window.fetch = async (...asked) => {
    if (String(asked[0].url || asked[0]).includes('_dash-layout')) await letGo;
    return plainFetch(...asked);
};
"""
"""Dash gets no layout before `letDash()`."""
NO_REFERRER = """
const plainFetch = window.fetch;
window.layouts = 0;
window.fetch = (asked, ...more) => {
    if (!String(asked).includes('_dash-layout')) return plainFetch(asked, ...more);
    window.layouts++;
    return plainFetch(asked + '?anew', { ...more[0], referrerPolicy: 'no-referrer' });
};
"""
"""Dash asks for its layout without telling which page it is for."""
CHARTS = "return document.querySelectorAll('.dash-graph').length;"
BOARDS = "return document.querySelectorAll('#board-grid').length;"


def test_the_first_page_has_its_numbers_without_dash(chrome: Chrome, web: WebServer) -> None:
    with before_all_scripts(chrome, DASH_WAITS):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: len(page.symbols()) >= 30, "the board", 40)
        page.wait(lambda: page.cell("ACB", "last"), "a price")
        page.wait(lambda: page.index("VNINDEX").strip("–"), "an index")
        assert page.run(CHARTS) == 0
        page.run("letDash();")
        page.settled()
        assert page.run(CHARTS) == 3
        assert page.run(BOARDS) == 1
        assert page.severe_messages() == []


@pytest.mark.parametrize(("name", "charts"), [("flow", 0), ("foreign", 1), ("derivatives", 3)])
def test_a_page_that_is_gone_to_before_dash_comes_with_it(
    chrome: Chrome, web: WebServer, name: str, charts: int
) -> None:
    with before_all_scripts(chrome, DASH_WAITS):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: len(page.symbols()) >= 30, "the board", 40)
        page.follow(name)
        box = f"return document.querySelector('#page-{name}').childElementCount;"
        assert page.run(box) == 0
        page.run("letDash();")
        page.shown(name).settled()
        shown = f"return document.querySelectorAll('#page-{name} .dash-graph').length;"
        assert page.run(shown) == charts
        assert page.severe_messages() == []


@pytest.mark.parametrize("path", PAGES)
def test_every_chart_is_drawn_on_the_page_that_comes_first(chrome: Chrome, web: WebServer, path: str) -> None:
    page = AnyPage(chrome, web.url + path)
    page.settled()
    places = "return [...document.querySelectorAll('[data-chart]')].map((place) => place.dataset.chart);"
    drawn = "return [...document.querySelectorAll('[data-chart] > .dash-graph')].map((chart) => chart.id);"
    assert page.run(places) == page.run(drawn)
    assert page.severe_messages() == []


def test_charts_come_to_a_browser_that_keeps_its_address_to_itself(chrome: Chrome, web: WebServer) -> None:
    with before_all_scripts(chrome, NO_REFERRER):
        page = BoardPage(chrome, web.url).ready()
        assert page.run("return window.layouts;") == 1
        page.wait(lambda: page.run(CHARTS) == 3, "the charts")
        page.settled()
        assert page.run(BOARDS) == 1
        assert page.severe_messages() == []


def test_pages_that_were_left_keep_their_charts(chrome: Chrome, web: WebServer) -> None:
    page = BoardPage(chrome, web.url).ready().settled()
    page.follow("derivatives")
    page.shown("derivatives").settled()
    mark = "document.querySelector('#page-%s .js-plotly-plot').kept = true;"
    page.run(mark % "board" + mark % "derivatives")
    for name in ("board", "derivatives"):
        page.follow(name)
        page.shown(name)
        assert page.run(f"return document.querySelector('#page-{name} .js-plotly-plot').kept;") is True
    assert page.severe_messages() == []
