"""Clients that mean harm, each in a process of its own: `python -m tests.support.hostile ATTACK PORT`.

Door: `ATTACKS`, `start`, `finish`. Each attack prints, as JSON, how often the server answered in which
way: an HTTP status, `close 4429` (a close code), `cut` (ended without a word), `open` (still open).
Loopback only; every attack ends by itself. Refuses to know what the answer should be.
"""

from __future__ import annotations

import contextlib
import json
import resource
import select
import socket
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from core.snapshot import keys

ROOT = Path(__file__).resolve().parents[2]
DEAF, CROWD, SLOW_HANDSHAKES = 50, 1000, 200
BIG_MESSAGE_BYTES = 300_000_000
SLOW_BYTES_PER_S = 50_000
PATIENCE_S = 20.0
_TEXT, _CLOSE, _PING = 0x1, 0x8, 0x9
_CHUNK = bytes(64 * 1024)

Answers = Counter[str]


class Peer:
    """One connection, without a library that would behave."""

    def __init__(self, port: int, path: str = "/ws/live", origin: str | None = None, buffer: int = 0) -> None:
        """origin: None says the server's own; buffer: of the kernel for what comes in, bytes."""
        self.port, self.path = port, path
        self.origin = origin or f"http://127.0.0.1:{port}"
        self.sock = socket.socket()
        if buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.sock.settimeout(PATIENCE_S)
        self.sock.connect(("127.0.0.1", port))
        self._read = b""

    @property
    def handshake(self) -> bytes:
        """A request for a socket."""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: {self.origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        ).encode()

    def status(self) -> str:
        """The status of the answer to the handshake, `cut` when there is none."""
        try:
            while b"\r\n\r\n" not in self._read:
                data = self.sock.recv(4096)
                if not data:
                    return "cut"
                self._read += data
        except OSError:
            return "cut"
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        return head.split()[1].decode()

    def open(self) -> Peer:
        """Does the handshake. Raises: AssertionError when it is refused."""
        self.sock.sendall(self.handshake)
        status = self.status()
        assert status == "101", status
        return self

    def end(self) -> str:
        """Reads frames until the end: `close <code>`, `cut`, or `open` when there is none in time."""
        deadline = time.monotonic() + PATIENCE_S
        try:
            while time.monotonic() < deadline:
                opcode, payload = self._frame()
                if opcode == _CLOSE:
                    return f"close {struct.unpack('!H', payload[:2])[0]}"
        except TimeoutError:
            return "open"
        except OSError:
            return "cut"
        return "open"

    def _frame(self) -> tuple[int, bytes]:
        head = self._exactly(2)
        length = head[1]
        if length == 126:
            length = struct.unpack("!H", self._exactly(2))[0]
        elif length == 127:
            length = struct.unpack("!Q", self._exactly(8))[0]
        return head[0] & 0x0F, self._exactly(length)

    def _exactly(self, count: int) -> bytes:
        while len(self._read) < count:
            data = self.sock.recv(65536)
            if not data:
                raise ConnectionResetError
            self._read += data
        found, self._read = self._read[:count], self._read[count:]
        return found


def frame(opcode: int, payload: bytes) -> bytes:
    """A client's frame. Its mask is zero, which changes nothing and is allowed."""
    assert len(payload) < 1 << 16
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload))
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


def subscribe() -> bytes:
    """Everything there is."""
    return frame(_TEXT, json.dumps({"t": "sub", "rooms": dict.fromkeys(keys.ROOMS)}).encode())


def never_read(port: int) -> Answers:
    """Fifty sockets that follow every room and read nothing, until the server has let go of all."""
    peers = [Peer(port, buffer=4096).open() for _ in range(DEAF)]
    for peer in peers:
        peer.sock.sendall(subscribe())
    # Their window is closed, so the end reaches them as an error only: a byte now and then finds it.
    found: Answers = Counter()
    deadline = time.monotonic() + 2 * PATIENCE_S
    ping = frame(_TEXT, b'{"t":"pong"}')
    while peers and time.monotonic() < deadline:
        time.sleep(1.0)
        for peer in tuple(peers):
            try:
                peer.sock.send(ping, socket.MSG_DONTWAIT)
            except BlockingIOError:
                continue
            except OSError:
                found["cut"] += 1
                peers.remove(peer)
    found["open"] += len(peers)
    return +found


