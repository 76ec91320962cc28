"""What a reader sees of the board, at rest and scrolled (`62-board-picture.js`, `62-board-scroll.js`)."""

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
SCROLLED = "return document.querySelector('#board-grid').classList.contains('scrolled');"
NOTE = """
const box = document.querySelector('#board-grid');
const { left, top } = box.querySelector('.ag-row[row-index="5"]').getBoundingClientRect();
const pointedAt = () => Boolean(document.elementFromPoint(left + 300, top + 3).closest('.ag-row'));
window.noted = [];
new MutationObserver(() => noted.push([box.classList.contains('scrolled'), pointedAt()]))
    .observe(box, { attributeFilter: ['class'] });
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


NEVER_PALE = """
const style = document.createElement('style');
style.textContent = '.stale .panel-body { opacity: 1 !important; filter: none !important; }';
document.head.append(style);
"""
"""A market that stands still is stale after some seconds, which is not the question here."""
LIT = """
const [red, green, blue] = vnmarket.colour('flash').match(/\\w\\w/g).map((part) => parseInt(part, 16));
let lit = 0;
const seen = document.querySelector('.board-picture').getBoundingClientRect();
for (const canvas of document.querySelectorAll('.board-picture canvas:not([hidden])')) {
    const { top, height } = canvas.getBoundingClientRect();
    const [from, to] = [Math.max(0, seen.top - top), Math.min(height, seen.bottom - top)];
    const { data } = canvas.getContext('2d').getImageData(0, from, canvas.width, to - from);
    for (let at = 0; at < data.length; at += 4) {
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) lit += 1;
    }
}
return lit;
"""
"""How many points of the picture have the ground of what has just changed."""
STANDS = """
const box = (selector) => {
    const found = document.querySelector(selector);
    if (!found || found.hidden) return null;
    const stands = found.getBoundingClientRect();
    return ['left', 'top', 'width', 'height'].map((side) => Math.round(stands[side]));
};
return arguments[0].map(box);
"""
"""Where elements of the page stand; None for one that is not shown."""


@pytest.fixture
def page(chrome: Chrome, web: WebServer) -> Iterator[BoardPage]:
    """A board with more rows than there is room for."""
    size = {"width": 1920, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    try:
        page = BoardPage(chrome, web.url).ready()
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.wait(lambda: page.run(f"return {VIEW}.scrollHeight > {VIEW}.clientHeight;"), "rows out of sight")
        page.wait(page.pictured, "the picture")
        page.run(NEVER_PALE)
        yield page
        assert page.severe_messages() == []
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def shot(page: BoardPage) -> str:
    """The screen."""
    page.run(FRAMES)
    return str(page.chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])


def rows_shot(page: BoardPage) -> str:
    """The screen as it is where the grid's rows are seen, as on paper."""
    page.run("window.dispatchEvent(new Event('beforeprint'));")
    assert not page.pictured()
    found = shot(page)
    page.run("window.dispatchEvent(new Event('afterprint'));")
    assert page.pictured()
    return found


def scroll_on(page: BoardPage, top: int) -> None:
    """Scrolls to a place and does not stop."""
    page.run(GO_ON, top)
    page.wait(lambda: page.run(SCROLLED) and page.run(f"return {VIEW}.scrollTop;") == top, "the place")
    page.run(FRAMES)


def come_to_rest(page: BoardPage) -> None:
    """Ends such a scroll; returns when it is over."""
    page.run("clearInterval(window.steps);")
    page.wait(lambda: not page.run(SCROLLED), "the end of it")


def point_at(page: BoardPage, selector: str) -> None:
    """Moves the pointer to an element's left end, where nothing is scrolled for it."""
    x, y = page.run(
        "const { left, top, height } = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [left + 2, top + height / 2];",
        selector,
    )
    page.chrome.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})


def freeze(page: BoardPage) -> None:
    """From now on nothing that is heard is drawn; what had been heard is, and what was lit is no longer."""
    page.run("vnmarket.pace.add = () => {}; vnmarket.pace.flush();")
    page.wait(lambda: page.run(LIT) == 0, "no light")
    page.run("vnmarket.emit('board-redrawn');")  # the day's lines, which are drawn every five seconds


def apart(page: BoardPage, one: str, other: str) -> float:
    """The share of the board's points that differ."""
    part = page.run(
        "const {x, y, width, height} = document.querySelector('.board-picture').getBoundingClientRect();"
        "return {x, y, width, height};"
    )
    return float(page.run(DIFFERING, [one, other], part))


def assert_alike(page: BoardPage, picture: str) -> None:
    """A picture is as the rows are."""
    assert apart(page, picture, rows_shot(page)) < 0.002


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_picture_of_the_rows_looks_as_they_do(page: BoardPage, theme: str) -> None:
    page.run(f"vnmarket.choose('theme', '{theme}'); vnmarket.select('GAS');")
    freeze(page)
    at_rest = shot(page)
    assert_alike(page, at_rest)
    scroll_on(page, 60)
    scrolled = shot(page)
    come_to_rest(page)
    assert apart(page, scrolled, shot(page)) == 0
    assert_alike(page, scrolled)
    assert apart(page, at_rest, scrolled) > 0.03, "rows that stand elsewhere are told apart"


