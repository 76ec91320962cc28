"""The page `/indices` over a generated market: what it shows is what the worker wrote."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import httpx
import pytest
import redis
from selenium.webdriver import Chrome

from core.snapshot import keys
from tests.support.frame import Frame
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VIN = ("VHM", "VIC", "VPL", "VRE")
ROUNDING = 0.0051
"""Rooms have thousandths of a point, the page shows hundredths."""
CHOSEN = (
    "return [...document.querySelectorAll('#index-group-members [aria-pressed=true]')]"
    ".map((button) => button.dataset.without);"
)
STARTED_WITHIN_S = 150.0
MARKET = ("--source", "exchange", "--symbols", "60", "--start", "09:20", "--seed", "5")


def points(value: float, sign: bool = False) -> str:
    """A number as the Vietnamese page writes points."""
    text = f"{value:+,.2f}" if sign and round(value, 2) else f"{abs(value) if sign else value:,.2f}"
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


def plain(shown: str) -> float:
    """The number that a text of the page begins with."""
    return float(shown.split()[0].rstrip("%").replace(".", "").replace(",", ".").replace("−", "-"))


class IndicesPage(Frame):
    """The page `/indices`."""

    PATH: ClassVar[str] = "/indices"

    def ready(self, members: int = 30) -> IndicesPage:
        """Waits until contributions and heat map are there."""
        self.shown("indices")
        self.wait(lambda: len(self.ladder()) >= members, "the contributions", STARTED_WITHIN_S)
        self.wait(lambda: len(self.tiles()) >= members, "the heat map", STARTED_WITHIN_S)
        return self

    def ladder(self) -> dict[str, tuple[str, str]]:
        """(weight, points) as shown by symbol, in the order shown."""
        script = (
            "return [...document.querySelectorAll('#index-ladder [data-symbol]')].map((line) =>"
            " [line.dataset.symbol, line.children[1].textContent, line.children[4].textContent]);"
        )
        return {symbol: (weight, shown) for symbol, weight, shown in self.run(script)}

    def tiles(self) -> dict[str, dict[str, Any]]:
        """Text, title and area of the heat map's tiles by symbol."""
        script = (
            "return [...document.querySelectorAll('#index-map [data-symbol]')].map((tile) => ({"
            " symbol: tile.dataset.symbol, text: tile.textContent, title: tile.title,"
            " tone: tile.dataset.tone,"
            " area: tile.offsetWidth * tile.offsetHeight}));"
        )
        return {tile["symbol"]: tile for tile in self.run(script)}

    def fact(self, box: str, name: str) -> str:
        """A figure of a panel, by the name of its text."""
        return str(self.run(f"return document.querySelector('#{box} .{name}')?.textContent || '';"))

    def says(self, box: str, name: str, value: float) -> bool:
        """Whether a figure of a panel is there and is this value."""
        shown = self.fact(box, name)
        return shown not in ("", "–") and plain(shown) == pytest.approx(value, abs=ROUNDING)

    def press_button(self, selector: str) -> None:
        """Clicks the first element of a selector."""
        self.run(f"document.querySelector('{selector}').click();")

    def newest(self, chart: str) -> list[float | None]:
        """The last value of each line of a chart."""
        script = (
            f"const plot = document.querySelector('#{chart} .js-plotly-plot');"
            "return ((plot && plot.data) || [])"
            ".filter((trace) => trace.name !== 'ends').map((trace) => trace.y[trace.y.length - 1] ?? null);"
        )
        return list(self.run(script))


class Stage(NamedTuple):
    """A market that can be held still."""

    web: WebServer
    worker: Worker
    store: redis.Redis

    @contextmanager
    def still(self, page: IndicesPage) -> Iterator[dict[str, Any]]:
        """Holds the worker; gives the rooms by name once the page has the newest of each."""
        self.worker.send(signal.SIGSTOP)
        try:
            wanted = ("indices", "board", "hose")
            frames = httpx.get(f"{self.web.url}/api/live?rooms={','.join(wanted)}").json()["rooms"]
            for name in page.followed():
                if name not in wanted:
                    continue

                def arrived(name: str = name) -> bool:
                    seq = page.run(f"const copy = vnmarket.rooms.get('{name}'); return copy && copy.seq;")
                    stored = json.loads(self.store.get(keys.room(name)) or b"{}")  # type: ignore[arg-type]
                    frames[name] = stored
                    return bool(seq == stored.get("seq"))

                page.wait(arrived, f"the newest {name}")
            yield {name: frame["data"] for name, frame in frames.items()}
        finally:
            self.worker.send(signal.SIGCONT)


