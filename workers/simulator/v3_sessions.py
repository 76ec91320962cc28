"""FastConnect v3's sessions: a short access token, a longer refresh token, one session per key.

Door: `Sessions`. The wall clock is an argument. A refresh token that is used twice is taken for
stolen: the whole session of its key ends, as SSI does.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable

import msgspec

ACCESS_LIFETIME_S = 15 * 60.0
REFRESH_LIFETIME_S = 8 * 3600.0
MAX_SESSIONS = 1_024
MAX_USED = 10_000

REFRESH_TOKEN_INVALID = 401101
REFRESH_TOKEN_REVOKED = 401103


class Session(msgspec.Struct):
    """The active session of one key; times in epoch seconds."""

    api_key: str
    access_token: str
    access_expires_s: float
    refresh_token: str
    refresh_expires_s: float


class Refused(Exception):
    """A refresh that failed. `code`: SSI's."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Sessions:
    """Every key's session. Bounds: 1,024 keys, 10,000 used refresh tokens; the oldest are forgotten."""

    def __init__(
        self,
        wall_s: Callable[[], float],
        *,
        access_lifetime_s: float = ACCESS_LIFETIME_S,
        refresh_lifetime_s: float = REFRESH_LIFETIME_S,
    ) -> None:
        """
        Args:
            wall_s: epoch seconds.
        """
        self._wall_s = wall_s
        self._access_lifetime_s = access_lifetime_s
        self._refresh_lifetime_s = refresh_lifetime_s
        self._by_key: OrderedDict[str, Session] = OrderedDict()
        self._used: OrderedDict[str, str] = OrderedDict()

    def log_in(self, api_key: str) -> Session:
        """A new session; the key's earlier one ends."""
        self._by_key.pop(api_key, None)
        session = self._new(api_key, self._wall_s() + self._refresh_lifetime_s)
        if len(self._by_key) > MAX_SESSIONS:
            self._by_key.popitem(last=False)
        return session

    def refresh(self, refresh_token: str) -> Session:
        """New tokens for a good refresh token, which is used up.

        Raises: Refused for one that is unknown or expired, and for one used before: that ends the session.
        """
        key = self._used.get(refresh_token)
        if key is not None:
            self._by_key.pop(key, None)
            raise Refused(REFRESH_TOKEN_REVOKED, "Refresh token is revoked")
        for session in self._by_key.values():
            if secrets.compare_digest(session.refresh_token.encode(), refresh_token.encode()):
                if self._wall_s() >= session.refresh_expires_s:
                    raise Refused(REFRESH_TOKEN_REVOKED, "Refresh token is expired")
                self._used[refresh_token] = session.api_key
                if len(self._used) > MAX_USED:
                    self._used.popitem(last=False)
                return self._new(session.api_key, session.refresh_expires_s)
        raise Refused(REFRESH_TOKEN_INVALID, "Refresh token is invalid")

    def key_of(self, authorization: str | None) -> str | None:
        """Whose good access token an `Authorization` header carries; None when it is not good."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        for session in self._by_key.values():
            if secrets.compare_digest(session.access_token.encode(), token.strip().encode()):
                return session.api_key if self._wall_s() < session.access_expires_s else None
        return None

    def expire_access(self) -> None:
        """Every access token issued so far is expired; refresh tokens stay good."""
        for session in self._by_key.values():
            session.access_expires_s = 0.0

    def _new(self, api_key: str, refresh_expires_s: float) -> Session:
        session = Session(
            api_key,
            secrets.token_urlsafe(32),
            self._wall_s() + self._access_lifetime_s,
            secrets.token_urlsafe(32),
            refresh_expires_s,
        )
        self._by_key[api_key] = session
        return session
