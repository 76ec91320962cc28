"""The samples as Prometheus reads them.

Every family is there from the start, with its HELP and TYPE. Beside them stand the standard process
figures, by `pid`, and the build. Door: `exposition`. Refuses to know where samples come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from core.histogram import cumulative
from dashboard.monitor.families import BOUNDS_S, FAMILIES, Sample

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def exposition(samples: Iterable[Sample], pids: Sequence[int], version: str) -> bytes:
    """The text of `/metrics`.

    Args:
        samples: of all processes, merged.
        pids: the processes whose own figures are shown.
        version: of the product.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Given([*_families(samples), *_processes(pids), _build(version)]))
    return generate_latest(registry)


class _Given(Collector):
    """Families that are ready."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        return self._families


def _build(version: str) -> Metric:
    return InfoMetricFamily("vnmarket_web_build", "What runs here.", {"version": version})


def _families(samples: Iterable[Sample]) -> Iterator[Metric]:
    by_name: dict[str, list[Sample]] = {name: [] for name in FAMILIES}
    for sample in samples:
        by_name[sample.name].append(sample)
    for name, family in FAMILIES.items():
        if family.kind == "histogram":
            histogram = HistogramMetricFamily(name, family.help, labels=family.labels)
            for one in by_name[name]:
                histogram.add_metric(one.labels, cumulative(BOUNDS_S, one.counts), one.value)
            yield histogram
            continue
        kind = CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily
        metric = kind(name, family.help, labels=family.labels)
        for one in by_name[name]:
            metric.add_metric(one.labels, one.value)
        yield metric


def _processes(pids: Sequence[int]) -> Iterator[Metric]:
    """What the standard collector says of each process, told apart by a label."""
    found: dict[str, Metric] = {}
    for pid in pids:
        for family in ProcessCollector(pid=partial(int, pid), registry=None).collect():
            together = found.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            for sample in family.samples:
                together.add_sample(sample.name, {**sample.labels, "pid": str(pid)}, sample.value)
    yield from found.values()
