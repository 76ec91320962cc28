"""The whole product for a browser: simulator, worker, Valkey, web, each a real process.

Door: `LiveStack`, a context manager. Refuses to know what is looked at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx

from tests.support.polling import eventually
from tests.support.processes import Simulator, Web, Worker
from workers.engines import EmbeddedValkey

_GENERATING_S = 300.0
"""What lies before the start of the simulated day is generated first."""
_FILLED_S = 120.0


class LiveStack:
    """Starts the four processes and ends them.

    flags: of `vnmarket simulate`; simulator: what makes that process, `Simulator` or one of its kind.
    """

    def __init__(self, *flags: str, simulator: Callable[..., Simulator] = Simulator) -> None:
        self._flags = flags
        self._make_simulator = simulator
        self._exits = ExitStack()

    def __enter__(self) -> LiveStack:
        with self._exits as exits:
            self.home = Path(exits.enter_context(tempfile.TemporaryDirectory(prefix="vnm-stack-")))
            self.home.chmod(0o755)
            store = EmbeddedValkey(self.home / "valkey")
            store.start()
            exits.callback(store.stop)
            self.simulator = self._make_simulator(self.home, *self._flags, ready_within_s=_GENERATING_S)
            exits.enter_context(self.simulator)
            self.worker = Worker(self.home, self.simulator.url, store.url)
            exits.enter_context(self.worker)
            self.web = Web(self.home, store.url)
            exits.enter_context(self.web)
            eventually(self._filled, within_s=_FILLED_S, what="a board with prices")
            self._exits = exits.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exits.close()

    @property
    def url(self) -> str:
        """Address of the dashboard, without a slash at its end."""
        return self.web.url.rstrip("/")

    def messages_sent(self) -> int:
        """How many messages the simulator has sent."""
        return int(httpx.get(f"{self.simulator.url}simulator/clock", timeout=30).json()["sent"])

    def _filled(self) -> bool:
        frame = httpx.get(f"{self.url}/api/live?rooms=board", timeout=5).json()["rooms"]["board"]
        rows = frame["data"]["rows"].values() if frame else ()
        return bool(rows) and all("last" in row for row in rows)
