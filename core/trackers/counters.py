"""What came in, counted: messages, rejects by reason, messages of an older date.

Door: `Counters`. Refuses to know what was wrong with a message.
"""

from __future__ import annotations

from typing import final


@final
class Counters:
    """What came in. `rejected` by reason; `stale`: messages of an older trading date."""

    def __init__(self) -> None:
        self.messages = 0
        self.rejected: dict[str, int] = {}
        self.stale = 0

    @property
    def rejected_total(self) -> int:
        """All rejected messages."""
        return sum(self.rejected.values())
