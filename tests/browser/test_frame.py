"""The frame around the pages: the way from one to the other, addresses, keys, choices, a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.support.engines import EmbeddedValkey
from tests.support.frame import Frame
from tests.support.pages import BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LAYOUTS = "_dash-update-component"
WATCH_ROOMS = """
window.heard = {board: 0, status: 0};
for (const room in window.heard) vnmarket.on('room:' + room, () => window.heard[room]++);
"""


@pytest.fixture(scope="module")
def trial_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """The product with two more pages."""
    folder = tmp_path_factory.mktemp("trial")
    with WebServer(
        shared_valkey.url, folder, application="tests.support.trial_pages:create_wsgi()"
    ) as server:
        yield server


@pytest.fixture
def trial(trial_process: WebServer, publisher: Publisher) -> WebServer:
    """It, showing this test's market."""
    return trial_process.showing(publisher.epoch)


@pytest.fixture
def board(chrome: Chrome, trial: WebServer) -> BoardPage:
    return BoardPage(chrome, trial.url).ready()


class TrialPage(Frame):
    """The page `/trial`."""

    PATH = "/trial"


class ItemPage(Frame):
    """The page `/item/<code>`, of one code."""

    PATH = "/item/HPG"


def test_the_first_page_needs_no_request_of_its_own_and_every_other_one(board: BoardPage) -> None:
    assert board.requests(LAYOUTS) == 0
    for times in (1, 2):
        board.follow("trial")
        board.shown("trial")
        assert board.requests(LAYOUTS) == 1, times
        assert (board.address(), board.current()) == ("/trial", ["trial"])
        assert board.chrome.title == "Trang thử – VN Market"
        board.follow("board")
        board.shown("board")
        assert board.address() == "/"
        assert board.run("return document.getElementById('page-trial').hidden;") is True
    assert board.requests(LAYOUTS) == 1
    assert board.severe_messages() == []


def test_any_page_may_be_the_first(chrome: Chrome, trial: WebServer) -> None:
    page = TrialPage(chrome, trial.url).shown("trial")
    page.wait(lambda: page.transport() == "push", "push")
    assert page.requests(LAYOUTS) == 0
    assert "board" not in page.followed()
    page.follow("board")
    page.shown("board")
    page.wait(lambda: page.run("return Boolean(vnmarket.board.grid());"), "the board's grid")
    page.wait(lambda: page.run("return vnmarket.board.grid().getDisplayedRowCount();") == 30, "its rows")
    assert page.severe_messages() == []


def test_back_and_forward_lead_through_pages_and_parameters(board: BoardPage) -> None:
    board.follow("trial")
    board.shown("trial")
    board.run("vnmarket.pages.go('/item/HPG'); vnmarket.pages.go('/item/FPT');")
    board.shown("item")
    params = "return vnmarket.pages.current().params.code;"
    assert (board.address(), board.run(params)) == ("/item/FPT", "FPT")
    board.travel(-1)
    board.wait(lambda: board.run(params) == "HPG", "the first item")
    board.travel(-1)
    board.shown("trial")
    board.travel(-1)
    board.shown("board")
    board.travel(1)
    board.shown("trial")
    assert board.severe_messages() == []


def test_a_hidden_page_is_sent_nothing_and_is_right_when_it_returns(
    board: BoardPage, publisher: Publisher
) -> None:
    assert {"board", "status", "indices", "derivatives"} <= set(board.followed())
    board.run(WATCH_ROOMS)
    board.follow("trial")
    board.shown("trial")
    assert board.followed() == ["derivatives", "indices", "status"]
    # What was on its way when the page was left may still come; the status tells the time since.
    board.wait(lambda: board.run("return window.heard.status;") >= 3, "status")
    settled = board.run("return window.heard.board;")
    beats = board.run("return window.heard.status;")
    board.wait(lambda: board.run("return window.heard.status;") >= beats + 4, "more status")
    assert board.run("return window.heard.board;") == settled
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.last_volume = 12_300
    publisher.publish()
    board.follow("board")
    board.wait(lambda: board.cell("ACB", "last_volume") == "12.300", "what was missed")
    assert board.severe_messages() == []


