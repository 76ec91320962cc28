"""Who may open a socket, and how much may be said on it."""

from __future__ import annotations

import msgspec
import pytest

from dashboard.data.snapshots import RoomCopies
from dashboard.live import messages
from dashboard.live.manager import ConnectionManager
from dashboard.live.messages import Hidden, Ping, Subscribe, decode_request, known_rooms
from dashboard.live.socket import Allowance, origin_allowed


@pytest.mark.parametrize(
    ("origin", "host", "allowed", "verdict"),
    [
        ("http://board.example", "board.example", (), True),
        ("http://board.example:80", "board.example", (), True),
        ("http://board.example:8050", "board.example:8050", (), True),
        ("https://board.example", "board.example", (), True),
        ("http://BOARD.example", "board.EXAMPLE", (), True),
        ("http://board.example:8051", "board.example:8050", (), False),
        ("http://evil.example", "board.example", (), False),
        ("http://board.example.evil.example", "board.example", (), False),
        ("https://desk.example", "board.example", ("https://desk.example",), True),
        ("https://desk.example.evil", "board.example", ("https://desk.example",), False),
        ("null", "board.example", (), False),
        ("", "board.example", (), False),
        (None, "board.example", (), False),
        ("file://board.example", "board.example", (), False),
        ("http://board.example:port", "board.example", (), False),
    ],
)
def test_origin(origin: str | None, host: str, allowed: tuple[str, ...], verdict: bool) -> None:
    assert origin_allowed(origin, host, "http", allowed) is verdict


def test_a_burst_then_a_rate() -> None:
    allowance = Allowance(rate_per_s=2.0, burst=3.0, now_s=100.0)
    assert [allowance.take(100.0) for _ in range(4)] == [True, True, True, False]
    assert allowance.take(100.4) is False
    assert allowance.take(100.6) is True
    assert [allowance.take(200.0) for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "nonsense", '{"t":"sub"}', '{"t":"sub","rooms":["board"]}', '{"t":"shutdown"}',
     '{"t":"sub","rooms":{"board":5}}', '{"t":1}', '{"t":"unsub","rooms":{}}', "\x00", '{"t":"ping"'],
)  # fmt: skip
def test_what_is_not_of_the_protocol_is_refused(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_request(text)


def test_messages_of_the_protocol() -> None:
    assert decode_request('{"t":"ping"}') == Ping()
    assert decode_request('{"t":"hidden"}') == Hidden()
    subscribe = decode_request(
        '{"t":"sub","rooms":{"board":null,"status":"7-12","secrets":null,"flow":"x-y"}}'
    )
    assert isinstance(subscribe, Subscribe)
    assert known_rooms(subscribe.rooms) == {"board": None, "status": (7, 12), "flow": None}


def test_hello_is_as_the_contract_says() -> None:
    hello = msgspec.json.decode(messages.encode(messages.Hello(version="1", server_time=5)))
    assert hello == {"t": "hello", "v": 1, "version": "1", "server_time": 5, "heartbeat_s": 15}


def test_places_are_counted_by_address_and_in_all() -> None:
    manager = ConnectionManager(RoomCopies(), max_connections=3, max_per_address=2, heartbeat_timeout_s=1)
    assert [manager.admit("a"), manager.admit("a"), manager.admit("a")] == [None, None, "address"]
    assert [manager.admit("b"), manager.admit("c")] == [None, "full"]
    manager.release("a")
    assert manager.count == 2
    assert manager.admit("c") is None
    manager.close_all()
    manager.release("b")
    assert manager.admit("b") == "stopping"
