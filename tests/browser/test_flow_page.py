"""The page `/flow` over a generated market: what it shows is what the worker wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from selenium.webdriver import Chrome

from tests.support.frame import Frame
from tests.support.stack import LiveStack
from tests.support.still import still, vietnamese

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STARTED_WITHIN_S = 150.0
SIDES = ("buyer", "unknown", "auction", "missed", "seller")
PARTS = ("ATO", "CONTINUOUS", "ATC", "AFTER")
MILLION, BILLION = 1e6, 1e9


class FlowPage(Frame):
    """The page `/flow`."""

    PATH: ClassVar[str] = "/flow"

    def ready(self, rows: int = 20) -> FlowPage:
        """Waits until sums and table are there."""
        self.shown("flow")
        self.wait(lambda: self.text("flow-head-net"), "the sums", STARTED_WITHIN_S)
        self.wait(lambda: len(self.rows()) >= rows, "the rows of the table", STARTED_WITHIN_S)
        return self

    def rows(self) -> dict[str, dict[str, Any]]:
        """What the table holds by symbol, as sorted."""
        script = (
            "const out = []; const grid = window.vnmarket?.flow?.table?.grid();"
            "grid?.forEachNodeAfterFilterAndSort((node) => out.push(node.data)); return out;"
        )
        return {row["symbol"]: row for row in self.run(script)}

    def phase(self, name: str) -> dict[str, str]:
        """Figures of a part of the day, by column."""
        script = (
            f"const row = document.querySelector('#flow-phases [data-phase=\"{name}\"]');"
            "return Object.fromEntries([...row.querySelectorAll('td')].map((cell) =>"
            " [cell.classList[0], cell.textContent]));"
        )
        return dict(self.run(script))

    def bar(self, name: str) -> list[float]:
        """Per cent of the parts of a part of the day's stacked bar."""
        script = (
            f"return [...document.querySelectorAll('[data-phase=\"{name}\"] .stack-bar i')]"
            ".map((part) => parseFloat(part.style.width) || 0);"
        )
        return list(self.run(script))

    def list(self, name: str) -> list[tuple[str, str]]:
        """(symbol, shown) of a top list."""
        script = (
            f"return [...document.querySelectorAll('#flow-movers-{name} [data-symbol]')].map((line) =>"
            " [line.dataset.symbol, line.lastElementChild.textContent]);"
        )
        return [(symbol, shown) for symbol, shown in self.run(script)]

    def lines(self, table: str) -> list[list[str]]:
        """The cells of a table, line by line."""
        script = (
            f"return [...document.querySelectorAll('#{table} tr')].map((row) =>"
            " [...row.children].map((cell) => cell.textContent));"
        )
        return list(self.run(script))

    def press_button(self, selector: str) -> None:
        """Clicks the first element of a selector."""
        self.run(f"document.querySelector('{selector}').click();")


@pytest.fixture(scope="module")
def stack() -> Iterator[LiveStack]:
    """One market for the tests of this file."""
    with LiveStack("--source", "exchange", "--symbols", "60", "--start", "09:30", "--seed", "5") as running:
        yield running


def shown_sum(vnd: float, sign: bool = False) -> str:
    """A sum of a single share in billions, as lists write it."""
    digits = 0 if abs(vnd) >= 1e11 else 1 if abs(vnd) >= 1e10 else 2
    return vietnamese(vnd / BILLION, digits, sign=sign)


def test_the_market_by_part_of_the_day_is_the_room(chrome: Chrome, stack: LiveStack) -> None:
    page = FlowPage(chrome, stack.url).ready()
    with still(stack, page, ["flow"]) as rooms:
        room = rooms["flow"]
        views = {"market": room["market"], **room["phases"]}
        for name, view in views.items():
            expected = {side: vietnamese(view[f"{side}_volume"] / MILLION, 1) for side in SIDES}
            expected["total"] = vietnamese(view["total_volume"] / MILLION, 1)
            page.wait(lambda: page.phase(name).items() >= expected.items(), name)  # noqa: B023
            assert sum(view[f"{side}_volume"] for side in SIDES) == view["total_volume"]
            shares = [100 * view[f"{side}_volume"] / view["total_volume"] for side in SIDES]
            # The figures may round to the same before the last drawing.
            page.wait(lambda: page.bar(name) == pytest.approx(shares, abs=0.051), f"bar of {name}")  # noqa: B023
        for name in set(PARTS) - set(views):
            assert page.phase(name)["total"] == "–"
        market = room["market"]
        net = market["buyer_volume"] - market["seller_volume"]
        page.wait(lambda: page.text("flow-head-net") == vietnamese(net / MILLION, 1, sign=True), "the net")
        for method, volume in room["decided"].items():
            share = vietnamese(100 * volume / sum(room["decided"].values()), 1) + "%"
            page.wait(lambda: share in page.text("flow-decided-shares"), method)  # noqa: B023
        for rule in ("quote", "tick"):
            said = room["rules"][rule]
            words = f"{vietnamese(100 * said['share'], 1)}% của {vietnamese(said['spoken'], 0)} lệnh"
            page.wait(lambda: words in page.text("flow-decided-rules"), rule)  # noqa: B023
        page.press_button('[data-flow-unit="value"]')
        page.wait(lambda: "unit=value" in page.address(), "the unit in the address")
        value = vietnamese(market["buyer_value"] / BILLION, 0 if market["buyer_value"] >= 1e11 else 1)
        page.wait(lambda: page.phase("market")["buyer"] == value, "values")
        assert page.phase("market")["missed"] == "–"
        assert "Nhịp" not in page.text("flow-head-figures")
        assert room.get("pace") is None
    assert page.severe_messages() == []


