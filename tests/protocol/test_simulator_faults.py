"""Every fault on the wire: connections, frames and messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from tests.support.polling import eventually_async
from tests.support.simulator import ListSource, RawClient, access_token, broadcasts, raw_client
from workers.simulator.errors import FaultError
from workers.simulator.fault_script import Step
from workers.simulator.faults import (
    AddSymbol,
    BlackHole,
    Close,
    CorrectTotal,
    DropMessages,
    DropMidFrame,
    Duplicate,
    Fault,
    Halt,
    KeepAlivesOnly,
    Malformed,
    Oversize,
    Rename,
    Reorder,
    Replay,
    Reset,
    TokenExpiry,
    decode_fault,
)
from workers.simulator.messages import Message, WireDay
from workers.simulator.server import SimulatedServer

DATE = dt.date(2026, 8, 14)
DAY = WireDay(DATE)
QUIET_S = 0.15
"""How long nothing has to come to be called silence."""

Scene = Callable[[SimulatedServer, RawClient], Awaitable[None]]


def _trade(second: int, symbol: str = "HPG", *, volume: float = 100.0, total: float | None = None) -> Message:
    ts_ms = DAY.at(9 * 3600 + second)
    content = {
        "RType": "X-TRADE",
        "TradingDate": DAY.text,
        "Time": DAY.time(ts_ms),
        "Symbol": symbol,
        "LastPrice": 28000.0,
        "LastVol": volume,
        "TotalVol": (second + 1) * volume if total is None else total,
        "TotalVal": 28000.0 * ((second + 1) * volume if total is None else total),
    }
    return Message(ts_ms, "X-TRADE", symbol, json.dumps(content))


TRADES = [_trade(second) for second in range(100)]
TOTALS = [100.0 * (second + 1) for second in range(100)]


def _played(scene: Scene, messages: list[Message] = TRADES, **options: Any) -> None:
    """Runs a scene after the day is over: what is sent then is a replay or a fault's own."""

    async def run() -> None:
        options.setdefault("wait_for_client", False)
        async with SimulatedServer(ListSource(messages, DATE), **options) as server:
            await eventually_async(lambda: server.ended)
            async with raw_client(server.url) as client:
                await scene(server, client)

    asyncio.run(run())


def _received(
    count: int,
    *faults: Fault,
    script: list[Step] | None = None,
    messages: list[Message] = TRADES,
    channels: tuple[str, ...] = ("X-TRADE:ALL",),
    seed: int = 1,
) -> list[dict[str, Any]]:
    """What a client gets of a whole day under faults, `count` messages."""

    async def run() -> list[dict[str, Any]]:
        source = ListSource(messages, DATE)
        async with SimulatedServer(source, wait_for_client=True, script=script or [], seed=seed) as server:
            for fault in faults:
                server.faults.start(fault)
            async with raw_client(server.url) as client:
                await client.subscribe(*channels)
                found = [content for _, content in await client.messages(count)]
                await eventually_async(lambda: server.ended)
                await _silence(client, found)
                return found

    return asyncio.run(run())


async def _silence(client: RawClient, found: list[dict[str, Any]] | None = None) -> None:
    """Nothing more comes; data that does goes to `found`, or is an error without it."""
    while True:
        try:
            frame = await client.frame(QUIET_S)
        except TimeoutError:
            return
        if found is None:
            raise AssertionError(f"expected silence, got {frame}")
        found.extend(content for _, content in broadcasts(frame))


# -- connections -------------------------------------------------------------------------


def test_close() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Close(code=1012, reason="service restart"))
        with pytest.raises(ConnectionClosed) as ended:
            await client.frame()
        assert ended.value.rcvd is not None
        assert (ended.value.rcvd.code, ended.value.rcvd.reason) == (1012, "service restart")

    _played(scene)


def test_reset() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Reset())
        with pytest.raises(ConnectionClosedError) as ended:
            await client.frame()
        assert ended.value.rcvd is None
        assert isinstance(ended.value.__cause__, ConnectionResetError)

    _played(scene)


def test_drop_mid_frame() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(DropMidFrame())
        with pytest.raises(ConnectionClosedError) as ended:
            await client.frame()
        assert ended.value.rcvd is None
        assert isinstance(ended.value.__cause__, EOFError)
        assert "stream ends after" in str(ended.value.__cause__)

    _played(scene)


