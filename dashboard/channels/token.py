"""The token that programs present, compared so that neither time nor a log tells it.

Door: `AccessToken`, `offered_token`, `scrub`. Refuses to know sockets.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

_PARAMETER: Final = "token"
_SCHEME: Final = "bearer"
_OFFERED: Final = "vnmarket.token"


class AccessToken:
    """The right token, or that none is asked for."""

    def __init__(self, token: str | None) -> None:
        """token: None when everyone may listen."""
        self._digest = None if token is None else _digest(token)

    @property
    def needed(self) -> bool:
        """Whether one is asked for."""
        return self._digest is not None

    def admits(self, offered: str) -> bool:
        """Whether it is the right one, in a time that depends on neither."""
        return self._digest is None or hmac.compare_digest(self._digest, _digest(offered))


def offered_token(environ: dict[str, Any]) -> str | None:
    """The token of a request: of its Authorization header, else of its address; None: neither.

    Args:
        environ: of WSGI, after `scrub`.
    """
    scheme, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == _SCHEME:
        return value.strip()
    offered: str | None = environ.get(_OFFERED)
    return offered


def scrub(environ: dict[str, Any]) -> None:
    """Takes the token out of the address, before anything that logs addresses (an access log, a
    traceback) sees it.

    Args:
        environ: of WSGI; changed in place.
    """
    query = environ.get("QUERY_STRING", "")
    if _PARAMETER not in query and "%" not in query:
        return
    pairs = parse_qsl(query, keep_blank_values=True)
    offered = [value for name, value in pairs if name == _PARAMETER]
    if not offered:
        return
    environ[_OFFERED] = offered[0]
    environ["QUERY_STRING"] = urlencode([(name, value) for name, value in pairs if name != _PARAMETER])
    for raw in ("RAW_URI", "REQUEST_URI"):
        if raw in environ:
            path = environ[raw].partition("?")[0]
            environ[raw] = f"{path}?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else path


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
