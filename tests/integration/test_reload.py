"""A deployment and a killed process, seen from a hundred pages: told at once, back within seconds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench import reload
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer

pytestmark = pytest.mark.fault

SOCKETS = 100
TOLD_WITHIN_S = 2.0
BACK_WITHIN_S = 5.0


@pytest.mark.parametrize("processes", [1, 2])
def test_pages_are_told_of_a_reload_and_come_back_by_themselves(
    processes: int, redis_url: str, tmp_path: Path
) -> None:
    with (
        Publisher(redis_url, FakeMarket()),
        WebServer(
            redis_url, tmp_path, web_processes=str(processes), live_max_connections_per_ip=str(SOCKETS)
        ) as web,
    ):
        found = asyncio.run(reload.measure(web, SOCKETS))
    reload.report(found, processes)
    assert found["reload"]["with_1012"] == SOCKETS
    assert found["reload"]["told_max"] <= TOLD_WITHIN_S
    assert found["reload"]["back_p95"] <= BACK_WITHIN_S
    assert 0 < found["kill"]["lost"] <= SOCKETS
    assert found["kill"]["back_p95"] <= BACK_WITHIN_S
