"""FastConnect Data v2's requests: log-in, the REST calls, and the hub's HTTP side.

Door: `V2Door`. Refuses to know sockets: it turns requests into responses.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from workers.simulator import rest
from workers.simulator import signalr_wire as wire
from workers.simulator.http_door import Request, Response
from workers.simulator.quota import CallQuota
from workers.simulator.tokens import TokenIssuer

API_PATH = "/api/v2/market/"
HUB_PATH = "/v2.0/signalr/"
MAX_CONNECTION_TOKENS = 1_024
"""Negotiated tokens that are remembered; beyond that the oldest is forgotten and must negotiate again."""

_DEFAULT_PROTOCOL = "1.5"


class _Credentials(msgspec.Struct):
    consumer_id: str = msgspec.field(name="consumerID", default="")
    consumer_secret: str = msgspec.field(name="consumerSecret", default="")


class V2Door:
    """The answers of v2. Bound: 1,024 connection tokens."""

    def __init__(
        self,
        market_data: rest.MarketData,
        tokens: TokenIssuer,
        credentials: tuple[str, str] | None,
        call_quota: CallQuota,
        mono_s: Callable[[], float],
    ) -> None:
        """
        Args:
            credentials: the one (id, secret) that may log in; None takes any non-empty pair.
            call_quota: of the REST calls; mono_s: its clock.
        """
        self.market_data = market_data
        self.tokens = tokens
        self._credentials = credentials
        self._call_quota = call_quota
        self._mono_s = mono_s
        self._connection_tokens: OrderedDict[str, str] = OrderedDict()

    @staticmethod
    def target(path: str) -> str | None:
        """What a path (lower case) asks for, an `HttpTarget`; None when it is not v2's."""
        if path.startswith(API_PATH):
            return "log_in" if path.startswith(API_PATH + "accesstoken") else "rest"
        if path.startswith(HUB_PATH):
            return "connect" if path.startswith(HUB_PATH + "connect") else "negotiate"
        return None

    def answer(self, request: Request) -> Response:
        """The answer of a request whose path is v2's."""
        path = request.path.lower()
        if path.startswith(API_PATH):
            return self._answer_api(request, path.removeprefix(API_PATH).rstrip("/"))
        return self._answer_hub(request, path.removeprefix(HUB_PATH).rstrip("/"))

    def _answer_api(self, request: Request, call: str) -> Response:
        if call == "accesstoken":
            return self._log_in(request)
        if request.method != "GET":
            return Response(405, b'{"message":"The requested resource does not support this method"}')
        refused = self.tokens.refusal(request.headers.get("authorization"))
        if refused is not None:
            return Response(200, rest.refusal(refused))
        exceeded = self._call_quota.refusal(self._mono_s())
        if exceeded is not None:
            return Response(200, rest.envelope(None, total=0, message=exceeded, status="Error"))
        body = self.market_data.answer(call, request.query)
        return Response(404, b'{"message":"Not Found","status":404}') if body is None else Response(200, body)

    def _log_in(self, request: Request) -> Response:
        if request.method != "POST":
            return Response(405, b'{"message":"The requested resource does not support this method"}')
        try:
            given = msgspec.json.decode(request.body, type=_Credentials)
        except msgspec.MsgspecError:
            return Response(200, rest.refusal("The request is invalid", 400))
        pair = (given.consumer_id, given.consumer_secret)
        if not all(pair) or (self._credentials is not None and pair != self._credentials):
            return Response(200, rest.refusal("Invalid consumerID or consumerSecret"))
        token = self.tokens.issue(given.consumer_id)
        return Response(
            200, msgspec.json.encode({"message": "Success", "status": 200, "data": {"accessToken": token}})
        )

    def _answer_hub(self, request: Request, action: str) -> Response:
        if action == "negotiate" and request.method in ("GET", "POST"):
            return self._negotiate(request)
        if action == "connect":
            # A plain request: the only transport is the WebSocket.
            return self.refused_connect(request) or Response(400, b"Not a WebSocket request", "text/plain")
        if action == "start":
            return self.refused_connect(request) or Response(200, b'{"Response":"started"}')
        if action == "ping":
            return Response(200, b'{"Response":"pong"}')
        return Response(404, b"", "text/plain")

    def _negotiate(self, request: Request) -> Response:
        refused = self.tokens.refusal(request.headers.get("authorization"))
        if refused is not None:
            return Response(401, rest.refusal(refused), headers=(("WWW-Authenticate", "Bearer"),))
        token, connection_id = secrets.token_urlsafe(48), secrets.token_hex(16)
        self._connection_tokens[token] = connection_id
        if len(self._connection_tokens) > MAX_CONNECTION_TOKENS:
            self._connection_tokens.popitem(last=False)
        protocol = request.query.get("clientProtocol") or _DEFAULT_PROTOCOL
        return Response(200, wire.negotiation(token, connection_id, protocol))

    def refused_connect(self, request: Request) -> Response | None:
        """Why a connection token is not accepted, as ASP.NET says it; None when it is."""
        if request.query.get("connectionToken") in self._connection_tokens:
            return None
        return Response(400, b"The ConnectionId is in the incorrect format.", "text/plain")
