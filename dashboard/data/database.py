"""Whether PostgreSQL answers, asked now and then in a thread of its own.

Door: `DatabaseProbe`. Refuses to know tables.
"""

from __future__ import annotations

import threading
from typing import Final, Literal

import psycopg

PERIOD_S: Final = 10.0
CONNECT_TIMEOUT_S: Final = 2

DatabaseState = Literal["ok", "down", "off"]


class DatabaseProbe:
    """The last answer, never a wait for the caller."""

    def __init__(self, url: str | None) -> None:
        """url: postgresql://... or None when there is no database."""
        # SQLAlchemy names its driver in the scheme; the driver itself does not know that form.
        self._url = None if url is None else url.replace("postgresql+psycopg://", "postgresql://", 1)
        self.state: DatabaseState = "off" if url is None else "down"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="database-probe", daemon=True)

    def start(self) -> None:
        """Starts asking, when there is something to ask."""
        if self._url is not None:
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns at once."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.state = self._ask()
            self._stop.wait(PERIOD_S)

    def _ask(self) -> DatabaseState:
        try:
            with psycopg.connect(self._url or "", connect_timeout=CONNECT_TIMEOUT_S) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return "down"
        return "ok"
