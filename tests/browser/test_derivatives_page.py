"""The page `/derivatives` over a generated expiry day: what it shows is what the worker wrote."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import httpx
import pytest
from selenium.webdriver import Chrome

from tests.support.frame import Frame
from tests.support.processes import Simulator, Worker
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STARTED_WITHIN_S = 150.0
EXPIRY_DAY = "2026-08-20"
MARKET = ("--source", "exchange", "--symbols", "30", "--date", EXPIRY_DAY, "--start", "14:20", "--seed", "3")
FRONT, SECOND = "41I1G8000", "41I1G9000"
CARRY = {"INTEREST_RATE_PCT": "4.5", "DIVIDEND_YIELD_PCT": "1.8"}


def figure(value: float, digits: int = 2, sign: bool = False) -> str:
    """A number as the Vietnamese page writes it: browsers round the decimals they would print, ties away
    from zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if sign and not rounded:
        rounded = abs(rounded)
    text = f"{rounded:{'+' if sign and rounded else ''},.{digits}f}"
    return text.translate(str.maketrans(",.-", ".,−"))


class DerivativesPage(Frame):
    """The page `/derivatives`."""

    PATH: ClassVar[str] = "/derivatives"

    def ready(self) -> DerivativesPage:
        """Waits until the contracts have their rows and the front one has a basis."""
        self.shown("derivatives")
        self.wait(lambda: len(self.rows()) >= 2, "the contracts", STARTED_WITHIN_S)
        self.wait(lambda: self.fact("future-figures", "basis"), "a basis", STARTED_WITHIN_S)
        return self

    def rows(self) -> dict[str, list[str]]:
        """The cells of every contract's row as shown, by code."""
        script = (
            "return [...document.querySelectorAll('#future-contracts tr')].map((row) =>"
            " [row.dataset.contract, [...row.cells].map((cell) => cell.textContent)]);"
        )
        return dict(self.run(script))

    def choices(self) -> dict[str, bool]:
        """The switch: whether a contract is the chosen one, by its name."""
        script = (
            "return [...document.querySelectorAll('#future-choices button')].map((one) =>"
            " [one.textContent, one.getAttribute('aria-pressed') === 'true']);"
        )
        return dict(self.run(script))

    def fact(self, box: str, name: str) -> str:
        """A figure of a panel, by its name."""
        return str(self.run(f"return document.querySelector('#{box} .{name}')?.textContent || '';"))

    def same(self, shown: Callable[[], Any], wanted: Any) -> None:
        """Waits until the page, which draws twice a second, shows what is wanted."""
        self.wait(lambda: shown() == wanted, f"{wanted} on the page")

    def choose(self, code: str) -> None:
        """Clicks a contract in the switch."""
        self.run(f"document.querySelector('#future-choices [data-contract=\"{code}\"]').click();")

    def newest(self, chart: str, trace: str) -> float | None:
        """The last value of a line of a chart."""
        script = (
            f"const plot = document.querySelector('#{chart} .js-plotly-plot');"
            f"const line = plot && plot.data && plot.data.find((one) => one.name === '{trace}');"
            "return line && line.y.length ? line.y[line.y.length - 1] : null;"
        )
        found: float | None = self.run(script)
        return found


class Stage(NamedTuple):
    """A market that can be held still."""

    web: WebServer
    worker: Worker

    @contextmanager
    def still(self, page: DerivativesPage) -> Iterator[dict[str, Any]]:
        """Holds the worker; gives the room once the page has the newest of it."""
        self.worker.send(signal.SIGSTOP)
        try:
            address = f"{self.web.url}/api/live?rooms=derivatives"

            def arrived() -> Any:
                frame = httpx.get(address).json()["rooms"]["derivatives"]
                seq = page.run("const copy = vnmarket.rooms.get('derivatives'); return copy && copy.seq;")
                return frame["data"] if seq == frame["seq"] else None

            data = page.wait(arrived, "the newest room")
            answer = httpx.get(f"{self.web.url}/api/derivatives").json()["data"]
            assert answer["contracts"][FRONT]["last"] == data["contracts"][FRONT]["last"]
            yield data
        finally:
            self.worker.send(signal.SIGCONT)


