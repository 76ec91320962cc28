"""The load of the fan-out benchmark: many sockets in one process, one epoll loop, no library.

`python -m tests.bench.fanout_client PORT SOCKETS FOLDER`. Opens the sockets, follows `board` and
`status` on each, prints `ready` when every socket has its first board, and on a line from its
standard input writes what came to FOLDER and ends. Times of arrival are taken twice: the kernel's
(`SO_TIMESTAMPNS`, when the bytes reached the socket) and this process's, when it got to reading
them; the difference is the client's own lag. Refuses to know what the frames say.
"""

from __future__ import annotations

import array
import base64
import gc
import json
import os
import re
import select
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SO_TIMESTAMPNS: Final = 35
_TIMESPEC: Final = struct.Struct("qq")
FIRST_BOARD_S: Final = 30.0
_READ_BYTES: Final = 1 << 17
_EVENTS: Final = 512
_STAMP: Final = re.compile(rb'\{"t":"(snap|delta)","v":\d+,"room":"board","epoch":(\d+),"seq":(\d+),')
_HEAD_BYTES: Final = 120
_CLOSE: Final = 0x8


def masked(text: str) -> bytes:
    """A client's text frame. The mask is all zero: allowed, and nothing here is secret."""
    payload = text.encode()
    assert len(payload) < 126
    return struct.pack("!BB4x", 0x81, 0x80 | len(payload)) + payload


@dataclass
class Reader:
    """One socket: what is left of its bytes, and where it stands in the board's sequence."""

    sock: socket.socket
    rest: bytes = b""
    seq: int | None = None
    lost: int = 0
    duplicated: int = 0
    snapshots: int = 0
    closed: bool = False


@dataclass
class Arrivals:
    """Of every board frame: its seq, when it reached the socket, when it was read, nanoseconds."""

    seqs: array.array[int] = field(default_factory=lambda: array.array("q"))
    socket_ns: array.array[int] = field(default_factory=lambda: array.array("q"))
    read_ns: array.array[int] = field(default_factory=lambda: array.array("q"))


def open_socket(port: int) -> Reader:
    """Connects, shakes hands, subscribes."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=30)
    sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    sock.sendall(
        f"GET /ws/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        more = sock.recv(4096)
        if not more:
            raise RuntimeError(f"refused: {answer[:200]!r}")
        answer += more
    head, _, rest = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 101"):
        raise RuntimeError(f"refused: {head[:200]!r}")
    sock.sendall(masked('{"t":"sub","rooms":{"board":null,"status":null}}'))
    sock.setblocking(False)
    return Reader(sock, rest)


class Load:
    """All sockets and the loop that reads them."""

    def __init__(self) -> None:
        self.readers: dict[int, Reader] = {}
        self.arrivals = Arrivals()
        self.waiting = 0
        self._poll = select.epoll()

    def add(self, reader: Reader) -> None:
        """Reads a socket from now on."""
        self.readers[reader.sock.fileno()] = reader
        self.waiting += 1
        self._poll.register(reader.sock, select.EPOLLIN)

    def run_until(self, line_from: int | None, until_ready: bool = False) -> None:
        """Reads until a line comes on a descriptor, or until every socket has its first board."""
        if line_from is not None:
            self._poll.register(line_from, select.EPOLLIN)
        deadline_s = time.monotonic() + FIRST_BOARD_S
        while not (until_ready and not self.waiting):
            if until_ready and time.monotonic() > deadline_s:
                raise RuntimeError("a socket got no board")
            for number, _ in self._poll.poll(1.0, _EVENTS):
                if number == line_from:
                    return
                self._read(self.readers[number])

    def _read(self, reader: Reader) -> None:
        try:
            data, notes, _, _ = reader.sock.recvmsg(_READ_BYTES, 64)
        except BlockingIOError:
            return
        except OSError:
            data, notes = b"", []
        read_ns = time.time_ns()
        if not data:
            reader.closed = True
            self._poll.unregister(reader.sock)
            return
        socket_ns = read_ns
        for level, kind, value in notes:
            if level == socket.SOL_SOCKET and kind == SO_TIMESTAMPNS:
                seconds, nanoseconds = _TIMESPEC.unpack(value)
                socket_ns = seconds * 1_000_000_000 + nanoseconds
        self._frames(reader, reader.rest + data if reader.rest else data, socket_ns, read_ns)

    def _frames(self, reader: Reader, data: bytes, socket_ns: int, read_ns: int) -> None:
        at, end = 0, len(data)
        while end - at >= 2:
            length, start = data[at + 1] & 0x7F, at + 2
            if length >= 126:
                size = 2 if length == 126 else 8
                if end - start < size:
                    break
                length, start = int.from_bytes(data[start : start + size], "big"), start + size
            if end - start < length:
                break
            if data[at] & 0x0F == _CLOSE:
                reader.closed = True
            else:
                self._frame(
                    reader, data[start : min(start + length, start + _HEAD_BYTES)], socket_ns, read_ns
                )
            at = start + length
        reader.rest = data[at:]

    def _frame(self, reader: Reader, head: bytes, socket_ns: int, read_ns: int) -> None:
        stamp = _STAMP.match(head)
        if stamp is None:
            if head.startswith(b'{"t":"ping"'):
                reader.sock.send(masked('{"t":"pong"}'))
            return
        seq, before = int(stamp[3]), reader.seq
        snapshot = stamp[1] == b"snap"
        reader.seq = seq
        if before is None:
            # The first board: nothing before it was promised.
            self.waiting -= 1
            if not snapshot:
                raise RuntimeError("a delta without a snapshot")
            return
        if seq <= before:
            reader.duplicated += 1
            reader.seq = before
            return
        if snapshot:
            reader.snapshots += 1
        elif seq != before + 1:
            reader.lost += seq - before - 1
        self.arrivals.seqs.append(seq)
        self.arrivals.socket_ns.append(socket_ns)
        self.arrivals.read_ns.append(read_ns)


def main() -> None:
    """Runs the load."""
    port, count, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    load = Load()
    for _ in range(count):
        load.add(open_socket(port))
        load.run_until(None, until_ready=True)
    gc.collect()
    gc.freeze()
    gc.disable()
    print("ready", flush=True)
    load.run_until(sys.stdin.fileno())
    for name in ("seqs", "socket_ns", "read_ns"):
        (folder / name).write_bytes(getattr(load.arrivals, name).tobytes())
    readers = load.readers.values()
    summary = {
        "last": [reader.seq for reader in readers],
        "lost": sum(reader.lost for reader in readers),
        "duplicated": sum(reader.duplicated for reader in readers),
        "snapshots": sum(reader.snapshots for reader in readers),
        "closed": sum(reader.closed for reader in readers),
        "cpu_s": time.process_time(),
    }
    (folder / "summary.json").write_text(json.dumps(summary))


if __name__ == "__main__":
    main()
