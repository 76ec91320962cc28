"""Is the feed alive? States for the screens, actions for the connection.

Door: `Liveness`. Time is an argument (monotonic seconds), and so is whether data are expected:
silence in the break, before the open, after the close or on a holiday is quiet, not a fault.

In a phase that expects data: no bytes at all for 5 s or no data for 15 s is stale; no data
for 30 s subscribes again; no data for 60 s, or no bytes for the negotiated keep-alive
time-out, reconnects.
"""

from __future__ import annotations

from enum import Enum

from core.market.events import FeedState

SILENT_S = 5.0
STALE_S = 15.0
RESUBSCRIBE_S = 30.0
RECONNECT_S = 60.0


class Action(Enum):
    """What the connection should do."""

    NONE = "none"
    RESUBSCRIBE = "resubscribe"
    RECONNECT = "reconnect"


class Liveness:
    """Watches one feed through its reconnections."""

    def __init__(self) -> None:
        self.keep_alive_timeout_s = 20.0
        self._connected = False
        self._ever_had_data = False
        self._last_bytes_s = 0.0
        self._last_data_s = 0.0
        self._expecting_since_s: float | None = None
        self._resubscribed_s: float | None = None

    def connected(self, now_s: float, keep_alive_timeout_s: float) -> None:
        """The socket is open; keep_alive_timeout_s as negotiated."""
        self._connected = True
        self.keep_alive_timeout_s = keep_alive_timeout_s
        self._last_bytes_s = self._last_data_s = now_s
        self._resubscribed_s = None
        if self._expecting_since_s is not None:
            self._expecting_since_s = now_s

    def disconnected(self) -> None:
        """The socket is gone."""
        self._connected = False

    def bytes_came(self, now_s: float) -> None:
        """Anything arrived, a keep-alive included."""
        self._last_bytes_s = now_s

    def data_came(self, now_s: float) -> None:
        """Market data arrived."""
        self._last_bytes_s = self._last_data_s = now_s
        self._ever_had_data = True
        self._resubscribed_s = None

    def expect(self, now_s: float, expecting: bool) -> None:
        """Says whether a board is in a phase with data; its beginning restarts the patience."""
        if not expecting:
            self._expecting_since_s = None
        elif self._expecting_since_s is None:
            self._expecting_since_s = now_s

    def state(self, now_s: float) -> FeedState:
        """The feed's state for the screens."""
        if not self._connected:
            return FeedState.DOWN if self._ever_had_data else FeedState.CONNECTING
        if self._expecting_since_s is None:
            return FeedState.QUIET
        silent_s, dataless_s = self._silence(now_s)
        if dataless_s >= STALE_S or silent_s >= SILENT_S:
            return FeedState.STALE
        return FeedState.LIVE if self._ever_had_data else FeedState.CONNECTING

    def action(self, now_s: float) -> Action:
        """What to do about the silence; each resubscription is asked for once."""
        if not self._connected:
            return Action.NONE
        if now_s - self._last_bytes_s >= self.keep_alive_timeout_s:
            return Action.RECONNECT
        if self._expecting_since_s is None:
            return Action.NONE
        _, dataless_s = self._silence(now_s)
        if dataless_s >= RECONNECT_S:
            return Action.RECONNECT
        if dataless_s >= RESUBSCRIBE_S and self._resubscribed_s is None:
            self._resubscribed_s = now_s
            return Action.RESUBSCRIBE
        return Action.NONE

    def _silence(self, now_s: float) -> tuple[float, float]:
        """(seconds without bytes, seconds without data) since data were to be expected."""
        since = self._expecting_since_s or 0.0
        return now_s - max(self._last_bytes_s, since), now_s - max(self._last_data_s, since)
