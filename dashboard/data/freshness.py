"""Whether what this process holds is fresh.

Door: `Freshness`, `judge`. Pure: callers give the time. Refuses to know Redis and sockets.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

STALE_AFTER_MS: Final = 5_000
"""A worker's heartbeat (`as_of` of the status room) older than this is no heartbeat."""


class Freshness(NamedTuple):
    """The verdict. since: epoch ms of the last heartbeat, None when there never was one."""

    stale: bool
    reason: Literal["redis", "worker"] | None
    since: int | None


def judge(heartbeat_ms: int | None, redis_ok: bool, now_ms: int) -> Freshness:
    """The verdict at an instant.

    Args:
        heartbeat_ms: `as_of` of the status room, epoch ms, or None.
        redis_ok: whether the last word from Redis was an answer.
        now_ms: wall clock, epoch ms.
    """
    if not redis_ok:
        return Freshness(True, "redis", heartbeat_ms)
    if heartbeat_ms is None or now_ms - heartbeat_ms > STALE_AFTER_MS:
        return Freshness(True, "worker", heartbeat_ms)
    return Freshness(False, None, heartbeat_ms)
