"""The page of one symbol and the side panel, fed by simulator, worker and web process."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.pages import BoardPage
from tests.support.processes import Simulator, Web, Worker
from tests.support.symbol_page import SymbolPage
from workers.engines import EmbeddedValkey

DAY = ("--source", "exchange", "--start", "09:14", "--speed", "15", "--seed", "5", "--wait-for-client")
"""The morning ends nine minutes after the worker has come."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@dataclass
class Market:
    """A generated market from the opening auction on and the web process that shows it."""

    url: str
    simulator: Simulator

    def room(self, name: str) -> dict[str, Any]:
        """A room's frame as the API has it."""
        frame: dict[str, Any] = httpx.get(f"{self.url}/api/live?rooms={name}").json()["rooms"][name]
        return frame

    def bars(self, code: str, room: dict[str, Any]) -> dict[int, int]:
        """Volume by trading minute: the series, and the room's two newest minutes over it."""
        line = httpx.get(f"{self.url}/api/live/series/symbol:{code}").json()["lines"][code]
        newest = {int(minute): bar["volume"] for minute, bar in room["bars"].items()}
        return {**dict(zip(line["minute"], line["columns"]["volume"], strict=True)), **newest}


def drawn(page: SymbolPage) -> dict[int, int]:
    """Volume by trading minute in the chart."""
    return {candle["start"]: candle["volume"] for candle in page.candles()}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("symbol")
    valkey = EmbeddedValkey(folder / "valkey")
    valkey.start()
    try:
        with (
            Web(folder, valkey.url) as web,
            Simulator(folder, *DAY) as simulator,
            Worker(folder, simulator.url, valkey.url),
        ):
            yield Market(web.url.rstrip("/"), simulator)
    finally:
        valkey.stop()


def grouped(number: int) -> str:
    """A whole number as the Vietnamese board writes it."""
    return f"{number:,}".replace(",", ".")


def thousands(vnd: int) -> str:
    """A price as the Vietnamese board writes it."""
    return f"{vnd / 1000:.2f}".replace(".", ",")


def test_the_numbers_on_screen_are_the_rooms_at_the_same_seq(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "HPG").there("HPG")
    page.wait(lambda: len(page.candles()) > 6, "some minutes", within_s=60)
    market.simulator.send(signal.SIGSTOP)
    try:

        def same() -> dict[str, Any] | None:
            frame, seen = market.room("symbol:HPG"), page.room_and_screen("HPG")
            return {**seen, "frame": frame["data"]} if frame["seq"] == seen["seq"] else None

        seen = page.wait(same, "the same seq on the page and in the API")
        page.wait(lambda: drawn(page) == market.bars("HPG", seen["frame"]), "every bar in the chart")
    finally:
        market.simulator.send(signal.SIGCONT)
    room, screen = seen["data"], seen["screen"]
    assert room == seen["frame"]
    row = room["row"]
    assert (screen["price"], screen["volume"]) == (thousands(row["last"]), row["total_volume"])
    for side in ("asks", "bids"):
        sums = [sum(volume for _, volume in room[side][: at + 1]) for at in range(len(room[side]))]
        assert screen[side] == [
            [grouped(total), grouped(volume), thousands(price)]
            for total, (price, volume) in zip(sums, room[side], strict=True)
        ]
    newest = sorted(map(int, room["trades"]), reverse=True)
    shown = [(line[1], line[2]) for line in screen["tape"][: len(newest)]]
    assert shown == [
        (thousands(t["price"]), grouped(t["volume"])) for n in newest if (t := room["trades"][str(n)])
    ]
    assert screen["ledger"]["total"] == room["ledger"]["total_volume"] == row["total_volume"]
    tally = room["phases"]["CONTINUOUS"]
    assert screen["phases"]["Liên tục"][:2] == [tally["buyer_volume"], tally["seller_volume"]]
    assert page.severe_messages() == []


LATE_SERIES = """
const read = window.fetch;
window.fetch = async (...request) => {
    if (String(request[0]).includes('/series/symbol')) await new Promise((done) => setTimeout(done, 1500));
    return read(...request);
};
"""
PLOTTED = (
    "const plot = document.querySelector('#symbol-chart.js-plotly-plot, #symbol-chart .js-plotly-plot');"
)


def test_the_day_is_in_the_chart_though_nothing_more_comes(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "HPG").there("HPG")
    page.wait(lambda: len(page.candles()) > 6, "some minutes", within_s=60)
    market.simulator.send(signal.SIGSTOP)
    command = "Page.addScriptToEvaluateOnNewDocument"
    script = chrome.execute_cdp_cmd(command, {"source": LATE_SERIES})["identifier"]
    try:
        page = SymbolPage(chrome, market.url, "HPG").there("HPG")
        count = PLOTTED + "return plot ? plot.data[0].x.length : 0;"
        page.wait(lambda: 0 < page.run(count) <= 2, "what the room knows, before the series has come")
        page.wait(
            lambda: page.run(count) == len(market.bars("HPG", market.room("symbol:HPG")["data"])),
            "all of the day",
        )
    finally:
        chrome.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": script})
        market.simulator.send(signal.SIGCONT)
    assert page.severe_messages() == []


def test_the_ledger_balances_on_screen_while_the_market_moves(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "SHB").there("SHB")
    totals = set()

    def moved() -> bool:
        ledger = (seen := page.room_and_screen("SHB")["screen"])["ledger"]
        parts = [ledger[side] for side in ("buy", "sell", "unknown", "auction", "missed")]
        assert sum(parts) == ledger["total"]
        assert seen["verdict"] == "= khớp"
        totals.add(ledger["total"])
        return len(totals) > 3

    page.wait(moved, "trades", within_s=40)
    delta = page.candles()[-1]["delta"]
    bought, sold = (
        page.room_and_screen("SHB")["data"]["row"][f"{side}_volume"] for side in ("buyer", "seller")
    )
    assert abs(delta - (bought - sold)) < bought + sold
    assert page.severe_messages() == []


