"""A source's day without the aggressor that the exchange gives: what the rules alone make of it.

Door: `Sideless`, a `Source` around a source. Refuses to change anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.simulator.messages import Message
from workers.simulator.source import Around

_SIDE = re.compile(r'"Side":"[A-Z]+"')
_WITH_SIDE = frozenset({"X-TRADE", "X"})


def without_side(message: Message) -> Message:
    """The message with `Side` null."""
    if message.data_type not in _WITH_SIDE:
        return message
    return message._replace(content=_SIDE.sub('"Side":null', message.content))


class Sideless(Around):
    """A source's day whose trades have no `Side`."""

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day's messages; every call begins the day anew."""
        return map(without_side, self._source.messages(quiet_until_ms=quiet_until_ms))
