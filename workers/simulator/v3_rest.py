"""FastConnect v3's REST calls the product needs: tokens, securities, indices, master data.

Door: `V3Door`. Refuses to know sockets: it turns requests into responses. Shapes are those
SSI's own client (`ssi-sdk` 3.3.2) sends and reads; an empty list is `{"code": 204}`, as from SSI.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from workers.simulator.http_door import Request, Response
from workers.simulator.reference import ReferenceData, Security
from workers.simulator.v3_sessions import Refused, Session, Sessions

API_PATH = "/api/v3/"
STREAM_PATH = "/ws/v3"
MAX_PAGE_SIZE = 1_000

_INVALID_CREDENTIAL = 401105
_UNAUTHORIZED = 401
_NEEDS_ONE_OF = 504208
_SHARE_LOT, _FUTURE_LOT = 100, 1


class _Credentials(msgspec.Struct, rename="camel"):
    api_key: str = ""
    api_secret: str = ""


class _Refresh(msgspec.Struct, rename="camel"):
    refresh_token: str = ""


class V3Door:
    """The answers of v3."""

    def __init__(
        self,
        sessions: Sessions,
        reference: Callable[[], ReferenceData],
        today: Callable[[], dt.date],
        credentials: tuple[str, str] | None,
    ) -> None:
        """
        Args:
            reference: what is listed now. today: the trading date.
            credentials: the one (key, secret) that may log in; None takes any non-empty pair.
        """
        self.sessions = sessions
        self._reference = reference
        self._today = today
        self._credentials = credentials

    @staticmethod
    def target(path: str) -> str | None:
        """What a path (lower case) asks for, an `HttpTarget`; None when it is not v3's."""
        if path.rstrip("/") == STREAM_PATH:
            return "connect"
        if path.startswith(API_PATH):
            return "log_in" if path.startswith(API_PATH + "auth/") else "rest"
        return None

    def answer(self, request: Request) -> Response:
        """The answer of a request whose path is v3's."""
        path = request.path.lower().rstrip("/")
        if path == STREAM_PATH:
            return self.refused_connect(request) or _error(400, 400, "Not a WebSocket request")
        call = path.removeprefix(API_PATH)
        if call in ("auth/token", "auth/refresh", "auth/requestotp"):
            return self._answer_auth(call, request) if request.method == "POST" else _no_such_method()
        if request.method != "GET":
            return _no_such_method()
        if self.sessions.key_of(request.headers.get("authorization")) is None:
            return _error(401, _UNAUTHORIZED, "Unauthorized")
        if call == "data/securitiesbyboard":
            return self._securities(request.query)
        if call == "data/indexlist":
            return self._indices(request.query)
        if call == "data/masterdata":
            return self._master_data(request.query)
        return _error(404, 404, "Not Found")

    def refused_connect(self, request: Request) -> Response | None:
        """Why a stream's handshake is refused; None when its token is good."""
        if self.sessions.key_of(request.headers.get("authorization")) is None:
            return _error(401, _UNAUTHORIZED, "Unauthorized")
        return None

    # -- tokens ------------------------------------------------------------------------

    def _answer_auth(self, call: str, request: Request) -> Response:
        try:
            if call == "auth/refresh":
                token = msgspec.json.decode(request.body, type=_Refresh).refresh_token
                return _tokens(self.sessions.refresh(token))
            given = msgspec.json.decode(request.body, type=_Credentials)
        except msgspec.MsgspecError:
            return _error(400, 400, "The request is invalid")
        except Refused as refused:
            return _error(401, refused.code, str(refused))
        pair = (given.api_key, given.api_secret)
        if not all(pair) or (self._credentials is not None and pair != self._credentials):
            return _error(401, _INVALID_CREDENTIAL, "Invalid API credential")
        if call == "auth/requestotp":
            return _json({"code": 200, "msg": "OTP has been sent"})
        # Any OTP is good, and none is: users report that streaming does not ask for it.
        return _tokens(self.sessions.log_in(given.api_key))

    # -- lists -------------------------------------------------------------------------

    def _securities(self, query: dict[str, str]) -> Response:
        given = {name: query.get(name, "").upper() for name in ("index", "board", "symbol")}
        if sum(map(bool, given.values())) != 1:
            return _error(400, _NEEDS_ONE_OF, "Give one of index, board, symbol")
        reference = self._reference()
        members = self.members(given["index"]) if given["index"] else frozenset()
        rows = [
            _security(row, given["index"] or None)
            for row in reference.securities
            if row.symbol in members or row.symbol == given["symbol"] or row.board.value == given["board"]
        ]
        return _rows(rows)

    def members(self, code: str) -> frozenset[str]:
        """Symbols of an index, or of a board when there is no index of that code; any case."""
        reference, wanted = self._reference(), code.upper()
        for index in reference.indices:
            if index.code.upper() == wanted:
                board = index.exchange
                listed = (row.symbol for row in reference.securities if row.board.value == board)
                return frozenset(index.members or listed)
        return frozenset(
            row.symbol for row in reference.securities if wanted in (row.board.value, row.market)
        )

    def _indices(self, query: dict[str, str]) -> Response:
        board = query.get("board", "").upper()
        return _rows(
            [
                {"index": index.code.upper(), "indexName": index.name, "board": index.exchange}
                for index in self._reference().indices
                if board in ("", index.exchange)
            ]
        )

    def _master_data(self, query: dict[str, str]) -> Response:
        try:
            page, size = int(query.get("pageIndex", "1")), int(query.get("pageSize", "10"))
        except ValueError:
            page = size = 0
        if page < 1 or not 1 <= size <= MAX_PAGE_SIZE:
            return _error(400, 400, "pageIndex or pageSize is invalid")
        securities = self._reference().securities
        part = securities[(page - 1) * size : page * size]
        body = {
            "data": [
                {"board": row.board.value, "symbol": row.symbol, "tradingDate": f"{self._today():%d/%m/%Y}"}
                | prices(row)
                for row in part
            ],
            "pageIndex": page,
            "pageSize": size,
            "pagesCount": max(1, -(-len(securities) // size)),
        }
        return _json(body)


def prices(row: Security) -> dict[str, float | None]:
    """Ceiling, floor and reference as v3 writes them; None where unknown."""
    named = (("ceiling", row.ceiling), ("floor", row.floor), ("refPrice", row.reference))
    return {name: None if price is None else price / row.scale for name, price in named}


def _security(row: Security, index: str | None) -> dict[str, Any]:
    contract = row.contract
    return {
        "symbol": row.symbol,
        "board": row.board.value,
        "index": index,
        "symbolNameVi": row.name,
        "symbolNameEn": row.name_en,
        "lotSize": _SHARE_LOT if contract is None else _FUTURE_LOT,
        "listedShare": row.listed_shares,
        "lastTradingDate": "" if contract is None else f"{contract.last_trading_date:%d/%m/%Y}",
        "stockType": "ST" if contract is None else "FU",
    }


def _tokens(session: Session) -> Response:
    return _json(
        {
            "code": 200,
            "data": {
                "accessToken": session.access_token,
                "tokenType": "Bearer",
                "expiresAt": int(session.access_expires_s),
                "refreshToken": session.refresh_token,
                "refreshExpiresAt": int(session.refresh_expires_s),
            },
        }
    )


def _rows(rows: Sequence[dict[str, Any]]) -> Response:
    return _json(rows) if rows else _json({"code": 204, "msg": "No content"})


def _json(body: object, status: int = 200) -> Response:
    return Response(status, msgspec.json.encode(body))


def _error(status: int, code: int, text: str) -> Response:
    return _json({"code": code, "msg": text}, status)


def _no_such_method() -> Response:
    return _error(405, 405, "Method Not Allowed")
