"""What a reader sees of the board while it is scrolled (`62-board-scroll.js`, `62-board-picture.js`)."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.support.pages import BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VIEW = "document.querySelector('#board-grid .ag-grid-viewport')"
PICTURED = "return !document.querySelector('.board-picture').hidden;"
NOTE = """
const box = document.querySelector('#board-grid');
const seen = (selector, property) => getComputedStyle(box.querySelector(selector))[property];
const { left, top } = box.querySelector('.ag-row[row-index="5"]').getBoundingClientRect();
const pointedAt = () => Boolean(document.elementFromPoint(left + 300, top + 3).closest('.ag-row'));
window.noted = [];
new MutationObserver(() => noted.push([
    box.classList.contains('scrolled'), seen('.flashes', 'display'), pointedAt(),
])).observe(box, { attributeFilter: ['class'] });
"""
GO_ON = """
const view = document.querySelector('#board-grid .ag-grid-viewport');
clearInterval(window.steps);
window.steps = setInterval(() => {
    if (view.scrollTop === arguments[0]) view.dispatchEvent(new Event('scroll'));
    else view.scrollTop = arguments[0];
}, 30);
"""
"""A scroll that does not end, at a place."""
FRAMES = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
COUNT = """
const { fillText } = CanvasRenderingContext2D.prototype;
window.written = 0;
CanvasRenderingContext2D.prototype.fillText = function (...more) {
    written += 1;
    return fillText.apply(this, more);
};
"""
UP_TO_DATE = """
const { seq, data } = vnmarket.rooms.get('board');
let same = seq === arguments[0];
vnmarket.board.grid().forEachNode(({ data: row }) => {
    same = same && row.total_volume === data.rows[row.symbol].total_volume;
});
return same;
"""
"""Whether the page has heard a frame of the board, and has passed it on to the rows."""
STEP_WRITES = f"const before = written; {VIEW}.dispatchEvent(new Event('scroll')); return written > before;"
PLACES = """
const strips = [...document.querySelectorAll('.board-picture canvas')];
return strips.filter((one) => !one.hidden).map((one) => one.style.top);
"""
SORTED = """
const api = vnmarket.board.grid();
return new Promise((done) => {
    const strips = () => document.querySelectorAll('.board-picture canvas:not([hidden])').length;
    api.addEventListener('modelUpdated', () => done(strips()));
    api.applyColumnState({ state: [{ colId: 'symbol', sort: 'desc' }] });
});
"""
"""Sorts; how many strips are seen as soon as the page knows of it."""
DIFFERING = """
const [shots, {x, y, width, height}] = arguments;
return Promise.all(shots.map(async (shot) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + shot;
    await image.decode();
    const canvas = document.createElement('canvas');
    Object.assign(canvas, {width, height});
    const pen = canvas.getContext('2d');
    pen.drawImage(image, -x, -y);
    return pen.getImageData(0, 0, width, height).data;
})).then(([one, other]) => {
    let differing = 0;
    for (let at = 0; at < one.length; at += 4) {
        const apart = [0, 1, 2].map((part) => Math.abs(one[at + part] - other[at + part]));
        if (Math.max(...apart) > 48) differing += 1;
    }
    return differing / (one.length / 4);
});
"""
"""The share of points in which two pictures of a part of the screen are not alike."""


@pytest.fixture
def page(chrome: Chrome, web: WebServer) -> Iterator[BoardPage]:
    """A board with more rows than there is room for."""
    size = {"width": 1920, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    try:
        page = BoardPage(chrome, web.url).ready()
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.wait(lambda: page.run(f"return {VIEW}.scrollHeight > {VIEW}.clientHeight;"), "rows out of sight")
        yield page
        assert page.severe_messages() == []
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def shot(page: BoardPage) -> str:
    """The screen."""
    return str(page.chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def scroll_on(page: BoardPage, top: int) -> None:
    """Scrolls to a place and does not stop; returns when the picture is shown."""
    page.run(GO_ON, top)
    page.wait(lambda: page.run(PICTURED) and page.run(f"return {VIEW}.scrollTop;") == top, "the picture")
    page.run(FRAMES)


def come_to_rest(page: BoardPage) -> None:
    """Ends such a scroll; returns when the grid's rows are seen again."""
    page.run("clearInterval(window.steps);")
    page.wait(lambda: not page.run(PICTURED), "the rows")


def freeze(page: BoardPage) -> None:
    """From now on nothing that is heard is drawn; what had been heard is, and what was lit is no longer."""
    page.run("vnmarket.pace.add = () => {}; vnmarket.pace.flush();")
    page.calm()
    page.wait(lambda: not page.run("return vnmarket.boardFlash.settle(performance.now());"), "no flash")


def apart(page: BoardPage, one: str, other: str) -> float:
    """The share of the board's points that differ."""
    part = page.run(
        "const picture = document.querySelector('.board-picture'), before = picture.hidden;"
        "picture.hidden = false;"
        "const {x, y, width, height} = picture.getBoundingClientRect(); picture.hidden = before;"
        "return {x, y, width, height};"
    )
    return float(page.run(DIFFERING, [one, other], part))


