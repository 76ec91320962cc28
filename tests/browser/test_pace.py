"""When the page draws what it hears (`assets/45-pace.js`), alone in an empty page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PACE = Path(__file__).parents[2] / "assets" / "45-pace.js"

# `added` numbers the jobs of each kind; `runs` has the jobs that were done together: [when, [name, ...]].
STAGE = """
window.vnmarket = {};
window.runs = [];
let open = null;
window.job = (name, burnMs = 0) => () => {
    if (!open) {
        open = [performance.now(), []];
        runs.push(open);
        queueMicrotask(() => (open = null));
    }
    open[1].push(name);
    for (const until = performance.now() + burnMs; performance.now() < until; );
};
// Adds the board's jobs every 20 ms and others every 30 ms, for a time; done once nothing waits any more.
window.play = (forMs, burnMs, done) => {
    const [added, began] = [{ board: 0, other: 0 }, performance.now()];
    const each = (kind, leads, everyMs, burn) => {
        const timer = setInterval(() => {
            if (performance.now() - began > forMs) return clearInterval(timer);
            vnmarket.pace.add(job(kind + added[kind]++, burn), leads);
        }, everyMs);
    };
    each("board", true, 20, burnMs);
    each("other", false, 30, 0);
    const looker = setInterval(() => {
        const ran = runs.reduce((sum, [, names]) => sum + names.length, 0);
        if (performance.now() - began < forMs + 50 || ran < added.board + added.other) return;
        clearInterval(looker);
        done({ added, runs });
    }, 50);
};
"""


@pytest.fixture
def stage(chrome: Chrome) -> Chrome:
    """An empty page with the pace in it."""
    chrome.get("data:text/html,<title>pace</title>")
    chrome.execute_script(STAGE + PACE.read_text())
    return chrome


def play(stage: Chrome, for_ms: int, burn_ms: int) -> Any:
    """`play` of the stage: how many jobs were added of each kind, and what ran together when."""
    return stage.execute_async_script("play(arguments[0], arguments[1], arguments[2]);", for_ms, burn_ms)


def names(found: Any, kind: str) -> list[str]:
    """The jobs of a kind in the order of their running."""
    return [name for _, run in found["runs"] for name in run if name.startswith(kind)]


def test_what_comes_beside_the_board_is_drawn_in_its_frames_three_times_a_second(stage: Chrome) -> None:
    found = play(stage, 2000, 0)
    for kind, count in found["added"].items():
        assert count > 10
        assert names(found, kind) == [f"{kind}{number}" for number in range(count)]
    rides = [(at, run) for at, run in found["runs"] if any(name.startswith("other") for name in run)]
    # The first has no board to wait for, and the last came after the board's last.
    assert all(run[0].startswith("board") for _, run in rides[1:-1])
    assert len(rides) > 3
    assert all(after - before >= 332 for (before, _), (after, _) in pairwise(rides[1:-1]))


def test_without_a_board_everything_is_drawn_at_once(stage: Chrome) -> None:
    ran = stage.execute_script(
        "const ran = () => runs.flatMap(([, names]) => names).join(' '); const found = [];"
        "for (const name of ['one', 'two']) { vnmarket.pace.add(job(name), false); found.push(ran()); }"
        "return found;"
    )
    assert ran == ["one", "one two"]


def test_where_a_frame_takes_long_there_are_fewer_and_nothing_is_lost(stage: Chrome) -> None:
    burn_ms, share = 30, 0.36
    found = play(stage, 4000, burn_ms)
    assert names(found, "board") == [f"board{number}" for number in range(found["added"]["board"])]
    assert names(found, "other") == [f"other{number}" for number in range(found["added"]["other"])]
    # What a frame costs is learnt in the first of them; a frame has one job of 30 ms at least.
    boards = [at for at, run in found["runs"] if run[0].startswith("board")]
    gaps = [after - before for before, after in pairwise(boards)][len(boards) // 2 : -2]
    assert min(gaps) >= 0.9 * burn_ms / share


def test_for_a_time_frames_leave_the_time_to_others(stage: Chrome) -> None:
    rare_ms = 250
    stage.execute_script("vnmarket.pace.rarely(60000);")
    found = play(stage, 1500, 0)
    boards = [at for at, run in found["runs"] if run[0].startswith("board")]
    assert len(boards) > 3
    assert all(after - before >= rare_ms - 1 for before, after in pairwise(boards))
    assert names(found, "board") == [f"board{number}" for number in range(found["added"]["board"])]
    stage.execute_script("runs.length = 0; vnmarket.pace.rarely(0);")
    soon = [at for at, run in play(stage, 1500, 0)["runs"] if run[0].startswith("board")]
    assert sum(after - before < rare_ms / 2 for before, after in pairwise(soon)) > len(soon) / 2


def test_a_job_that_fails_is_told_of_and_the_others_are_done(stage: Chrome) -> None:
    stage.get_log("browser")
    ran = stage.execute_script(
        "const { add, flush } = vnmarket.pace; add(job('board'), true);"
        "add(() => { throw new Error('broken'); }, false); add(job('other'), false); flush();"
        "return runs.flatMap(([, names]) => names);"
    )
    assert ran == ["board", "other"]
    assert [entry for entry in stage.get_log("browser") if "broken" in entry["message"]]
