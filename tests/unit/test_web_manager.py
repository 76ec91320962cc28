"""The register of sockets: who left is nowhere any more."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from dashboard.data.snapshots import RoomCopies
from dashboard.live.admission import BROWSER, PROGRAM, Admission
from dashboard.live.channel_queue import ChannelMessage
from dashboard.live.connection import Heartbeat
from dashboard.live.manager import ConnectionManager
from tests.support.polling import eventually


@pytest.fixture
def manager() -> ConnectionManager:
    manager = ConnectionManager(
        RoomCopies(), Admission(10, {BROWSER: 10, PROGRAM: 10}), heartbeat_timeout_s=10
    )
    manager.start()
    return manager


@pytest.fixture
def pairs() -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    pairs = [socket.socketpair() for _ in range(2)]
    yield pairs
    for pair in pairs:
        for sock in pair:
            sock.close()


def test_a_channel_and_a_room_of_one_name_are_two_things(
    manager: ConnectionManager, pairs: list[tuple[socket.socket, socket.socket]]
) -> None:
    (browser_here, browser_there), (program_here, program_there) = pairs
    program = manager.open_program(program_here, 5, Heartbeat(30, 10, b"ping"))
    manager.listen(program, "foreign", (b"hello",), None)
    browser = manager.open(browser_here, b"greeting")
    manager.follow(browser, {"foreign": None})
    manager.publish_message("foreign", ChannelMessage(b'{"dropped":0}'))
    assert program_there.recv(5, socket.MSG_WAITALL) == b"hello"
    assert program_there.recv(100).endswith(b'"dropped":0}')
    assert browser_there.recv(100) == b"greeting"
    for connection in (program, browser):
        manager.remove(connection)
        assert connection.gone.wait(5)
    eventually(lambda: not manager._connections, what="the end of both")
    assert not manager._listeners["foreign"]
    assert not manager._followers.get("foreign")
    assert not manager._browsers