def test_rooms_are_followed_by_parameters_and_shared_by_count(chrome: Chrome, trial: WebServer) -> None:
    page = ItemPage(chrome, trial.url).shown("item")
    always = ["derivatives", "indices", "status"]
    page.run(
        "vnmarket.pages.register('item', {rooms: (params) => ['symbol:' + params.code, 'flow']});"
        "vnmarket.pages.go('/item/FPT');"
    )
    assert page.followed() == [*always[:1], "flow", *always[1:], "symbol:FPT"]
    page.run("window.release = vnmarket.live.follow(['flow']);")
    page.run("vnmarket.pages.go('/item/VCB');")
    assert "symbol:VCB" in page.followed()
    assert "symbol:FPT" not in page.followed()
    page.follow("trial")
    assert page.followed() == [*always[:1], "flow", *always[1:]]
    page.run("window.release(); window.release();")
    assert page.followed() == always
    # Faster than the server takes messages: they are put together, and the socket stays.
    page.run("for (let at = 0; at < 40; at++) setTimeout(() => vnmarket.pages.go('/item/A' + at), 20 * at);")
    page.wait(lambda: page.run("return vnmarket.pages.current().params.code;") == "A39", "the last item")
    page.wait(lambda: page.run("return Boolean(vnmarket.rooms.get('flow'));"), "a room of the last item")
    assert (page.sockets_opened(), page.transport()) == (1, "push")
    assert page.severe_messages() == []


def test_a_zoom_and_the_place_on_the_page_survive_a_visit_elsewhere(board: BoardPage) -> None:
    board.wait(lambda: min(board.points("indices-chart") or [0]) > 100, "the day's line")
    plot = "document.querySelector('#indices-chart .js-plotly-plot')"
    board.run(f"Plotly.relayout({plot}, {{'xaxis.range': [30, 60]}});")
    board.follow("trial")
    board.shown("trial")
    board.run("document.getElementById('main').scrollTop = 700;")
    board.follow("board")
    board.shown("board")
    assert board.run(f"return {plot}.layout.xaxis.range;") == [30, 60]
    board.follow("trial")
    board.wait(lambda: board.run("return document.getElementById('main').scrollTop;") == 700, "the place")
    assert board.severe_messages() == []


def test_choices_are_in_the_address_kept_in_the_browser_and_can_be_sent(
    board: BoardPage, trial: WebServer
) -> None:
    board.click("switch-theme")
    board.click("switch-palette")
    board.wait(lambda: board.address() == "/?theme=light&palette=exchange", "choices in the address")
    board.follow("trial")
    board.shown("trial")
    assert board.address() == "/trial?theme=light&palette=exchange"
    board.run("vnmarket.url.set('size', 500);")
    board.wait(lambda: "size=500" in board.address(), "the page's own choice")
    board.follow("board")
    assert "size" not in board.address()
    board.follow("trial")
    assert board.run("return vnmarket.url.get('size');") == "500"
    shared = board.run("return vnmarket.url.share();")
    query = shared.partition("?")[2].split("&")
    assert sorted(query) == ["language=vi", "palette=exchange", "size=500", "theme=light"]
    # Another browser, which kept nothing.
    board.run("localStorage.clear();")
    board.chrome.get(shared)
    board.shown("trial")
    assert [board.root(name) for name in ("lang", "data-theme", "data-palette")] == [
        "vi",
        "light",
        "exchange",
    ]
    assert board.run("return vnmarket.url.get('size');") == "500"
    # This one kept them and needs no address.
    board.run("vnmarket.choose('language', 'en'); vnmarket.url.flush();")
    board.chrome.get(f"{trial.url}/trial")
    board.shown("trial")
    assert board.root("lang") == "en"
    assert board.chrome.title == "Trial – VN Market"
    assert board.run("return document.querySelector('#page-trial h1').textContent;") == "Trial"
    assert board.severe_messages() == []