def test_black_hole_takes_bytes_and_sends_nothing() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        assert await client.frame() == {}
        server.faults.start(BlackHole())
        await client.subscribe("X-TRADE:ALL")
        pong = await client.socket.ping()
        await _silence(client)
        assert not pong.done()
        assert server.stream_clients == 1
        async with raw_client(server.url) as other:
            await other.subscribe("X-TRADE:ALL")
            assert await other.messages(1)

    _played(scene, keep_alive_s=0.03)


def test_black_hole_that_lasts_swallows_new_requests_too() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(BlackHole(for_s=None))
        async with httpx.AsyncClient(timeout=QUIET_S) as http:
            with pytest.raises(httpx.ReadTimeout):
                await access_token(http, server.url)
            assert (await http.delete(f"{server.url}/simulator/faults")).status_code == 200
            assert await access_token(http, server.url)

    _played(scene)


def test_keep_alives_only() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(KeepAlivesOnly())
        await client.invoke("SwitchChannels", "X-TRADE:ALL")
        server.player.publish([_trade(200)])
        frames = [await client.frame() for _ in range(6)]
        assert [frame for frame in frames if frame] == [{"I": "0"}]
        server.faults.clear()
        server.player.publish([_trade(201)])
        assert (await client.messages(1))[0][1]["TotalVol"] == 20_200.0

    _played(scene, keep_alive_s=0.03)


def test_token_expiry() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        async with httpx.AsyncClient() as http:
            headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}
            address = f"{server.url}/api/v2/Market/Securities"
            assert (await http.get(address, headers=headers)).json()["status"] == "Success"
            server.faults.start(TokenExpiry(close=True))
            refused = await http.get(address, headers=headers)
            assert (refused.status_code, refused.json()["message"]) == (200, "Token is expired")
            headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}
            assert (await http.get(address, headers=headers)).json()["status"] == "Success"
        with pytest.raises(ConnectionClosed):
            await client.frame()

    _played(scene)


# -- frames --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    ["json", "html", "envelope", "argument", "content", "not_finite", "deep", "binary", "text_encoding"],
)
def test_malformed_frames(kind: str) -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(decode_fault(json.dumps({"fault": "malformed", "kind": kind})))
        payload = await asyncio.wait_for(client.socket.recv(decode=False), 5)
        assert isinstance(payload, bytes)
        with pytest.raises((ValueError, RecursionError, KeyError, TypeError)):
            _read_strictly(payload)
        # The stream goes on after it.
        await client.subscribe("X-TRADE:ALL")
        assert await client.messages(1)

    _played(scene)


def _read_strictly(payload: bytes) -> None:
    """Raises: ValueError and others for a frame that is wrong in any layer."""
    for _, content in broadcasts(json.loads(payload)):
        if not all(abs(value) < 1e300 for value in content.values() if isinstance(value, float)):
            raise ValueError("not finite")


def test_malformed_frames_are_counted_and_seeded() -> None:
    async def payloads(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Malformed(kind="binary", count=3))
        drawn.append([await asyncio.wait_for(client.socket.recv(), 5) for _ in range(3)])

    drawn: list[list[Any]] = []
    for _ in range(2):
        _played(payloads, seed=7)
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 3


def test_oversize_frame() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        client_side = next(iter(server._clients.values()))
        # Something waits already: the fault's frame is no reason to disconnect the client.
        client_side.send(b"{}")
        server.faults.start(Oversize(size_bytes=20 * 1024 * 1024))
        assert await client.frame() == {}
        text = await asyncio.wait_for(client.socket.recv(), 10)
        assert len(text) == 20 * 1024 * 1024
        assert json.loads(text)["M"] == []
        await client.subscribe("X-TRADE:ALL")
        assert await client.messages(1)

    _played(scene)


# -- messages ------------------------------------------------------------------------------


def test_drop_a_share_of_messages_the_same_every_time() -> None:
    runs = [
        [content["TotalVol"] for content in _received(1, DropMessages(share=0.5), seed=seed)]
        for seed in (3, 3, 4)
    ]
    assert runs[0] == runs[1] != runs[2]
    assert 30 < len(runs[0]) < 70
    assert set(runs[0]) < set(TOTALS)


def test_drop_one_symbol() -> None:
    messages = [one for second in range(20) for one in (_trade(second), _trade(second, "SSI"))]
    found = _received(20, DropMessages(share=1.0, data_type="X-TRADE", symbol="HPG"), messages=messages)
    assert [content["Symbol"] for content in found] == ["SSI"] * 20


def test_duplicate() -> None:
    found = _received(200, Duplicate())
    assert [content["TotalVol"] for content in found] == [total for total in TOTALS for _ in range(2)]


