"""How many sockets there may be, in all and from one address, by kind of client.

A place is taken before the upgrade and given back when the request's thread is done. Door:
`Admission`. Refuses to know HTTP and who an address is.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["browser", "program"]
Refusal = Literal["address", "full", "stopping"]

BROWSER: Final = "browser"
"""A page of the dashboard: an office shares one address, so many may come from one."""
PROGRAM: Final = "program"


class Admission:
    """The places of this process. Thread-safe."""

    def __init__(self, max_connections: int, max_per_address: Mapping[Kind, int]) -> None:
        """max_connections: sockets in all, since each holds a thread; max_per_address: by kind."""
        self.max_connections = max_connections
        self._max_per_address = dict(max_per_address)
        self._lock = threading.Lock()
        self._admitted: Counter[tuple[Kind, str]] = Counter()
        self._stopping = False

    def admit(self, kind: Kind, address: str) -> Refusal | None:
        """Takes a place for a socket.

        Args:
            kind: of the client.
            address: the client's.
        Returns: None when admitted, else why not.
        """
        with self._lock:
            if self._stopping:
                return "stopping"
            if self._admitted.total() >= self.max_connections:
                return "full"
            if self._admitted[kind, address] >= self._max_per_address[kind]:
                return "address"
            self._admitted[kind, address] += 1
            return None

    def release(self, kind: Kind, address: str) -> None:
        """Gives the place back."""
        with self._lock:
            self._admitted[kind, address] -= 1
            if self._admitted[kind, address] <= 0:
                del self._admitted[kind, address]

    def stop(self) -> None:
        """Admits nobody any more."""
        with self._lock:
            self._stopping = True

    @property
    def count(self) -> int:
        """Sockets that hold a place."""
        with self._lock:
            return self._admitted.total()
