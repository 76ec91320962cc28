"""The office screen `/screen`: scenes, figures, old data, and what keeps it well for weeks."""

from __future__ import annotations

from typing import Any, ClassVar

import httpx
import pytest
from selenium.webdriver import Chrome

from core.market.calendar import instant_ms
from tests.support.frame import READY_WITHIN_S, Frame
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STALE_WITHIN_S = 7.0
HOUR_MS = 3_600_000


class Screen(Frame):
    """The page `/screen`."""

    PATH: ClassVar[str] = "/screen"

    def ready(self) -> Screen:
        """Waits until a scene is seen and the state of its data is known."""
        self.shown("screen")
        self.wait(lambda: self.scene() and self.text("screen-state"), "a scene", READY_WITHIN_S)
        self.wait(lambda: self.run("return vnmarket.verdict().state;") == "live", "live data", READY_WITHIN_S)
        return self

    def scene(self) -> str:
        """The scene that is seen, by its name in addresses."""
        script = "return [...document.querySelectorAll('.scene')].filter((one) => !one.hidden)"
        return str(self.run(f"{script}.map((one) => one.id.slice(6)).join();"))

    def names(self) -> list[str]:
        """The scenes that take turns, as named in the foot."""
        script = "return [...document.querySelectorAll('#screen-scenes li')].map((one) => one.textContent);"
        return list(self.run(script))

    def rows(self, scene: str) -> dict[str, list[str]]:
        """What stands beside each share of a scene's grid."""
        script = (
            f"return [...document.querySelectorAll('#screen-{scene}-grid [data-symbol]')]"
            ".map((row) => [row.dataset.symbol, [...row.children].slice(1).map((one) => one.textContent)]);"
        )
        return dict(self.run(script))

    def figures(self, scene: str) -> list[str]:
        """The figures of a scene, in their order."""
        script = f"return [...document.querySelectorAll('#screen-{scene}-facts .screen-figure > b')]"
        return list(self.run(f"{script}.map((one) => one.textContent);"))

    def seen(self, selector: str) -> bool:
        """Whether anything of a selector is in sight."""
        script = f"return [...document.querySelectorAll('{selector}')]"
        return bool(self.run(f"{script}.some((one) => one.getClientRects().length > 0);"))


def written(value: float, digits: int, sign: bool = False) -> str:
    """A number as the Vietnamese page writes it."""
    text = f"{value:+,.{digits}f}" if sign and round(value, digits) else f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


def billions(vnd: float, sign: bool = False) -> str:
    """A sum as the page writes it, in billions."""
    return written(vnd / 1e9, 0 if abs(vnd) >= 1e11 else 1, sign)


def test_scenes_are_those_of_the_address_and_take_turns(chrome: Chrome, web: WebServer) -> None:
    page = Screen(chrome, web.url, "?scenes=flow,nix,basis&every=5").ready()
    page.wait(lambda: page.names() == ["Chủ động", "Basis"], "the scenes of the address")
    assert "nix" in page.text("screen-unknown")
    assert "auction, board, indices" in page.text("screen-unknown")
    first = page.scene()
    other = {"flow": "basis", "basis": "flow"}[first]
    page.wait(lambda: page.scene() == other, "the other scene")
    page.wait(lambda: page.scene() == first, "the first scene again")
    for never in ("#strip", "#nav", "#screen button", "#screen a"):
        assert not page.seen(never), never
    assert page.run("return getComputedStyle(document.getElementById('screen')).cursor;") == "none"
    for always in ("screen-phase", "screen-countdown", "screen-clock", "screen-simulated", "screen-state"):
        assert page.seen(f"#{always}"), always
        assert page.text(always), always
    size = "return parseFloat(getComputedStyle(document.querySelector('.screen-figure.huge > b')).fontSize);"
    page.wait(lambda: page.seen(".screen-figure.huge"), "a headline figure")
    before = page.run(size)
    page.resize(3840, 2160)
    page.wait(
        lambda: page.run(size) == pytest.approx(2 * before, rel=0.01), "twice the letters on twice the wall"
    )
    assert page.severe_messages() == []


def test_the_phase_decides_where_the_address_says_nothing(
    chrome: Chrome, web: WebServer, market: FakeMarket
) -> None:
    def at(hours: int, minutes: int) -> None:
        market.opened_ms += instant_ms(market.day, hours * 3600 + minutes * 60) - market.now_ms

    page = Screen(chrome, web.url).ready()
    page.wait(
        lambda: page.names() == ["Bảng giá", "Chỉ số", "Khối ngoại", "Chủ động", "Basis"], "the day's scenes"
    )
    assert page.scene() == "board"
    # A share at its ceiling: nothing else changes it meanwhile.
    symbol, row = next((symbol, row) for symbol, row in market.rows.items() if row.last == row.ceiling)
    row.session, row.est_price, row.ask1 = "ATO", row.ceiling, None
    row.bid1, row.bid1_volume = row.ceiling, 71_300
    at(9, 5)
    page.wait(lambda: page.scene() == "auction", "the auction")
    page.wait(lambda: page.rows("auction").get(symbol, [])[2:] == ["mua 71.300"], "what is left over")
    assert page.rows("auction")[symbol][0] == written((row.ceiling or 0) / 1000, 2)
    at(12, 0)
    page.wait(lambda: page.scene() == "break", "the morning")
    at(15, 30)
    page.wait(lambda: page.scene() == "close", "the day")
    assert page.severe_messages() == []
    # From the frame there is a link in words, and going back brings the frame again.
    board = Frame(chrome, web.url).shown("board")
    board.follow("screen")
    board.shown("screen")
    board.wait(
        lambda: not board.run("return document.getElementById('strip').getClientRects().length;"), "the wall"
    )
    board.travel(-1)
    board.shown("board")
    board.wait(
        lambda: board.run("return document.getElementById('strip').getClientRects().length;"), "the strip"
    )
    assert board.severe_messages() == []


