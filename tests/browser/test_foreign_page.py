"""The page `/foreign` over a generated market: what it shows is what the worker wrote."""

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
BILLION = 1e9


class ForeignPage(Frame):
    """The page `/foreign`."""

    PATH: ClassVar[str] = "/foreign"

    def ready(self, rows: int = 50) -> ForeignPage:
        """Waits until the table has its rows and the heat map its tiles."""
        self.shown("foreign")
        self.wait(lambda: len(self.rows()) >= rows, "the rows of the table", STARTED_WITHIN_S)
        self.wait(lambda: len(self.tiles()) >= 10, "the heat map", STARTED_WITHIN_S)
        return self

    def rows(self) -> dict[str, dict[str, Any]]:
        """What the table holds by symbol, as sorted."""
        script = (
            "const out = []; const grid = window.vnmarket?.foreign?.table?.grid();"
            "grid?.forEachNodeAfterFilterAndSort((node) => out.push(node.data)); return out;"
        )
        return {row["symbol"]: row for row in self.run(script)}

    def columns(self) -> set[str]:
        """The columns that are shown."""
        script = "return vnmarket.foreign.table.grid().getAllDisplayedColumns().map((c) => c.getColId());"
        return set(self.run(script))

    def cell(self, symbol: str, column: str) -> str | None:
        """A cell's text, or None when it is not in view."""
        selector = f'#foreign-grid [row-id="{symbol}"] [col-id="{column}"].ag-cell'
        found: str | None = self.run(f"return document.querySelector('{selector}')?.textContent ?? null;")
        return found

    def list(self, box: str) -> list[tuple[str, str]]:
        """(symbol, shown) of a top list."""
        script = (
            f"return [...document.querySelectorAll('#{box} [data-symbol]')].map((line) =>"
            " [line.dataset.symbol, line.lastElementChild.textContent]);"
        )
        return [(symbol, shown) for symbol, shown in self.run(script)]

    def tiles(self) -> dict[str, dict[str, Any]]:
        """Tone, title and area of the heat map's tiles by symbol."""
        script = (
            "return [...document.querySelectorAll('#foreign-map [data-symbol]')].map((tile) => ({"
            " symbol: tile.dataset.symbol, tone: tile.dataset.tone, title: tile.title,"
            " area: tile.offsetWidth * tile.offsetHeight}));"
        )
        return {tile["symbol"]: tile for tile in self.run(script)}

    def newest(self) -> list[float | None]:
        """The last value of each line of the chart."""
        script = (
            "const plot = document.querySelector('#foreign-speed-chart .js-plotly-plot');"
            "return ((plot && plot.data) || [])"
            ".filter((trace) => trace.name !== 'ends').map((trace) => trace.y[trace.y.length - 1] ?? null);"
        )
        return list(self.run(script))


@pytest.fixture(scope="module")
def stack() -> Iterator[LiveStack]:
    """One market for the tests of this file."""
    with LiveStack("--source", "exchange", "--symbols", "60", "--start", "09:30", "--seed", "5") as running:
        yield running


def shown_sum(vnd: float) -> str:
    """A share's net sum in billions with its sign, as lists write it."""
    digits = 0 if abs(vnd) >= 1e11 else 1 if abs(vnd) >= 1e10 else 2
    return vietnamese(vnd / BILLION, digits, sign=True)


def test_totals_lists_and_sectors_are_the_rooms(chrome: Chrome, stack: LiveStack) -> None:
    page = ForeignPage(chrome, stack.url).ready()
    with still(stack, page, ["foreign"]) as rooms:
        room = rooms["foreign"]
        market = room["market"]
        expected = {
            "buy-value": vietnamese(market["buy_value"] / BILLION, 2),
            "buy-reported": vietnamese(market["reported_buy_value"] / BILLION, 2),
            "buy-difference": vietnamese(market["buy_value_difference"] / BILLION, 2, sign=True),
            "sell-value": vietnamese(market["sell_value"] / BILLION, 2),
            "sell-difference": vietnamese(market["sell_value_difference"] / BILLION, 2, sign=True),
            "net-value": vietnamese(market["net_value"] / BILLION, 2, sign=True),
            "buy-speed": vietnamese(market["buy_value_speed"] / BILLION, 2),
            "sell-acceleration": vietnamese(market["sell_acceleration"] / BILLION, 2, sign=True),
        }
        page.wait(
            lambda: {name: page.text(f"foreign-head-{name}") for name in expected} == expected, "the totals"
        )
        unvalued = vietnamese(market["unvalued_volume"], 0)
        page.wait(
            lambda: f"Giá trị của {unvalued} cp" in page.text("foreign-head-unvalued"), "what has no value"
        )
        assert "cần 5 phiên lịch sử" in page.text("foreign-head-unusual")
        for name in ("top_buyers", "top_sellers"):
            told = [(one["symbol"], shown_sum(one["net_value"])) for one in room[name]]
            assert told
            page.wait(lambda: page.list(f"foreign-movers-{name}") == told, name)  # noqa: B023
        fastest = [
            (one["symbol"], vietnamese(one["net_value_speed"] / BILLION, 2, sign=True))
            for one in room["fastest_sellers"]
        ]
        page.wait(lambda: page.list("foreign-movers-fastest_sellers") == fastest, "the fastest sellers")
        sectors = page.run(
            "return [...document.querySelectorAll('#foreign-sectors [data-sector]')].map((line) =>"
            " [line.dataset.sector, line.lastElementChild.textContent]);"
        )
        ranked = sorted(room["sectors"].items(), key=lambda item: (-item[1]["net_value"], item[0]))
        assert sectors == [[name, shown_sum(view["net_value"])] for name, view in ranked]
        assert "other" in dict(sectors)
        assert sum(view["net_value"] for view in room["sectors"].values()) == market["net_value"]
    assert page.severe_messages() == []