@pytest.fixture(scope="module")
def stage(engine_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One market for the tests of this file, with an engine of its own."""
    log = tmp_path_factory.mktemp("derivatives")
    engine = EmbeddedValkey(engine_home / "valkey-derivatives")
    engine.start()
    try:
        with (
            Simulator(log, *MARKET, ready_within_s=STARTED_WITHIN_S) as simulator,
            Worker(log, simulator.url, engine.url, **CARRY) as worker,
            WebServer(engine.url, log) as web,
        ):
            yield Stage(web, worker)
    finally:
        engine.stop()


def test_contracts_and_basis_are_the_rooms(chrome: Chrome, stage: Stage) -> None:
    page = DerivativesPage(chrome, stage.web.url).ready()
    # The band needs some samples, which the day's first seconds do not have.
    page.wait(lambda: "giá trị hợp lý" in page.text("future-band"), "the band in words", STARTED_WITHIN_S)
    with stage.still(page) as data:
        one = data["contracts"][data["active"]]
        page.same(lambda: page.text("future-value"), figure(one["last"], 1))
        assert set(page.rows()) == set(data["contracts"])
        for code, view in data["contracts"].items():
            assert all(name in page.rows()[code][0] for name in (code, *view["aliases"]))
            wanted = {
                1: figure(view["last"], 1),
                2: figure(view["change"], 1, sign=True),
                4: figure(view["total_volume"], 0),
                5: figure(view["basis"], sign=True),
                6: figure(view["basis_pct"], sign=True) + "%",
            }
            page.same(lambda code=code, wanted=wanted: {at: page.rows()[code][at] for at in wanted}, wanted)
        told = {
            "future_fair_value": figure(one["fair_value"]),
            "future_mean": figure(one["basis_mean"], sign=True),
        }
        page.same(lambda: {name: page.fact("future-convergence", name) for name in told}, told)
        page.same(lambda: page.newest("future-basis-chart", "basis"), one["basis"])
        assert page.fact("future-time", "basis_premium") == figure(100 * one["premium_time_share"], 1) + "%"
    assert page.severe_messages() == []


def test_the_curve_counts_days_from_today(chrome: Chrome, stage: Stage) -> None:
    page = DerivativesPage(chrome, stage.web.url).ready()
    ticks = (
        "return [...document.querySelectorAll('#future-curve-chart .xtick text')]"
        ".map((one) => one.textContent);"
    )
    page.wait(lambda: len(page.run(ticks)) >= 2, "the curve's ticks")
    days = [int(tick) for tick in page.run(ticks)]
    assert days == list(range(0, 30 * len(days), 30))
    assert page.severe_messages() == []


def test_the_settlement_price_of_an_expiry_day_is_told_as_it_forms(chrome: Chrome, stage: Stage) -> None:
    page = DerivativesPage(chrome, stage.web.url, "?contract=VN30F1M").ready()
    page.wait(lambda: page.fact("future-cockpit", "settlement"), "the settlement price", STARTED_WITHIN_S)
    with stage.still(page) as data:
        told = next(one for one in data["expiry"] if one["contract"] == FRONT)
        wanted = {
            "settlement": figure(told["settlement"]),
            "to-come": figure(told["to_come"], 0),
            "needed": figure(told["needed_mean"]),
        }
        page.same(lambda: {name: page.fact("future-cockpit", name) for name in wanted}, wanted)
        assert page.fact("future-cockpit", "samples").startswith(figure(told["samples"], 0) + " (")
        gap = told["needed_mean"] - data["contracts"][FRONT]["index_value"]
        sentence = page.fact("future-cockpit", "verdict")
        assert ("cao hơn" if gap > 0 else "thấp hơn") in sentence
        assert figure(abs(gap)) in sentence
    hours, minutes, seconds = map(int, page.text("future-countdown").split(":"))
    assert 0 < hours * 3600 + minutes * 60 + seconds <= 25 * 60
    assert all(said in page.text("future-until") for said in ("14:45", "20/08/2026"))
    assert page.severe_messages() == []


def test_a_contract_is_chosen_by_any_of_its_names_and_kept_in_the_address(
    chrome: Chrome, stage: Stage
) -> None:
    for name in (SECOND, "vn30f2609", "VN30F2M"):
        page = DerivativesPage(chrome, stage.web.url, f"?contract={name}").ready()
        assert page.choices()["VN30F2M"]
        page.wait(lambda page=page: f"symbol:{SECOND}" in page.followed(), "the contract's own room")
    page.choose(FRONT)
    page.wait(lambda: page.choices()["VN30F1M"] and "contract=VN30F1M" in page.address(), "the choice")
    page.wait(lambda: page.newest("future-price-chart", "price"), "the line of the other contract")
    page.wait(lambda: f"symbol:{SECOND}" not in page.followed(), "the other room given up")
    page = DerivativesPage(chrome, stage.web.url, "?contract=VN30F9999").ready()
    assert "VN30F9999" in page.text("future-further")
    assert page.severe_messages() == []


def test_volume_by_aggressor_and_by_phase_is_the_contracts(chrome: Chrome, stage: Stage) -> None:
    page = DerivativesPage(chrome, stage.web.url, f"?contract={FRONT}").ready()
    bars = "return [...document.querySelectorAll('#future-flow-phases .flow-line')].map((one) => one.title);"
    page.wait(lambda: page.run(bars), "the phases")
    script = (
        "return [...document.querySelectorAll('#future-flow-contracts .flow-line')].map((one) => one.title);"
    )
    with stage.still(page) as data:
        view = data["contracts"][FRONT]
        wanted = [figure(view.get(f"{side}_volume") or 0, 0) for side in ("buyer", "seller")]
        page.wait(lambda: f"mua {wanted[0]}, bán {wanted[1]}," in page.run(script)[0], "the aggressors")
    assert page.severe_messages() == []
