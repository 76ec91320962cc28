"""How fast frames become state: `python -m tests.bench.ingest [FILE]`.

FILE holds one SignalR frame per line, as on the wire (plain or .gz; `vnmarket simulate --record`
writes such files). Without it, the simulator makes 20,000 frames of 500 symbols, half quotes and
half trades. Prints the whole way (frame to trackers) beside decoding the three JSON layers alone,
in the same run, best of nine rounds each, and whether the core is compiled.
"""

from __future__ import annotations

import datetime as dt
import gzip
import sys
import time
from pathlib import Path

import msgspec

from core.feed.fastconnect_v2 import DECODERS, WHOLE_QUOTE, WHOLE_TRADE, RecordedBroadcast
from core.feed.signalr import HubFrame, decode_frame
from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from tests.support.compiled import ROOT, compiled_core
from workers.simulator import signalr_wire as wire
from workers.simulator.exchange import Exchange
from workers.simulator.frames_file import CONNECTION_ID

ROUNDS = 9
FRAMES = 20_000
SYMBOLS = 500
START_S = (9 * 60 + 30) * 60
TRADES_PER_SECOND = 100.0
"""A busy day."""


def simulated_frames(seed: int = 1) -> list[bytes]:
    """What the simulator sends from 09:30 on: as many quotes as trades, a frame each, in its order."""
    date = dt.date(2026, 8, 14)
    start = instant_ms(date, START_S)
    exchange = Exchange(date, seed=seed, symbols=SYMBOLS, trades_per_second=TRADES_PER_SECOND)
    wanted = {"X-TRADE": FRAMES // 2, "X-QUOTE": FRAMES // 2}
    frames: list[bytes] = []
    for message in exchange.messages(quiet_until_ms=start):
        if message.ts_ms < start or not wanted.get(message.data_type):
            continue
        wanted[message.data_type] -= 1
        frames.append(wire.frame(CONNECTION_ID, len(frames) + 1, [wire.entry(message)]))
        if len(frames) == FRAMES:
            return frames
    raise RuntimeError(f"the day ended with {len(frames)} frames")


def read_frames(path: Path) -> list[bytes]:
    """The lines of a recording."""
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines()
    return [line.strip() for line in lines if line.strip()]


def decode_only(frames: list[bytes]) -> float:
    """Seconds to decode the three layers of every frame, and nothing else."""
    broadcast = msgspec.json.Decoder(RecordedBroadcast)
    whole = {"X-TRADE": WHOLE_TRADE, "X-QUOTE": WHOLE_QUOTE}
    started = time.perf_counter()
    for raw in frames:
        frame = decode_frame(raw)
        if isinstance(frame, HubFrame):
            for argument in frame.broadcasts:
                message = broadcast.decode(argument)
                data_type, content = message.data_type, message.content
                try:
                    decoder = whole.get(data_type) or DECODERS.get(data_type)
                    if decoder is not None:
                        decoder.decode(content)
                except msgspec.ValidationError:
                    DECODERS[data_type].decode(content)
    return time.perf_counter() - started


def whole_way(frames: list[bytes]) -> float:
    """Seconds from bytes to trackers, for all frames."""
    core = MarketDataProcessor()
    started = time.perf_counter()
    for raw in frames:
        frame = decode_frame(raw)
        if isinstance(frame, HubFrame):
            for argument in frame.broadcasts:
                core.receive(argument, 0, None)
    return time.perf_counter() - started


def each_frame(frames: list[bytes]) -> list[float]:
    """Seconds of every frame's way from bytes to trackers, in ascending order."""
    core = MarketDataProcessor()
    clock = time.perf_counter
    each = []
    before = clock()
    for raw in frames:
        frame = decode_frame(raw)
        if isinstance(frame, HubFrame):
            for argument in frame.broadcasts:
                core.receive(argument, 0, None)
        after = clock()
        each.append(after - before)
        before = after
    return sorted(each)


def main() -> None:
    """Prints the figures."""
    frames = read_frames(Path(sys.argv[1])) if len(sys.argv) > 1 else simulated_frames()
    decodes, wholes, singles = [], [], []
    for _ in range(ROUNDS):
        # In turn, so that a busy moment of the machine falls on both.
        decodes.append(decode_only(frames))
        wholes.append(whole_way(frames))
        singles.append(each_frame(frames))
    decode_s, whole_s = min(decodes), min(wholes)
    each = min(singles, key=sum)
    print(f"frames_per_s {len(frames) / whole_s:.0f} 1/s")
    print(f"decode_only_frames_per_s {len(frames) / decode_s:.0f} 1/s")
    print(f"ratio {decode_s / whole_s:.3f} -")
    print(f"compiled {int(compiled_core().is_current(ROOT))} -")
    print(f"p99_us {each[int(len(each) * 0.99)] * 1e6:.1f} us")
    print(f"p999_us {each[int(len(each) * 0.999)] * 1e6:.1f} us")


if __name__ == "__main__":
    main()
