"""Every metric of the web processes: name, kind, what it says, and how processes add up.

Door: `FAMILIES`, `Sample`, `merged`, `departed`. Names follow Prometheus: base units, counters end in
`_total`. Refuses to know where a value comes from and how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import msgspec

from core.histogram import LATENCY_BOUNDS_S


class Family(NamedTuple):
    """One metric. over: what a gauge of all processes is made of theirs."""

    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...] = ()
    over: Literal["sum", "max", "min"] = "sum"


class Sample(msgspec.Struct, array_like=True):
    """One value of a process. value: of a histogram its sum; counts: of a histogram, by bound."""

    name: str
    value: float
    labels: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()


BOUNDS_S: Final = LATENCY_BOUNDS_S
"""Upper bounds of every histogram here, seconds."""

FAMILIES: Final[dict[str, Family]] = {
    "vnmarket_web_processes": Family("gauge", "Web processes that report."),
    "vnmarket_web_ready": Family("gauge", "1 while every process can show true data.", over="min"),
    "vnmarket_web_stale": Family(
        "gauge", "1 while what a process shows is old, by why.", ("reason",), over="max"
    ),
    "vnmarket_web_heartbeat_age_seconds": Family(
        "gauge", "Age of the worker's newest heartbeat in the process where it is oldest.", over="max"
    ),
    "vnmarket_web_redis_up": Family("gauge", "1 while every process gets answers from Redis.", over="min"),
    "vnmarket_web_redis_seconds": Family("histogram", "Time Redis takes to answer a PING, once a second."),
    "vnmarket_web_redis_errors_total": Family("counter", "Readings of the rooms that Redis did not answer."),
    "vnmarket_web_room_frames_total": Family(
        "counter", "Frames taken from Redis: delta, snapshot, gap, bad.", ("outcome",)
    ),
    "vnmarket_web_room_to_socket_seconds": Family(
        "histogram", "From a frame's as_of until it was offered to the last socket, once a frame.", ("room",)
    ),
    "vnmarket_web_threads": Family("gauge", "Threads of all processes."),
    "vnmarket_sockets": Family("gauge", "Open sockets, at the writer's last look.", ("channel",)),
    "vnmarket_socket_places": Family("gauge", "Sockets that may be open."),
    "vnmarket_socket_places_taken": Family("gauge", "Sockets that hold a place, from before the upgrade."),
    "vnmarket_sockets_opened_total": Family("counter", "Sockets opened."),
    "vnmarket_sockets_closed_total": Family("counter", "Sockets gone, whoever ended them."),
    "vnmarket_sockets_refused_total": Family("counter", "Handshakes refused.", ("reason",)),
    "vnmarket_sockets_cut_total": Family("counter", "Sockets cut without a word.", ("reason",)),
    "vnmarket_sockets_sent_away_total": Family("counter", "Sockets that were sent a close frame.", ("code",)),
    "vnmarket_sockets_blocked": Family("gauge", "Sockets whose peer reads too slowly now."),
    "vnmarket_socket_messages_malformed_total": Family(
        "counter", "Messages of clients that are not of the protocol."
    ),
    "vnmarket_socket_frames_total": Family("counter", "Frames begun on sockets.", ("client",)),
    "vnmarket_socket_bytes_total": Family("counter", "Bytes the kernel took for sockets.", ("client",)),
    "vnmarket_socket_frames_dropped_total": Family(
        "counter", "Frames that a newer one replaced before their socket took them.", ("client",)
    ),
    "vnmarket_socket_queue_frames": Family("gauge", "Frames that wait for all sockets."),
    "vnmarket_socket_queue_longest_frames": Family(
        "gauge", "Frames that wait for the slowest socket.", over="max"
    ),
    "vnmarket_writer_queue_commands": Family("gauge", "Commands that wait for the writer threads."),
}


def merged(reports: Iterable[Iterable[Sample]]) -> list[Sample]:
    """The samples of several processes as those of one: counters and histograms add up, gauges as
    their family says. Samples of families unknown here are left out."""
    found: dict[tuple[str, tuple[str, ...]], Sample] = {}
    for report in reports:
        for sample in report:
            family = FAMILIES.get(sample.name)
            if family is None:
                continue
            key = (sample.name, sample.labels)
            before = found.get(key)
            found[key] = sample if before is None else _together(family, before, sample)
    return list(found.values())


def departed(samples: Iterable[Sample]) -> list[Sample]:
    """What of a process stays in the sums when it is gone: all but its gauges."""
    return [one for one in samples if one.name in FAMILIES and FAMILIES[one.name].kind != "gauge"]


def _together(family: Family, one: Sample, other: Sample) -> Sample:
    if family.over == "sum":
        value = one.value + other.value
    else:
        value = (max if family.over == "max" else min)(one.value, other.value)
    counts = tuple(a + b for a, b in zip(one.counts, other.counts, strict=True))
    return Sample(one.name, value, one.labels, counts)
