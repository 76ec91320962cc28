"""The v3 wire, one rule a test, against plain clients."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from core.market.contracts import contracts_listed
from core.market.symbols import vn30_members
from tests.support.polling import eventually_async
from tests.support.simulator import ListSource
from workers.simulator.faults import Close, KeepAlivesOnly, TokenExpiry, TooManyRequests
from workers.simulator.messages import Message, WireDay
from workers.simulator.server import SimulatedServer
from workers.simulator.v3_sessions import Refused, Sessions

DATE = dt.date(2026, 8, 14)
DAY = WireDay(DATE)
LOG_IN = {"apiKey": "key", "apiSecret": "secret"}
QUIET_S = 0.15

Scene = Callable[[SimulatedServer, httpx.AsyncClient, ClientConnection], Awaitable[None]]


def _message(second: int, kind: str, symbol: str, **fields: Any) -> Message:
    ts_ms = DAY.at(9 * 3600 + second)
    name = "IndexId" if kind == "MI" else "Symbol"
    content = {"RType": kind, "TradingDate": DAY.text, "Time": DAY.time(ts_ms), name: symbol, **fields}
    return Message(ts_ms, kind, symbol, json.dumps(content))


MESSAGES = [
    _message(0, "F", "HPG", Exchange="HOSE", TradingSession="LO", TradingStatus="N"),
    _message(0, "F", "SSI", Exchange="HOSE", TradingSession="LO", TradingStatus="N"),
    _message(1, "X-TRADE", "HPG", LastPrice=28000.0, LastVol=100.0, TotalVol=300.0, Side="BU"),
    _message(1, "X-QUOTE", "HPG", BidPrice1=27950.0, BidVol1=500.0, AskPrice1=28000.0, AskVol1=400.0),
    _message(2, "R", "HPG", TotalRoom=900.0, CurrentRoom=100.0, BuyVol=5.0, SellVol=6.0),
    _message(2, "X-TRADE", "SSI", LastPrice=33000.0, LastVol=200.0, TotalVol=200.0, Side=None),
    _message(2, "OL", "HPG", LastPrice=27950.0, LastVol=7.0, TotalVol=90.0, BidPrice1=27900.0, BidVol1=12.0),
    _message(2, "PUT", "HPG", Price=28500.0, Volume=30_000.0, TotalVol=50_000.0, TotalVal=1.4e9),
    _message(3, "MI", "VN30", IndexValue=1800.5, Change=1.5, Advances=20, Exchange="HOSE"),
]


def _played(scene: Scene, **options: Any) -> None:
    async def run() -> None:
        source = ListSource(MESSAGES, DATE)
        async with (
            SimulatedServer(source, wait_for_client=False, **options) as server,
            httpx.AsyncClient(base_url=server.url, timeout=5) as http,
        ):
            await eventually_async(lambda: server.ended)
            token = (await http.post("/api/v3/auth/token", json=LOG_IN)).json()["data"]["accessToken"]
            http.headers["Authorization"] = f"Bearer {token}"
            async with _socket(server, token) as socket:
                await scene(server, http, socket)

    asyncio.run(run())


def _socket(server: SimulatedServer, token: str) -> connect:
    address = server.url.replace("http", "ws", 1) + "/ws/v3"
    return connect(address, additional_headers={"Authorization": f"Bearer {token}"}, close_timeout=1)


async def _frame(socket: ClientConnection, timeout_s: float = 5.0) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), timeout_s))
    return frame


async def _ask(socket: ClientConnection, method: str, *topics: str, channel: str = "DATA") -> dict[str, Any]:
    await socket.send(json.dumps({"method": method, "channel": channel, "topics": topics}))
    return await _frame(socket)


async def _silent(socket: ClientConnection) -> bool:
    try:
        await _frame(socket, QUIET_S)
    except TimeoutError:
        return True
    return False


@pytest.mark.parametrize(
    ("topic", "name", "data"),
    [
        (
            "trade.HPG",
            "trade.HPG",
            {"s": "HPG", "t": "14/08/2026 09:00:01", "p": 28000.0, "q": 100.0, "si": "B", "v": 300.0},
        ),
        ("trade.ssi", "trade.SSI", {"s": "SSI", "si": "U", "v": 200.0}),
        ("quote.HPG", "quote.HPG", {"bids": [[27950.0, 500.0]], "asks": [[28000.0, 400.0]]}),
        ("room.HPG", "room.HPG", {"tr": 900.0, "cr": 100.0, "bq": 5.0, "sq": 6.0}),
        ("oddlot.HPG", "oddlot.HPG", {"s": "HPG", "p": 27950.0, "q": 7.0, "bids": [[27900.0, 12.0]]}),
        ("put.*", "put.HPG", {"s": "HPG", "p": 28500.0, "q": 30_000.0, "tq": 50_000.0, "tv": 1.4e9}),
        ("trade.index.VN30", "trade.index.VN30", {"s": "VN30", "v": 1800.5, "c": 1.5, "adv": 20}),
        (
            "trade.HPG@1m",
            "trade.HPG@1m",
            {"s": "HPG", "st": "14/08/2026 09:00:00", "t": "14/08/2026 09:00:01", "o": 28000.0, "v": 100.0},
        ),
        ("trade.index.vn30@5m", "trade.index.VN30@5m", {"s": "VN30", "c": 1800.5, "v": 0.0}),
        ("market.flag", "market.FLAG", {"b": "HOSE", "t": "14/08/2026 09:00:00", "f": "LO"}),
        ("market.HPG", "market.HPG", {"s": "HPG", "b": "HOSE"}),
    ],
)
def test_a_topic_begins_with_what_is_known(topic: str, name: str, data: dict[str, Any]) -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        answer = await _ask(socket, "subscribe", topic)
        assert answer == {"method": "subscribe", "channel": "DATA", "status": "ok", "message": "success"}
        frame = await _frame(socket)
        assert (frame["channel"], frame["topic"]) == ("DATA", name)
        assert {key: frame["data"].get(key) for key in data} == data
        assert await _silent(socket)

    _played(scene)


def test_an_index_fans_out_to_its_constituents_until_it_is_unsubscribed() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        assert (await _ask(socket, "SUBSCRIBE", "trade.VN30@*"))["status"] == "ok"
        assert {(await _frame(socket))["topic"] for _ in range(2)} == {"trade.HPG", "trade.SSI"}
        server.player.publish([MESSAGES[2]])
        assert (await _frame(socket))["topic"] == "trade.HPG"
        await socket.send('{"method": "list_subscription"}')
        assert await _frame(socket) == {"trading": "", "data": "trade.VN30@*"}
        assert (await _ask(socket, "unsubscribe", "trade.VN30@*"))["status"] == "ok"
        server.player.publish([MESSAGES[2]])
        assert await _silent(socket)

    _played(scene)


def test_candles_grow_match_by_match_and_begin_on_their_minute() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        for topic in ("trade.HPG@1m", "trade.HPG@5m"):
            assert (await _ask(socket, "subscribe", topic))["status"] == "ok"
            assert (await _frame(socket))["data"]["v"] == 100.0
        prices = {59: 28100.0, 60: 27900.0, 62: 28000.0}
        told: dict[str, list[tuple[str, list[float]]]] = {"trade.HPG@1m": [], "trade.HPG@5m": []}
        for second, price in prices.items():
            trade = {"LastPrice": price, "LastVol": 50.0, "TotalVol": 350.0}
            server.player.publish([_message(second, "X-TRADE", "HPG", **trade)])
            for _ in range(2):
                frame = await _frame(socket)
                data = frame["data"]
                values = [data[name] for name in ("o", "h", "l", "c", "v")]
                told[frame["topic"]].append((data["st"][-8:], values))
        assert told["trade.HPG@1m"] == [
            ("09:00:00", [28000.0, 28100.0, 28000.0, 28100.0, 150.0]),
            ("09:01:00", [27900.0, 27900.0, 27900.0, 27900.0, 50.0]),
            ("09:01:00", [27900.0, 28000.0, 27900.0, 28000.0, 100.0]),
        ]
        assert told["trade.HPG@5m"][-1] == ("09:00:00", [28000.0, 28100.0, 27900.0, 28000.0, 250.0])
        server.player.publish([_message(63, "X-TRADE", "HPG", LastPrice=28000.0, LastVol=0.0)])
        assert await _silent(socket)

    _played(scene)


def test_a_flag_is_sent_once_a_change() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        await _ask(socket, "subscribe", "market.flag")
        assert (await _frame(socket))["data"]["f"] == "LO"
        fields = {"Exchange": "HOSE", "TradingSession": "ATC", "TradingStatus": "N"}
        server.player.publish([_message(9, "F", "HPG", **fields), _message(9, "F", "SSI", **fields)])
        assert (await _frame(socket))["data"]["f"] == "ATC"
        assert await _silent(socket)

    _played(scene)


def test_ping_is_answered_and_bad_requests_are_refused() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        assert await _ask(socket, "ping_pong", channel="HEARTBEAT") == {
            "method": "PING_PONG",
            "channel": "HEARTBEAT",
            "status": "ok",
            "message": "pong",
        }
        for topic in (
            "nothing.HPG",
            "trade.HPG,SSI",
            "trade.HPG@1h",
            "quote.HPG@1m",
            "trade.index.*@1m",
            "trade.NOWHERE@*",
            "trade",
            "",
        ):
            answer = await _ask(socket, "subscribe", topic)
            assert (answer["status"], answer["message"]) == ("error", f"Invalid topics: {topic}")
        answer = await _ask(socket, "subscribe", "order.*", channel="TRADING")
        assert (answer["status"], answer["message"]) == ("error", "Denied (scope)")
        assert (await _ask(socket, "shout"))["status"] == "error"
        await socket.send("not json")
        assert (await _frame(socket))["status"] == "error"
        await socket.send(json.dumps({"method": "subscribe", "channel": "DATA", "topics": ["x" * 5_000]}))
        assert await _silent(socket)

    _played(scene)


def test_the_handshake_wants_a_good_token_and_few_sockets() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with _socket(server, "made-up"):
                pass
        assert refused.value.response.status_code == 401
        token = http.headers["Authorization"].removeprefix("Bearer ")
        others = [await _socket(server, token) for _ in range(9)]
        async with _socket(server, token) as one_too_many:
            assert await _frame(one_too_many) == {"code": 429, "msg": "Too many connections"}
            with pytest.raises(ConnectionClosed):
                await _frame(one_too_many)
        for other in others:
            await other.close()

    _played(scene)


def test_rest_lists() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        listed = (await http.get("/api/v3/data/securitiesByBoard", params={"index": "vn30"})).json()
        assert {row["symbol"] for row in listed} == set(vn30_members(DATE))
        contract = contracts_listed(DATE)[0]
        params = {"symbol": contract.code}
        (future,) = (await http.get("/api/v3/data/securitiesByBoard", params=params)).json()
        assert future["lastTradingDate"] == f"{contract.last_trading_date:%d/%m/%Y}"
        nothing = await http.get("/api/v3/data/securitiesByBoard", params={"symbol": "NONE"})
        assert (nothing.status_code, nothing.json()["code"]) == (200, 204)
        unclear = await http.get("/api/v3/data/securitiesByBoard")
        assert (unclear.status_code, unclear.json()["code"]) == (400, 504208)
        page = (await http.get("/api/v3/data/masterdata", params={"pageIndex": 2, "pageSize": 20})).json()
        assert (len(page["data"]), page["pagesCount"]) == (14, 2)
        assert (await http.get("/api/v3/data/masterdata", params={"pageSize": 0})).status_code == 400
        assert (await http.get("/api/v3/elsewhere")).status_code == 404
        assert (await http.get("/api/v3/auth/token")).status_code == 405
        del http.headers["Authorization"]
        assert (await http.get("/api/v3/data/indexList")).status_code == 401

    _played(scene)


def test_credentials_and_one_session_a_key() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        wrong = await http.post("/api/v3/auth/token", json={"apiKey": "key", "apiSecret": "wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, 401105)
        assert (await http.get("/api/v3/data/indexList")).status_code == 200
        assert (await http.post("/api/v3/auth/token", json=LOG_IN)).status_code == 200
        assert (await http.get("/api/v3/data/indexList")).status_code == 401
        unknown = await http.post("/api/v3/auth/refresh", json={"refreshToken": "made-up"})
        assert (unknown.status_code, unknown.json()["code"]) == (401, 401101)

    _played(scene, credentials=("key", "secret"))


def test_faults_reach_this_wire_too() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        server.faults.start(KeepAlivesOnly())
        assert (await _ask(socket, "subscribe", "trade.HPG"))["status"] == "ok"
        server.player.publish([MESSAGES[2]])
        assert await _silent(socket)
        server.faults.clear()
        server.player.publish([MESSAGES[2]])
        assert (await _frame(socket))["topic"] == "trade.HPG"
        server.faults.start(TooManyRequests(on="connect", count=1, retry_after_s=9))
        with pytest.raises(InvalidStatus) as refused:
            async with _socket(server, "any"):
                pass
        assert refused.value.response.headers["Retry-After"] == "9"
        server.faults.start(TokenExpiry())
        assert (await http.get("/api/v3/data/indexList")).status_code == 401
        server.faults.start(Close(code=1012))
        with pytest.raises(ConnectionClosed):
            await _frame(socket)

    _played(scene)


def test_lifetimes_of_tokens() -> None:
    now_s = [1_000.0]
    sessions = Sessions(lambda: now_s[0])
    first = sessions.log_in("key")
    assert sessions.key_of(f"Bearer {first.access_token}") == "key"
    now_s[0] += 15 * 60
    assert sessions.key_of(f"Bearer {first.access_token}") is None
    second = sessions.refresh(first.refresh_token)
    assert sessions.key_of(f"Bearer {second.access_token}") == "key"
    now_s[0] += 8 * 3600 - 15 * 60
    with pytest.raises(Refused) as expired:
        sessions.refresh(second.refresh_token)
    assert expired.value.code == 401103
