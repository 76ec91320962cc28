"""Pace, waiting, back-pressure, the clock door, and the server as a process."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from core.market.calendar import instant_ms, local_seconds
from tests.support.polling import eventually_async
from tests.support.simulator import ListSource, broadcasts, raw_client
from workers.simulator import main, socket_client
from workers.simulator.messages import Message, WireDay
from workers.simulator.server import SimulatedServer
from workers.simulator.source import open_source

DATE = dt.date(2026, 8, 14)
DAY = WireDay(DATE)
PADDING = "x" * 2_000


def _bars(count: int, seconds_apart: float = 0.0) -> list[Message]:
    messages = []
    for number in range(count):
        ts_ms = DAY.at(9 * 3600 + number * seconds_apart)
        content = {"TradingDate": DAY.text, "Time": DAY.time(ts_ms), "Symbol": "HPG", "Close": float(number)}
        messages.append(Message(ts_ms, "X-TRADE", "HPG", json.dumps({**content, "Padding": PADDING})))
    return messages


async def _clock(url: str) -> dict[str, Any]:
    async with httpx.AsyncClient() as http:
        clock: dict[str, Any] = (await http.get(f"{url}/simulator/clock")).json()
        return clock


def test_without_a_pace_the_day_waits_for_a_settled_client_and_nothing_is_lost() -> None:
    async def run() -> None:
        messages = _bars(3_000)
        async with SimulatedServer(ListSource(messages, DATE), source_name="list") as server:
            assert server.player.sent == 0
            async with raw_client(server.url) as client:
                await client.subscribe("MI:ALL")
                assert server.player.sent == 0
                await client.subscribe("X-TRADE:ALL")
                closes = [content["Close"] for _, content in await client.messages(len(messages))]
            await eventually_async(lambda: server.ended)
            clock = await _clock(server.url)
        assert closes == [float(number) for number in range(3_000)]
        assert clock == {
            "now_ms": messages[-1].ts_ms,
            "speed": None,
            "date": "2026-08-14",
            "source": "list",
            "ended": True,
            "newest_ms": messages[-1].ts_ms,
            "sent": 3_000,
        }

    asyncio.run(run())


def test_without_a_pace_the_slowest_client_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        messages = _bars(4_000)
        async with SimulatedServer(ListSource(messages, DATE)) as server:
            async with raw_client(server.url) as slow, raw_client(server.url) as quick:
                await slow.subscribe("X-TRADE:ALL")
                await quick.subscribe("X-TRADE:ALL")
                # `slow` does not read: what waits for it is bounded, and no one is thrown out.
                await quick.messages(400)
                await eventually_async(lambda: _waiting(server) > 0)
                assert server.player.sent < len(messages)
                both = await asyncio.gather(
                    slow.messages(len(messages), 30), quick.messages(len(messages) - 400, 30)
                )
            await eventually_async(lambda: server.ended)
            assert len(both[0]) == len(messages)
            assert server.overflows == 0

    asyncio.run(run())


def _waiting(server: SimulatedServer) -> int:
    return max((client.queued_bytes for client in server._clients.values()), default=0)


def test_with_a_pace_a_client_that_does_not_read_is_disconnected_and_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket_client, "MAX_QUEUED_BYTES", 200_000)

    async def run() -> None:
        source = ListSource(_bars(20_000, 0.01), DATE)
        async with SimulatedServer(source, speed=200.0, wait_for_client=True) as server:
            async with raw_client(server.url) as client:
                client.socket.transport.pause_reading()
                await client.subscribe("X-TRADE:ALL")
                await eventually_async(lambda: server.overflows == 1, within_s=15)
                client.socket.transport.resume_reading()
                received: list[float] = []

                async def read_to_the_end() -> None:
                    while True:
                        received.extend(content["Close"] for _, content in broadcasts(await client.frame()))

                with pytest.raises(ConnectionClosed):
                    await read_to_the_end()
            # What did arrive has no hole.
            assert received == [float(number) for number in range(len(received))]

    asyncio.run(run())


def test_the_clock_runs_at_the_given_speed() -> None:
    async def run() -> None:
        source = ListSource(_bars(1_000, 10.0), DATE)
        async with SimulatedServer(source, speed=600.0, start_seconds=9 * 3600 + 600) as server:
            first = await _clock(server.url)
            assert first["speed"] == 600.0
            assert local_seconds(first["now_ms"]) >= 9 * 3600 + 600
            await eventually_async(lambda: server.player.played > 20)
            later = await _clock(server.url)
            assert later["now_ms"] > first["now_ms"] + 60_000
            assert later["ended"] is False

    asyncio.run(run())


def test_what_lies_before_the_start_is_known_but_not_sent() -> None:
    async def run() -> None:
        source = open_source("exchange", seed=5, symbols=30, trading_date=DATE)
        async with (
            SimulatedServer(source, speed=1.0, start_seconds=9 * 3600 + 17 * 60) as server,
            raw_client(server.url) as client,
        ):
            known = server.record.content("X-TRADE", "HPG")
            assert known is not None
            await client.invoke("SwitchChannels", "X-TRADE:HPG")
            replayed = (await client.messages(1))[0][1]
            bars = server.record.bars("HPG")
        assert replayed["TotalVol"] >= known["TotalVol"] > 0
        assert bars[0].time.startswith("09:15")

    asyncio.run(run())


def test_after_the_end_keep_alives_and_last_messages_go_on() -> None:
    async def run() -> None:
        source = ListSource(_bars(5), DATE)
        async with SimulatedServer(source, wait_for_client=False, keep_alive_s=0.05) as server:
            await eventually_async(lambda: server.ended)
            async with raw_client(server.url) as client:
                await client.subscribe("X-TRADE:ALL")
                assert (await client.messages(1))[0][1]["Close"] == 4.0
                assert await client.frame() == {}

    asyncio.run(run())


def test_default_start_is_now_in_a_session_else_nine() -> None:
    exchange = open_source("exchange", seed=1, symbols=3, trading_date=DATE)
    ten = instant_ms(DATE, 10 * 3600 + 5)
    assert main.default_start(exchange, "exchange", 1.0, ten) == 10 * 3600 + 5
    noon = instant_ms(DATE, 12 * 3600)
    assert main.default_start(exchange, "exchange", 1.0, noon) == 9 * 3600
    other_day = instant_ms(dt.date(2026, 8, 17), 10 * 3600)
    assert main.default_start(exchange, "exchange", 1.0, other_day) == 9 * 3600


def test_as_a_process_it_says_when_it_is_ready_and_stops_cleanly(repo_root: Path) -> None:
    command = [
        sys.executable, "-c", "from workers.simulator.main import simulate; simulate()",
        "--port", "0", "--start", "09:16", "--seed", "4", "--date", "2026-08-14", "--speed", "10",
    ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=repo_root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().split()
        assert line[:3] == ["simulator", "ready", "on"]
        assert line[4:] == ["source=exchange", "date=2026-08-14", "start=09:16", "speed=10"]

        async def use() -> int:
            async with raw_client(line[3]) as client:
                await client.subscribe("X-TRADE:ALL", "MI:ALL")
                found = await client.messages(40)
                process.send_signal(signal.SIGTERM)
                return len(found)

        assert asyncio.run(use()) >= 40
        assert process.wait(timeout=2) == 0


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--source", "/nowhere/at/all"], "no such file or folder"),
        (["--date", "2026-08-15"], "is a Saturday, nothing trades"),
        (["--next-day", "--speed", "max"], "served at a pace"),
    ],
)
def test_a_wrong_flag_is_one_line_and_exit_code_two(flags: list[str], said: str, repo_root: Path) -> None:
    command = [sys.executable, "-c", "from workers.simulator.main import simulate; simulate()", *flags]
    ended = subprocess.run(command, cwd=repo_root, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


def test_a_source_that_breaks_ends_the_process_with_its_reason(repo_root: Path, tmp_path: Path) -> None:
    tape = tmp_path / "2026-03-10.csv"
    tape.write_text("time,price,volume,side\n09:00:00,1800.1,2,SD\n09:00:01,dear,1,SD\n")
    command = [
        sys.executable, "-c", "from workers.simulator.main import simulate; simulate()",
        "--port", "0", "--source", str(tape), "--speed", "max", "--no-wait-for-client",
    ]  # fmt: skip
    ended = subprocess.run(command, cwd=repo_root, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert "line 3" in ended.stderr
