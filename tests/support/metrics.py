"""Reading `/metrics` as Prometheus does. Door: `scrape`, `scrape_port`, `Metrics`."""

from __future__ import annotations

from typing import NamedTuple

import httpx
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.support.webserver import WebServer


class Distribution(NamedTuple):
    """A histogram: upper bound -> how many are at most that."""

    buckets: dict[str, float]
    count: float
    sum: float


class Metrics:
    """One scrape, parsed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.families: list[Metric] = list(text_string_to_metric_families(text))
        self._samples = [sample for family in self.families for sample in family.samples]

    @property
    def names(self) -> set[str]:
        """Names that a query may use; of families without a sample, too."""
        found = {sample.name for sample in self._samples}
        for family in self.families:
            suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
            found |= {family.name + suffix for suffix in suffixes.get(family.type, ("",))}
        return found

    def value(self, name: str, **labels: str) -> float:
        """The one sample with that name and those labels."""
        found = [one.value for one in self._samples if one.name == name and one.labels == labels]
        assert len(found) == 1, f"{len(found)} samples of {name} {labels}"
        return found[0]

    def histogram(self, name: str, **labels: str) -> Distribution:
        """A histogram."""
        buckets = {
            one.labels["le"]: one.value
            for one in self._samples
            if one.name == f"{name}_bucket" and {**one.labels, "le": ""} == {**labels, "le": ""}
        }
        return Distribution(
            buckets, self.value(f"{name}_count", **labels), self.value(f"{name}_sum", **labels)
        )


def scrape_port(port: int) -> Metrics:
    """The figures at a loopback port."""
    answer = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=5)
    assert answer.status_code == 200, answer.text
    return Metrics(answer.text)


def scrape(web: WebServer) -> Metrics:
    """The figures of the web processes."""
    return scrape_port(web.health_port)
