"""Page objects: what a reader sees, by name, so that tests say nothing of selectors.

Door: `open_chrome`, `BoardPage`. Refuses to know how the page gets its data.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.support.polling import eventually

PANELS = ("board", "indices", "foreign", "derivatives")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = ("/",)
"""The address of every page."""
READY_WITHIN_S = 40.0
PHONE_BELOW = 768
_ARGUMENTS = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1920,1080",
)


def open_chrome(folder: Path) -> Chrome:
    """A headless browser.

    Args:
        folder: where its profile goes.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.fail("no Chromium or Chrome with its chromedriver on the path; `make test` brings them")
    options = Options()
    options.binary_location = browser
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={folder}")
    if os.geteuid() == 0:
        # The sandbox of Chromium refuses to run as root, as containers do.
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(service=Service(driver), options=options)
    chrome.set_page_load_timeout(READY_WITHIN_S)
    chrome.set_script_timeout(READY_WITHIN_S)
    return chrome


class BoardPage:
    """The page `/`."""

    def __init__(
        self, chrome: Chrome, url: str, query: str = "", size: tuple[int, int] = (1920, 1080)
    ) -> None:
        """Opens it with no kept choices.

        Args:
            chrome: the browser.
            url: of the server.
            query: what follows the slash after it: a path, a query.
            size: of the page in CSS pixels; below 768 wide it is a phone.
        """
        self.chrome = chrome
        self.url = url
        self.resize(*size, phone=size[0] < PHONE_BELOW)
        chrome.get(f"{url}/assets/boot.js")
        # What an earlier page logged is not ours; it is asked for once that page is gone, because
        # a page that is still there may log a refused reconnection after the asking.
        self.severe_messages()
        chrome.execute_script("localStorage.clear()")
        chrome.get(f"{url}/{query}")

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script in the page."""
        return self.chrome.execute_script(f"return (() => {{ {script} }})()", *arguments)

    def resize(self, width: int, height: int, phone: bool = False) -> None:
        """Sets the size of the page in CSS pixels."""
        self.chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone},
        )

    def wait(self, probe: Callable[[], Any], what: str, within_s: float = 15.0) -> Any:
        """Waits for something to be true on the page."""
        return eventually(probe, within_s=within_s, what=what)

    def ready(self, rows: int = 30) -> BoardPage:
        """Waits until the board has its rows and every panel has a state."""
        self.wait(lambda: len(self.symbols()) >= rows, "the rows of the board", READY_WITHIN_S)
        self.wait(lambda: "connecting" not in self.states().values(), "the panels' states", READY_WITHIN_S)
        return self

    def settled(self) -> BoardPage:
        """Waits until every panel in sight has a state and every chart in sight is drawn."""
        script = (
            "const seen = (box) => box.getClientRects().length > 0;"
            "const boxes = [...document.querySelectorAll('[data-panel]')].filter(seen);"
            "const charts = [...document.querySelectorAll('.dash-graph')].filter(seen);"
            "return boxes.length > 0"
            " && boxes.every((box) => box.dataset.state && box.dataset.state !== 'connecting')"
            " && charts.every((box) => box.querySelector('.js-plotly-plot .main-svg'));"
        )
        self.wait(lambda: self.run(script), "every panel", READY_WITHIN_S)
        return self

    # -- the board

    def symbols(self) -> list[str]:
        """The symbols the board holds, in its order (also those scrolled away)."""
        found = self.run(
            "const api = window.vnmarket && vnmarket.board && vnmarket.board.grid();"
            "const out = []; if (api) api.forEachNode((node) => out.push(node.data.symbol)); return out;"
        )
        return list(found)

    def cell(self, symbol: str, column: str) -> str | None:
        """The text of a cell as shown, or None when the row is not in view."""
        found: str | None = self.run(
            f'const cell = document.querySelector(\'#board-grid [row-id="{symbol}"] '
            f'[col-id="{column}"].ag-cell\'); return cell ? cell.textContent.trim() : null;'
        )
        return found

    def cell_classes(self, symbol: str, column: str) -> list[str]:
        """The classes of a cell's text: up, down, reference, ceiling, floor, buy, sell ..."""
        found = self.run(
            f'const cell = document.querySelector(\'#board-grid [row-id="{symbol}"] '
            f"[col-id=\"{column}\"].ag-cell .ag-cell-value span'); return cell ? cell.className : '';"
        )
        return str(found).split()

    def cell_colour(self, symbol: str, column: str) -> str:
        """The computed colour of a cell's text."""
        return str(
            self.run(
                f'return getComputedStyle(document.querySelector(\'#board-grid [row-id="{symbol}"] '
                f'[col-id="{column}"].ag-cell .ag-cell-value span\')).color;'
            )
        )

    def columns_in_view(self) -> list[str]:
        """The columns that are shown."""
        return list(
            self.run("return vnmarket.board.grid().getAllDisplayedColumns().map((c) => c.getColId());")
        )

    # -- states and strip

    def states(self) -> dict[str, str]:
        """State of every panel: connecting, live, quiet, closed, partial, stale, empty."""
        found = self.run(
            "const out = {}; for (const box of document.querySelectorAll('[data-panel]'))"
            " out[box.dataset.panel] = box.dataset.state || 'connecting'; return out;"
        )
        return dict(found)

    def words(self) -> dict[str, str]:
        """What every panel says of its state."""
        found = self.run(
            "const out = {}; for (const box of document.querySelectorAll('[data-panel]'))"
            " out[box.dataset.panel] = box.textContent; return out;"
        )
        return dict(found)

    def transport(self) -> str:
        """How the page gets its data: push, polling or none."""
        return str(
            self.run(
                "const box = document.getElementById('transport');"
                "return (box && box.dataset.transport) || 'none';"
            )
        )

    def sockets_opened(self) -> int:
        """How many sockets this page has had."""
        return int(self.run("return vnmarket.live.opened();"))

    def text(self, element: str) -> str:
        """The text of an element, by its id."""
        return str(self.run(f"return document.getElementById('{element}').textContent.trim();"))

    def index(self, index_id: str) -> str:
        """The value of an index on the strip."""
        return str(
            self.run(
                f"return document.querySelector('[data-index=\"{index_id}\"] .index-value').textContent;"
            )
        )

    def click(self, element: str) -> None:
        """Clicks an element, by its id."""
        self.run(f"document.getElementById('{element}').click();")

    def root(self, attribute: str) -> str | None:
        """An attribute of the document: lang, data-theme, data-palette."""
        found: str | None = self.run(f"return document.documentElement.getAttribute('{attribute}');")
        return found

    # -- charts

    def points(self, chart: str) -> list[int]:
        """How many points each line of a chart has."""
        found = self.run(
            f"const plot = document.querySelector('#{chart} .js-plotly-plot');"
            " return plot && plot.data ? plot.data.filter((trace) => trace.name !== 'ends')"
            ".map((trace) => trace.x.length) : [];"
        )
        return list(found)

    # -- the log

    def severe_messages(self) -> list[str]:
        """What the browser complained about since the last call."""
        return [entry["message"] for entry in self.chrome.get_log("browser") if entry["level"] == "SEVERE"]
