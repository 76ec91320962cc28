"""One stream connection: negotiate, connect, start, subscribe, frames.

Door: `open_connection`. Refuses to retry, to judge silence and to read messages.
TLS is always verified; no redirect is followed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from core.errors import AuthenticationError, ProtocolError, RateLimitedError
from core.feed import signalr
from workers.feed.session import TokenSource, raise_for_http, retry_after_s

OPEN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 2.0
_FRAMES_BUFFERED = 64
"""Frames the library holds for us; when full it stops reading, and TCP slows the server."""


class StreamConnection:
    """An open stream that follows its channels."""

    def __init__(
        self, socket: ClientConnection, channels: Sequence[str], keep_alive_timeout_s: float
    ) -> None:
        self._socket = socket
        self._channels = tuple(channels)
        self._invocations = 0
        self.keep_alive_timeout_s = keep_alive_timeout_s

    async def subscribe(self) -> None:
        """Subscribes every channel, one invocation each: subscriptions accumulate."""
        for channel in self._channels:
            await self._socket.send(signalr.invocation(channel, self._invocations))
            self._invocations += 1

    async def receive(self) -> bytes:
        """The next frame, undecoded.

        Raises: websockets.exceptions.ConnectionClosed.
        """
        return await self._socket.recv(decode=False)

    async def close(self) -> None:
        """Closes the socket; `receive` then raises."""
        await self._socket.close()


@asynccontextmanager
async def open_connection(
    client: httpx.AsyncClient, stream_url: str, tokens: TokenSource, channels: Sequence[str]
) -> AsyncIterator[StreamConnection]:
    """Opens a stream and subscribes its channels.

    Args:
        client: for negotiate and start.
        stream_url: base address of the stream, http or https.
        tokens: where the bearer token comes from.
        channels: e.g. `X-TRADE:ALL`.
    Raises: FeedError, httpx.HTTPError, OSError, websockets' exceptions.
    """
    headers = {"Authorization": f"Bearer {await tokens.token()}"}
    response = await client.get(signalr.negotiate_url(stream_url), headers=headers)
    if response.status_code in (401, 403):
        tokens.forget()
    raise_for_http(response)
    try:
        negotiation = signalr.decode_negotiation(response.content)
    except msgspec.MsgspecError as error:
        raise ProtocolError("negotiate did not answer a connection token") from error
    token = negotiation.connection_token
    try:
        async with connect(
            signalr.connect_url(stream_url, token),
            additional_headers=headers,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
            ping_interval=None,  # the protocol has keep-alives of its own
            max_size=signalr.MAX_FRAME_BYTES,
            max_queue=_FRAMES_BUFFERED,
            compression=None,
        ) as socket:
            raise_for_http(await client.get(signalr.start_url(stream_url, token), headers=headers))
            connection = StreamConnection(socket, channels, negotiation.keep_alive_timeout or 20.0)
            await connection.subscribe()
            yield connection
    except InvalidStatus as error:
        raise _handshake_error(error, tokens) from error


def _handshake_error(error: InvalidStatus, tokens: TokenSource) -> Exception:
    status = error.response.status_code
    if status == 429:
        return RateLimitedError(
            "HTTP 429 on the handshake", retry_after_s(error.response.headers.get("Retry-After"))
        )
    if status in (401, 403):
        tokens.forget()
        return AuthenticationError(f"HTTP {status} on the handshake")
    return ProtocolError(f"HTTP {status} on the handshake")