def test_what_stands_out_is_the_room(chrome: Chrome, stack: LiveStack) -> None:
    page = FlowPage(chrome, stack.url).ready()
    with still(stack, page, ["flow"]) as rooms:
        room = rooms["flow"]
        lists = room["movers"]

        def shown(name: str, measure: float) -> str:
            if name in ("gainers", "losers"):
                return vietnamese(measure, 2, sign=True) + "%"
            if name == "by_volume":
                return vietnamese(measure / MILLION, 2)
            return shown_sum(measure, sign=name != "by_value")

        for name, lines in lists.items():
            expected = [(one["symbol"], shown(name, one["measure"])) for one in lines]
            page.wait(lambda: page.list(name) == expected, name)  # noqa: B023
        large = room["large_trades"]
        sides = {"buyer": "mua", "seller": "bán", "unknown": "chưa rõ"}
        told = [
            [one["symbol"], sides[one["side"]], vietnamese(one["volume"], 0), shown_sum(one["value"])]
            for one in large
        ]
        page.wait(
            lambda: [[cells[at] for at in (1, 2, 4, 5)] for cells in page.lines("flow-large")] == told,
            "the large trades",
        )
        limits = room["limits"]
        assert [cells[0].split()[0] for cells in page.lines("flow-limits")] == [
            one["symbol"] for one in limits
        ]
        assert bool(page.text("flow-limits-note")) == (not limits)
    assert page.severe_messages() == []


def test_the_table_shows_the_board_of_the_address(chrome: Chrome, stack: LiveStack) -> None:
    page = FlowPage(chrome, stack.url).ready()
    assert "hose" not in page.followed()
    page.press_button('[data-flow-board="HOSE"]')
    page.wait(lambda: "board=HOSE" in page.address(), "the board in the address")
    page.wait(lambda: "hose" in page.followed(), "the shares of HOSE")
    with still(stack, page, ["hose", "flow"]) as rooms:
        traded = {s: row for s, row in rooms["hose"]["rows"].items() if row.get("total_volume")}

        def same() -> bool:
            rows = page.rows()
            fields = [f"{side}_volume" for side in SIDES] + ["total_volume", "coverage", "last"]
            return set(rows) == set(traded) and all(
                rows[symbol].get(name) == row.get(name) for symbol, row in traded.items() for name in fields
            )

        page.wait(same, "every share of HOSE that traded")
        for symbol, row in page.rows().items():
            assert sum(row[f"{side}_volume"] for side in SIDES) == row["total_volume"], symbol
        first = next(iter(page.rows()))
        cell = f'#flow-grid [row-id="{first}"] [col-id="buyer_volume"].ag-cell'
        bought = vietnamese(traded[first]["buyer_volume"], 0)
        page.wait(
            lambda: page.run(f"return document.querySelector('{cell}').textContent;") == bought, "a cell"
        )
        page.wait(lambda: page.text("flow-table-count").startswith(str(len(traded))), "how many")
    page.press_button(cell)
    page.wait(lambda: f"s={first}" in page.address(), "the symbol chosen, in the address")
    page.press_button('[data-flow-board="UPCoM"]')
    page.wait(lambda: "hose" not in page.followed(), "HOSE left alone")
    page.follow("board")
    page.shown("board")
    page.wait(lambda: "upcom" not in page.followed(), "nothing followed that is not seen")
    assert page.severe_messages() == []


def test_a_wide_window_shows_every_column_of_the_table(chrome: Chrome, stack: LiveStack) -> None:
    page = FlowPage(chrome, stack.url).ready()
    hidden = (
        "const view = document.querySelector('#flow-grid .ag-grid-viewport');"
        "return view.scrollWidth - view.clientWidth;"
    )
    page.wait(lambda: page.run(hidden) == 0, "columns that fit")
    truncated = (
        "return [...document.querySelectorAll('#flow-grid .ag-cell')].filter((cell) =>"
        " cell.scrollWidth > cell.clientWidth + 1)"
        ".map((cell) => [cell.getAttribute('col-id'), cell.textContent, cell.scrollWidth, cell.clientWidth]);"
    )
    assert page.run(truncated) == []
    assert page.severe_messages() == []


def test_an_address_opens_the_same_view_on_a_phone(chrome: Chrome, stack: LiveStack) -> None:
    page = FlowPage(chrome, stack.url, "?board=HOSE&unit=value&language=en&theme=light").ready()
    page.resize(390, 844, phone=True)
    page.wait(
        lambda: page.run("return document.documentElement.scrollWidth;") == 390, "no sideways scrolling"
    )
    assert page.run("return document.querySelector('[data-flow-board=HOSE]').ariaPressed;") == "true"
    page.wait(lambda: "bn VND" in page.text("flow-head-words"), "the unit in words")
    assert page.text("flow-phases-unit") == "bn VND"
    columns = "return vnmarket.flow.table.grid().getAllDisplayedColumns().map((c) => c.getColId());"
    page.wait(
        lambda: set(page.run(columns)) == {"symbol", "change_pct", "total_value", "pressure", "coverage"},
        "the columns of a phone",
    )
    assert all(page.words().values())
    assert page.severe_messages() == []
