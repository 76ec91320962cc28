"""The register of sockets and the one thread that writes to all of them.

Knows which socket follows which room, who is hidden, who is silent, who is full. Everything
that changes the register is posted to the writer thread as a command; the queue of commands is
bounded by what feeds it (a limited number of sockets, each with a limited message rate, and the
hub's paced frames). Door: `ConnectionManager`. Refuses to know Redis, Dash and what is in a frame.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import signal
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from core.histogram import Histogram
from core.snapshot.keys import STATUS
from dashboard.data.snapshots import RoomCopies, Stamp
from dashboard.live import framing
from dashboard.live.connection import Connection, Progress
from dashboard.live.mailbox import Mailbox, MailboxFullError, Traffic
from dashboard.live.messages import LIVE_HEARTBEAT_S, Ping, encode

WRITE_STALL_S: Final = 10.0
"""A socket that takes no byte for this long is cut."""
CLOSE_GRACE_S: Final = 1.5
"""How long a peer may take to answer a close frame."""
OTHER_ROOM: Final = "other"
"""Stands for the rooms that were not there at the start, so that figures by room stay few."""
_TICK_S: Final = 0.5

_log = logging.getLogger(__name__)


class Queues(NamedTuple):
    """What waits, at the writer's last look: frames in all mailboxes, in the fullest, full sockets."""

    frames: int = 0
    longest: int = 0
    blocked: int = 0