@pytest.fixture(scope="module")
def stage(engine_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One market for the tests of this file, with an engine of its own."""
    log = tmp_path_factory.mktemp("indices")
    engine = EmbeddedValkey(engine_home / "valkey-indices")
    engine.start()
    try:
        with (
            Simulator(log, *MARKET, ready_within_s=STARTED_WITHIN_S) as simulator,
            Worker(log, simulator.url, engine.url) as worker,
            WebServer(engine.url, log) as web,
            redis.Redis.from_url(engine.url) as store,
        ):
            yield Stage(web, worker, store)
    finally:
        engine.stop()


def test_value_contributions_and_breadth_are_the_rooms(chrome: Chrome, stage: Stage) -> None:
    page = IndicesPage(chrome, stage.web.url, "?index=VN30").ready()
    # The index is rebuilt from its first publication on.
    rebuilt = ("index-gap", "index_gap_rebuilt")
    page.wait(lambda: page.fact(*rebuilt) not in ("", "–"), "a publication", STARTED_WITHIN_S)
    with stage.still(page) as rooms:
        view = rooms["indices"]["indices"]["VN30"]
        page.wait(lambda: page.text("index-head-value") == points(view["value"]), "the value")
        assert page.text("index-head-change").startswith(points(view["change"], sign=True))
        breadth = page.text("index-head-breadth")
        for count in ("advances", "unchanged", "declines"):
            assert f"{view[count]} " in breadth
        page.wait(
            lambda: (
                {symbol: plain(shown) for symbol, (_, shown) in page.ladder().items()}
                == pytest.approx(view["contributions"], abs=ROUNDING)
            ),
            "the contributions",
        )
        shown = [plain(one) for _, one in page.ladder().values()]
        assert shown == sorted(shown, reverse=True)
        weights = {symbol: plain(weight) for symbol, (weight, _) in page.ladder().items()}
        assert weights == pytest.approx({s: 100 * w for s, w in view["weights"].items()}, abs=0.051)
        assert "số cổ phiếu niêm yết" in page.fact("index-ladder-foot", "sure")
        # Panels are drawn twice a second: they may still show the moment before the newest frame.
        for box, name, value in (
            ("index-ladder-foot", "index_ladder_unexplained", view["unexplained"]),
            (*rebuilt, view["rebuilt"]),
        ):
            page.wait(lambda box=box, name=name, value=value: page.says(box, name, value), name)
        page.wait(
            lambda: (
                page.newest("index-breadth-chart")
                == [view["advances"], view["unchanged"], view["declines"], view["ad_line"]]
            ),
            "the breadth of the running minute",
        )
        page.wait(lambda: page.newest("index-line-chart")[2:3] == [view["value"]], "the line's end")
    assert page.severe_messages() == []


def test_a_group_is_left_out_by_the_formula_and_is_in_the_address(chrome: Chrome, stage: Stage) -> None:
    page = IndicesPage(chrome, stage.web.url).ready()
    page.press_button('[data-without-group="VHM VIC VPL VRE"]')
    page.wait(lambda: "without=VHM%2CVIC%2CVPL%2CVRE" in page.address(), "the group in the address")
    with stage.still(page) as rooms:
        view = rooms["indices"]["indices"]["VN30"]
        weights, given = view["weights"], view["contributions"]
        rest = sum(given.values()) + view.get("contributions_rest", 0.0) - sum(given[s] for s in VIN)
        expected = view["prior"] * (1 + rest / view["prior"] / (1 - sum(weights[s] for s in VIN)))
        page.wait(
            lambda: (
                plain(page.fact("index-group", "index_group_without") or "0")
                == pytest.approx(expected, abs=0.006)
            ),
            "the index without the group",
        )
        assert page.fact("index-group", "index_group_real") == points(view["value"])
    # Somebody else opens the address; in this browser it is kept as well.
    again = IndicesPage(chrome, stage.web.url, "?without=VIC,NOPE").ready()
    assert again.run(CHOSEN) == ["NOPE", "VIC"]
    again.wait(lambda: "NOPE không thuộc VN30" in again.text("index-group"), "what is no member, in words")
    again.press_button('#index-group-members [data-without="NOPE"]')
    again.wait(lambda: again.run(CHOSEN) == ["VIC"], "a shorter group")
    again.click("index-group-clear")
    again.wait(lambda: "without" not in again.address(), "no group in the address")
    assert again.severe_messages() == []


def test_another_index_is_chosen_and_sent_as_an_address(chrome: Chrome, stage: Stage) -> None:
    page = IndicesPage(chrome, stage.web.url).ready()
    assert "hose" not in page.followed()
    page.press_button('[data-index-choice="VNINDEX"]')
    page.wait(lambda: "index=VNINDEX" in page.address(), "the index in the address")
    page.wait(lambda: "hose" in page.followed(), "the shares of HOSE")
    page.wait(lambda: len(page.tiles()) > 30, "the shares of HOSE on the heat map")
    with stage.still(page) as rooms:
        view = rooms["indices"]["indices"]["VNINDEX"]
        page.wait(lambda: page.text("index-head-value") == points(view["value"]), "VNINDEX")
        page.wait(lambda: set(page.ladder()) == set(view["contributions"]), "its contributions")
    page.press_button('[data-index-choice="HNXUpcomIndex"]')
    page.wait(lambda: "hose" not in page.followed(), "HOSE left alone")
    page.follow("board")
    page.shown("board")
    page.wait(lambda: "upcom" not in page.followed(), "nothing followed that is not seen")
    assert page.severe_messages() == []


def test_the_heat_map_has_every_member_with_sign_and_size(chrome: Chrome, stage: Stage) -> None:
    page = IndicesPage(chrome, stage.web.url).ready()
    with stage.still(page) as rooms:
        rows = rooms["board"]["rows"]
        page.wait(
            lambda: all(
                points(abs(rows[symbol]["change_pct"])) in tile["title"]
                for symbol, tile in page.tiles().items()
            ),
            "the newest changes",
        )
        tiles = page.tiles()
        assert set(tiles) == {symbol for symbol, row in rows.items() if row.get("total_value")}
        assert len(tiles) == 30
        for symbol, tile in tiles.items():
            change = rows[symbol]["change"]
            sign = "+" if change > 0 else "−" if change < 0 else ""
            assert tile["tone"] in {
                "up" if change > 0 else "down" if change < 0 else "reference",
                "ceiling",
                "floor",
            }
            assert sign in tile["text"] or not tile["text"]
    by_value = max(tiles, key=lambda symbol: rows[symbol]["total_value"])
    assert tiles[by_value]["area"] > sum(tile["area"] for tile in tiles.values()) / 30
    page.press_button('[data-heat-size="weight"]')
    page.wait(lambda: "size=weight" in page.address(), "the size in the address")
    weights = rooms["indices"]["indices"]["VN30"]["weights"]
    heaviest, lightest = max(weights, key=weights.__getitem__), min(weights, key=weights.__getitem__)
    page.wait(lambda: page.tiles()[heaviest]["area"] > 3 * page.tiles()[lightest]["area"], "areas by weight")
    page.press_button(f'#index-map [data-symbol="{heaviest}"]')
    page.wait(lambda: page.run("return vnmarket.selected();") == heaviest, "the symbol chosen")
    assert page.severe_messages() == []


def test_yesterdays_line_is_shown_when_it_leads_to_the_previous_close(chrome: Chrome, stage: Stage) -> None:
    page = IndicesPage(chrome, stage.web.url).ready()
    note = "index-line-note"
    page.wait(lambda: page.text(note).startswith("Chưa có đường của phiên trước"), "no yesterday, in words")
    assert page.points("index-line-chart")[0] == 0
    prior = page.run("return vnmarket.rooms.get('indices').data.indices.VN30.prior;")
    key = keys.series(keys.INDICES_PREVIOUS)

    def keep(close: float) -> None:
        lines = {"VN30": {"minute": [15, 100, 270], "columns": {"value": [prior - 5, prior + 3, close]}}}
        told = {"date": "2025-01-02", "epoch": 1, "lines": lines}
        stage.store.set(key, json.dumps(told))
        # The web process keeps an answer for a second, and a page asks again after a minute.
        served = f"{stage.web.url}/api/live/series/{keys.INDICES_PREVIOUS}"
        page.wait(lambda: httpx.get(served).json() == told, "what is kept, for readers")

    try:
        keep(prior)
        page = IndicesPage(chrome, stage.web.url).ready()
        page.wait(lambda: page.text(note) == "Phiên trước: 02/01/2025.", "the date of the line")
        page.wait(lambda: page.points("index-line-chart")[0] == 3, "yesterday's line")
        keep(prior + 40)
        page = IndicesPage(chrome, stage.web.url).ready()
        page.wait(lambda: "không vẽ" in page.text(note), "a line of another market, in words")
        assert page.points("index-line-chart")[0] == 0
    finally:
        stage.store.delete(key)
    assert page.severe_messages() == []
