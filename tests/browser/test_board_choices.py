"""What a reader chooses on the board: which symbols, which columns, in which order; what leaves it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.keys import Keys

from tests.support.pages import BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIST = "Ngân hàng"


@pytest.fixture
def page(chrome: Chrome, web: WebServer) -> BoardPage:
    return BoardPage(chrome, web.url).ready()


def whole(number: float | None) -> str:
    """A whole number as the Vietnamese board writes it; nothing where it is unknown."""
    return "" if number is None else f"{number:,.0f}".replace(",", ".")


def price(vnd: int | None) -> str:
    """A price as the Vietnamese board writes it."""
    return "" if vnd is None else f"{vnd / 1000:.2f}".replace(".", ",")


def test_every_number_in_sight_is_the_apis_of_the_same_frame(
    page: BoardPage, web: WebServer, publisher: Publisher
) -> None:
    publisher.stop()
    frame = httpx.get(f"{web.url}/api/live?rooms=board").json()["rooms"]["board"]
    page.wait(lambda: page.run("return vnmarket.rooms.get('board').seq;") == frame["seq"], "the same frame")
    shown = {
        **dict.fromkeys(("reference", "ceiling", "floor", "last", "bid1", "bid3", "ask1", "ask2"), price),
        **dict.fromkeys(("last_volume", "bid2_volume", "ask3_volume", "total_volume"), whole),
        **dict.fromkeys(("foreign_buy_volume", "foreign_sell_volume"), whole),
    }

    def differences() -> list[tuple[str, str, str | None, str]]:
        found = []
        for symbol, row in frame["data"]["rows"].items():
            for column, spell in shown.items():
                text = page.cell(symbol, column)
                if text is not None and text != spell(row.get(column)):
                    found.append((symbol, column, text, spell(row.get(column))))
        return found

    page.wait(lambda: not differences(), "the API's numbers on the screen")
    assert page.cell("ACB", "last") == price(frame["data"]["rows"]["ACB"]["last"])
    assert page.severe_messages() == []


def test_a_preset_decides_which_rooms_are_followed(page: BoardPage) -> None:
    assert "board" in page.followed()
    page.preset("hose")
    page.wait(lambda: len(page.symbols()) == 42, "HOSE's shares")
    assert "hose" in page.followed()
    assert "board" not in page.followed()
    page.wait(lambda: "preset=hose" in page.address(), "the choice in the address")
    page.wait(lambda: page.states().get("hose") == "live", "a live board")
    page.preset("upcom")
    page.wait(lambda: "U000" in page.symbols() and len(page.symbols()) == 12, "UPCoM's shares")
    page.preset("futures")
    page.wait(lambda: page.cell("41I1GC000", "symbol") == "VN30F1M", "the contracts by their spoken names")
    assert page.cell("41I1GC000", "last") != ""
    page.preset("vn30")
    page.wait(lambda: len(page.symbols()) == 30, "VN30 again")
    page.wait(lambda: "preset" not in page.address(), "a short address")
    assert page.severe_messages() == []


def test_a_sector_leaves_the_others_out(page: BoardPage) -> None:
    page.run(
        "const box = document.getElementById('board-sector'); box.value = 'brokers';"
        "box.dispatchEvent(new Event('change', {bubbles: true}));"
    )
    page.wait(lambda: page.symbols() == ["SSI", "TCX"], "the brokers")
    page.wait(lambda: "sector=brokers" in page.address(), "the choice in the address")
    assert page.severe_messages() == []


def test_a_watchlist_is_an_address_and_is_kept_when_saved(chrome: Chrome, web: WebServer) -> None:
    address = f"?preset=list&list={quote(f'{LIST}:ACB,BID,H001,U003')}"
    page = BoardPage(chrome, web.url, address).ready(rows=4)
    assert sorted(page.symbols()) == ["ACB", "BID", "H001", "U003"]
    assert page.text("board-lists-button").endswith(LIST)
    page.click("board-lists-button")
    page.run("document.getElementById('list-codes').value = 'fpt, acb u003';")
    page.click("list-save")
    page.wait(lambda: sorted(page.symbols()) == ["ACB", "FPT", "U003"], "the changed list")
    page.preset("vn30")
    page.wait(lambda: len(page.symbols()) == 30, "VN30")
    page.click("board-lists-button")
    page.run(f"document.querySelector('[data-open=\"{LIST}\"]').click();")
    page.wait(lambda: sorted(page.symbols()) == ["ACB", "FPT", "U003"], "the saved list")
    page.wait(lambda: "FPT" in page.address(), "its symbols in the address")
    page.click("board-lists-button")
    page.run(f"document.querySelector('[data-drop=\"{LIST}\"]').click();")
    page.wait(lambda: len(page.symbols()) == 30, "no list any more")
    assert page.severe_messages() == []


def test_rows_sorted_by_a_live_column_stay_while_one_is_pointed_at(
    page: BoardPage, publisher: Publisher, chrome: Chrome
) -> None:
    publisher.stop()
    rows = publisher.market.rows
    page.run("vnmarket.board.grid().applyColumnState({state: [{colId: 'total_volume', sort: 'desc'}]});")
    page.wait(lambda: "sort=total_volume" in page.address(), "the order in the address")
    first = page.shown_symbols()[0]
    assert rows[first].total_volume == max(row.total_volume or 0 for row in rows.values())
    ActionChains(chrome).move_to_element(page.cell_element(first, "reference")).perform()
    page.wait(
        lambda: page.run("return Boolean(document.querySelector('.ag-row-hover'));"), "a row pointed at"
    )
    last = page.shown_symbols()[-1]
    rows[last].total_volume = 999_999_900
    publisher.publish()
    script = f"return vnmarket.board.grid().getRowNode('{last}').data.total_volume;"
    page.wait(lambda: page.run(script) == 999_999_900, "the new volume")
    page.run(
        "window.ticks = 0;"
        "const timer = setInterval(() => { if (++window.ticks === 5) clearInterval(timer); }, 500);"
    )
    page.wait(lambda: page.run("return window.ticks;") == 5, "two and a half seconds")
    assert page.shown_symbols()[0] == first
    ActionChains(chrome).move_to_element(chrome.find_element("id", "strip")).perform()
    page.wait(lambda: page.shown_symbols()[0] == last, "the new order")
    assert page.severe_messages() == []


def test_columns_are_hidden_pinned_moved_and_shared(page: BoardPage, chrome: Chrome, web: WebServer) -> None:
    page.click("board-columns-button")
    line = "document.querySelector('#board-columns-list [data-column=\"{}\"] {}').click();"
    page.run(line.format("floor", "input"))
    page.wait(lambda: "floor" not in page.columns_in_view(), "a hidden column")
    page.run('document.querySelector(\'#board-columns-list [data-column="last"] [data-act="pin"]\').click();')
    page.wait(lambda: page.columns_in_view()[:2] == ["symbol", "last"], "a pinned column")
    page.run(
        'document.querySelector(\'#board-columns-list [data-column="reference"] [data-act="down"]\').click();'
    )
    order = page.columns_in_view()
    assert order.index("ceiling") < order.index("reference")
    ActionChains(chrome).send_keys(Keys.ESCAPE).perform()
    assert page.run("return document.getElementById('board-columns').hidden;") is True
    # The address is written a moment after the choice, and the earlier ones are in it already.
    page.wait(lambda: "ceiling,reference" in unquote(page.address()), "the address")
    assert "cols=symbol!" in unquote(page.address())
    shared = page.address()
    other = BoardPage(chrome, web.url, shared.lstrip("/")).ready()
    assert other.columns_in_view() == order
    other.click("board-columns-button")
    other.click("columns-reset")
    other.wait(lambda: "floor" in other.columns_in_view(), "the columns as at first")
    assert other.severe_messages() == []


def test_the_export_holds_plain_numbers_and_no_formulas(
    page: BoardPage, publisher: Publisher, chrome: Chrome, tmp_path: Path
) -> None:
    publisher.stop()
    row = publisher.market.exchanges["hnx"]["H001"]
    row.last, row.change = (row.reference or 0) - 100, -100
    publisher.market.exchanges["hnx"]["=1+1"] = row
    publisher.publish()
    page.preset("hnx")
    page.wait(lambda: "=1+1" in page.symbols(), "a share with a wicked name")
    chrome.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path.resolve())}
    )
    page.click("board-export")
    page.wait(lambda: list(tmp_path.glob("vnmarket-hnx-*.csv")), "the file")
    text = next(tmp_path.glob("vnmarket-hnx-*.csv")).read_text(encoding="utf-8-sig")
    heading, *lines = csv.reader(text.splitlines())
    assert heading[0] == "Cổ phiếu Mã"
    assert "Khớp lệnh Giá [VND]" in heading
    assert "Trong ngày Tổng KL [cổ phiếu]" in heading
    by_symbol = {line[0]: dict(zip(heading, line, strict=True)) for line in lines}
    assert "'=1+1" in by_symbol
    assert "=1+1" not in by_symbol
    found = by_symbol["H001"]
    assert found["Khớp lệnh Giá [VND]"] == str(row.last)
    assert found["Khớp lệnh +/− [VND]"] == "-100"
    assert found["Giá trong ngày TC [VND]"] == str(row.reference)
    assert page.severe_messages() == []


def test_the_keyboard_goes_through_the_rows_and_copies_a_number(
    page: BoardPage, publisher: Publisher, chrome: Chrome
) -> None:
    publisher.stop()
    page.cell_element("ACB", "total_volume").click()
    page.wait(lambda: page.run("return vnmarket.selected();") == "ACB", "the chosen share")
    page.wait(lambda: "s=ACB" in page.address(), "the choice in the address")
    page.run(
        "document.addEventListener('copy', (e) => window.copied = e.clipboardData.getData('text/plain'));"
    )
    ActionChains(chrome).key_down(Keys.CONTROL).send_keys("c").key_up(Keys.CONTROL).perform()
    page.wait(lambda: page.run("return window.copied;"), "a copied number")
    volume = publisher.market.rows["ACB"].total_volume
    assert page.run("return window.copied;") == str(volume)
    ActionChains(chrome).send_keys(Keys.ARROW_DOWN).perform()
    ActionChains(chrome).send_keys(Keys.ENTER).perform()
    page.wait(lambda: page.run("return vnmarket.selected();") == "BID", "the next share")
    assert page.severe_messages() == []


def test_movers_and_phases_are_the_flow_rooms(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    flow = json.loads(publisher.redis.get("room:flow") or b"")["data"]
    leaders = [one["symbol"] for one in flow["movers"]["gainers"]]
    script = "return [...document.querySelectorAll('#movers-list-0 b')].map((one) => one.textContent);"
    page.wait(lambda: page.run(script) == leaders, "the gainers")
    page.run("document.querySelector('#movers-tabs [data-movers=\"foreign\"]').click();")
    sellers = [one["symbol"] for one in flow["movers"]["foreign_selling"]]
    second = script.replace("-0", "-1")
    page.wait(lambda: page.run(second) == sellers, "net foreign selling")
    page.wait(lambda: "movers=foreign" in page.address(), "the choice in the address")
    page.run("document.querySelector('#movers-list-0 button').click();")
    page.wait(lambda: page.run("return vnmarket.selected();") is not None, "a chosen mover")
    market = flow["market"]
    share = 100 * market["buyer_volume"] / (market["buyer_volume"] + market["seller_volume"])
    day = "return document.querySelector('#phases .total b').textContent;"
    page.wait(lambda: page.run(day) == f"{share:.1f}%".replace(".", ","), "buying of the day")
    assert page.severe_messages() == []
