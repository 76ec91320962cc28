"""Access tokens of the simulated server: JWTs signed with HS256, as SSI's look from outside.

Door: `TokenIssuer`. Refuses to know HTTP. The signing key lives as long as the object.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import msgspec


class _Claims(msgspec.Struct):
    exp: float
    gen: int = 0


class TokenIssuer:
    """Issues tokens and checks them."""

    def __init__(self, key: bytes, *, lifetime_s: float) -> None:
        """
        Args:
            key: of the signature.
            lifetime_s: how long a token is good.
        """
        self._key = key
        self._lifetime_s = lifetime_s
        self._generation = 0

    def expire_issued(self) -> None:
        """Every token issued so far is expired from now on."""
        self._generation += 1

    def issue(self, consumer_id: str) -> str:
        """A token for a consumer, good from now."""
        now_s = int(time.time())
        header = _part({"alg": "HS256", "typ": "JWT"})
        claims = _part(
            {
                "sub": consumer_id,
                "nbf": now_s,
                "exp": now_s + int(self._lifetime_s),
                "iat": now_s,
                "gen": self._generation,
            }
        )
        return f"{header}.{claims}.{self._signature(f'{header}.{claims}')}"

    def refusal(self, authorization: str | None) -> str | None:
        """Why an `Authorization` header is not good enough; None when it is."""
        if not authorization:
            return "Missing Authorization header"
        scheme, _, token = authorization.partition(" ")
        signed, _, signature = token.strip().rpartition(".")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            signature.encode(), self._signature(signed).encode()
        ):
            return "Invalid token"
        claims = signed.partition(".")[2]
        padded = claims + "=" * (-len(claims) % 4)
        held = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=_Claims)
        good = time.time() < held.exp and held.gen == self._generation
        return None if good else "Token is expired"

    def _signature(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _part(value: dict[str, str | int]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).rstrip(b"=").decode()
