"""`/metrics` as Prometheus takes it, of both kinds of process, and the dashboard that draws it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client import Metric

from core.feed.reasons import REASONS
from core.market.events import Rejected
from dashboard import process
from dashboard.app import create_app
from dashboard.monitor.families import FAMILIES
from dashboard.settings import WebSettings
from tests.support.metrics import Metrics
from workers.market import MarketWorker
from workers.settings import WorkerSettings

NOWHERE = "redis://127.0.0.1:1/0"
UNITS = ("seconds", "bytes", "ratio", "shares", "frames", "commands", "fds", "info")
"""Units that a name may end with; others are counts of what the name says."""
WRONG_UNITS = re.compile(r"_(ms|millis|milliseconds|minutes|hours|kb|mb|percent|pct)(_|$)")

FUNCTIONS = {"sum", "min", "max", "rate", "increase", "histogram_quantile", "by", "without"}
_STRINGS = re.compile(r'"[^"]*"')
_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_BY = re.compile(r"\b(?:by|without)\s*\(([^)]*)\)")
_RANGE = re.compile(r"\[[^\]]*\]")


def web_text() -> Metrics:
    app = create_app(WebSettings(_env_file=None, redis_url=NOWHERE))
    return Metrics(process.of(app.server).monitor.metrics().body.decode())


def worker() -> MarketWorker:
    settings = WorkerSettings(_env_file=None, redis_url=NOWHERE)
    return MarketWorker(settings, httpx.AsyncClient())


def worker_text(of: MarketWorker | None = None) -> Metrics:
    return Metrics((of or worker()).routes["/metrics"]().body.decode())


@pytest.fixture(scope="module", params=[web_text, worker_text], ids=["web", "worker"])
def metrics(request: pytest.FixtureRequest) -> Metrics:
    found: Metrics = request.param()
    return found


def own(metrics: Metrics) -> Iterator[Metric]:
    return (family for family in metrics.families if family.name.startswith("vnmarket_"))


def test_every_family_is_explained_once(metrics: Metrics) -> None:
    names = [family.name for family in metrics.families]
    assert len(names) == len(set(names))
    declared = re.findall(r"^# TYPE (\S+) (\S+)$", metrics.text, re.MULTILINE)
    helped = re.findall(r"^# HELP (\S+) (.+)$", metrics.text, re.MULTILINE)
    assert [name for name, _ in declared] == [name for name, _ in helped]
    assert {kind for _, kind in declared} <= {"counter", "gauge", "histogram"}
    assert [family.name for family in metrics.families if not family.documentation.endswith(".")] == []
    known = {name for name, _ in declared}
    stray = [
        line
        for line in metrics.text.splitlines()
        if line and not line.startswith("#")
        and re.sub(r"_(bucket|sum|count)$", "", _NAME.match(line).group()) not in known  # type: ignore[union-attr]
        and _NAME.match(line).group() not in known  # type: ignore[union-attr]
    ]  # fmt: skip
    assert stray == []


def test_names_follow_the_conventions(metrics: Metrics) -> None:
    families = list(own(metrics))
    assert len(families) > 15
    for family in families:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", family.name)
        assert not WRONG_UNITS.search(family.name), family.name
        declared = f"# TYPE {family.name}_total counter" in metrics.text
        assert (family.type == "counter") == declared, family.name
        if family.type == "histogram":
            assert family.name.endswith("_seconds")
        for sample in family.samples:
            assert all(re.fullmatch(r"[a-z][a-z0-9_]*", label) for label in sample.labels)
            assert "" not in sample.labels.values()


def test_histograms_add_up(metrics: Metrics) -> None:
    for family in own(metrics):
        if family.type != "histogram":
            continue
        rows: dict[tuple[tuple[str, str], ...], list[float]] = {}
        for sample in family.samples:
            if sample.name.endswith("_bucket"):
                key = tuple(item for item in sample.labels.items() if item[0] != "le")
                rows.setdefault(key, []).append(sample.value)
        assert rows, family.name
        assert all(counts == sorted(counts) for counts in rows.values())


def test_no_label_can_grow_without_end() -> None:
    """A reason that nobody knows is counted under `other`."""
    of = worker()
    of.core.reject(Rejected("number", "x"))
    for at in range(100):
        of.core.reject(Rejected(f"invented-{at}", "x"))
    text = worker_text(of)
    reasons = next(family for family in text.families if family.name == "vnmarket_feed_rejects")
    assert {sample.labels["reason"] for sample in reasons.samples} == {*REASONS, "other"}
    assert text.value("vnmarket_feed_rejects_total", reason="other") == 100
    assert text.value("vnmarket_feed_rejects_total", reason="number") == 1


def queries(repo_root: Path) -> Iterator[tuple[str, str]]:
    """(panel, query) of the Grafana dashboard."""
    board = json.loads((repo_root / "docs/grafana/vnmarket.json").read_text())
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]


def names_in(query: str) -> tuple[set[str], set[str]]:
    """(metrics, labels) that a query names."""
    labels = {label.strip() for found in _BY.findall(query) for label in found.split(",")}
    rest = _STRINGS.sub("", _BY.sub("", _RANGE.sub("", query)))
    labels |= {name for inside in re.findall(r"\{([^}]*)\}", rest) for name in _NAME.findall(inside)}
    rest = re.sub(r"\{[^}]*\}", "", rest)
    return {name for name in _NAME.findall(rest) if name not in FUNCTIONS}, labels


def test_names_are_found_in_queries() -> None:
    query = 'histogram_quantile(0.9, sum by (le, room) (rate(a_bucket{room="x"}[5m]))) > max(b_total)'
    assert names_in(query) == ({"a_bucket", "b_total"}, {"le", "room"})


def test_the_grafana_dashboard_names_only_what_exists(repo_root: Path) -> None:
    texts = [web_text(), worker_text()]
    names = set().union(*(text.names for text in texts))
    samples = [sample for text in texts for family in text.families for sample in family.samples]
    labels: dict[str, set[str]] = {}
    for sample in samples:
        labels.setdefault(sample.name, set()).update(sample.labels)
    for name, family in FAMILIES.items():
        labels.setdefault(name, set()).update(family.labels)
    asked: set[str] = set()
    for panel, query in queries(repo_root):
        metrics, by = names_in(query)
        assert metrics, (panel, query)
        assert metrics <= names, (panel, metrics - names)
        assert by <= set().union(*(labels.get(name, set()) for name in metrics)), (panel, query)
        asked |= metrics
    # What is worth counting is worth seeing.
    drawn = {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked}
    shown = {family.name for text in texts for family in own(text) if "_build" not in family.name}
    assert {name for name in shown if name not in drawn and f"{name}_total" not in drawn} == set()
