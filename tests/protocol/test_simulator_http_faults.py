"""Faults of requests, and the control door, on the wire."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.support.polling import eventually_async
from tests.support.simulator import CREDENTIALS, ListSource, access_token, negotiate, raw_client
from workers.simulator.server import SimulatedServer

DATE = dt.date(2026, 8, 14)
TOKEN_CALL = "/api/v2/Market/AccessToken"
LIST_CALL = "/api/v2/Market/IndexList"

Scene = Callable[[SimulatedServer, httpx.AsyncClient], Awaitable[None]]


def _scene(scene: Scene) -> None:
    async def run() -> None:
        async with (
            SimulatedServer(ListSource([], DATE), wait_for_client=False) as server,
            httpx.AsyncClient(base_url=server.url, timeout=5) as http,
        ):
            token = await access_token(http, server.url)
            http.headers["Authorization"] = f"Bearer {token}"
            await scene(server, http)

    asyncio.run(run())


async def _start(http: httpx.AsyncClient, **fault: Any) -> None:
    answer = await http.post("/simulator/faults", json=fault)
    assert answer.status_code == 200, answer.text


def test_unauthorized() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(http, fault="unauthorized", on="rest", count=1)
        refused = await http.get(LIST_CALL)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert (await http.get(LIST_CALL)).status_code == 200

    _scene(scene)


def test_200_with_an_error_body() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(
            http, fault="error_body", on="rest", count=1, status=400, message="The connection is invalid"
        )
        refused = await http.get(LIST_CALL)
        assert refused.status_code == 200
        assert refused.json() == {"message": "The connection is invalid", "status": 400}

    _scene(scene)


def test_429_with_and_without_retry_after_on_rest_and_negotiate() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        for on, path in (("rest", LIST_CALL), ("negotiate", "/v2.0/signalr/negotiate")):
            for after_s in (7, None):
                await _start(http, fault="too_many_requests", on=on, count=1, retry_after_s=after_s)
                refused = await http.get(path)
                assert refused.status_code == 429
                assert refused.headers.get("Retry-After") == (None if after_s is None else str(after_s))
            assert (await http.get(path)).status_code == 200

    _scene(scene)


def test_429_on_the_handshake_of_the_socket() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        token = (await negotiate(http, server.url, await access_token(http, server.url)))["ConnectionToken"]
        address = server.url.replace("http", "ws", 1) + "/v2.0/signalr/connect"
        for after_s in (7, None):
            await _start(http, fault="too_many_requests", on="connect", count=1, retry_after_s=after_s)
            with pytest.raises(InvalidStatus) as refused:
                async with connect(str(httpx.URL(address, params={"connectionToken": token}))):
                    pass
            response = refused.value.response
            assert response.status_code == 429
            assert response.headers.get("Retry-After") == (None if after_s is None else str(after_s))
        async with raw_client(server.url):
            assert server.stream_clients == 1

    _scene(scene)


def test_5xx_as_json_and_as_a_page() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(http, fault="server_error", on="log_in", count=1, status=500)
        assert (await http.post(TOKEN_CALL, json=CREDENTIALS)).status_code == 500
        await _start(http, fault="server_error", on="any", count=1, status=502, html=True)
        answer = await http.post(TOKEN_CALL, json=CREDENTIALS)
        assert (answer.status_code, answer.headers["Content-Type"]) == (502, "text/html")
        assert (await http.post(TOKEN_CALL, json=CREDENTIALS)).status_code == 200

    _scene(scene)


def test_slow_answers() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(http, fault="slow", on="rest", count=1, delay_s=0.3)
        began_s = time.monotonic()
        assert (await http.get(LIST_CALL)).json()["status"] == "Success"
        assert time.monotonic() - began_s >= 0.3

    _scene(scene)


def test_the_door_starts_reports_and_ends_faults() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(http, fault="unauthorized", on="rest")
        await _start(http, fault="reset")
        report = (await http.get("/simulator/faults")).json()
        assert [fault["fault"] for fault in report["active"]] == ["unauthorized"]
        assert [entry["fault"]["fault"] for entry in report["log"]] == ["unauthorized", "reset"]
        assert (await http.get(LIST_CALL)).status_code == 401
        assert (await http.delete("/simulator/faults")).json()["active"] == []
        assert (await http.get(LIST_CALL)).status_code == 200
        assert (await http.get("/simulator/faults")).json()["log"][-1]["event"] == "end"

    _scene(scene)


def test_the_door_refuses_what_is_no_fault_and_web_pages() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        refused = await http.post("/simulator/faults", json={"fault": "earthquake"})
        assert refused.status_code == 400
        assert "earthquake" in refused.json()["message"]
        page = {"Origin": "http://somewhere.example"}
        for method in ("GET", "POST", "DELETE"):
            answer = await http.request(method, "/simulator/faults", headers=page)
            assert answer.status_code == 403
        assert (await http.put("/simulator/faults")).status_code == 405
        assert server.faults.report()["log"] == []

    _scene(scene)


def test_an_http_fault_ends_after_its_time() -> None:
    async def scene(server: SimulatedServer, http: httpx.AsyncClient) -> None:
        await _start(http, fault="unauthorized", for_s=0.1)
        assert (await http.get(LIST_CALL)).status_code == 401
        await eventually_async(lambda: not server.faults.report()["active"])
        assert (await http.get(LIST_CALL)).status_code == 200

    _scene(scene)
