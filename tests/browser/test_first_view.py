"""What a reader sees of a page before all of it is there, and what is left for later."""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import BoardPage, before_all_scripts
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NO_FRAMES = "window.requestAnimationFrame = () => 0;"
"""As in a window that stands behind others."""
NO_CHARTS = "Object.defineProperty(window, 'vnmarketLoadCharts', { get: () => () => {}, set: () => {} });"
"""Charts that are never loaded, so that the page is never whole."""
FIRST_FIGURES = """
window.figures = {};
Object.defineProperty(window, 'vnmarketLoadCharts', {
    get: () => () => {},
    set: (load) => (window.loadCharts = load),
});
window.addEventListener('plotly', () => {
    const { react } = window.Plotly;
    window.Plotly.react = (div, figure, ...more) => {
        const points = figure.data.map(({ x, y }) => (x || []).filter((_, at) => y[at] !== null).length);
        window.figures[div.parentElement.closest('[id]').id] ??= Math.max(...points);
        return react(div, figure, ...more);
    };
});
"""
"""How many points the longest line of each chart has when it is drawn first; they wait for `loadCharts()`."""
DAYS = """
if (!window.vnmarket?.series) return false;
const contracts = Object.keys(vnmarket.rooms.get('derivatives')?.data.contracts || {});
const lines = [['indices', 'VN30'], ['foreign', 'market'], ...contracts.map((code) => ['derivatives', code])];
return contracts.length > 0 && lines.every(([name, id]) => vnmarket.series.line(name, id));
"""
"""Whether the series that the charts show have come."""
DRAWN = "return Object.fromEntries([...document.querySelectorAll('.dash-graph')].map((box) => [box.id, "
DRAWN += "Math.max(...box.querySelector('.js-plotly-plot').data.map(({ x }) => (x || []).length))]));"
YOUNG = "return document.querySelectorAll('#board-grid .ag-row').length;"
HEIGHT = "return document.querySelector('.board-picture').getBoundingClientRect().height;"
LABELS = "return [...document.querySelectorAll('.dash-graph .js-plotly-plot')]"
LABELS += ".map((plot) => plot.layout.annotations.length);"
WRITTEN = """
window.written = new Set();
const { fillText } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
    written.add(text);
    return fillText.call(this, text, ...more);
};
"""


def test_a_window_that_draws_no_frames_is_up_to_date(chrome: Chrome, web: WebServer) -> None:
    with before_all_scripts(chrome, NO_FRAMES):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: len(page.symbols()) >= 30, "the board", 40)
        page.wait(lambda: page.index("VNINDEX"), "the indices")
        before = page.index("VNINDEX")
        page.wait(lambda: page.index("VNINDEX") != before, "a newer value")
        assert page.severe_messages() == []


def test_the_picture_is_there_before_the_rows(chrome: Chrome, web: WebServer) -> None:
    with before_all_scripts(chrome, NO_CHARTS, WRITTEN):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: page.run("return Boolean(window.vnmarket?.board?.grid());"), "the grid", 40)
        page.wait(page.pictured, "the picture")
        assert page.run(YOUNG) < 5
        seen = int(page.run(HEIGHT)) // 26
        assert seen > 15
        said = "const { data } = vnmarket.board.grid().getDisplayedRowAtIndex(arguments[0]);"
        said += "return written.has(vnmarket.format.volume(data.total_volume));"
        page.wait(lambda: all(page.run(said, row) for row in range(seen)), "every row in sight")
        page.wait(page.grown, "the rows, though the page is never whole")
        assert page.pictured()
        assert page.severe_messages() == []


@pytest.mark.parametrize("use", ["pointerdown", "wheel", "keydown", "focusin"])
def test_who_uses_the_rows_has_them_at_once(chrome: Chrome, web: WebServer, use: str) -> None:
    with before_all_scripts(
        chrome,
        NO_CHARTS,
        "window.setTimeout = ((own) => (job, ms, ...more) => "
        "own(job, ms === 5000 ? 1e6 : ms, ...more))(window.setTimeout);",
    ):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: page.run("return Boolean(window.vnmarket?.board?.grid());"), "the grid", 40)
        page.wait(page.pictured, "the picture")
        assert not page.grown()
        page.run(f"document.querySelector('#board-grid').dispatchEvent(new Event('{use}'));")
        page.wait(page.grown, "the rows")
        assert page.severe_messages() == []


def test_a_charts_first_drawing_has_its_lines(chrome: Chrome, web: WebServer) -> None:
    with before_all_scripts(chrome, FIRST_FIGURES):
        page = BoardPage(chrome, web.url)
        page.wait(lambda: page.run(DAYS), "the day's lines", 40)
        page.run("loadCharts();")
        page.wait(lambda: len(page.run("return figures;")) == 3, "the charts")
        points = page.run("return figures;")
        assert all(0 < points[chart] <= longest for chart, longest in page.run(DRAWN).items()), points
        page.wait(lambda: all(page.run(LABELS)), "the words at their ends")
        assert page.severe_messages() == []