class ConnectionManager:
    """All sockets of this process. Public methods may be called from any thread."""

    def __init__(
        self,
        copies: RoomCopies,
        *,
        max_connections: int,
        max_per_address: int,
        heartbeat_timeout_s: float,
        monotonic: Callable[[], float] = time.monotonic,
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        """copies: where snapshots come from; max_*: sockets in all and from one address;
        heartbeat_timeout_s: how long an answer to a ping may take, seconds; wall_s: wall clock."""
        self._copies = copies
        self._wall_s = wall_s
        self.max_connections = max_connections
        self._max_per_address = max_per_address
        self._silence_s = LIVE_HEARTBEAT_S + heartbeat_timeout_s
        self._now = monotonic
        self._lock = threading.Lock()
        self._admitted: Counter[str] = Counter()
        self.counters: Counter[str] = Counter()
        """Sockets opened and closed, messages refused, peers cut: for metrics."""
        self.traffic = Traffic()
        self.room_to_socket = {room: Histogram() for room in (*copies.names, OTHER_ROOM)}
        """From a frame's `as_of` until all its sockets were offered it, seconds, by room."""
        self.queues = Queues()
        self.turned_at_s = monotonic()
        """When the writer thread last looked at all sockets, monotonic seconds."""
        self._commands: deque[tuple[Callable[..., None], tuple[Any, ...]]] = deque()
        self._wake_out, self._wake_in = socket.socketpair()
        self._wake_out.setblocking(False)
        self._wake_in.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._connections: set[Connection] = set()
        self._followers: dict[str, set[Connection]] = {room: set() for room in copies.names}
        self._notice: bytes | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="live-writer", daemon=True)

    def start(self) -> None:
        """Starts the writer thread."""
        self._selector.register(self._wake_out, selectors.EVENT_READ)
        self._thread.start()

    # -- admission: any thread

    def admit(self, address: str) -> str | None:
        """Takes a place for a socket before its upgrade.

        Args:
            address: the peer's.
        Returns: None when admitted, else why not: `address`, `full` or `stopping`.
        """
        with self._lock:
            if self._stopping:
                return "stopping"
            if self._admitted.total() >= self.max_connections:
                return "full"
            if self._admitted[address] >= self._max_per_address:
                return "address"
            self._admitted[address] += 1
            return None

    def release(self, address: str) -> None:
        """Gives the place back."""
        with self._lock:
            self._admitted[address] -= 1
            if self._admitted[address] <= 0:
                del self._admitted[address]

    @property
    def commands_waiting(self) -> int:
        """Commands the writer thread has not come to yet."""
        return len(self._commands)

    @property
    def count(self) -> int:
        """Sockets that hold a place."""
        with self._lock:
            return self._admitted.total()

    # -- commands: any thread posts, the writer thread executes

    def open(self, sock: socket.socket, address: str, greeting: bytes) -> Connection:
        """Registers an upgraded socket and greets it with a ready frame."""
        connection = Connection(sock, address, Mailbox(self._copies.snapshot, self.traffic), self._now())
        self._post(self._open, connection, greeting)
        return connection

    def remove(self, connection: Connection) -> None:
        """The reader is done: write what is in flight, then let go (`connection.gone`)."""
        self._post(self._finish, connection)

    def control(self, connection: Connection, wire: bytes) -> None:
        """Queues a control frame of the socket's own."""
        self._post(self._control, connection, wire)

    def follow(self, connection: Connection, rooms: Mapping[str, tuple[int, int] | None]) -> None:
        """The socket follows rooms, from the stamp it has seen or from a snapshot."""
        self._post(self._follow, connection, dict(rooms))

    def unfollow(self, connection: Connection, rooms: list[str]) -> None:
        """The socket stops following rooms."""
        self._post(self._unfollow, connection, rooms)

    def set_visible(self, connection: Connection, visible: bool) -> None:
        """A hidden tab is sent status only; on return one snapshot of each room that changed."""
        self._post(self._set_visible, connection, visible)

    def close(self, connection: Connection, code: int, reason: str) -> None:
        """Ends a socket with a close frame; cut when the peer does not answer it."""
        self._post(self._close, connection, code, reason)

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        """A delta for everyone who follows the room. as_of: the writer's wall clock, epoch ms."""
        self._post(self._publish_delta, room, stamp, wire, as_of)

    def publish_snapshot(self, room: str) -> None:
        """The room was replaced: everyone who follows it takes the snapshot."""
        self._post(self._publish_snapshot, room)

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """A notice for every socket; a lasting one also greets the sockets that come later."""
        self._post(self._publish_notice, wire, lasting)

    def close_all(self, code: int = framing.SERVICE_RESTART, reason: str = "restart") -> None:
        """Closes every socket and admits no more."""
        with self._lock:
            self._stopping = True
        self._post(self._close_all, code, reason)

    # -- writer thread

    def _post(self, command: Callable[..., None], *arguments: Any) -> None:
        self._commands.append((command, arguments))
        # A full pipe means that the writer has been woken already.
        with contextlib.suppress(BlockingIOError):
            self._wake_in.send(b"\0")

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:
            # Without its writer the process looks alive and shows nothing: let it be replaced.
            _log.critical("the live writer ended", exc_info=True)
            os.kill(os.getpid(), signal.SIGTERM)

    def _serve(self) -> None:
        next_tick = self._now() + _TICK_S
        while True:
            for key, events in self._selector.select(max(0.0, next_tick - self._now())):
                if key.data is None:
                    with contextlib.suppress(BlockingIOError):
                        self._wake_out.recv(4096)
                elif events:
                    self._flush(key.data)
            while self._commands:
                command, arguments = self._commands.popleft()
                command(*arguments)
            if self._now() >= next_tick:
                self._tick()
                next_tick = self._now() + _TICK_S

    def _open(self, connection: Connection, greeting: bytes) -> None:
        self._connections.add(connection)
        self.counters["opened"] += 1
        self._control(connection, greeting)
        if self._notice is not None:
            self._control(connection, self._notice)
        if self._stopping:
            self._close(connection, framing.SERVICE_RESTART, "restart")

    def _control(self, connection: Connection, wire: bytes) -> None:
        if connection.closing or connection not in self._connections:
            return
        try:
            connection.mailbox.put_control(wire)
        except MailboxFullError:
            self.counters["cut_not_reading"] += 1
            self._cut(connection)
        else:
            self._flush(connection)

    def _follow(self, connection: Connection, rooms: Mapping[str, tuple[int, int] | None]) -> None:
        if connection.closing:
            return
        for room, seen in rooms.items():
            connection.rooms.add(room)
            self._followers[room].add(connection)
            missing = self._copies[room].since(*seen) if seen is not None else None
            if missing is not None:
                connection.mailbox.put_missing(room, *missing)
            else:
                connection.mailbox.put_snapshot(room)
        self._flush(connection)

    def _unfollow(self, connection: Connection, rooms: list[str]) -> None:
        for room in connection.rooms.intersection(rooms):
            connection.rooms.discard(room)
            self._followers[room].discard(connection)
            connection.mailbox.forget(room)

    def _set_visible(self, connection: Connection, visible: bool) -> None:
        was, connection.visible = connection.visible, visible
        if visible and not was and not connection.closing:
            for room in sorted(connection.rooms - {STATUS}):
                if connection.mailbox.stamp(room) != self._copies[room].stamp:
                    connection.mailbox.put_snapshot(room)
            self._flush(connection)

    def _publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        followers = tuple(self._followers[room])
        for connection in followers:
            if connection.visible or room == STATUS:
                connection.mailbox.put_delta(room, stamp, wire)
                if not connection.waiting_to_write:
                    self._flush(connection)
        if followers:
            lags = self.room_to_socket
            lags.get(room, lags[OTHER_ROOM]).observe(self._wall_s() - as_of / 1000)

    def _publish_snapshot(self, room: str) -> None:
        for connection in tuple(self._followers[room]):
            if connection.visible or room == STATUS:
                connection.mailbox.put_snapshot(room)
                if not connection.waiting_to_write:
                    self._flush(connection)

    def _publish_notice(self, wire: bytes, lasting: bool) -> None:
        self._notice = wire if lasting else None
        for connection in tuple(self._connections):
            self._control(connection, wire)

    def _close_all(self, code: int, reason: str) -> None:
        for connection in tuple(self._connections):
            self._close(connection, code, reason)

    def _close(self, connection: Connection, code: int, reason: str) -> None:
        if connection.closing or connection not in self._connections:
            return
        self.counters[f"closed_{code}"] += 1
        self._leave_rooms(connection)
        connection.mailbox.seal(framing.close_frame(code, reason))
        connection.closing = True
        connection.deadline_s = self._now() + CLOSE_GRACE_S
        self._flush(connection)

    def _finish(self, connection: Connection) -> None:
        """The peer has closed or is gone: a frame in flight may finish, nothing new starts."""
        if connection not in self._connections:
            connection.gone.set()
            return
        self._leave_rooms(connection)
        connection.closing = True
        connection.deadline_s = self._now()
        self._flush(connection)
        if connection in self._connections:
            self._forget(connection)

    def _cut(self, connection: Connection) -> None:
        connection.cut()
        self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        self._leave_rooms(connection)
        self._wait_to_write(connection, False)
        self._connections.discard(connection)
        self.counters["closed"] += 1
        connection.gone.set()

    def _leave_rooms(self, connection: Connection) -> None:
        for room in connection.rooms:
            self._followers[room].discard(connection)
        connection.rooms.clear()

    def _flush(self, connection: Connection) -> None:
        if connection not in self._connections:
            return
        progress = connection.flush(self._now())
        if progress is Progress.BROKEN:
            self._cut(connection)
        else:
            self._wait_to_write(connection, progress is Progress.BLOCKED)

    def _wait_to_write(self, connection: Connection, wanted: bool) -> None:
        if wanted is connection.waiting_to_write:
            return
        connection.waiting_to_write = wanted
        if wanted:
            self._selector.register(connection.sock, selectors.EVENT_WRITE, connection)
        else:
            self._selector.unregister(connection.sock)

    def _tick(self) -> None:
        now = self._now()
        waiting = [len(connection.mailbox) for connection in self._connections]
        blocked = sum(connection.waiting_to_write for connection in self._connections)
        self.queues = Queues(sum(waiting), max(waiting, default=0), blocked)
        self.turned_at_s = now
        for connection in tuple(self._connections):
            if connection.deadline_s is not None:
                if now >= connection.deadline_s:
                    self._cut(connection)
            elif connection.blocked_since_s is not None and now - connection.blocked_since_s > WRITE_STALL_S:
                self.counters["cut_stalled"] += 1
                self._cut(connection)
            else:
                self._beat(connection, now)

    def _beat(self, connection: Connection, now_s: float) -> None:
        silent_s = now_s - connection.heard_at_s
        if silent_s > self._silence_s:
            self._close(connection, framing.HEARTBEAT_MISSED, "no sign of life")
        elif silent_s > LIVE_HEARTBEAT_S and (connection.pinged_at_s or 0.0) <= connection.heard_at_s:
            connection.pinged_at_s = now_s
            self._control(connection, _PING)


_PING: Final = framing.text_frame(encode(Ping()))
