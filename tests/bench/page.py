"""What the board page costs a reader: `python -m tests.bench.page [SECONDS]`.

The real stack: the generated exchange with 500 symbols at 1,000 trades a second (made ahead,
`ahead_feed`), worker, Valkey, web process, and headless Chromium at 1920x1080, all on this machine. Prints
`name value unit`.

Cold, a browser with a new profile each time, opened some seconds before, the median of five:
- `first_30_rows`, `all_panels`: from the start of the navigation (the browser's own clock) to the first
  frame in which 30 rows of the board have a price; in which besides every panel has a state in words and
  every chart a line. Looked for in each animation frame from before the page's first script.
- `wire_http`: `transferSize` of the page and of everything it took until then, so compressed bodies
  and heads; `wire_socket`: bytes of the socket's messages until then; `wire_bytes` both.
- `load_long_tasks`, `load_long_tasks_ms`: the browser's `longtask` entries (over 50 ms) until then.

Then in the last of these pages, under load:
- `main_thread_busy`: growth of the browser's `TaskDuration` (all tasks of the page's main thread, by the
  wall clock) over 60 s (SECONDS), as a share of it; `main_thread_cpu` the same by `ThreadTime`, which
  other processes of a full machine do not lengthen; `script`, `style`, `layout` are parts of it.
- `busy_long_tasks`, `busy_long_tasks_ms`: long tasks of that time.
- `scroll_fps`: animation frames a second while the board is scrolled up and down by the browser's own
  gesture for 10 s; `dropped_frames`: refreshes (60 a second) in which none came; `longest_frame`.
"""

from __future__ import annotations

import functools
import itertools
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from tests.bench.ahead_feed import AheadSimulator
from tests.support.pages import open_chrome
from tests.support.polling import eventually
from tests.support.stack import LiveStack

LOADS, SECONDS, SCROLL_S = 5, 60.0, 10.0
AHEAD_S = 240.0
"""How much of the market is made ahead: longer than all of this takes."""
FLAGS = ["--symbols", "500", "--trades-per-second", "1000", "--start", "09:30", "--seed", "1"]
PROBE = Path(__file__).with_name("page_probe.js")
ALL_ROWS = "?preset=hose"
"""The longest list that the load fills, for scrolling."""
_WITHIN_S = 60.0
_REFRESH_MS = 1000 / 60
_SCROLL_PX, _SCROLL_PX_S = 2_400, 1_200
_SETTLED_S = 3.0
_ASK_EVERY_S = 1.0
"""The page notes its marks itself; to ask for them takes it time."""