def test_the_keyboard_leads_everywhere(board: BoardPage) -> None:
    at = board.run("return vnmarket.pages.names().indexOf('trial') + 1;")
    board.press("g", str(at))
    board.shown("trial")
    board.press("escape")
    board.shown("board")
    board.press("?")
    assert board.open_dialog() == "help"
    listed = board.run("return [...document.querySelectorAll('#help li')].map((one) => one.textContent);")
    assert any("Trang thử" in line for line in listed)
    board.press("g", "b")
    assert board.open_dialog() == "help"  # a dialog keeps its keys
    board.press("escape")
    assert board.open_dialog() is None
    board.run("document.activeElement.blur();")
    board.press("tab")
    assert board.run("return document.activeElement.className;") == "skip-link"
    board.press("enter")
    assert board.run("return document.activeElement.id;") == "main"
    assert board.severe_messages() == []


def test_a_selected_symbol_is_told_to_all_and_stands_in_the_address(board: BoardPage) -> None:
    board.run("window.told = []; vnmarket.on('symbol', (symbol) => window.told.push(symbol));")
    board.run('document.querySelector(\'#board-grid [row-id="BID"] [col-id="last"]\').click();')
    board.run("vnmarket.select('BID'); vnmarket.select('FPT');")
    assert board.run("return window.told;") == ["BID", "FPT"]
    board.wait(lambda: board.address() == "/?s=FPT", "the symbol in the address")
    board.chrome.refresh()
    board.ready()
    assert board.run("return vnmarket.selected();") == "FPT"
    assert board.severe_messages() == []


def test_the_strip_shows_lines_breadth_and_what_comes_next(board: BoardPage) -> None:
    for index_id in ("VNINDEX", "VN30", "HNXIndex", "HNXUpcomIndex", "future"):
        item = f"document.querySelector('#strip [data-index=\"{index_id}\"]')"
        path = (
            f"const line = {item}.querySelector('.index-spark path'); return line && line.getAttribute('d');"
        )
        board.wait(lambda path=path: len(board.run(path) or "") > 200, f"the day's line of {index_id}")
        widths = f"return [...{item}.querySelector('.breadth-bar').children].map((one) => one.offsetWidth);"
        assert sum(board.run(widths)) > 100, index_id
    assert board.text("next-phase") == "tiếp: nghỉ trưa"
    assert board.run("return document.getElementById('strip').scrollWidth <= innerWidth;") is True
    assert board.severe_messages() == []


def test_a_phone_has_its_navigation_below_and_its_strip_scrolls(board: BoardPage) -> None:
    board.resize(390, 844, phone=True)
    box = board.run(
        "const {top, bottom, width} = document.getElementById('nav').getBoundingClientRect();"
        "return [top > 700, Math.round(bottom), width];"
    )
    assert box == [True, 844, 390]
    board.follow("trial")
    board.shown("trial")
    assert board.run("return document.documentElement.scrollWidth;") <= 390
    scrolls = (
        "const row = document.querySelector('#strip .indices'); return row.scrollWidth > row.clientWidth;"
    )
    assert board.run(scrolls) is True
    board.resize(1920, 1080)
    assert board.severe_messages() == []


def test_nothing_comes_from_elsewhere(board: BoardPage) -> None:
    board.wait(lambda: min(board.points("indices-chart") or [0]) > 100, "the charts")
    board.follow("trial")
    board.shown("trial")
    script = "return performance.getEntriesByType('resource').map((one) => new URL(one.name).origin);"
    assert set(board.run(script)) == {board.run("return location.origin;")}
    assert board.severe_messages() == []


def test_an_address_without_a_page_says_so_and_leads_on(chrome: Chrome, trial: WebServer) -> None:
    page = BoardPage(chrome, trial.url, "no-such-page")
    page.shown("nowhere")
    assert page.chrome.title.startswith("Không có trang này")
    assert page.current() == []
    page.follow("board")
    page.ready()
    page.severe_messages()  # the browser's own word about the 404
