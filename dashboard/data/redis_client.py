"""How this process talks to Redis: short time-outs, one retry, never a long silence.

Door: `connect`. Refuses to know keys.
"""

from __future__ import annotations

from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

HEALTH_CHECK_S: Final = 5


def connect(url: str, *, timeout_s: float, retries: int) -> redis.Redis:
    """A client; nothing is sent before its first command.

    Args:
        url: redis://, rediss:// or unix://.
        timeout_s: longest wait for a connection or an answer, seconds.
        retries: how often a failed command is sent again at once; reads only.
    """
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
        health_check_interval=HEALTH_CHECK_S,
        retry=Retry(NoBackoff(), retries),
        # The reply of XREAD is a list in protocol 2 and a mapping in protocol 3.
        protocol=2,
    )
