"""A worker's life: signals set a flag, one deadline bounds the end, logs are one line a record."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers.probes import await_port, http_answers
from workers.runtime import configure_logging, run_until_signal

STUBBORN = """
import asyncio, os, signal, sys, time
from workers.runtime import run_until_signal

async def main(stop):
    print("ready", flush=True)
    if sys.argv[1] == "blocks":
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            time.sleep(0.01)
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if sys.argv[1] == "obeys":
                raise

sys.exit(asyncio.run(run_until_signal(main, 0.3)))
"""


@pytest.fixture
def root_logger() -> Iterator[None]:
    """The logging set-up as it was before the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_sets_the_flag_and_the_end_is_orderly(number: signal.Signals) -> None:
    steps: list[str] = []

    async def main(stop: asyncio.Event) -> None:
        os.kill(os.getpid(), number)
        await stop.wait()
        steps.append("asked")
        await asyncio.sleep(0)
        steps.append("done")

    before = signal.getsignal(number)
    assert asyncio.run(run_until_signal(main, 5)) == 0
    assert steps == ["asked", "done"]
    assert signal.getsignal(number) is before


def test_an_end_of_its_own_is_code_0_and_an_exception_code_1(caplog: pytest.LogCaptureFixture) -> None:
    async def done(stop: asyncio.Event) -> None:
        assert not stop.is_set()

    async def broken(stop: asyncio.Event) -> None:
        raise ArithmeticError("the ledger does not add up")

    assert asyncio.run(run_until_signal(done, 5)) == 0
    assert asyncio.run(run_until_signal(broken, 5)) == 1
    assert "ArithmeticError" in caplog.text
    assert "the ledger does not add up" in caplog.text


@pytest.mark.parametrize("how", ["obeys", "ignores", "blocks"])
def test_the_deadline_holds_whatever_the_worker_does(how: str) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", STUBBORN, how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        asked = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 1
        assert time.monotonic() - asked < 6
    finally:
        worker.kill()
        worker.communicate()


@pytest.mark.usefixtures("root_logger")
def test_a_record_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    logger = logging.getLogger("workers.somewhere")
    logger.debug("not shown")
    logger.warning('two\nlines and a "quote"')
    try:
        raise ValueError("bad")
    except ValueError:
        logger.exception("failed")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("time=20")
    assert lines[0].endswith(r'level=warning logger=workers.somewhere msg="two\nlines and a \"quote\""')
    assert r"failed\nTraceback" in lines[1]
    assert lines[1].endswith('ValueError: bad"')


@pytest.mark.usefixtures("root_logger")
def test_libraries_that_log_addresses_stay_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("DEBUG")
    logging.getLogger("httpx").info("GET https://example.test/?connectionToken=canary")
    logging.getLogger("websockets.client").debug("> Authorization: Bearer canary")
    assert "canary" not in capsys.readouterr().err


def test_probes_tell_who_listens(tmp_path: Path) -> None:
    async def scenario() -> None:
        async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            request = await reader.readline()
            writer.write(b"HTTP/1.0 503 Busy\r\n\r\n" if b"/health" in request else b"?\r\n")
            writer.close()

        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            assert await await_port(port, 5)
            assert await http_answers("127.0.0.1", port)
        assert not await await_port(port, 0.2)
        assert not await http_answers("127.0.0.1", port)

    asyncio.run(scenario())
