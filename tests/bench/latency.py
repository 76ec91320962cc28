"""From the trade to the pixel: `python -m tests.bench.latency [SECONDS [FILE]]`.

The simulator at 1,000 trades a second over 500 symbols, the worker, Valkey, the web process and a
real headless Chromium that shows the board, each a process of its own, all on this machine. A
trade's time is the wall clock just before the simulator writes its frame to the socket
(`latency_feed`); it is on screen when the frame of the browser that shows its cumulative volume has
been painted (`latency_watch.js`).

The simulator generates fifteen minutes of other boards' trading first, and what it is to send; FILE,
its own recording (`vnmarket simulate --record`), begins at once, but knows only whole seconds, so that
all of a second comes at its beginning.

- `p50_ms, p90_ms, p99_ms`: of every change of a volume that is in sight, the age of the trade it shows.
- `trade_p50_ms, trade_p99_ms`: of every trade of the board's shares, until it, or a newer one of the
  same share, was on screen: it includes how long it waited for its room's next frame.
- stages of an update: `feed_to_room` (simulator's write to the worker's stamp of the frame),
  `room_to_socket` (to the message event), `socket_to_dom` (until it is written in the board's
  picture), `dom_to_frame`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from bisect import bisect_left
from contextlib import ExitStack
from pathlib import Path

from selenium.webdriver import Chrome

from tests.bench.latency_feed import sent_trades
from tests.bench.processes import children, percentile, processor_seconds
from tests.support.pages import BoardPage, open_chrome
from tests.support.processes import Process, Simulator, Web, Worker
from workers.engines import EmbeddedValkey

SYMBOLS, TRADES_PER_SECOND, SEED = 500, 1_000, 1
SECONDS, WARM_S = 60.0, 8.0
LEAST_UPDATES = 2_000
_GENERATING_S = 900.0
STAGES = ("feed_to_room", "room_to_socket", "socket_to_dom", "dom_to_frame")
Seen = tuple[str, int, float, float, float, float]


class NotedSimulator(Simulator):
    """The simulator with its writes noted."""

    module = "tests.bench.latency_feed"


def open_board(chrome: Chrome, web: Web) -> BoardPage:
    """The board's page, with the script that watches it."""
    script = Path(__file__).with_name("latency_watch.js").read_text()
    chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    return BoardPage(chrome, web.url.rstrip("/"))


def watch(page: BoardPage, seconds: float) -> tuple[list[Seen], float]:
    """What the page saw, and when the watching began, epoch ms."""
    page.ready().wait(page.pictured, "the picture of the board")
    page.run("window.vnmarketWatch();")
    time.sleep(WARM_S)
    page.run("window.vnmarketSeen.length = 0;")
    began_ms = time.time() * 1000
    time.sleep(seconds)
    return [tuple(row) for row in page.run("return window.vnmarketSeen;")], began_ms


def show(seen: list[Seen], sent: dict[str, list[tuple[int, int]]], began_ms: float) -> None:
    """Prints the figures. Raises: RuntimeError when too little was seen."""
    times = {(symbol, total): ns / 1e6 for symbol, trades in sent.items() for total, ns in trades}
    whole: list[float] = []
    stages: dict[str, list[float]] = {stage: [] for stage in STAGES}
    unmatched = 0
    screen: dict[str, list[tuple[int, float]]] = {}
    for symbol, total, as_of, at_socket, in_document, in_frame in seen:
        at = times.get((symbol, total))
        if at is None:
            unmatched += 1
            continue
        whole.append(in_frame - at)
        points = (at, as_of, at_socket, in_document, in_frame)
        for stage, before, after in zip(STAGES, points[:-1], points[1:], strict=True):
            stages[stage].append(after - before)
        screen.setdefault(symbol, []).append((total, in_frame))
    every: list[float] = []
    for symbol, shown in screen.items():
        totals = [total for total, _ in shown]
        for total, ns in sent[symbol]:
            at = bisect_left(totals, total)
            if ns / 1e6 >= began_ms and at < len(shown):
                every.append(shown[at][1] - ns / 1e6)
    if not whole:
        raise RuntimeError(f"no update was seen that the simulator sent, {unmatched} others were")
    for percent in (50, 90, 99):
        print(f"p{percent}_ms {percentile(whole, percent):.1f} ms")
    print(f"max_ms {max(whole):.1f} ms")
    print(f"updates {len(whole)} -")
    print(f"unmatched {unmatched} -")
    for percent in (50, 99):
        print(f"trade_p{percent}_ms {percentile(every, percent):.1f} ms")
    print(f"trades {len(every)} -")
    for stage in STAGES:
        for percent in (50, 99):
            print(f"{stage}_p{percent}_ms {percentile(stages[stage], percent):.1f} ms")
    if len(whole) < LEAST_UPDATES:
        raise RuntimeError(f"{len(whole)} updates are too few: {LEAST_UPDATES} are wanted")


def main() -> None:
    """Runs and prints."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory(prefix="vnm-lat-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        store = EmbeddedValkey(home / "valkey")
        store.start()
        sent = home / "sent"
        day = f"--symbols {SYMBOLS} --trades-per-second {TRADES_PER_SECOND} --seed {SEED} --start 09:15"
        if len(sys.argv) > 2:
            day = f"--source {Path(sys.argv[2]).resolve()}"
        flags = f"{day} --wait-for-client --sent {sent}".split()
        try:
            with ExitStack() as running:
                simulator = running.enter_context(NotedSimulator(home, *flags, ready_within_s=_GENERATING_S))
                web = running.enter_context(Web(home, store.url))
                chrome = open_chrome(home / "chrome")
                running.callback(chrome.quit)
                page = open_board(chrome, web)
                # Last, because the day begins when it subscribes.
                worker = running.enter_context(Worker(home, simulator.url, store.url))
                before, started = _used(simulator, worker, web), time.monotonic()
                seen, began_ms = watch(page, seconds)
                passed_s = time.monotonic() - started
                used = {name: s - before[name] for name, s in _used(simulator, worker, web).items()}
            show(seen, sent_trades(sent, {row[0] for row in seen}), began_ms)
            for name, used_s in used.items():
                print(f"{name}_cores {used_s / passed_s:.2f} core")
        finally:
            store.stop()


def _used(simulator: Process, worker: Process, web: Process) -> dict[str, float]:
    pids = {"simulator": simulator.pid, "worker": worker.pid, "web": children(web.pid)[0]}
    return {name: processor_seconds(pid) for name, pid in pids.items()}


if __name__ == "__main__":
    main()