def slow_reader(port: int) -> Answers:
    """One that follows every room at 50 kB/s, for ten seconds."""
    peer = Peer(port, buffer=16_384).open()
    peer.sock.sendall(subscribe())
    deadline = time.monotonic() + 10.0
    while time.monotonic() < deadline:
        if not peer.sock.recv(SLOW_BYTES_PER_S // 10):
            return Counter(["cut"])
        time.sleep(0.1)
    return Counter(["open"])


def flood(port: int) -> Answers:
    """Messages as fast as they go, twenty thousand."""
    return _say(port, frame(_TEXT, b'{"t":"ping"}') * 100, 200)


def pings(port: int) -> Answers:
    """Ten thousand pings of the protocol."""
    return _say(port, frame(_PING, b"") * 100, 100)


def _say(port: int, data: bytes, times: int) -> Answers:
    peer = Peer(port).open()
    with contextlib.suppress(OSError):
        for _ in range(times):
            peer.sock.sendall(data)
    return Counter([peer.end()])


def big_message(port: int) -> Answers:
    """One message of 300 MB, as far as it goes."""
    peer = Peer(port).open()
    head = bytes([0x80 | _TEXT, 0x80 | 127]) + struct.pack("!Q", BIG_MESSAGE_BYTES) + bytes(4)
    sent = 0
    with contextlib.suppress(OSError):
        peer.sock.sendall(head)
        while sent < BIG_MESSAGE_BYTES:
            sent += peer.sock.send(_CHUNK)
            if select.select([peer.sock], [], [], 0)[0]:
                break  # it has something to say; what is sent after its end would only reset it
    return Counter([peer.end()])


def wrong_origin(port: int) -> Answers:
    """Two hundred handshakes of a foreign page."""
    return _handshakes([Peer(port, origin="http://evil.example") for _ in range(200)])


def crowd(port: int) -> Answers:
    """A thousand handshakes at once from one address, held for two seconds."""
    peers = [Peer(port) for _ in range(CROWD)]
    found = _handshakes(peers)
    time.sleep(2.0)
    return found


def _handshakes(peers: list[Peer]) -> Answers:
    for peer in peers:
        peer.sock.sendall(peer.handshake)
    return Counter(peer.status() for peer in peers)


def slow_handshake(port: int) -> Answers:
    """Two hundred that send their request a byte a second."""
    peers = [Peer(port) for _ in range(SLOW_HANDSHAKES)]
    found: Answers = Counter()
    deadline = time.monotonic() + PATIENCE_S
    at = 0
    while peers and time.monotonic() < deadline:
        for peer in tuple(peers):
            try:
                peer.sock.send(peer.handshake[at : at + 1])
                over = bool(select.select([peer.sock], [], [], 0)[0]) and not peer.sock.recv(4096)
            except OSError:
                over = True
            if over:
                found["cut"] += 1
                peers.remove(peer)
        at += 1
        time.sleep(1.0)
    found["open"] += len(peers)
    return +found


ATTACKS: dict[str, Callable[[int], Answers]] = {
    attack.__name__: attack
    for attack in (
        wrong_origin, flood, pings, big_message, slow_reader, crowd, slow_handshake, never_read
    )
}  # fmt: skip


def start(attack: str, port: int) -> subprocess.Popen[str]:
    """Lets it loose in a process of its own."""
    command = [sys.executable, "-m", "tests.support.hostile", attack, str(port)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> dict[str, int]:
    """What it saw, when it is over."""
    output, _ = process.communicate(timeout=4 * PATIENCE_S)
    assert process.returncode == 0
    found: dict[str, int] = json.loads(output)
    return found


def main() -> None:
    """Runs one attack and prints what it saw."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192) if hard > 0 else 8192, hard))
    print(json.dumps(ATTACKS[sys.argv[1]](int(sys.argv[2]))))


if __name__ == "__main__":
    main()
