"""The token: obtained, read for its expiry, renewed in time.

Door: `TokenSource.token`. Refuses to retry: that is `runner.py`. Log-ins have a budget of 5 in
10 minutes, so that a wrong password or a broken server cannot get the account blocked.
"""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Callable

import httpx
import msgspec

from core.errors import AuthenticationError, FeedError, ProtocolError, RateLimitedError
from core.feed.breaker import Breaker

logger = logging.getLogger(__name__)

LOGIN_LIMIT, LOGIN_WINDOW_S = 5, 600.0
RENEW_BEFORE_S = 3600.0
"""SSI's own SDK renews when less than this is left; a short-lived token at a fifth of its life."""
ASSUMED_LIFETIME_S = 8 * 3600.0
_HTTP_TOO_MANY = 429
_HTTP_UNAUTHORIZED = (401, 403)
_BODY_OK = (200, "200", "Success", "success")


class Token(msgspec.Struct, frozen=True):
    """An access token; times in seconds since the Unix epoch."""

    value: str
    expires_s: float
    renew_s: float


class _TokenData(msgspec.Struct):
    access_token: str = msgspec.field(name="accessToken")


class _TokenBody(msgspec.Struct):
    status: int | str | None = None
    message: str | None = None
    data: _TokenData | None = None


class _Claims(msgspec.Struct):
    exp: float | None = None


def token_expiry_s(token: str) -> float | None:
    """The `exp` of a JWT in epoch seconds; None when it is not a readable JWT.

    The signature is not checked: the token is for the server to judge, only its age matters here.
    """
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=_Claims).exp
    except (ValueError, msgspec.MsgspecError):
        return None


class TokenSource:
    """One token, shared by REST calls and the stream; renewed by whoever needs it first."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        base_url: str,
        consumer_id: str,
        consumer_secret: str,
        *,
        wall_s: Callable[[], float],
        mono_s: Callable[[], float],
    ) -> None:
        """
        Args:
            client: follows no redirects, verifies TLS.
            base_url: of the REST API, with a trailing slash.
            consumer_id, consumer_secret: credentials; the secret is never logged.
            wall_s, mono_s: clocks, in seconds.
        """
        self._client = client
        self._url = f"{base_url.rstrip('/')}/api/v2/Market/AccessToken"
        self._body = {"consumerID": consumer_id, "consumerSecret": consumer_secret}
        self._wall_s = wall_s
        self._mono_s = mono_s
        self._token: Token | None = None
        self._breaker = Breaker(LOGIN_LIMIT, LOGIN_WINDOW_S)
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """A token that is still good.

        Raises: AuthenticationError, RateLimitedError, ProtocolError, httpx.HTTPError.
        """
        async with self._lock:
            now_s = self._wall_s()
            if self._token is not None and now_s < self._token.renew_s:
                return self._token.value
            try:
                self._token = await self._log_in()
            except (FeedError, httpx.HTTPError):
                if self._token is not None and now_s < self._token.expires_s:
                    logger.warning(
                        "token renewal failed, the old one is good for %.0f s more",
                        self._token.expires_s - now_s,
                    )
                    return self._token.value
                raise
            return self._token.value

    def forget(self) -> None:
        """Drops the token after the server refused it; the next caller logs in."""
        self._token = None

    async def _log_in(self) -> Token:
        wait_s = self._breaker.wait_s(self._mono_s())
        if wait_s > 0:
            raise RateLimitedError("log-in budget used up", wait_s)
        # Only what the server answered is a log-in: an unreachable one must not use up the budget.
        response = await self._client.post(self._url, json=self._body)
        self._breaker.note(self._mono_s())
        raise_for_http(response)
        try:
            body = msgspec.json.decode(response.content, type=_TokenBody)
        except msgspec.MsgspecError as error:
            raise ProtocolError("AccessToken did not answer JSON of its kind") from error
        if body.status not in _BODY_OK or body.data is None:
            raise AuthenticationError(body.message or f"log-in refused with status {body.status}")
        now_s = self._wall_s()
        expires_s = token_expiry_s(body.data.access_token) or now_s + ASSUMED_LIFETIME_S
        margin_s = min(RENEW_BEFORE_S, 0.2 * max(0.0, expires_s - now_s))
        return Token(body.data.access_token, expires_s, expires_s - margin_s)


def raise_for_http(response: httpx.Response) -> None:
    """Turns an HTTP status into the feed's own errors.

    Raises: RateLimitedError (429), AuthenticationError (401, 403), ProtocolError (any other
    status but 200: redirects too, since they must never carry the token on).
    """
    status = response.status_code
    if status == _HTTP_TOO_MANY:
        raise RateLimitedError("HTTP 429", retry_after_s(response.headers.get("Retry-After")))
    if status in _HTTP_UNAUTHORIZED:
        raise AuthenticationError(f"HTTP {status}")
    if status != httpx.codes.OK:
        raise ProtocolError(f"HTTP {status} from {response.url.host}{response.url.path}")


def retry_after_s(header: str | None) -> float | None:
    """Seconds of a Retry-After header; None for a date or nothing (the minimum wait applies)."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None
