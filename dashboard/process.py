"""The threads of one web process, started and stopped together.

Door: `WebProcess`, `of`. Refuses to know what the threads do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask

from dashboard.channels.publisher import ChannelPublisher
from dashboard.data.database import DatabaseProbe
from dashboard.live.hub import Hub
from dashboard.live.interest import InterestTeller
from dashboard.live.manager import ConnectionManager
from dashboard.monitor.monitor import Monitor

_EXTENSION: Final = "vnmarket"


@dataclass(frozen=True)
class WebProcess:
    """Everything in this process that runs beside requests."""

    hub: Hub
    manager: ConnectionManager
    publisher: ChannelPublisher
    database: DatabaseProbe
    interest: InterestTeller
    monitor: Monitor

    def attach(self, server: Flask) -> None:
        """Makes the process findable from the WSGI application."""
        server.extensions[_EXTENSION] = self

    def start(self) -> None:
        """Starts the threads; call once, in the process that serves."""
        self.manager.start()
        self.publisher.start()
        self.hub.start()
        self.database.start()
        self.interest.start()
        self.monitor.start()

    def stop(self) -> None:
        """Sends every browser away with 1012 and ends the threads; returns at once."""
        self.manager.close_all()
        self.hub.stop()
        self.publisher.stop()
        self.database.stop()
        self.interest.stop()


def of(server: Flask) -> WebProcess:
    """The process behind a WSGI application. Raises: KeyError when `create_app` did not build it."""
    process: WebProcess = server.extensions[_EXTENSION]
    return process