def main() -> None:
    """Runs and prints."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    ahead = functools.partial(AheadSimulator, AHEAD_S + max(0.0, seconds - SECONDS))
    profiles = tempfile.TemporaryDirectory(prefix="vnm-chrome-")
    with LiveStack(*FLAGS, simulator=ahead) as stack, profiles as folder:
        loads: list[dict[str, float]] = []
        for number in range(LOADS):
            chrome = open_chrome(Path(folder) / str(number))
            try:
                loads.append(load(chrome, stack.url))
                if number == LOADS - 1:
                    for name in loads[0]:
                        unit = name.rpartition(".")[2]
                        figure = statistics.median(each[name] for each in loads)
                        show(name.rpartition(".")[0], f"{figure:.0f}", unit)
                    busy(chrome, stack, seconds)
                    scroll(chrome, stack.url)
            finally:
                chrome.quit()


def show(name: str, value: object, unit: str) -> None:
    """One line."""
    print(name, value, unit, flush=True)


def opened(chrome: Chrome, address: str) -> Any:
    """Opens a page with the probe in it; returns its marks once all panels are drawn."""
    chrome.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 1920, "height": 1080, "deviceScaleFactor": 1, "mobile": False},
    )
    chrome.execute_cdp_cmd("Performance.enable", {})
    chrome.get(address)
    marks = "return pageProbe.panels && {...pageProbe, http: pageProbe.httpBytes()};"
    return eventually(
        lambda: chrome.execute_script(marks), within_s=_WITHIN_S, every_s=_ASK_EVERY_S, what="the panels"
    )


def load(chrome: Chrome, url: str) -> dict[str, float]:
    """The figures of one cold load, `name.unit` -> value."""
    chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PROBE.read_text()})
    time.sleep(_SETTLED_S)  # what a browser does when it is started is not the page's
    marks = opened(chrome, f"{url}/")
    tasks = [duration for start, duration in marks["tasks"] if start < marks["panels"]]
    return {
        "first_30_rows.ms": marks["rows"],
        "all_panels.ms": marks["panels"],
        "wire_http.bytes": marks["http"],
        "wire_socket.bytes": marks["socketBytes"],
        "wire_bytes.bytes": marks["http"] + marks["socketBytes"],
        "load_long_tasks.-": len(tasks),
        "load_long_tasks_ms.ms": sum(tasks),
    }


def metrics(chrome: Chrome) -> dict[str, float]:
    """The browser's own counters of the page's main thread, in seconds."""
    found = chrome.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return {metric["name"]: metric["value"] for metric in found}


def busy(chrome: Chrome, stack: LiveStack, seconds: float) -> None:
    """How much of the main thread the live page takes."""
    time.sleep(_SETTLED_S)  # what loading left behind is not the load's
    chrome.execute_script("pageProbe.tasks = [];")
    before, sent = metrics(chrome), stack.messages_sent()
    time.sleep(seconds)
    after, sent_then = metrics(chrome), stack.messages_sent()
    passed = after["Timestamp"] - before["Timestamp"]
    show("messages_per_s", f"{(sent_then - sent) / passed:.0f}", "1/s")
    for name, counter in (
        ("main_thread_busy", "TaskDuration"),
        ("main_thread_cpu", "ThreadTime"),
        ("script", "ScriptDuration"),
        ("style", "RecalcStyleDuration"),
        ("layout", "LayoutDuration"),
    ):
        show(name, f"{100 * (after[counter] - before[counter]) / passed:.1f}", "%")
    tasks = [duration for _, duration in chrome.execute_script("return pageProbe.tasks;")]
    show("busy_long_tasks", len(tasks), "-")
    show("busy_long_tasks_ms", f"{sum(tasks):.0f}", "ms")


def scroll(chrome: Chrome, url: str) -> None:
    """Scrolls the board up and down and counts frames."""
    opened(chrome, f"{url}/{ALL_ROWS}")
    time.sleep(_SETTLED_S)
    place = chrome.execute_script(
        "const box = document.querySelector('#board-grid .ag-grid-viewport').getBoundingClientRect();"
        "return {x: Math.round(box.left + box.width / 2), y: Math.round(box.top + box.height / 2)};"
    )
    moves = "return document.querySelector('#board-grid .ag-grid-viewport').scrollTop;"
    chrome.execute_script("pageProbe.countFrames();")
    ends, furthest, direction = time.monotonic() + SCROLL_S, 0.0, -1
    while time.monotonic() < ends:
        gesture = {**place, "yDistance": direction * _SCROLL_PX, "speed": _SCROLL_PX_S}
        chrome.execute_cdp_cmd("Input.synthesizeScrollGesture", {**gesture, "gestureSourceType": "mouse"})
        furthest = max(furthest, chrome.execute_script(moves))
        direction = -direction
    frames = chrome.execute_script("return pageProbe.stopFrames();")
    gaps = [after - before for before, after in itertools.pairwise(frames)]
    show("scrolled_rows", chrome.execute_script("return vnmarket.board.grid().getDisplayedRowCount();"), "-")
    show("scrolled", f"{furthest:.0f}", "px")
    show("scroll_fps", f"{1000 * len(gaps) / (frames[-1] - frames[0]):.1f}", "1/s")
    show("dropped_frames", sum(max(0, round(gap / _REFRESH_MS) - 1) for gap in gaps), "-")
    show("longest_frame", f"{max(gaps):.0f}", "ms")


if __name__ == "__main__":
    main()