def test_a_board_that_is_scrolled_does_not_light_up_and_is_not_pointed_at(page: BoardPage) -> None:
    page.run(NOTE)
    page.run(f"{VIEW}.scrollTop = 60;")
    page.wait(lambda: page.run("return noted.length;") >= 2, "the beginning and the end of it")
    assert page.run("return noted;") == [[True, "none", False], [False, "block", True]]
    assert page.run(f"return {VIEW}.scrollTop;") == 60


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_picture_of_the_rows_looks_as_they_do(page: BoardPage, theme: str) -> None:
    page.run(f"vnmarket.choose('theme', '{theme}'); vnmarket.select('GAS');")
    freeze(page)
    scroll_on(page, 60)
    picture = shot(page)
    scroll_on(page, 75)
    elsewhere = shot(page)
    scroll_on(page, 60)
    come_to_rest(page)
    rows = shot(page)
    assert apart(page, picture, elsewhere) > 0.03, "rows that stand elsewhere are told apart"
    assert apart(page, picture, rows) < 0.002


def test_prices_in_the_picture_are_those_of_the_market(
    page: BoardPage, publisher: Publisher, web: WebServer
) -> None:
    scroll_on(page, 60)
    before = page.run("return vnmarket.board.grid().getDisplayedRowAtIndex(6).data.total_volume;")
    old = shot(page)
    newer = "return vnmarket.board.grid().getDisplayedRowAtIndex(6).data.total_volume !== arguments[0];"
    page.wait(lambda: page.run(newer, before), "a trade of a share in sight")
    publisher.stop()
    page.run(COUNT)
    seq = httpx.get(f"{web.url}/api/live?rooms=board", timeout=10).json()["rooms"]["board"]["seq"]
    page.wait(lambda: page.run(UP_TO_DATE, seq), "the newest of the board")
    page.wait(lambda: not page.run(STEP_WRITES), "that all which changed is drawn")
    page.run(FRAMES)
    picture = shot(page)
    come_to_rest(page)
    rows = shot(page)
    assert apart(page, old, rows) > 0.002, "that something has changed"
    assert apart(page, picture, rows) < 0.002


def test_what_was_drawn_before_does_not_lie_over_what_is_seen(page: BoardPage) -> None:
    for top in (60, 200, 470, 60, 200, 60):  # two strips are seen, or three
        scroll_on(page, top)
        places = page.run(PLACES)
        assert len(places) >= 2
        assert len(places) == len(set(places))


def test_rows_that_change_places_are_drawn_at_once(page: BoardPage) -> None:
    freeze(page)
    scroll_on(page, 60)
    assert page.run(SORTED) >= 2
    page.run(FRAMES)
    picture = shot(page)
    come_to_rest(page)
    assert apart(page, picture, shot(page)) < 0.002


def test_rows_stand_where_a_long_scroll_ends(page: BoardPage) -> None:
    most = int(page.run(f"return {VIEW}.scrollHeight - {VIEW}.clientHeight;"))
    cells = "return document.querySelectorAll('#board-grid .ag-row[row-index=\"29\"] .ag-cell').length;"
    scroll_on(page, 0)
    scroll_on(page, most)
    assert page.run(cells) == 0, "the grid is not told before the end"
    come_to_rest(page)
    assert page.run(cells) > 20
    assert page.run(f"return {VIEW}.scrollTop;") == most


def test_what_the_keys_do_is_the_grids_own(page: BoardPage) -> None:
    page.run(
        "window.pictured = 0; new MutationObserver(() => { pictured += 1; })"
        ".observe(document.querySelector('.board-picture'), { attributeFilter: ['hidden'] });"
        "vnmarket.board.grid().setFocusedCell(0, 'last');"
    )
    for _ in range(22):
        ActionChains(page.chrome).send_keys(Keys.ARROW_DOWN).perform()
    page.wait(lambda: page.run(f"return {VIEW}.scrollTop;") > 100, "that the focus has moved the rows")
    focused = "return document.activeElement.closest('.ag-row').getAttribute('row-index');"
    page.wait(lambda: page.run(focused) == "22", "the focus in its row")
    assert page.run("return pictured;") == 0


def test_sideways_the_columns_move(page: BoardPage) -> None:
    page.run("for (const id of ['open', 'high', 'low', 'average']) vnmarket.boardLayout.show(id, true);")
    page.wait(lambda: page.run(f"return {VIEW}.scrollWidth > {VIEW}.clientWidth;"), "columns out of sight")
    scroll_on(page, 60)
    page.run(f"clearInterval(window.steps); {VIEW}.scrollLeft = 80;")
    page.wait(lambda: not page.run(PICTURED), "the rows")
    freeze(page)
    scroll_on(page, 60)
    picture = shot(page)
    come_to_rest(page)
    assert page.run(f"return {VIEW}.scrollLeft;") == 80
    assert apart(page, picture, shot(page)) < 0.002