def test_the_table_has_every_share_and_no_empty_column(chrome: Chrome, stack: LiveStack) -> None:
    page = ForeignPage(chrome, stack.url).ready()
    with still(stack, page, ["foreign"]) as rooms:
        symbols = rooms["foreign"]["symbols"]

        def same() -> bool:
            rows = page.rows()
            fields = ("buy_value", "net_value", "sell_volume", "buy_value_speed", "room_used_pct")
            return set(rows) == set(symbols) and all(
                rows[symbol].get(name) == view.get(name)
                for symbol, view in symbols.items()
                for name in fields
            )

        page.wait(same, "every share of the room")
        net = [row["net_value"] for row in page.rows().values()]
        page.wait(
            lambda: (net := [r["net_value"] for r in page.rows().values()]) == sorted(net)[::-1], "order"
        )
        first = next(iter(page.rows()))
        page.wait(
            lambda: (page.cell(first, "net_value") or "") == shown_sum(symbols[first]["net_value"]), "a cell"
        )
        assert len(net) == len(symbols)
        shown = page.columns()
        assert "net_value_z" not in shown
        for name in ("room_minutes", "room_released"):
            assert (name in shown) == any(view.get(name) for view in symbols.values()), name
        assert "5 phiên lịch sử" in page.text("foreign-table-note")
    page.run(f'document.querySelector(\'#foreign-grid [row-id="{first}"] [col-id="net_value"]\').click();')
    page.wait(lambda: f"s={first}" in page.address(), "the symbol chosen, in the address")
    marked = f"return Boolean(document.querySelector('#foreign-grid [row-id=\"{first}\"].selected-row'));"
    page.wait(lambda: page.run(marked), "its row marked")
    assert page.severe_messages() == []


def test_the_chart_ends_at_the_room_in_either_unit(chrome: Chrome, stack: LiveStack) -> None:
    page = ForeignPage(chrome, stack.url).ready()
    names = {
        "value": (("buy_value_speed", "sell_value_speed", "net_value"), (BILLION, BILLION, BILLION)),
        "volume": (("buy_speed", "sell_speed", "net_volume"), (1e3, 1e3, 1e6)),
    }
    for unit, (fields, scales) in names.items():
        page.run(f"document.querySelector('[data-foreign-unit=\"{unit}\"]').click();")
        page.wait(lambda: f"unit={unit}" in page.address(), "the unit in the address")  # noqa: B023
        with still(stack, page, ["foreign"]) as rooms:
            market = rooms["foreign"]["market"]
            speeds_and_net = [market[field] / scale for field, scale in zip(fields, scales, strict=True)]
            expected = [
                *speeds_and_net[:2],
                market["buy_acceleration"] / BILLION,
                market["sell_acceleration"] / BILLION,
                speeds_and_net[2],
            ]
            page.wait(lambda: page.newest() == pytest.approx(expected, rel=1e-9), unit)  # noqa: B023
    again = ForeignPage(chrome, stack.url, "?unit=volume&language=en").ready()
    again.wait(lambda: "thousand shares/min" in again.text("foreign-speed-unit"), "the unit of the address")
    assert again.severe_messages() == []


def test_the_heat_map_has_every_share_with_its_sign(chrome: Chrome, stack: LiveStack) -> None:
    page = ForeignPage(chrome, stack.url).ready()
    with still(stack, page, ["foreign"]) as rooms:
        symbols = rooms["foreign"]["symbols"]
        traded = {s: view for s, view in symbols.items() if view["buy_value"] + view["sell_value"] > 0}
        page.run("vnmarket.foreign.page.shown() && vnmarket.emit('symbol', vnmarket.selected());")

        def told() -> bool:
            tiles = page.tiles()
            return set(tiles) == set(traded) and all(
                shown_sum(view["net_value"]) in tiles[symbol]["title"] for symbol, view in traded.items()
            )

        page.wait(told, "the newest nets")
        tiles = page.tiles()
        for symbol, view in traded.items():
            net = view["net_value"]
            assert tiles[symbol]["tone"] == ("buy" if net > 0 else "sell" if net < 0 else ""), symbol
    largest = max(traded, key=lambda s: traded[s]["buy_value"] + traded[s]["sell_value"])
    assert tiles[largest]["area"] > 2 * sum(tile["area"] for tile in tiles.values()) / len(tiles)
    page.resize(390, 844, phone=True)
    page.wait(
        lambda: page.columns() <= {"symbol", "buy_value", "sell_value", "net_value", "room_used_pct"}, "few"
    )
    assert page.run("return document.documentElement.scrollWidth;") == 390
    assert page.severe_messages() == []
