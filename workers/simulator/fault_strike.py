"""What a fault does to open connections and issued tokens, once, when it starts.

Door: `strike`. Refuses to know when that is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from workers.simulator import signalr_wire as wire
from workers.simulator.fault_frames import malformed_frame, oversize_frame
from workers.simulator.faults import (
    BlackHole,
    Close,
    DropMidFrame,
    Fault,
    Malformed,
    Oversize,
    Reset,
    TokenExpiry,
)
from workers.simulator.socket_client import GOING_AWAY, SocketClient


def strike(
    fault: Fault, clients: Iterable[SocketClient], rng: random.Random, expire_tokens: Callable[[], None]
) -> None:
    """Carries out a fault; those that act on messages and requests do nothing here.

    Args:
        rng: of the bytes of malformed frames.
        expire_tokens: expires every token issued so far.
    """
    if isinstance(fault, TokenExpiry):
        expire_tokens()
    frames = (
        [malformed_frame(fault.kind, rng) for _ in range(fault.count)] if isinstance(fault, Malformed) else []
    )
    oversize = oversize_frame(fault.size_bytes) if isinstance(fault, Oversize) else None
    for client in clients:
        if isinstance(fault, Close):
            client.close_after_queue(fault.code, fault.reason)
        elif isinstance(fault, TokenExpiry) and fault.close:
            client.close_after_queue(GOING_AWAY, "Token is expired")
        elif isinstance(fault, Reset):
            client.reset()
        elif isinstance(fault, DropMidFrame):
            client.drop_mid_frame(wire.initial(client.connection_id))
        elif isinstance(fault, BlackHole):
            client.silence()
        elif oversize is not None:
            client.send_faulty(oversize)
        for payload, is_binary in frames:
            client.send_faulty(payload, binary=is_binary)
