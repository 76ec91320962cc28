"""What still has to go out to a program on a channel: the newest messages in order, oldest dropped.

A message is encoded once for all sockets. It ends with how many were left out before it, which is 0 for
whoever keeps up; only a socket that lost some gets bytes of its own. Door: `ChannelMessage`,
`ChannelQueue`. Owned by the writer thread. Refuses to know what a message says.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import Final

from dashboard.live.framing import text_frame
from dashboard.live.outbox import Outbox
from dashboard.live.traffic import Traffic

NONE_DROPPED: Final = b'"dropped":0}'
"""How the JSON of a message ends."""


class ChannelMessage:
    """One message of a channel, shared by all its sockets."""

    def __init__(self, payload: bytes) -> None:
        """payload: a JSON object whose last field is `dropped`, 0.

        Raises: ValueError when it is not.
        """
        if not payload.endswith(NONE_DROPPED):
            raise ValueError("a channel's message ends with `dropped`")
        self.payload = payload

    @cached_property
    def wire(self) -> bytes:
        """The frame for every socket that lost nothing."""
        return text_frame(self.payload)

    def wire_after(self, dropped: int) -> bytes:
        """The frame for a socket that lost `dropped` messages before this one."""
        if not dropped:
            return self.wire
        return text_frame(self.payload[: -len(NONE_DROPPED)] + b'"dropped":%d}' % dropped)


class ChannelQueue(Outbox):
    """Outgoing bytes of one program's socket. When full, the oldest message goes."""

    def __init__(self, size: int, traffic: Traffic | None = None) -> None:
        """size: messages that may wait beside the one in flight; traffic: where what goes out is counted."""
        super().__init__(traffic)
        self._size = size
        self._waiting: deque[ChannelMessage] = deque()
        self._dropped = 0
        """Since the last message that was taken."""

    def put(self, message: ChannelMessage) -> bool:
        """Queues a message; False when an older one had to go for it."""
        full = len(self._waiting) >= self._size
        if full:
            self._waiting.popleft()
            self._dropped += 1
            self._traffic.dropped += 1
        self._waiting.append(message)
        return not full

    def _take_waiting(self) -> bytes | None:
        if not self._waiting:
            return None
        dropped, self._dropped = self._dropped, 0
        return self._waiting.popleft().wire_after(dropped)

    def _count_waiting(self) -> int:
        return len(self._waiting)

    def _forget_waiting(self) -> None:
        self._waiting.clear()