def test_figures_are_the_rooms_and_old_ones_are_marked(
    chrome: Chrome, web: WebServer, publisher: Publisher, redis_url: str
) -> None:
    page = Screen(chrome, web.url, "?scenes=board,indices,foreign&every=5").ready()
    assert not page.seen("#screen-stale")
    publisher.stop()
    page.wait(lambda: page.seen("#screen-stale"), "the mark of old data", STALE_WITHIN_S)
    said = page.text("screen-stale")
    assert said.startswith("DỮ LIỆU CŨ · hình vẽ lần cuối lúc 10:4")
    assert page.run("return document.getElementById('screen-stale').offsetWidth === innerWidth;")
    rooms = httpx.get(f"{web.url}/api/live?rooms=board,indices,foreign,flow").json()["rooms"]
    room: dict[str, Any] = {name: frame["data"] for name, frame in rooms.items()}

    def board() -> bool:
        expected = {
            symbol: [written(row["last"] / 1000, 2), written(row["change_pct"], 2, sign=True) + "%"]
            for symbol, row in room["board"]["rows"].items()
        }
        return page.scene() == "board" and page.rows("board") == expected

    def indices() -> bool:
        values = room["indices"]["indices"]
        shown = [written(values[name]["value"], 2) for name in ("VN30", "VNINDEX")]
        return page.scene() == "indices" and page.figures("indices") == shown

    def foreign() -> bool:
        market = room["foreign"]["market"]
        shown = [
            billions(market["net_value"], sign=True),
            *(billions(market[f"{side}_value"]) for side in ("buy", "sell")),
        ]
        return page.scene() == "foreign" and page.figures("foreign") == shown

    for probe in (board, indices, foreign):
        page.wait(probe, f"the figures of {probe.__name__}", 25.0)
        assert page.seen("#screen-stale")
    with Publisher(redis_url, publisher.market) as again:
        web.showing(again.epoch)
        page.wait(lambda: not page.seen("#screen-stale"), "fresh data")
    assert page.severe_messages() == []


def test_it_is_loaded_anew_once_a_night_and_only_while_closed(chrome: Chrome, web: WebServer) -> None:
    page = Screen(chrome, web.url).ready()
    noon = 1_763_614_800_000  # 2025-11-20 12:00 at the exchange
    usual = {
        "closed": True, "quiet": True, "closedFor": HOUR_MS, "wait": 600_000,
        "now": noon + 5 * HOUR_MS, "loadedAt": noon - 3 * HOUR_MS, "heap": None,
    }  # fmt: skip

    def due(**changes: Any) -> Any:
        return chrome.execute_script("return vnmarket.screenCare.due(arguments[0]);", usual | changes)

    assert due() == "night"
    assert due(closed=False) is None
    assert due(closedFor=60_000) is None
    assert due(loadedAt=noon + 4 * HOUR_MS) is None, "once a night"
    assert due(now=noon + 20 * HOUR_MS, loadedAt=noon + 5 * HOUR_MS) is None, "still the same night"
    assert due(now=noon + 29 * HOUR_MS, loadedAt=noon + 5 * HOUR_MS) == "night"
    assert due(closed=False, heap=600e6) == "memory"
    assert due(closed=False, quiet=False, heap=600e6) is None
    assert due(closed=False, heap=100e6) is None
    assert due(closed=False, heap=600e6, loadedAt=noon + 4.5 * HOUR_MS) is None, "not over and over"
    # It does load anew, and only when the server answers.
    page.run(
        "window.before = true; window.answers = fetch;window.fetch = () => Promise.reject(new Error('away'));"
    )
    watch = (
        "const {now, performance: {memory}} = window; Object.defineProperty(performance, 'memory',"
        " {value: {usedJSHeapSize: 600e6}, configurable: true});"
        "const soon = Date.now() + 2 * 3600e3; Date.now = () => soon;"
        "vnmarket.screenCare.watch({closed: false, quiet: true});"
    )
    page.run(watch)
    assert page.run("return window.before;")
    page.run("window.fetch = window.answers; vnmarket.screenCare.watch({closed: false, quiet: true});")
    eventually(
        lambda: not page.run("return window.before;"), within_s=READY_WITHIN_S, what="a page loaded anew"
    )
    page.ready()
    assert page.severe_messages() == []
