"""The page `/status`: its words follow what happens to the parts, its figures are the room's."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import httpx
import pytest
from selenium.webdriver import Chrome

from core.feed.reasons import REASONS
from dashboard.text import catalogue
from tests.support.frame import Frame
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STARTED_WITHIN_S = 150.0
SAID_WITHIN_S = 7.0
# It starts in the middle of the day: what was traded before is missing and must be shown as missing.
MARKET = ("--source", "exchange", "--symbols", "40", "--start", "09:40", "--seed", "4")
TEXT = catalogue("vi")


class StatusPage(Frame):
    """The page `/status`."""

    PATH: ClassVar[str] = "/status"

    def ready(self) -> StatusPage:
        """Waits until the feed is live and the web process has answered."""
        self.shown("status")
        self.wait(lambda: self.parts().get("feed", ["", ""])[0] == "ok", "a live feed", STARTED_WITHIN_S)
        self.wait(lambda: self.parts()["redis"][0] == "ok", "an answer of the web process")
        return self

    def parts(self) -> dict[str, list[str]]:
        """(level, state in words, advice) by part."""
        script = (
            "return [...document.querySelectorAll('#status-parts tr')].map((row) => [row.dataset.part,"
            " [row.dataset.level, row.cells[1].children[2].textContent, row.cells[2].textContent]]);"
        )
        return dict(self.run(script))

    def count(self, name: str) -> str:
        """A figure of the panel of figures."""
        return str(self.run(f"return document.querySelector('#status-counts .{name}').textContent;"))

    def table(self, box: str) -> list[list[str]]:
        """The cells of a table as shown."""
        return list(
            self.run(
                f"return [...document.querySelectorAll('#{box} tr')].map((row) =>"
                " [...row.cells].map((cell) => cell.textContent));"
            )
        )


class Stage(NamedTuple):
    """A market, its worker and its store, which tests stop and let go on."""

    web: WebServer
    worker: Worker
    engine: EmbeddedValkey

    def quality(self, query: str = "") -> dict[str, Any]:
        """What programs are told."""
        found: dict[str, Any] = httpx.get(f"{self.web.url}/api/quality{query}").json()
        return found


def number(value: int) -> str:
    """A whole number as the Vietnamese page writes it."""
    return f"{value:,}".replace(",", ".")


@pytest.fixture(scope="module")
def stage(engine_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One market for the tests of this file, with an engine of its own."""
    log = tmp_path_factory.mktemp("status")
    engine = EmbeddedValkey(engine_home / "valkey-status")
    engine.start()
    try:
        with (
            Simulator(log, *MARKET, ready_within_s=STARTED_WITHIN_S) as simulator,
            Worker(log, simulator.url, engine.url) as worker,
            WebServer(engine.url, log) as web,
        ):
            yield Stage(web, worker, engine)
    finally:
        engine.stop()


def test_counts_coverage_and_phases_are_the_apis(chrome: Chrome, stage: Stage) -> None:
    page = StatusPage(chrome, stage.web.url).ready()
    page.wait(lambda: page.table("status-coverage"), "symbols with gaps", STARTED_WITHIN_S)
    assert page.parts()["ledger"][0] == "note"
    summary = page.text("status-summary")
    assert TEXT.status_ledger in summary
    assert TEXT.status_simulated in summary
    stage.worker.send(signal.SIGSTOP)
    try:

        def same() -> bool:
            told = stage.quality("?limit=20")
            first = told["data"]["partial"][0]
            return (
                page.count("messages") == number(told["data"]["messages"])
                and page.count("missed") == number(told["data"]["missed_volume"])
                and page.table("status-coverage")[0][0] == first["symbol"]
                and page.table("status-coverage")[0][2:]
                == [number(first["missed_volume"]), number(first["total_volume"])]
            )

        page.wait(same, "the figures of the API")
        assert [row[0] for row in page.table("status-phases")] == ["HOSE", "HNX", "UPCOM", "DERIVATIVES"]
    finally:
        stage.worker.send(signal.SIGCONT)
    page.wait(lambda: page.parts()["worker"][0] == "ok", "the worker heard again")
    assert page.severe_messages() == []


def test_symbols_with_gaps_are_turned_page_by_page(chrome: Chrome, stage: Stage) -> None:
    page = StatusPage(chrome, stage.web.url).ready()
    page.wait(lambda: len(page.table("status-coverage")) == 20, "the first page", STARTED_WITHIN_S)
    first = {row[0] for row in page.table("status-coverage")}
    page.run("document.querySelector('#status-pages [data-from=\"20\"]').click();")
    page.wait(lambda: "from=20" in page.address(), "the place in the address")
    page.wait(lambda: "21–" in page.text("status-pages"), "the second page")
    page.wait(lambda: {row[0] for row in page.table("status-coverage")} != first, "other symbols")
    assert page.severe_messages() == []


def test_a_stopped_worker_is_said_in_words(chrome: Chrome, stage: Stage) -> None:
    page = StatusPage(chrome, stage.web.url).ready()
    stage.worker.send(signal.SIGSTOP)
    stopped = time.monotonic()
    try:
        page.wait(lambda: page.parts()["worker"][0] == "bad", "a silent worker", SAID_WITHIN_S)
        assert time.monotonic() - stopped <= SAID_WITHIN_S
        _, words, advice = page.parts()["worker"]
        assert words.startswith(TEXT.status_worker_silent.split("{")[0])
        assert advice == TEXT.status_worker_do
        assert page.parts()["feed"][:2] == ["unknown", TEXT.status_feed_unknown]
        assert page.parts()["redis"][0] == "ok"
        assert page.text("status-summary").startswith(TEXT.status_not_right.split("{")[0])
        assert TEXT.status_worker in page.text("status-summary")
    finally:
        stage.worker.send(signal.SIGCONT)
    page.wait(lambda: page.parts()["worker"][0] == "ok", "the worker heard again")
    page.wait(lambda: TEXT.status_worker not in page.text("status-summary"), "the summary follows")
    assert page.severe_messages() == []


def test_every_reason_has_words_and_advice() -> None:
    for language in ("vi", "en"):
        texts = catalogue(language).texts()
        assert all({f"reject_{reason}", f"reject_{reason}_do"} <= set(texts) for reason in REASONS)


def test_figures_are_asked_only_while_the_page_is_shown(chrome: Chrome, stage: Stage) -> None:
    page = StatusPage(chrome, stage.web.url).ready()
    page.wait(lambda: page.requests("/live/health") >= 2, "the second question", 12.0)
    page.follow("board")
    page.shown("board")
    left = page.run("return performance.now();")
    # Longer than the time between two questions.
    page.wait(lambda: page.run("return performance.now();") > left + 6000, "some time on another page")
    asked = (
        "return performance.getEntriesByType('resource').filter((one) =>"
        f" one.name.includes('/live/health') && one.startTime > {left}).length;"
    )
    assert page.run(asked) == 0
    page.follow("status")
    page.wait(lambda: page.run(asked), "a question on coming back")
    assert page.severe_messages() == []


def test_a_store_that_is_gone_is_said_in_words(chrome: Chrome, stage: Stage) -> None:
    page = StatusPage(chrome, stage.web.url).ready()
    stage.engine.stop()  # the last test of this file
    page.wait(lambda: page.parts()["redis"][0] == "bad", "the store missed", 20.0)
    assert page.parts()["redis"][1:] == [TEXT.status_redis_down, TEXT.status_redis_do]
    assert TEXT.status_redis in page.text("status-summary")
    assert page.severe_messages() == []
