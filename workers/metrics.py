"""The worker's figures for Prometheus, made when they are asked for.

The hot path counts in plain integers (`core/feed/normalise.py`, the ledger, the publisher); a metric
object per message would cost more than half of the ingest rate. Counters of the trading day (duplicates,
late, corrections) begin anew with the day, which Prometheus takes as a restart. Door: `WorkerCollector`,
`worker_metrics`. Refuses to know HTTP.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
    StateSetMetricFamily,
)
from prometheus_client.registry import Collector

from core.feed.reasons import REASONS
from core.histogram import Histogram, cumulative
from core.market.events import FeedState
from core.pipeline import MarketDataProcessor
from workers.publish.rooms import DataPublisher
from workers.status import StatusBoard

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
OTHER: Final = "other"
"""Stands for reasons that are not in the list, so that a label's values stay few."""


class WorkerCollector(Collector):
    """Reads the worker's parts in its own event loop, so nothing changes meanwhile."""

    def __init__(
        self,
        core: MarketDataProcessor,
        publisher: DataPublisher,
        status: StatusBoard,
        *,
        reconnects: Callable[[], int],
        wall_ms: Callable[[], int],
        version: str,
    ) -> None:
        """core, publisher, status, reconnects: what is read; wall_ms: our clock; version: of the product."""
        self._core = core
        self._publisher = publisher
        self._status = status
        self._reconnects = reconnects
        self._wall_ms = wall_ms
        self._version = version

    def collect(self) -> Iterator[Metric]:
        """Every family, now."""
        yield InfoMetricFamily("vnmarket_worker_build", "What runs here.", {"version": self._version})
        yield from self._feed()
        yield from self._ledger()
        yield from self._store()

    def _feed(self) -> Iterator[Metric]:
        counters, core = self._core.counters, self._core
        yield _counter(
            "vnmarket_feed_messages_total", "Messages of the feed, usable or not.", core.normaliser.counts(),
            "type",
        )  # fmt: skip
        rejects = dict.fromkeys((*REASONS, OTHER), 0)
        for reason, count in counters.rejected.items():
            rejects[reason if reason in REASONS else OTHER] += count
        yield _counter("vnmarket_feed_rejects_total", "Messages that could not be used.", rejects, "reason")
        yield _total("vnmarket_feed_outdated_total", "Messages of an older trading date.", counters.stale)
        yield _total(
            "vnmarket_feed_reconnects_total", "Connections to the feed that ended.", self._reconnects()
        )
        state = self._status.feed_state()
        yield StateSetMetricFamily(
            "vnmarket_feed_state", "State of the feed.", {one.value: one is state for one in FeedState}
        )
        age = GaugeMetricFamily("vnmarket_feed_silence_seconds", "Time since the newest message of the feed.")
        if self._status.last_message_at is not None:
            age.add_metric([], max(0, self._wall_ms() - self._status.last_message_at) / 1000)
        yield age

    def _ledger(self) -> Iterator[Metric]:
        ledger = self._core.ledger
        coverage = GaugeMetricFamily("vnmarket_ledger_coverage_ratio", "Share of today's volume received.")
        if ledger.total:
            coverage.add_metric([], 1.0 - ledger.missed / ledger.total)
        yield coverage
        yield _gauge("vnmarket_ledger_volume_shares", "Today's volume by the exchange.", ledger.total)
        yield _gauge("vnmarket_ledger_missed_volume_shares", "Today's volume a gap swallowed.", ledger.missed)
        yield _gauge(
            "vnmarket_ledger_violations", "Symbols whose sums do not balance.",
            len(self._core.ledger_violations()),
        )  # fmt: skip
        yield _total("vnmarket_ledger_duplicates_total", "Trades told again today.", ledger.duplicates)
        yield _total("vnmarket_ledger_late_total", "Trades that came late today.", ledger.late)
        yield _total("vnmarket_ledger_corrections_total", "Totals corrected today.", ledger.corrections)

    def _store(self) -> Iterator[Metric]:
        publisher = self._publisher
        yield _histogram(
            "vnmarket_feed_to_room_seconds", "From a batch's oldest change until it is in Redis.",
            publisher.feed_to_room,
        )  # fmt: skip
        yield _histogram(
            "vnmarket_redis_write_seconds", "Time Redis takes to write a batch.", publisher.write_time
        )
        yield _total("vnmarket_room_frames_written_total", "Frames written to Redis.", publisher.frames)
        yield _total("vnmarket_redis_write_failures_total", "Batches Redis did not take.", publisher.failures)
        yield _total(
            "vnmarket_redis_writes_refused_total", "Batches refused for a newer writer.", publisher.refusals
        )
        yield _gauge("vnmarket_writer_active", "1 while it writes the rooms.", int(publisher.epoch > 0))
        yield _gauge("vnmarket_rooms_waiting", "Rooms changed and not written yet.", publisher.waiting)


def worker_metrics(collector: WorkerCollector) -> Callable[[], bytes]:
    """What makes the text of `/metrics`, the standard process figures included."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(collector)
    ProcessCollector(registry=registry)
    return lambda: generate_latest(registry)


def _total(name: str, text: str, value: float) -> Metric:
    return CounterMetricFamily(name, text, value)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value)


def _counter(name: str, text: str, values: dict[str, int], label: str) -> Metric:
    metric = CounterMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        metric.add_metric([key], value)
    return metric


def _histogram(name: str, text: str, found: Histogram) -> Metric:
    return HistogramMetricFamily(name, text, cumulative(found.bounds, found.counts), found.sum)
