"""Who may open a socket, and how much may be said on it."""

from __future__ import annotations

from ipaddress import ip_network

import msgspec
import pytest

from dashboard.live import messages
from dashboard.live.admission import BROWSER, PROGRAM, Admission
from dashboard.live.gate import client_address, origin_allowed
from dashboard.live.messages import Hidden, Ping, Subscribe, decode_request, known_rooms
from dashboard.live.reader import Allowance


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


def test_places_are_counted_by_kind_and_address_and_in_all() -> None:
    admission = Admission(4, {BROWSER: 2, PROGRAM: 1})
    assert [admission.admit(BROWSER, "a") for _ in range(3)] == [None, None, "address"]
    assert [admission.admit(PROGRAM, "a"), admission.admit(PROGRAM, "a")] == [None, "address"]
    assert [admission.admit(BROWSER, "b"), admission.admit(BROWSER, "c")] == [None, "full"]
    admission.release(BROWSER, "a")
    assert admission.count == 3
    assert admission.admit(BROWSER, "c") is None
    admission.stop()
    admission.release(BROWSER, "b")
    assert admission.admit(BROWSER, "b") == "stopping"


PROXIES = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", (), "203.0.113.9"),
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),  # not a proxy of ours: its word counts nothing
        ("127.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("127.0.0.1", ("6.6.6.6, 198.51.100.1",), "198.51.100.1"),  # the client's own invention before it
        ("127.0.0.1", ("6.6.6.6", "198.51.100.1, 10.1.2.3"), "198.51.100.1"),
        ("127.0.0.1", ("10.1.2.3",), "10.1.2.3"),
        ("127.0.0.1", ("198.51.100.1, nonsense",), "127.0.0.1"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("127.0.0.1", ("",), "127.0.0.1"),
        ("::ffff:10.0.0.1", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", (), "2001:db8:1:2::/64"),
        ("fd00::1", ("[2001:db8:1:2::9]",), "2001:db8:1:2::/64"),
        ("", ("198.51.100.1",), ""),
    ],
)
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    peer: str, forwarded: tuple[str, ...], client: str
) -> None:
    assert client_address(peer, forwarded, PROXIES) == client
