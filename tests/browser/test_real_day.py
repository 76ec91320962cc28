"""A real day from the wire to the screen: simulator, SignalR, worker, Redis, web, Chromium."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import PANELS, BoardPage
from tests.support.processes import Simulator, Web, Worker

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def official_totals(folder: Path) -> dict[str, dict[str, str]]:
    """Official day totals of the 29 shares that have bars."""
    with gzip.open(folder / "daily_totals.csv.gz", "rt", newline="") as file:
        return {row["symbol"]: row for row in csv.DictReader(file) if row["symbol"] != "SSB"}


def shown(number: int) -> str:
    """A whole number as the Vietnamese board writes it."""
    return f"{number:,}".replace(",", ".")


def price(vnd: int) -> str:
    """A price as the Vietnamese board writes it: thousands of VND with two decimals."""
    return f"{vnd / 1000:.2f}".replace(".", ",")


def test_at_the_close_the_board_shows_the_official_totals(
    chrome: Chrome, redis_url: str, tmp_path: Path, shared_data: Path
) -> None:
    folder = shared_data / "day-2025-08-15"
    official = official_totals(folder)
    with (
        Web(tmp_path, redis_url) as web,
        Simulator(tmp_path, "--source", str(folder), "--speed", "max") as simulator,
        Worker(tmp_path, simulator.url, redis_url),
    ):
        page = BoardPage(chrome, web.url.rstrip("/")).ready()
        page.resize(1920, 1500)  # tall enough for every row

        def differences() -> dict[str, tuple[object, object]]:
            found = {}
            for symbol, row in official.items():
                expected = (price(int(row["close"])), shown(int(row["matched_volume"])))
                cells = (page.cell(symbol, "last"), page.cell(symbol, "total_volume"))
                if cells != expected:
                    found[symbol] = (cells, expected)
            return found

        page.wait(lambda: not differences(), "the official totals on the board", within_s=150)
        assert page.transport() == "push"
        page.wait(lambda: page.states()["board"] == "closed", "the close")
        with gzip.open(folder / "foreign_totals.csv.gz", "rt", newline="") as file:
            for row in csv.DictReader(file):
                if row["symbol"] in official:
                    assert page.cell(row["symbol"], "foreign_buy_volume") == shown(int(row["buy_volume"]))
                    assert page.cell(row["symbol"], "foreign_sell_volume") == shown(int(row["sell_volume"]))
        assert page.index("VNINDEX") == "1.630,00"
        assert page.index("VN30") == "1.783,25"
        assert page.severe_messages() == []


def fresh(page: BoardPage) -> bool:
    """Every panel is live; `partial` is live for a day that was joined at ten o'clock."""
    states = page.states()
    return set(states) == set(PANELS) and set(states.values()) <= {"live", "partial"}


@pytest.fixture
def live_market(redis_url: str, tmp_path: Path) -> Iterator[tuple[Web, Worker]]:
    """A generated market at ten o'clock, live on a page's address."""
    with (
        Web(tmp_path, redis_url) as web,
        Simulator(tmp_path, "--source", "exchange", "--start", "10:00", "--seed", "5") as simulator,
        Worker(tmp_path, simulator.url, redis_url) as worker,
    ):
        yield web, worker


def test_a_killed_worker_is_told_within_six_seconds_and_its_return_needs_no_reload(
    chrome: Chrome, live_market: tuple[Web, Worker]
) -> None:
    web, worker = live_market
    page = BoardPage(chrome, web.url.rstrip("/")).ready()
    page.wait(lambda: fresh(page), "live panels", within_s=30)
    assert page.transport() == "push"
    page.run("window.notReloaded = true;")
    worker.kill()
    page.wait(lambda: set(page.states().values()) == {"stale"}, "every panel stale", within_s=6.5)
    worker.start()
    page.wait(lambda: fresh(page), "live panels again", within_s=30)
    before = page.index("VNINDEX")
    page.wait(lambda: page.index("VNINDEX") != before, "a new value", within_s=20)
    assert page.run("return window.notReloaded;") is True
    assert page.severe_messages() == []
