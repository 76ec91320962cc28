"""Finding a symbol: by code, by name without accents in either language, by any name of a future."""

from __future__ import annotations

import msgspec
import pytest
from selenium.webdriver import Chrome

from core.snapshot import keys
from core.snapshot.directory import Directory, DirectoryEntry
from tests.support.pages import BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHARES = {
    "FPT": ("Công ty Cổ phần FPT", "FPT Corporation"),
    "HPG": ("Công ty Cổ phần Tập đoàn Hòa Phát", "Hoa Phat Group JSC"),
    "HPX": ("Công ty Cổ phần Đầu tư Hải Phát", "Hai Phat Investment JSC"),
    "MWG": ("Công ty Cổ phần Đầu tư Thế Giới Di Động", "Mobile World Investment Corporation"),
    "VCB": ("Ngân hàng TMCP Ngoại thương Việt Nam", "Vietcombank"),
}


@pytest.fixture
def future(publisher: Publisher) -> tuple[str, list[str]]:
    """The leading contract: the feed's code and its other names."""
    code, view = next(iter(publisher.market.contracts.items()))
    return code, list(view.aliases)


@pytest.fixture
def page(chrome: Chrome, web: WebServer, publisher: Publisher, future: tuple[str, list[str]]) -> BoardPage:
    code, aliases = future
    securities = [DirectoryEntry(symbol, "HOSE", "share", *names) for symbol, names in SHARES.items()]
    securities.append(DirectoryEntry(code, "DERIVATIVES", "future", aliases=aliases))
    directory = Directory(publisher.market.day.isoformat(), sorted(securities, key=lambda one: one.symbol))
    publisher.redis.set(keys.DIRECTORY, msgspec.json.encode(directory))
    return BoardPage(chrome, web.url).ready()


def search(page: BoardPage, text: str) -> list[str]:
    """What is offered for a text."""
    page.press("escape")
    page.press("/")
    page.wait(lambda: page.open_dialog() == "search", "the search")
    page.wait(lambda: page.run("return vnmarket.directory.ready();"), "the directory")
    page.write(text)
    return page.found()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hpg", "HPG"),
        ("hoa phat", "HPG"),
        ("Hòa Phát", "HPG"),
        ("dau tu the gioi", "MWG"),
        ("vietcombank", "VCB"),
        ("mobile world", "MWG"),
    ],
)
def test_a_company_is_found(page: BoardPage, text: str, first: str) -> None:
    assert search(page, text)[:1] == [first]
    assert page.severe_messages() == []


def test_a_future_is_found_by_each_of_its_names(page: BoardPage, future: tuple[str, list[str]]) -> None:
    code, aliases = future
    names = {code, *aliases}
    assert len(names) == 3
    for name in sorted(names):
        assert search(page, name.lower())[:1] == [code], name
    assert page.severe_messages() == []


def test_what_is_found_opens_and_what_was_opened_is_offered_again(page: BoardPage) -> None:
    assert search(page, "hp")[:2] == ["HPG", "HPX"]
    page.press("arrow_down")
    chosen = "const field = document.getElementById('search-field');"
    active = (
        f"{chosen} return document.getElementById(field.getAttribute('aria-activedescendant')).textContent;"
    )
    assert page.run(active).startswith("HPX")
    page.press("arrow_up", "enter")
    page.shown("symbol")
    assert page.open_dialog() is None
    assert page.address().startswith("/symbol/HPG")
    page.press("escape")
    page.shown("board")
    assert search(page, "") == ["HPG"]
    assert search(page, "zzzz") == []
    assert page.text("search-note") == "Không tìm thấy mã nào"
    page.press("escape")
    assert page.open_dialog() is None
    assert page.severe_messages() == []


def test_enter_opens_the_symbol_of_the_row_in_focus(page: BoardPage) -> None:
    page.run(
        "const grid = vnmarket.board.grid(); grid.ensureIndexVisible(2); grid.setFocusedCell(2, 'last');"
    )
    page.press("arrow_down", "enter")
    page.shown("symbol")
    symbol = page.run("return vnmarket.selected();")
    assert page.address().startswith(f"/symbol/{symbol}")
    assert f"symbol:{symbol}" in page.followed()
    page.travel(-1)
    page.shown("board")
    assert page.severe_messages() == []
