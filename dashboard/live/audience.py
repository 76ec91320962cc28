"""Several who are told by one hub.

Door: `Audiences`. Refuses to know what they do with it.
"""

from __future__ import annotations

from dashboard.data.snapshots import Stamp
from dashboard.live.hub import Audience


class Audiences:
    """Passes everything on, in the same order to each."""

    def __init__(self, *members: Audience) -> None:
        self._members = members

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        """A delta frame of a room, ready for the wire."""
        for member in self._members:
            member.publish_delta(room, stamp, wire, as_of)

    def publish_snapshot(self, room: str) -> None:
        """A room was replaced as a whole."""
        for member in self._members:
            member.publish_snapshot(room)

    def publish_gone(self, room: str) -> None:
        """A symbol's room is not written any more."""
        for member in self._members:
            member.publish_gone(room)

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """A notice for everyone; a lasting one also for those who come later."""
        for member in self._members:
            member.publish_notice(wire, lasting=lasting)
