"""Whether a screen can be left on: `python -m tests.bench.page_memory [UPDATES]`.

20,000 updates of a board of 30 rows, with the charts and panels of the board page, through the real
way (Valkey, web process, socket, Chromium); only their writer is the tests' own, which publishes every
room about a hundred times a second. Every 2,000 updates the market stands still, garbage is collected by
force and the browser asked for its heap, DOM nodes and event listeners (while it goes on, the nodes that
were replaced since the collection would be counted too). Prints the growth of each per 1,000 updates as
least-squares slopes over these points (the first is left out: caches fill), the first and the last.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from tests.support.pages import BoardPage, open_chrome
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

UPDATES, CHECK_EVERY = 20_000, 2_000
INTERVAL_S = 0.01
_CHECK_WITHIN_S = 600.0
_COUNT = """
window.gridUpdates = 0;
window.gridRows = 0;
vnmarket.on("room:board", ({ data, patch }) => {
    window.gridUpdates += 1;
    window.gridRows += Object.keys((patch || data).rows || {}).length;
});
"""

_AT_REST = "return vnmarket.rooms.get('board').seq === arguments[0] && vnmarket.charts.calm();"


class EveryRowMarket(FakeMarket):
    """In which every share trades at every step."""

    def step(self, trades: int = 0) -> None:
        """A trade of every share that is not locked at a limit."""
        super().step(len(self.rows))


def main() -> None:
    """Runs and prints."""
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else UPDATES
    with tempfile.TemporaryDirectory(prefix="vnm-page-memory-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        store = EmbeddedValkey(home / "valkey")
        store.start()
        try:
            publisher = Publisher(store.url, EveryRowMarket(), INTERVAL_S)
            with publisher, WebServer(store.url, home) as web:
                chrome = open_chrome(home / "chrome")
                try:
                    measure(BoardPage(chrome, web.url).ready(), publisher, updates)
                finally:
                    chrome.quit()
        finally:
            store.stop()


def measure(page: BoardPage, publisher: Publisher, updates: int) -> None:
    """Counts updates, looks at memory now and then, prints."""
    page.run(_COUNT)
    checks: list[dict[str, float]] = []
    for wanted in range(CHECK_EVERY, updates + CHECK_EVERY + 1, CHECK_EVERY):
        done = f"const done = window.gridUpdates; return done >= {wanted} && done;"
        at = eventually(
            lambda done=done: page.run(done), within_s=_CHECK_WITHIN_S, every_s=0.5, what=f"{wanted} updates"
        )
        with publisher.paused():
            page.wait(lambda: page.run(_AT_REST, publisher.writers["board"].seq), "the newest of the board")
            checks.append({"updates": float(at), **held(page.chrome)})
        print(f"# {checks[-1]}", file=sys.stderr, flush=True)
    first, last = checks[1], checks[-1]
    rows = page.run("return window.gridRows / window.gridUpdates;")
    for name, value, unit in (
        ("grid_updates", f"{last['updates']:.0f}", "-"),
        ("rows_per_update", f"{rows:.1f}", "-"),
        ("heap_per_1000_updates", f"{slope(checks[1:], 'heap_mb') * 1000:.3f}", "MB"),
        ("heap_first", f"{first['heap_mb']:.2f}", "MB"),
        ("heap_last", f"{last['heap_mb']:.2f}", "MB"),
        ("nodes_per_1000_updates", f"{slope(checks[1:], 'nodes') * 1000:.2f}", "-"),
        ("nodes_first", f"{first['nodes']:.0f}", "-"),
        ("nodes_last", f"{last['nodes']:.0f}", "-"),
        ("listeners_per_1000_updates", f"{slope(checks[1:], 'listeners') * 1000:.2f}", "-"),
        ("listeners_first", f"{first['listeners']:.0f}", "-"),
        ("listeners_last", f"{last['listeners']:.0f}", "-"),
    ):
        print(name, value, unit)


def held(chrome: Chrome) -> dict[str, float]:
    """What the page holds once nothing more can be collected."""
    for _ in range(2):  # what the first collection's finalisers let go goes with the second
        chrome.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    used: Any = chrome.execute_cdp_cmd("Runtime.getHeapUsage", {})
    counts: Any = chrome.execute_cdp_cmd("Memory.getDOMCounters", {})
    return {
        "heap_mb": used["usedSize"] / 1e6,
        "nodes": float(counts["nodes"]),
        "listeners": float(counts["jsEventListeners"]),
    }


def slope(checks: list[dict[str, float]], name: str) -> float:
    """Growth of a figure an update, by least squares."""
    mean_x = sum(check["updates"] for check in checks) / len(checks)
    mean_y = sum(check[name] for check in checks) / len(checks)
    spread = sum((check["updates"] - mean_x) ** 2 for check in checks)
    return sum((check["updates"] - mean_x) * (check[name] - mean_y) for check in checks) / spread


if __name__ == "__main__":
    main()
