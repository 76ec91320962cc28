"""Page objects of one symbol: its page and the panel beside every page.

Door: `SymbolPage`. Refuses to know how the page gets its data.
"""

from __future__ import annotations

from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.support.frame import READY_WITHIN_S, Frame

_NUMBER = "(text) => Number(text.replace('−', '-').replace(/[^\\d-]/g, ''))"
"""A whole number as either language writes it."""


class SymbolPage(Frame):
    """The page `/symbol/<code>`."""

    def __init__(self, chrome: Chrome, url: str, name: str, query: str = "") -> None:
        """name: a code, or any of a future's names."""
        super().__init__(chrome, url, f"symbol/{name}{query}")

    def there(self, code: str | None = None) -> SymbolPage:
        """Waits until the symbol's room and bars are shown."""
        self.wait(lambda: self.state() == "there", "the symbol's room", READY_WITHIN_S)
        if code is not None:
            self.wait(lambda: self.part("code") == code, f"the code {code}")
        self.wait(lambda: len(self.candles()) > 0, "candles", READY_WITHIN_S)
        return self

    def state(self) -> str:
        """searching, unknown, waiting, silent or there; none before the page is there."""
        return str(
            self.run(
                "const page = window.vnmarket && vnmarket.symbolPage; const watch = page && page.watch();"
                " return watch ? watch.state() : 'none';"
            )
        )

    def part(self, name: str, root: str = "symbol-head") -> str:
        """A part of a headline: code, name, price, change, reference ..."""
        return str(
            self.run(f"return document.querySelector('#{root} [data-part=\"{name}\"]').textContent.trim();")
        )

    def room_and_screen(self, code: str) -> dict[str, Any]:
        """The room's data with its stamp, and what is on the screen in the same moment."""
        found = self.run(
            f"const number = {_NUMBER};"
            "const all = (selector) => [...document.querySelectorAll(selector)];"
            "const texts = (selector) => all(selector).map((one) => one.textContent);"
            "const cells = (selector) =>"
            "  all(selector).map((row) => [...row.children].map((cell) => cell.textContent));"
            f"const copy = vnmarket.rooms.get('symbol:{code}');"
            "return {seq: copy.seq, data: copy.data, screen: {"
            "  price: texts('#symbol-head [data-part=price]')[0],"
            "  volume: number(texts('#symbol-head [data-part=volume]')[0]),"
            "  asks: cells('#symbol-depth tr.ask').filter((row) => row[2]).reverse(),"
            "  bids: cells('#symbol-depth tr.bid').filter((row) => row[2]),"
            "  tape: cells('#symbol-tape tr'),"
            "  ledger: Object.fromEntries(all('#symbol-ledger tr')"
            "    .map((row) => [row.dataset.sum, number(row.children[1].textContent)])),"
            "  verdict: texts('#symbol-ledger tr.total td:last-child')[0],"
            "  phases: Object.fromEntries(cells('#symbol-phases tr:not(.group)')"
            "    .map((row) => [row[0], row.slice(2).map(number)])),"
            "}};"
        )
        return dict(found)

    def candles(self) -> list[dict[str, Any]]:
        """What the chart has drawn: start, open, high, low, close, volume, buyer, seller, vwap, delta."""
        found = self.run(
            "const chart = window.vnmarket && vnmarket.symbolPage && vnmarket.symbolPage.chart();"
            " return chart ? chart.candles() : [];"
        )
        return list(found)

    def time_range(self) -> list[float]:
        """The trading minutes in sight."""
        return list(
            self.run(
                "return document.querySelector('#symbol-chart .js-plotly-plot')._fullLayout.xaxis.range;"
            )
        )

    def zoom(self, first: float, last: float) -> None:
        """Zooms as a drag does."""
        self.run(
            "Plotly.relayout(document.querySelector('#symbol-chart .js-plotly-plot'),"
            f" {{'xaxis.range[0]': {first}, 'xaxis.range[1]': {last}}});"
        )

    def type_size(self, size: str) -> None:
        """Types a smallest size into the filter."""
        field = self.chrome.find_element(By.ID, "symbol-size")
        field.clear()
        field.send_keys(size)

    def query(self) -> dict[str, str]:
        """The choices in the address."""
        return dict(self.run("return Object.fromEntries(new URLSearchParams(location.search));"))