CHANGES = {
    "language": "vnmarket.choose('language', 'en');",
    "palette": "vnmarket.choose('palette', 'international');",
    "width": "vnmarket.board.grid().setColumnWidths([{ key: 'bid3_volume', newWidth: 110 }]);",
    "order": "vnmarket.board.grid().moveColumns(['total_volume'], 1);",
    "columns": "vnmarket.boardLayout.show('high', true);",
    "pinned": "vnmarket.board.grid().setColumnsPinned(['last'], 'left');",
    "sorted": "vnmarket.board.grid().applyColumnState({ state: [{ colId: 'total_volume', sort: 'desc' }] });",
    "list": "document.querySelector('#board-presets [data-preset=\"hnx\"]').click();",
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_picture_follows_what_a_reader_changes(
    page: BoardPage, publisher: Publisher, change: str
) -> None:
    publisher.stop()
    page.run("vnmarket.pace.flush();")
    page.wait(lambda: page.run(LIT) == 0, "no light")
    before = shot(page)
    page.run(CHANGES[change])
    page.wait(lambda: apart(page, before, shot(page)) > 0.002, "another picture")
    page.wait(lambda: page.run(LIT) == 0, "no light")
    assert_alike(page, shot(page))


def test_nothing_is_left_of_columns_that_were_wider(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    page.run("vnmarket.pace.flush();")
    for column in ("coverage", "spark", "current_room"):
        page.run("vnmarket.boardLayout.show(arguments[0], false);", column)
    page.wait(lambda: page.run(LIT) == 0, "no light")
    assert page.columns_in_view()[-1] == "foreign_sell_volume"
    before = shot(page)
    page.run("vnmarket.board.grid().setColumnWidths([{ key: 'foreign_sell_volume', newWidth: 50 }]);")
    page.wait(lambda: apart(page, before, shot(page)) > 0.002, "another picture")
    assert_alike(page, shot(page))


def test_the_picture_is_there_again_after_another_page(page: BoardPage) -> None:
    page.run("document.querySelector('a[href=\"/indices\"]').click();")
    page.wait(lambda: not page.pictured(), "another page")
    page.chrome.back()
    page.wait(page.pictured, "the board")
    freeze(page)
    assert_alike(page, shot(page))


def test_a_board_that_is_scrolled_is_not_pointed_at(page: BoardPage) -> None:
    page.run(NOTE)
    page.run(f"{VIEW}.scrollTop = 60;")
    page.wait(lambda: page.run("return noted.length;") >= 2, "the beginning and the end of it")
    assert page.run("return noted;") == [[True, False], [False, True]]
    assert page.run(f"return {VIEW}.scrollTop;") == 60


def test_nothing_lights_up_while_the_board_is_scrolled(page: BoardPage) -> None:
    page.wait(lambda: page.run(LIT) > 0, "a light")
    scroll_on(page, 60)
    page.wait(lambda: page.run(LIT) == 0, "that what was lit is no longer")
    before = shot(page)
    page.wait(lambda: page.run(LIT) > 0 or apart(page, before, shot(page)) > 0.002, "changes")
    assert page.run(LIT) == 0
    come_to_rest(page)
    page.wait(lambda: page.run(LIT) > 0, "a light")


@pytest.mark.parametrize("scrolled", [False, True])
def test_prices_in_the_picture_are_those_of_the_market(
    page: BoardPage, publisher: Publisher, web: WebServer, scrolled: bool
) -> None:
    if scrolled:
        scroll_on(page, 60)
    before = page.run("return vnmarket.board.grid().getDisplayedRowAtIndex(6).data.total_volume;")
    old = shot(page)
    newer = "return vnmarket.board.grid().getDisplayedRowAtIndex(6).data.total_volume !== arguments[0];"
    page.wait(lambda: page.run(newer, before), "a trade of a share in sight")
    publisher.stop()
    page.run(COUNT)
    seq = httpx.get(f"{web.url}/api/live?rooms=board", timeout=10).json()["rooms"]["board"]["seq"]
    page.wait(lambda: page.run(UP_TO_DATE, seq), "the newest of the board")
    if scrolled:
        page.wait(lambda: not page.run(STEP_WRITES), "that all which changed is drawn")
    page.wait(lambda: page.run(LIT) == 0, "no light")
    picture = shot(page)
    come_to_rest(page)
    assert apart(page, old, picture) > 0.002, "that something has changed"
    assert_alike(page, picture)


def test_the_rows_behind_the_picture_follow(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.total_volume = (row.total_volume or 0) + 700
    publisher.publish()
    said = f"{row.total_volume:,}".replace(",", ".")
    page.wait(lambda: page.cell("ACB", "total_volume") == said, "the new volume")
    assert page.pictured()


CHANGED_AT_THE_END = """
clearInterval(window.steps);
document.querySelector('#board-grid .ag-grid-viewport').dispatchEvent(new Event('scroll'));
const { epoch, seq, asOf, feed, data } = vnmarket.rooms.get('board');
const rows = {};
for (const symbol in data.rows) rows[symbol] = { last_volume: 98700 };
vnmarket.rooms.take({ t: 'delta', data: { rows }, room: 'board', epoch, seq: seq + 1, as_of: asOf, feed });
"""
"""The last step of a scroll, and then another volume in every row."""


def test_what_changes_during_a_scroll_is_drawn_when_it_is_over(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    freeze(page)
    scroll_on(page, 60)
    page.run(CHANGED_AT_THE_END)
    come_to_rest(page)
    picture = shot(page)
    page.run("vnmarket.emit('board-redrawn');")
    assert apart(page, picture, shot(page)) < 0.001, "nothing that had still to be drawn"
    assert_alike(page, picture)


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
    picture = shot(page)
    come_to_rest(page)
    assert_alike(page, picture)


def test_rows_stand_where_a_long_scroll_ends(page: BoardPage) -> None:
    most = int(page.run(f"return {VIEW}.scrollHeight - {VIEW}.clientHeight;"))
    cells = "return document.querySelectorAll('#board-grid .ag-row[row-index=\"29\"] .ag-cell').length;"
    scroll_on(page, 0)
    scroll_on(page, most)
    assert page.run(cells) == 0, "the grid is not told before the end"
    come_to_rest(page)
    assert page.run(cells) > 20
    assert page.run(f"return {VIEW}.scrollTop;") == most


def test_the_picture_marks_the_cell_that_the_keys_are_at(page: BoardPage) -> None:
    ring = [".cell-focused", "#board-grid .ag-cell-focus"]
    assert page.run(STANDS, ring) == [None, None]
    page.run("vnmarket.board.grid().setFocusedCell(0, 'last');")
    for _ in range(22):
        ActionChains(page.chrome).send_keys(Keys.ARROW_DOWN).perform()
    page.wait(lambda: page.run(f"return {VIEW}.scrollTop;") > 100, "that the focus has moved the rows")
    focused = "return document.activeElement.closest('.ag-row').getAttribute('row-index');"
    page.wait(lambda: page.run(focused) == "22", "the focus in its row")
    marked, cell = page.run(STANDS, ring)
    assert marked == cell
    page.run("document.activeElement.blur();")
    assert page.run(STANDS, ring)[0] is None


def test_the_picture_marks_the_row_that_is_pointed_at(page: BoardPage) -> None:
    mark = [".row-pointed", "#board-grid .ag-grid-scrolling-container .ag-row-hover"]
    point_at(page, ".board-tools")
    page.wait(lambda: page.run(STANDS, mark) == [None, None], "no row that is pointed at")
    point_at(page, '#board-grid [row-id="GAS"] [col-id="last"].ag-cell')
    page.wait(lambda: None not in page.run(STANDS, mark), "a row that is marked")
    (_, top, _, height), (_, row_top, _, row_height) = page.run(STANDS, mark)
    assert (top, height) == (row_top, row_height - 1)
    point_at(page, ".board-tools")
    page.wait(lambda: page.run(STANDS, mark) == [None, None], "no mark")


def test_what_is_marked_to_be_copied_are_the_rows_themselves(page: BoardPage) -> None:
    page.run(
        "document.getSelection().selectAllChildren("
        'document.querySelector(\'#board-grid [row-id="GAS"] [col-id="reference"].ag-cell\'));'
    )
    page.wait(lambda: not page.pictured(), "the rows")
    assert page.run("return String(document.getSelection());") == page.cell("GAS", "reference")
    page.run("document.getSelection().removeAllRanges();")
    page.wait(page.pictured, "the picture")


def test_readers_with_colours_of_their_own_see_the_rows_themselves(page: BoardPage) -> None:
    own = [{"name": "forced-colors", "value": "active"}]
    try:
        page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": own})
        page.wait(lambda: not page.pictured(), "the rows")
        assert page.run("return matchMedia('(forced-colors: active)').matches;")
    finally:
        page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    page.wait(page.pictured, "the picture")


def test_sideways_the_columns_move(page: BoardPage) -> None:
    page.run("for (const id of ['open', 'high', 'low', 'average']) vnmarket.boardLayout.show(id, true);")
    page.wait(lambda: page.run(f"return {VIEW}.scrollWidth > {VIEW}.clientWidth;"), "columns out of sight")
    scroll_on(page, 60)
    page.run(f"clearInterval(window.steps); {VIEW}.scrollLeft = 80;")
    page.wait(lambda: not page.pictured(), "the rows")
    page.wait(lambda: page.pictured() and not page.run(SCROLLED), "the picture")
    freeze(page)
    assert page.run(f"return {VIEW}.scrollLeft;") == 80
    assert_alike(page, shot(page))
