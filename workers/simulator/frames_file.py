"""A day as a file of SignalR frames, one per line, as on the wire: food for load tests at any rate.

Door: `write_frames`. Refuses to know clocks: the file holds what is said, not when.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workers.simulator import signalr_wire as wire
from workers.simulator.messages import PUT_THROUGH, Message

CONNECTION_ID = "recorded"


def write_frames(
    path: Path, messages: Iterable[Message], *, start_ms: int | None, end_ms: int | None
) -> tuple[int, int]:
    """Writes the messages of a span; those of one instant share a frame, as on the wire.

    Args:
        path: replaced.
        start_ms, end_ms: epoch ms, first included, last excluded; None without a bound.
    Returns: (frames, messages) written.
    Raises: OSError when the file cannot be written.
    """
    frames = written = 0
    waiting: list[bytes] = []
    waiting_ms = -1
    with path.open("wb") as file:
        for message in messages:
            if start_ms is not None and message.ts_ms < start_ms:
                continue
            if message.data_type == PUT_THROUGH:
                continue
            if end_ms is not None and message.ts_ms >= end_ms:
                break
            if waiting and (message.ts_ms != waiting_ms or len(waiting) >= wire.MAX_ENTRIES):
                frames += 1
                file.write(wire.frame(CONNECTION_ID, frames, waiting) + b"\n")
                waiting.clear()
            waiting_ms = message.ts_ms
            waiting.append(wire.entry(message))
            written += 1
        if waiting:
            frames += 1
            file.write(wire.frame(CONNECTION_ID, frames, waiting) + b"\n")
    return frames, written
