"""The machine's time zone changes nothing: the exchange's zone is data, not the machine's setting."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from workers.simulator.exchange import Exchange
from workers.simulator.frames_file import write_frames

ROOT = Path(__file__).resolve().parents[2]
ZONES = ("UTC", "America/New_York", "Asia/Ho_Chi_Minh", "Asia/Kathmandu")


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated morning of twelve symbols, auction and continuous trading, with odd messages."""
    path = tmp_path_factory.mktemp("frames") / "morning.jsonl"
    messages = islice(Exchange(dt.date(2026, 8, 14), seed=3, symbols=12).messages(), 40_000)
    write_frames(path, messages, start_ms=None, end_ms=None)
    return path


def replayed(frames: Path, zone: str, folder: Path) -> bytes:
    """The snapshot's bytes after a replay in a process of that zone."""
    out = folder / f"{zone.replace('/', '-')}.json"
    subprocess.run(
        [sys.executable, "-m", "workers", "replay", str(frames), "--snapshot", str(out)],
        cwd=folder,
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out.read_bytes()


def test_the_snapshot_is_the_same_in_every_zone(frames: Path, tmp_path: Path) -> None:
    first, *others = (replayed(frames, zone, tmp_path) for zone in ZONES)
    symbols = json.loads(first)["symbols"]
    assert sum(row.get("buyer_volume") or 0 for row in symbols.values()) > 0
    assert others == [first] * len(others)
