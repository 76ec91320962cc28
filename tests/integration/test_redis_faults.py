"""Redis restarted empty, hung and cut off: nothing waits for it, nothing old is called fresh, all is right
soon after, on the sockets that were there. The whole product runs, with pages as neighbours."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench import redis_faults

REQUEST_WITHIN_S = 1.0
TOLD_WITHIN_S = 6.0
RIGHT_WITHIN_S = 5.0


@pytest.mark.parametrize(
    ("hang_s", "cut_s"),
    [(4.0, 3.0), pytest.param(30.0, 10.0, marks=pytest.mark.fault)],
    ids=["short", "long"],
)
def test_trouble_with_redis(hang_s: float, cut_s: float, engine_home: Path) -> None:
    folder = engine_home / f"faults-{hang_s:.0f}"
    folder.mkdir()
    with redis_faults.Stage(folder) as stage:
        found = asyncio.run(redis_faults.measure(stage, hang_s, cut_s))
    redis_faults.report(found)
    for kind, figures in found.items():
        assert figures["requests"] > 0, kind
        assert figures["failed"] == 0, kind
        assert figures["slowest_s"] < REQUEST_WITHIN_S, kind
        assert figures["right_s"] < RIGHT_WITHIN_S, kind
        assert figures["reopened"] == 0, kind
    for kind in ("hang", "cut"):
        assert 0 < found[kind]["told_s"] < TOLD_WITHIN_S, kind
        assert found[kind]["requests"] > 100, kind
