"""`vnmarket simulate` whose first seconds are made before anybody connects: `--ahead SECONDS` first.

Inventing a market takes more time than telling it, and an exchange's feed does not take it from the
processors of its readers. Doors: `make_ahead`, for a process that then runs the simulator; `AheadSimulator`,
a process that is one. The simulator itself is the product's, unchanged.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.processes import Simulator
from workers.simulator.exchange import Exchange
from workers.simulator.main import simulate
from workers.simulator.messages import Message


def make_ahead(seconds: float) -> None:
    """From now on `Exchange.messages`, at its start, makes what comes within some seconds of it."""
    messages = Exchange.messages

    def ahead(exchange: Exchange, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        day, start_ms = messages(exchange, quiet_until_ms=quiet_until_ms), quiet_until_ms or 0
        made: list[Message] = []
        for message in day:
            if start_ms <= message.ts_ms:
                made.append(message)
                if message.ts_ms >= start_ms + seconds * 1000:
                    break
            else:
                yield message
        gc.collect()
        gc.freeze()
        yield from made
        yield from day

    Exchange.messages = ahead  # type: ignore[method-assign]


class AheadSimulator(Simulator):
    """Such a simulator on a free port.

    seconds: how many are made ahead; the rest as for `Simulator`.
    """

    module = "tests.bench.ahead_feed"

    def __init__(self, seconds: float, log: Path, *flags: str, **more: Any) -> None:
        self._seconds = seconds
        super().__init__(log, *flags, **more)

    def start(self) -> None:
        """Starts it (again)."""
        if "--ahead" not in self._arguments:
            at = self._arguments.index("simulate")
            self._arguments[at + 1 : at + 1] = ["--ahead", str(self._seconds)]
        super().start()


def main() -> None:
    """Runs the simulator."""
    _, ahead, seconds, *arguments = sys.argv[1:]
    assert ahead == "--ahead", sys.argv
    make_ahead(float(seconds))
    simulate(arguments, prog_name="simulate")


if __name__ == "__main__":
    main()
