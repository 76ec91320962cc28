"""Page objects: what a reader sees, by name, so that tests say nothing of selectors.

Door: `open_chrome`, `before_all_scripts`, `BoardPage`; what all pages share is in `frame.py`. Refuses to
know how the page gets its data.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from dashboard import app
from tests.support.frame import READY_WITHIN_S, Frame

PANELS = ("board", "flow", "indices", "foreign_market", "derivatives")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = tuple(re.sub(r"<\w+>", "FPT", page.PATH) for page in app.PAGES)
"""The address of every page; one with a parameter is about this share."""
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


@contextmanager
def before_all_scripts(chrome: Chrome, *scripts: str) -> Iterator[None]:
    """Scripts that the pages opened meanwhile run first."""
    command = "Page.addScriptToEvaluateOnNewDocument"
    added = [chrome.execute_cdp_cmd(command, {"source": script}) for script in scripts]
    try:
        yield
    finally:
        for script in added:
            chrome.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


class AnyPage(Frame):
    """A page by its address, which stands where other pages have their query."""

    PATH = ""


class BoardPage(Frame):
    """The page `/`."""

    def ready(self, rows: int = 30) -> BoardPage:
        """Waits until the board has its rows and every panel has a state."""
        self.wait(lambda: len(self.symbols()) >= rows, "the rows of the board", READY_WITHIN_S)
        self.wait(lambda: "connecting" not in self.states().values(), "the panels' states", READY_WITHIN_S)
        self.wait(self.grown, "the rows behind their picture", READY_WITHIN_S)
        return self

    # -- the board

    def grown(self) -> bool:
        """Whether the grid has made the rows that are in sight, and not only their picture is there."""
        return bool(
            self.run(
                "const box = document.getElementById('board-grid');"
                "const view = box.querySelector('.ag-grid-viewport').getBoundingClientRect();"
                "const head = box.querySelector('.ag-header').getBoundingClientRect();"
                "const place = (node) => head.bottom + node.rowTop < view.bottom;"
                "let made = true;"
                "vnmarket.board.grid().forEachNodeAfterFilterAndSort((node) => {"
                '    const row = `[row-id="${node.data.symbol}"] .ag-cell`;'
                "    if (place(node) && !box.querySelector(row)) made = false;"
                "});"
                "return made && !box.classList.contains('young');"
            )
        )

    def symbols(self) -> list[str]:
        """The symbols the board holds, in its order (also those scrolled away)."""
        found = self.run(
            "const api = window.vnmarket && vnmarket.board && vnmarket.board.grid();"
            "const out = []; if (api) api.forEachNode((node) => out.push(node.data.symbol)); return out;"
        )
        return list(found)

    def shown_symbols(self) -> list[str]:
        """The symbols in the order in which they stand, as sorted."""
        found = self.run(
            "const out = [];"
            "vnmarket.board.grid().forEachNodeAfterFilterAndSort((node) => out.push(node.data.symbol));"
            "return out;"
        )
        return list(found)

    def preset(self, name: str) -> None:
        """Chooses VN30, an exchange or the futures: vn30, hose, hnx, upcom, futures."""
        self.run(f"document.querySelector('#board-presets [data-preset=\"{name}\"]').click();")

    def show_column(self, column: str) -> None:
        """Brings a column that the window has no room for."""
        self.run(f"vnmarket.boardLayout.show('{column}', true);")

    def cell_element(self, symbol: str, column: str) -> Any:
        """A cell, to be pointed at and clicked."""
        return self.chrome.find_element(
            "css selector", f'#board-grid [row-id="{symbol}"] [col-id="{column}"].ag-cell'
        )

    def cell(self, symbol: str, column: str) -> str | None:
        """The text of a cell as shown, or None when the row is not in view."""
        found: str | None = self.run(
            f'const cell = document.querySelector(\'#board-grid [row-id="{symbol}"] '
            f'[col-id="{column}"].ag-cell\'); return cell ? cell.textContent.trim() : null;'
        )
        return found

    def pictured(self) -> bool:
        """Whether a picture of the board's rows is shown, not the grid's own."""
        return bool(self.run("return !document.querySelector('.board-picture').hidden;"))

    def calm(self) -> None:
        """Waits for the cells that are written later than their picture."""
        self.wait(lambda: self.run("return vnmarket.boardColumns.living.calm.size === 0;"), "calm cells")

    def cell_classes(self, symbol: str, column: str) -> list[str]:
        """The classes of a cell's text: up, down, reference, ceiling, floor, buy, sell ..."""
        found = self.run(
            f'const cell = document.querySelector(\'#board-grid [row-id="{symbol}"] '
            f"[col-id=\"{column}\"].ag-cell > span'); return cell ? cell.className : '';"
        )
        return str(found).split()

    def cell_colour(self, symbol: str, column: str) -> str:
        """The computed colour of a cell's text."""
        return str(
            self.run(
                f'return getComputedStyle(document.querySelector(\'#board-grid [row-id="{symbol}"] '
                f'[col-id="{column}"].ag-cell > span\')).color;'
            )
        )

    def columns_in_view(self) -> list[str]:
        """The columns that are shown."""
        return list(
            self.run("return vnmarket.board.grid().getAllDisplayedColumns().map((c) => c.getColId());")
        )
