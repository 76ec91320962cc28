"""How fast frames become state: `python -m tests.bench.ingest [FILE]`.

FILE holds one SignalR frame per line, as on the wire (plain or .gz). Without it, 20,000 frames
of 500 symbols are made, half quotes and half trades. Prints the whole way (frame to trackers)
beside decoding the three JSON layers alone, in the same run, best of nine rounds each.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from pathlib import Path

import msgspec

from core.feed.fastconnect_v2 import DECODERS, WHOLE_QUOTE, WHOLE_TRADE, RecordedBroadcast
from core.feed.signalr import HubFrame, decode_frame
from core.pipeline import MarketDataProcessor

ROUNDS = 9
FRAMES = 20_000
SYMBOLS = 500


def made_frames(seed: int = 1) -> list[bytes]:
    """Frames with one broadcast each, quotes and trades in turn over 500 symbols."""
    draw = random.Random(seed)
    totals = [0] * SYMBOLS
    frames = []
    for n in range(FRAMES):
        index = draw.randrange(SYMBOLS)
        seconds = 9 * 3600 + 1800 + n // 10
        common = {
            "TradingDate": "14/08/2026",
            "Time": f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}",
            "Symbol": f"S{index:03d}",
            "Exchange": "HOSE",
            "TradingSession": "LO",
        }
        price = 25_000.0 + 50 * draw.randrange(-10, 11)
        if n % 2:
            lots = 100.0 * draw.randrange(1, 50)
            totals[index] += int(lots)
            kind, content = (
                "X-TRADE",
                {
                    "RType": "X-TRADE",
                    **common,
                    "Isin": common["Symbol"],
                    "Ceiling": 26750.0,
                    "Floor": 23250.0,
                    "RefPrice": 25000.0,
                    "AvgPrice": 24642.228,
                    "PriorVal": 25000.0,
                    "LastPrice": price,
                    "LastVol": lots,
                    "TotalVal": totals[index] * 25_000.0,
                    "TotalVol": float(totals[index]),
                    "MarketId": "HOSE",
                    "TradingStatus": "N",
                    "Change": -500.0,
                    "RatioChange": -2.0,
                    "EstMatchedPrice": 0.0,
                    "Highest": 25_500,
                    "Lowest": 24_500,
                    "Side": draw.choice(("BU", "SD")),
                },
            )
        else:
            kind, content = "X-QUOTE", {"RType": "X-QUOTE", **common}
            for level in range(1, 11):
                shown = level <= 3
                content[f"BidPrice{level}"] = price - 50 * level if shown else 0.0
                content[f"BidVol{level}"] = 1000.0 if shown else 0.0
                content[f"AskPrice{level}"] = price + 50 * level if shown else 0.0
                content[f"AskVol{level}"] = 1000.0 if shown else 0.0
        argument = json.dumps({"DataType": kind, "Content": json.dumps(content, separators=(",", ":"))})
        frames.append(
            json.dumps(
                {"C": "d-1", "M": [{"H": "FcMarketDataV2Hub", "M": "Broadcast", "A": [argument]}]}
            ).encode()
        )
    return frames


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
    frames = read_frames(Path(sys.argv[1])) if len(sys.argv) > 1 else made_frames()
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
    print(f"p99_us {each[int(len(each) * 0.99)] * 1e6:.1f} us")
    print(f"p999_us {each[int(len(each) * 0.999)] * 1e6:.1f} us")


if __name__ == "__main__":
    main()
