"""Hostile clients against the real web process: each is answered as documented and harms only itself.

How much a neighbour's frames are delayed meanwhile is measured by `python -m tests.bench.hostile`.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.processes import children, descriptors, resident_mb, threads
from tests.support import hostile
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.sockets import open_channel, receive
from tests.support.webserver import WebServer
from workers.engines import EmbeddedValkey

LIVE_PER_ADDRESS = 200
SPARE = 4
"""Threads and descriptors that our own requests may hold at the moment of looking."""

REACTIONS = {
    "wrong_origin": {"403": 200},
    "flood": {"close 4429": 1},
    "pings": {"close 4429": 1},
    "big_message": {"close 1009": 1},
    "slow_reader": {"open": 1},
    # The neighbour holds one of the places.
    "crowd": {"101": LIVE_PER_ADDRESS - 1, "429": hostile.CROWD - LIVE_PER_ADDRESS + 1},
    "slow_handshake": {"cut": hostile.SLOW_HANDSHAKES},
    "never_read": {"cut": hostile.DEAF},
}


@pytest.fixture(scope="module")
def web(shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """A web process as in production, with a market that moves quickly."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    folder: Path = tmp_path_factory.mktemp("hostile")
    with (
        Publisher(shared_valkey.url, FakeMarket(), interval_s=0.05),
        WebServer(
            shared_valkey.url,
            folder,
            live_max_connections_per_ip=str(LIVE_PER_ADDRESS),
            # On a busy machine a thousand handshakes take so long that the first are let go as silent.
            ws_heartbeat_timeout="60",
        ) as server,
    ):
        yield server
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.fault
@pytest.mark.parametrize("attack", hostile.ATTACKS)
def test_a_hostile_client_is_answered_as_documented_and_leaves_nothing_behind(
    web: WebServer, attack: str
) -> None:
    assert web.process is not None
    (pid,) = children(web.process.pid)
    with open_channel(web, "live", origin=web.url) as neighbour:
        neighbour.send(json.dumps({"t": "sub", "rooms": {"board": None}}))
        receive(neighbour, lambda message: message.get("room") == "board")
        eventually(lambda: threads(pid) < 20, within_s=20, what="idle threads to end")
        held = threads(pid), descriptors(pid), resident_mb(pid)
        process = hostile.start(attack, web.port)
        most_mb = held[2]
        while process.poll() is None:
            # A neighbour goes on being served.
            receive(neighbour, lambda message: message.get("room") == "board")
            most_mb = max(most_mb, resident_mb(pid))
        assert hostile.finish(process) == REACTIONS[attack]

        def as_before() -> bool:
            receive(neighbour, lambda message: message.get("room") == "board")
            return threads(pid) <= held[0] + SPARE and descriptors(pid) <= held[1] + SPARE

        eventually(as_before, within_s=15, what="threads and descriptors as before")
        assert resident_mb(pid) - held[2] <= 20
        print(f"{attack}: at most {most_mb - held[2]:.1f} MB more")
