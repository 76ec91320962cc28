"""Who may open a socket: decided before the upgrade, by Origin, place and address.

Door: `Gate`, `register_upgrades`, `origin_allowed`, `client_address`. Refuses to know what a socket is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, request

from dashboard.live.admission import Admission, Kind

Network = IPv4Network | IPv6Network

PREFIX: Final = "/ws/"
"""Where all sockets are."""
RETRY_AFTER_S: Final = 5
IPV6_SITE_BITS: Final = 64
"""One subscriber has that many bits of an IPv6 address to choose from: they count as one address."""
_DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_ADDRESS: Final = "vnmarket.admitted"
"""Where a request notes the address that holds its place."""


class Gate:
    """Refusals before the upgrade: 403 wrong Origin, 429 too many from one address, 503 full."""

    def __init__(
        self,
        admission: Admission,
        counters: Counter[str],
        allowed_origins: tuple[str, ...],
        trusted_proxies: Sequence[Network],
    ) -> None:
        """
        Args:
            admission: the places.
            counters: where refusals are counted.
            allowed_origins: origins allowed beside this host's own.
            trusted_proxies: whose word on the client's address is taken.
        """
        self._admission = admission
        self._counters = counters
        self._allowed_origins = allowed_origins
        self._trusted_proxies = trusted_proxies

    def guard(
        self,
        blueprint: Blueprint,
        kind: Kind,
        *,
        origin_needed: bool,
        further: Callable[[], Response | None] = lambda: None,
    ) -> None:
        """Stands before every route of a blueprint.

        Args:
            blueprint: of sockets only.
            kind: of its clients.
            origin_needed: whether a request without Origin is refused; a browser always sends one.
            further: one more check, with its refusal, before a place is taken.
        """

        def admit() -> Response | None:
            origin = request.headers.get("Origin")
            if (origin is not None or origin_needed) and not origin_allowed(
                origin, request.host, request.scheme, self._allowed_origins
            ):
                self._counters["refused_origin"] += 1
                return Response("origin not allowed\n", 403, mimetype="text/plain")
            refused = further()
            if refused is not None:
                return refused
            # Compressed input would let 4 KB on the wire grow a thousandfold before it is measured.
            request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            address = client_address(
                request.remote_addr or "", request.headers.getlist("X-Forwarded-For"), self._trusted_proxies
            )
            refusal = self._admission.admit(kind, address)
            if refusal is None:
                request.environ[_ADDRESS] = address
                return None
            self._counters[f"refused_{refusal}"] += 1
            status = 429 if refusal == "address" else 503
            headers = {"Retry-After": str(RETRY_AFTER_S)}
            return Response(f"{refusal}\n", status, headers, mimetype="text/plain")

        def give_back(_: BaseException | None) -> None:
            address = request.environ.pop(_ADDRESS, None)
            if address is not None:
                self._admission.release(kind, address)

        blueprint.before_request(admit)
        blueprint.teardown_request(give_back)


def register_upgrades(server: Flask, paths: Collection[str]) -> None:
    """Tells a request that is no handshake to be one: 426, and 404 where there is no socket. Otherwise
    Dash's own catch-all would answer it with the board's page.

    Args:
        server: the Flask application.
        paths: of all sockets.
    """

    def no_handshake(name: str) -> Response:
        if f"{PREFIX}{name}" not in paths:
            return Response("no such socket\n", 404, mimetype="text/plain")
        headers = {"Upgrade": "websocket", "Connection": "Upgrade"}
        return Response("a WebSocket handshake is expected\n", 426, headers, mimetype="text/plain")

    server.add_url_rule(f"{PREFIX}<path:name>", "no_handshake", no_handshake, methods=["GET"])


def origin_allowed(origin: str | None, host: str, scheme: str, allowed: tuple[str, ...]) -> bool:
    """Whether a page of that origin may open a socket.

    Args:
        origin: the Origin header; a browser always sends one.
        host: the Host header.
        scheme: of the request, for the default port.
        allowed: further origins, lower case, without a trailing slash.
    """
    if origin is None:
        return False
    origin = origin.lower().rstrip("/")
    if origin in allowed:
        return True
    try:
        page, here = urlsplit(origin), urlsplit(f"{scheme}://{host.lower()}")
        page_port = page.port or _DEFAULT_PORTS.get(page.scheme)
        # Behind a proxy that ends TLS the scheme differs; the default ports then stand for each other.
        here_port = here.port or _DEFAULT_PORTS.get(page.scheme)
    except ValueError:
        return False
    return page.scheme in ("http", "https") and page.hostname == here.hostname and page_port == here_port


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """Whose socket it is, as limits count addresses.

    Each trusted proxy appends the address it was called from, so the list is read from its end, and
    only as far as those who wrote it are trusted: what a client wrote itself is never reached.

    Args:
        peer: where the connection comes from.
        forwarded: every X-Forwarded-For header, in order.
        trusted: networks of proxies whose word counts.
    """
    hops = [hop.strip() for line in forwarded for hop in line.split(",")]
    client = _parsed(peer)
    if client is None:
        return peer
    while hops and any(client in network for network in trusted):
        before = _parsed(hops.pop())
        if before is None:
            break
        client = before
    if isinstance(client, IPv6Address):
        return str(IPv6Network((int(client), IPV6_SITE_BITS), strict=False))
    return str(client)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]").split("%")[0])
    except ValueError:
        return None
    # A listener on both protocols tells IPv4 peers as ::ffff:1.2.3.4.
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
