"""The compiled core and its sources are one product: the same bytes, whatever comes in."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

from tests.support.compiled import ROOT, compiled_core, from_sources
from workers.simulator.exchange import Exchange
from workers.simulator.frames_file import write_frames


def where(env: Mapping[str, str]) -> str:
    """The file a process of that environment takes the pipeline from."""
    command = [sys.executable, "-c", "import core.pipeline; print(core.pipeline.__file__)"]
    done = subprocess.run(
        command, cwd=ROOT.parent, env=env, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def replayed(source: Path, env: Mapping[str, str], out: Path) -> bytes:
    """The snapshot's bytes after a replay."""
    command = [sys.executable, "-m", "workers", "replay", str(source), "--snapshot", str(out)]
    subprocess.run(command, cwd=ROOT.parent, env=env, check=True, capture_output=True, timeout=300)
    return out.read_bytes()


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated morning with auction, continuous trading and messages of every kind."""
    path = tmp_path_factory.mktemp("frames") / "morning.jsonl"
    messages = islice(Exchange(dt.date(2026, 8, 14), seed=5, symbols=12).messages(), 60_000)
    write_frames(path, messages, start_ms=None, end_ms=None)
    return path


def test_it_is_compiled_where_it_can_be() -> None:
    core = compiled_core()
    assert core.is_current(ROOT) or core.compiler() is None, "make install-test compiles it"


def test_both_give_the_same_bytes(morning: Path, tmp_path: Path, shared_data: Path) -> None:
    if not compiled_core().is_current(ROOT):
        pytest.skip("no C compiler here")
    sources, compiled = from_sources(tmp_path / "sources"), os.environ | {"PYTHONPATH": str(ROOT)}
    assert where(sources).endswith("pipeline.py")
    assert where(compiled).endswith(".so")
    for name, source in (("generated", morning), ("real", shared_data / "day-2025-08-15")):
        one = replayed(source, sources, tmp_path / f"{name}-sources.json")
        other = replayed(source, compiled, tmp_path / f"{name}-compiled.json")
        assert sum(row.get("buyer_volume") or 0 for row in json.loads(one)["symbols"].values()) > 0
        assert one == other, name