def test_trades_are_filtered_by_size_and_the_choice_is_in_the_address(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "HPG").there("HPG")
    page.wait(lambda: len(page.room_and_screen("HPG")["screen"]["tape"]) > 20, "trades", within_s=40)
    page.type_size("1000")

    def small() -> list[str]:
        volumes = [line[2] for line in page.room_and_screen("HPG")["screen"]["tape"]]
        return [volume for volume in volumes if int(volume.replace(".", "")) < 1000]

    assert small() == []

    # More come meanwhile: both counts are of one moment.
    def fewer() -> bool:
        counts = [int(word) for word in re.findall(r"\d+", page.text("symbol-tape-count"))]
        return len(counts) == 2 and 0 < counts[0] < counts[1]

    page.wait(fewer, "fewer trades shown than held")
    page.wait(lambda: page.query().get("size") == "1000", "the choice in the address")
    page.chrome.refresh()
    page.there("HPG")
    assert small() == []
    page.type_size("999999999")
    assert "Không có lệnh nào đủ lớn" in page.text("symbol-tape-note")
    assert page.severe_messages() == []


def test_another_interval_by_keyboard_keeps_the_zoom_and_the_volume(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "HPG").there("HPG")
    page.wait(lambda: len(page.candles()) > 6, "some minutes", within_s=60)
    page.zoom(10, 40)
    page.wait(lambda: page.time_range() == [10, 40], "the zoom")
    button = chrome.find_element(By.CSS_SELECTOR, '[data-interval="5"]')
    button.send_keys(Keys.ENTER)
    page.wait(lambda: all(candle["start"] % 5 == 0 for candle in page.candles()), "candles of five minutes")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.time_range() == [10, 40]
    page.wait(lambda: page.query().get("interval") == "5", "the choice in the address")
    candles = page.candles()
    assert all(one["low"] <= min(one["open"], one["close"]) for one in candles)
    assert all(one["high"] >= max(one["open"], one["close"]) for one in candles)
    chrome.find_element(By.ID, "symbol-zoom-reset").send_keys(Keys.ENTER)
    page.wait(lambda: page.time_range()[1] > 60, "the whole day again")
    assert page.severe_messages() == []


def test_a_future_is_found_by_each_of_its_names(chrome: Chrome, market: Market) -> None:
    derivatives = market.room("derivatives")["data"]
    code = derivatives["active"]
    contract = derivatives["contracts"][code]
    for name in [code, *contract["aliases"]]:
        page = SymbolPage(chrome, market.url, name.lower() if name == contract["aliases"][0] else name).there(
            code
        )
        assert page.run("return document.getElementById('symbol-view').dataset.kind;") == "future"
        terms = page.text("symbol-contract")
        assert all(one in terms for one in [code, *contract["aliases"]])
    room = page.room_and_screen(code)["data"]["contract"]
    assert page.part("reference") == f"{room['reference']:,.1f}".translate(str.maketrans(",.", ".,"))
    assert page.severe_messages() == []


def test_a_symbol_that_is_not_there_is_said_in_words_with_near_ones(chrome: Chrome, market: Market) -> None:
    page = SymbolPage(chrome, market.url, "HPH").shown("symbol")
    page.wait(lambda: "Không có mã “HPH”" in page.text("symbol-missing"), "the words", within_s=40)
    link = '#symbol-missing a[href="/symbol/HPG"]'
    page.wait(lambda: page.run(f"return Boolean(document.querySelector('{link}'));"), "a near match")
    chrome.find_element(By.CSS_SELECTOR, link).send_keys(Keys.ENTER)
    page.there("HPG")
    assert page.severe_messages() == []


def test_the_side_panel_answers_at_once_and_follows(chrome: Chrome, market: Market) -> None:
    board = BoardPage(chrome, market.url).ready()
    page = SymbolPage.__new__(SymbolPage)
    page.chrome, page.url = chrome, market.url
    took, shown, price = board.run(
        "const start = performance.now(); vnmarket.select('HPG');"
        "const shown = document.querySelector('#side-head [data-part=price]').textContent;"
        "return [performance.now() - start, shown, vnmarket.rooms.get('board').data.rows.HPG.last];"
    )
    assert shown == thousands(price)
    assert took < 100
    board.wait(lambda: board.run("return document.querySelectorAll('#side-tape tr').length;") > 10, "trades")
    board.run("vnmarket.select('SHB');")
    board.wait(lambda: page.part("code", "side-head") == "SHB", "the next symbol")
    board.wait(
        lambda: board.run("return document.querySelectorAll('#side-tape tr').length;") > 10, "its trades"
    )
    chrome.find_element(By.ID, "side-open").send_keys(Keys.ENTER)
    page.there("SHB")
    assert board.run("return document.getElementById('side').hidden;") is True
    board.travel(-1)
    board.wait(
        lambda: board.run("return document.getElementById('side').hidden;") is False, "the panel again"
    )
    board.click("side-close")
    board.wait(lambda: page.query().get("side") == "0", "the panel closed for good")
    board.run("vnmarket.select('HPG');")
    assert board.run("return document.getElementById('side').hidden;") is True
    chrome.find_element(By.TAG_NAME, "body").send_keys("p")
    board.wait(lambda: page.query().get("side") == "1", "the panel opened by its key")
    assert page.part("code", "side-head") == "HPG"
    assert board.severe_messages() == []
