"""`vnmarket replay`: a recorded or reconstructed day through the same pipeline, offline.

Door: `replay_path`, `replay` (the command). No Redis, no sockets, no clock of the day: the
data's own times are the time. Refuses to interpret messages: they go through the same
`MarketDataProcessor.receive` as the live feed's.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click
import msgspec

from core.pipeline import MarketDataProcessor
from core.snapshot.market_snapshot import market_snapshot
from workers.simulator.source import Message, open_source

_CHUNK = 4096
_MINUTE_MS = 60_000


class Replayed(msgspec.Struct, frozen=True):
    """What a replay did. `seconds` is the time in the pipeline alone."""

    core: MarketDataProcessor
    seconds: float

    @property
    def frames_per_s(self) -> float:
        """Messages a second through normaliser and pipeline."""
        return self.core.counters.messages / self.seconds if self.seconds else 0.0


def _arguments(messages: Iterable[Message]) -> Iterator[tuple[int, bytes]]:
    """(time, broadcast argument) of each message, as the hub would send it."""
    encode = msgspec.json.Encoder().encode
    for message in messages:
        yield message.ts_ms, encode({"DataType": message.data_type, "Content": message.content})


def replay_path(path: str, *, seed: int = 1) -> Replayed:
    """Runs a day folder, a futures tape or a file of messages through a fresh pipeline.

    Args:
        path: plain or .gz.
        seed: of the reconstruction, where the source is coarser than messages.
    Raises: what `open_source` raises for an unknown path.
    """
    source = open_source(path, seed=seed, symbols=30, trading_date=None)
    core = MarketDataProcessor()
    arguments = _arguments(source.messages())
    seconds, minute = 0.0, None
    while chunk := list(islice(arguments, _CHUNK)):
        started = time.perf_counter()
        for ts_ms, argument in chunk:
            core.receive(argument, ts_ms, None)
            if ts_ms // _MINUTE_MS != minute:
                minute = ts_ms // _MINUTE_MS
                core.tick(ts_ms)
        seconds += time.perf_counter() - started
    return Replayed(core, seconds)


@click.command()
@click.argument("path", type=click.Path(exists=True))
@click.option("--snapshot", type=click.Path(dir_okay=False), help="Write the final snapshot as JSON.")
@click.option("--seed", default=1, show_default=True, help="Seed of a reconstructed day.")
def replay(path: str, snapshot: str | None, seed: int) -> None:
    """Replay PATH (a day folder, a tape, or a file of messages; plain or .gz) offline."""
    replayed = replay_path(path, seed=seed)
    core = replayed.core
    click.echo(f"messages {core.counters.messages}")
    click.echo(f"rejected {core.counters.rejected_total}")
    click.echo(f"ledger_violations {len(core.ledger_violations())}")
    click.echo(f"frames_per_s {replayed.frames_per_s:.0f}")
    for rejected in core.rejects:
        click.echo(f"rejected: {rejected.reason}: {rejected.detail}", err=True)
    if snapshot is not None:
        Path(snapshot).write_bytes(msgspec.json.format(msgspec.json.encode(market_snapshot(core)), indent=1))
