"""Quotas in SSI's words: calls a time on REST, streams open at once.

Door: `CallQuota`, `stream_refusal`, `parse_call_quota`. The monotonic clock is an argument.
"""

from __future__ import annotations

from collections import deque

MAX_CALLS = 100_000


class CallQuota:
    """At most so many calls within so many seconds. Bound: one time per admitted call, 100,000."""

    def __init__(self, calls: int, per_s: int) -> None:
        """
        Raises: ValueError for numbers that are no quota.
        """
        if not (1 <= calls <= MAX_CALLS and per_s >= 1):
            raise ValueError(f"expected 1 to {MAX_CALLS} calls per 1 or more seconds")
        self._calls = calls
        self._per_s = per_s
        self._admitted: deque[float] = deque(maxlen=calls)

    def refusal(self, now_s: float) -> str | None:
        """Why a call now is one too many; None when it is admitted, and counted.

        Args:
            now_s: a monotonic clock.
        """
        if len(self._admitted) == self._calls and now_s - self._admitted[0] < self._per_s:
            return f"API calls quota exceeded! maximum admitted {self._calls} per {self._per_s} s"
        self._admitted.append(now_s)
        return None


def parse_call_quota(text: str) -> CallQuota:
    """A quota such as `10/1`: calls, and seconds.

    Raises: ValueError for anything else.
    """
    calls, slash, seconds = text.partition("/")
    if not (slash and calls.isdecimal() and seconds.isdecimal()):
        raise ValueError("expected CALLS/SECONDS, such as 10/1")
    return CallQuota(int(calls), int(seconds))


def stream_refusal(open_streams: int, quota: int) -> str | None:
    """Why one more stream is too many; None when it is not.

    Args:
        open_streams: without the new one.
    """
    beyond = open_streams + 1 - quota
    return f"Connection has been blocked, quota {quota} exceeded by {beyond}" if beyond > 0 else None