def test_reorder_within_windows_and_nothing_is_lost() -> None:
    totals = [content["TotalVol"] for content in _received(100, Reorder(window=8))]
    assert totals != TOTALS
    assert sorted(totals) == TOTALS
    for first in range(0, 96, 8):
        assert sorted(totals[first : first + 8]) == TOTALS[first : first + 8]


@pytest.mark.parametrize("last", [10, None])
def test_replay_after_a_reconnect(last: int | None) -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Replay(last=last))
        async with raw_client(server.url) as again:
            await again.subscribe("X-TRADE:ALL")
            wanted = [TOTALS[-1], *(TOTALS if last is None else TOTALS[-last:])]
            found = await again.messages(len(wanted))
            assert [content["TotalVol"] for _, content in found] == wanted
            await _silence(again)

    _played(scene)


def test_correction_of_the_total() -> None:
    step = Step(CorrectTotal(symbol="HPG", by_shares=-500), at_seconds=9 * 3600 + 50)
    totals = [content["TotalVol"] for content in _received(101, script=[step])]
    assert totals[:50] == TOTALS[:50]
    assert totals[50] == TOTALS[49] - 500
    assert totals[51:] == [total - 500 for total in TOTALS[50:]]


def test_a_symbol_is_added() -> None:
    step = Step(AddSymbol(symbol="NEW", like="HPG"), at_seconds=9 * 3600 + 50)
    found = _received(151, script=[step], channels=("F:ALL", "X-TRADE:ALL"))
    status = [content for content in found if content["RType"] == "F"]
    assert [(content["Symbol"], content["TradingStatus"]) for content in status] == [("NEW", "N")]
    totals = [c["TotalVol"] for c in found if c["Symbol"] == "NEW" and c["RType"] == "X-TRADE"]
    assert totals == TOTALS[:50]

    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(AddSymbol(symbol="NEW", like="HPG"))
        assert "NEW" in await _listed(server)

    _played(scene)


def test_a_symbol_is_halted_and_resumes() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        await client.subscribe("F:ALL", "X-TRADE:HPG")
        assert (await client.messages(1))[0][1]["TotalVol"] == TOTALS[-1]
        server.faults.start(Halt(symbol="HPG"))
        changed = server.faults.market.changed
        assert changed([_trade(100), _trade(101)]) == []
        server.faults.clear()
        server.player.publish(changed([_trade(102)]))
        found = [content for _, content in await client.messages(3)]
        assert [content.get("TradingStatus") for content in found] == ["H", "N", None]
        # What was not traded while halted is in no total.
        assert found[2]["TotalVol"] == TOTALS[-1] + 100

    _played(scene)


def test_a_symbol_is_renamed() -> None:
    step = Step(Rename(symbol="HPG", to="HPX"), at_seconds=9 * 3600 + 50)
    symbols = Counter(content["Symbol"] for content in _received(100, script=[step]))
    assert symbols == {"HPG": 50, "HPX": 50}

    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Rename(symbol="HPG", to="HPX"))
        listed = await _listed(server)
        assert "HPX" in listed
        assert "HPG" not in listed

    _played(scene)


async def _listed(server: SimulatedServer) -> set[str]:
    async with httpx.AsyncClient() as http:
        headers = {"Authorization": f"Bearer {await access_token(http, server.url)}"}
        answer = await http.get(
            f"{server.url}/api/v2/Market/Securities", params={"pageSize": 100}, headers=headers
        )
        return {row["Symbol"] for row in answer.json()["data"]}


# -- scripts -------------------------------------------------------------------------------


def test_a_script_by_elapsed_time_is_logged_with_its_seed() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        with pytest.raises(ConnectionClosed):
            await client.frame()
        report = server.faults.report()
        assert report["seed"] == 9
        assert [(entry["event"], entry["fault"]["fault"]) for entry in report["log"]] == [("start", "close")]

    _played(scene, script=[Step(Close(), after_s=0.3)], seed=9)


def test_a_fault_ends_by_itself() -> None:
    async def scene(server: SimulatedServer, client: RawClient) -> None:
        server.faults.start(Halt(symbol="HPG", for_s=0.05))
        await client.subscribe("F:ALL")
        await eventually_async(lambda: not server.faults.report()["active"])
        statuses = [content["TradingStatus"] for _, content in await client.messages(2)]
        assert statuses == ["H", "N"]

    _played(scene)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(FaultError, match="earthquake"):
        decode_fault('{"fault": "earthquake"}')
