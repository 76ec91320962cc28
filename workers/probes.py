"""Whether something on this machine answers yet.

Door: `await_port`, `http_answers`. Refuses to judge the answer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from workers.children import LOOPBACK

_POLL_S = 0.05
_HTTP_TIMEOUT_S = 5.0


async def await_port(port: int, patience_s: float) -> bool:
    """Wait until a loopback port accepts connections, at most `patience_s` seconds; whether it does."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            while not await _is_open(port):  # noqa: ASYNC110 - another process opens it
                await asyncio.sleep(_POLL_S)
            return True
    return False


async def _is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


async def http_answers(host: str, port: int) -> bool:
    """Whether an HTTP server answers `/health`, in good health or not."""
    try:
        async with asyncio.timeout(_HTTP_TIMEOUT_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET /health HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
                return (await reader.readline()).startswith(b"HTTP/")
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
