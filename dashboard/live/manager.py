"""The register of sockets and the one thread that writes to all of them.

Knows which socket follows which room or channel, who is hidden, who is silent, who is full. Everything
that changes the register is posted to the writer thread as a command; the queue of commands is
bounded by what feeds it (a limited number of sockets, each with a limited message rate, and the
hub's paced frames). Door: `ConnectionManager`. Refuses to know Redis, Dash and what is in a frame.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from core.snapshot.keys import ROOMS, STATUS
from dashboard.data.snapshots import RoomCopies, Stamp
from dashboard.live import framing
from dashboard.live.admission import BROWSER, PROGRAM, Admission, Kind
from dashboard.live.channel_queue import ChannelMessage, ChannelQueue
from dashboard.live.commands import CommandQueue
from dashboard.live.connection import Connection, Heartbeat, Progress
from dashboard.live.mailbox import Mailbox
from dashboard.live.messages import LIVE_HEARTBEAT_S, MAX_SYMBOL_ROOMS, Gone, Ping, encode
from dashboard.live.outbox import MailboxFullError
from dashboard.live.traffic import Queues, RoomLags, Traffic

WRITE_STALL_S: Final = 10.0
"""A socket that takes no byte for this long is cut."""
CLOSE_GRACE_S: Final = 1.5
"""How long a peer may take to answer a close frame."""
_TICK_S: Final = 0.5

Browser = Connection[Mailbox]
Program = Connection[ChannelQueue]

_log = logging.getLogger(__name__)


class ConnectionManager:
    """All sockets of this process. Public methods may be called from any thread."""

    def __init__(
        self,
        copies: RoomCopies,
        admission: Admission,
        *,
        heartbeat_timeout_s: float,
        monotonic: Callable[[], float] = time.monotonic,
        wall_s: Callable[[], float] = time.time,
    ) -> None:
        """copies: where snapshots come from; admission: closed when the process stops;
        heartbeat_timeout_s: how long a browser may take to answer a ping, seconds; wall_s: wall clock."""
        self._copies = copies
        self.admission = admission
        self._heartbeat = Heartbeat(LIVE_HEARTBEAT_S, heartbeat_timeout_s, _PING)
        self._now = monotonic
        self._wall_s = wall_s
        self.counters: Counter[str] = Counter()
        """Sockets opened and closed, messages refused, peers cut: for metrics."""
        self.traffic: dict[Kind, Traffic] = {BROWSER: Traffic(), PROGRAM: Traffic()}
        self.lags = RoomLags()
        self.queues = Queues()
        self.turned_at_s = monotonic()
        """When the writer thread last looked at all sockets, monotonic seconds."""
        self.commands = CommandQueue()
        self._selector = selectors.DefaultSelector()
        self._connections: set[Connection[Any]] = set()
        self._browsers: set[Browser] = set()
        self._followers: defaultdict[str, set[Browser]] = defaultdict(set)
        self._listeners: defaultdict[str, set[Program]] = defaultdict(set)
        self._notice: bytes | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="live-writer", daemon=True)

    def start(self) -> None:
        """Starts the writer thread."""
        self.commands.wakes(self._selector)
        self._thread.start()

    @property
    def count(self) -> int:
        """Sockets that hold a place."""
        return self.admission.count

    # -- commands: any thread posts, the writer thread executes

    def open(self, sock: socket.socket, greeting: bytes) -> Browser:
        """Registers a browser's upgraded socket and greets it with a ready frame."""
        connection = Connection(
            sock, Mailbox(self._copies.snapshot, self.traffic[BROWSER]), self._heartbeat, self._now()
        )
        self.commands.post(self._open, connection, greeting)
        return connection

    def open_program(self, sock: socket.socket, queue_size: int, heartbeat: Heartbeat) -> Program:
        """Registers a program's upgraded socket; it is sent nothing until it listens."""
        connection = Connection(sock, ChannelQueue(queue_size, self.traffic[PROGRAM]), heartbeat, self._now())
        self.commands.post(self._register, connection)
        return connection

    def listen(
        self, connection: Program, channel: str, greeting: Sequence[bytes], first: ChannelMessage | None
    ) -> None:
        """The socket is sent a channel from now on: ready frames, the message of now, and what follows."""
        self.commands.post(self._listen, connection, channel, greeting, first)

    def publish_message(self, channel: str, message: ChannelMessage) -> None:
        """A message for everyone who listens to the channel."""
        self.commands.post(self._publish_message, channel, message)

    def interrupt(self, wire: bytes) -> None:
        """A frame for everyone on every channel, before anything that waits."""
        self.commands.post(self._interrupt, wire)

    def remove(self, connection: Connection[Any]) -> None:
        """The reader is done: write what is in flight, then let go (`connection.gone`)."""
        self.commands.post(self._finish, connection)

    def control(self, connection: Connection[Any], wire: bytes) -> None:
        """Queues a control frame of the socket's own."""
        self.commands.post(self._control, connection, wire)

    def follow(self, connection: Browser, rooms: Mapping[str, tuple[int, int] | None]) -> None:
        """The socket follows rooms, from the stamp it has seen or from a snapshot."""
        self.commands.post(self._follow, connection, dict(rooms))

    def unfollow(self, connection: Browser, rooms: list[str]) -> None:
        """The socket stops following rooms."""
        self.commands.post(self._unfollow, connection, rooms)

    def set_visible(self, connection: Browser, visible: bool) -> None:
        """A hidden tab is sent status only; on return one snapshot of each room that changed."""
        self.commands.post(self._set_visible, connection, visible)

    def close(self, connection: Connection[Any], code: int, reason: str) -> None:
        """Ends a socket with a close frame; cut when the peer does not answer it."""
        self.commands.post(self._close, connection, code, reason)

    def publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        """A delta for everyone who follows the room. as_of: the writer's wall clock, epoch ms."""
        self.commands.post(self._publish_delta, room, stamp, wire, as_of)

    def publish_snapshot(self, room: str) -> None:
        """The room was replaced: everyone who follows it takes the snapshot."""
        self.commands.post(self._publish_snapshot, room)

    def publish_gone(self, room: str) -> None:
        """A symbol's room is not written any more: everyone who follows it is told."""
        self.commands.post(self._publish_gone, room)

    def publish_notice(self, wire: bytes, *, lasting: bool) -> None:
        """A notice for every socket; a lasting one also greets the sockets that come later."""
        self.commands.post(self._publish_notice, wire, lasting)

    def close_all(self, code: int = framing.SERVICE_RESTART, reason: str = "restart") -> None:
        """Closes every socket and admits no more."""
        self._stopping = True
        self.admission.stop()
        self.commands.post(self._close_all, code, reason)

    # -- writer thread

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
                    self.commands.heard()
                elif events:
                    self._flush(key.data)
            self.commands.execute()
            if self._now() >= next_tick:
                self._tick()
                next_tick = self._now() + _TICK_S

    def _open(self, connection: Browser, greeting: bytes) -> None:
        self._register(connection)
        self._browsers.add(connection)
        self._control(connection, greeting)
        if self._notice is not None:
            self._control(connection, self._notice)

    def _register(self, connection: Connection[Any]) -> None:
        self._connections.add(connection)
        self.counters["opened"] += 1
        if self._stopping:
            self._close(connection, framing.SERVICE_RESTART, "restart")

    def _listen(
        self, connection: Program, channel: str, greeting: Sequence[bytes], first: ChannelMessage | None
    ) -> None:
        if connection.closing or connection not in self._connections:
            return
        connection.rooms.add(channel)
        self._listeners[channel].add(connection)
        for wire in greeting:
            self._control(connection, wire)
        if first is not None:
            connection.outbox.put(first)
            self._flush(connection)

    def _publish_message(self, channel: str, message: ChannelMessage) -> None:
        for connection in tuple(self._listeners[channel]):
            connection.outbox.put(message)
            if not connection.waiting_to_write:
                self._flush(connection)

    def _interrupt(self, wire: bytes) -> None:
        for listeners in self._listeners.values():
            for connection in tuple(listeners):
                self._control(connection, wire)

    def _control(self, connection: Connection[Any], wire: bytes) -> None:
        if connection.closing or connection not in self._connections:
            return
        try:
            connection.outbox.put_control(wire)
        except MailboxFullError:
            self.counters["cut_not_reading"] += 1
            self._cut(connection)
        else:
            self._flush(connection)

    def _follow(self, connection: Browser, rooms: Mapping[str, tuple[int, int] | None]) -> None:
        if connection.closing:
            return
        for room, seen in rooms.items():
            if room not in connection.rooms and not self._may_follow(connection, room):
                self._control(connection, framing.text_frame(encode(Gone(room, "limit"))))
                continue
            connection.rooms.add(room)
            self._followers[room].add(connection)
            missing = self._copies[room].since(*seen) if seen is not None else None
            if missing is not None:
                connection.outbox.put_missing(room, *missing)
            else:
                connection.outbox.put_snapshot(room)
        self._flush(connection)

    def _unfollow(self, connection: Browser, rooms: list[str]) -> None:
        for room in connection.rooms.intersection(rooms):
            connection.rooms.discard(room)
            self._leave(connection, room)
            connection.outbox.forget(room)

    def _may_follow(self, connection: Browser, room: str) -> bool:
        """Takes a place for a symbol's room; the others have no limit."""
        if room in ROOMS:
            return True
        if len(connection.rooms.difference(ROOMS)) >= MAX_SYMBOL_ROOMS:
            return False
        return self._copies.symbols.follow(room)

    def _leave(self, connection: Browser, room: str) -> None:
        self._followers[room].discard(connection)
        if room not in ROOMS:
            self._copies.symbols.leave(room)
            if not self._followers[room]:
                del self._followers[room]

    def _set_visible(self, connection: Browser, visible: bool) -> None:
        was, connection.visible = connection.visible, visible
        if visible and not was and not connection.closing:
            for room in sorted(connection.rooms - {STATUS}):
                if connection.outbox.stamp(room) != self._copies[room].stamp:
                    connection.outbox.put_snapshot(room)
            self._flush(connection)

    def _publish_delta(self, room: str, stamp: Stamp, wire: bytes, as_of: int) -> None:
        followers = tuple(self._followers.get(room, ()))
        for connection in followers:
            if connection.visible or room == STATUS:
                connection.outbox.put_delta(room, stamp, wire)
                if not connection.waiting_to_write:
                    self._flush(connection)
        if followers:
            self.lags.observe(room, self._wall_s() - as_of / 1000)

    def _publish_snapshot(self, room: str) -> None:
        for connection in tuple(self._followers.get(room, ())):
            if connection.visible or room == STATUS:
                connection.outbox.put_snapshot(room)
                if not connection.waiting_to_write:
                    self._flush(connection)

    def _publish_gone(self, room: str) -> None:
        for connection in tuple(self._followers.get(room, ())):
            connection.outbox.forget(room)
            self._control(connection, framing.text_frame(encode(Gone(room, "not_written"))))

    def _publish_notice(self, wire: bytes, lasting: bool) -> None:
        self._notice = wire if lasting else None
        for connection in tuple(self._browsers):
            self._control(connection, wire)

    def _close_all(self, code: int, reason: str) -> None:
        for connection in tuple(self._connections):
            self._close(connection, code, reason)

    def _close(self, connection: Connection[Any], code: int, reason: str) -> None:
        if connection.closing or connection not in self._connections:
            return
        self.counters[f"closed_{code}"] += 1
        self._leave_rooms(connection)
        connection.outbox.seal(framing.close_frame(code, reason))
        connection.closing = True
        connection.deadline_s = self._now() + CLOSE_GRACE_S
        self._flush(connection)

    def _finish(self, connection: Connection[Any]) -> None:
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

    def _cut(self, connection: Connection[Any]) -> None:
        connection.cut()
        self._forget(connection)

    def _forget(self, connection: Connection[Any]) -> None:
        self._leave_rooms(connection)
        self._wait_to_write(connection, False)
        self._connections.discard(connection)
        self._browsers.discard(connection)
        self.counters["closed"] += 1
        connection.gone.set()

    def _leave_rooms(self, connection: Connection[Any]) -> None:
        for room in connection.rooms:
            # A channel may have a room's name.
            if isinstance(connection.outbox, ChannelQueue):
                self._listeners[room].discard(connection)
            elif room in self._followers:
                self._leave(connection, room)
        connection.rooms.clear()

    def _flush(self, connection: Connection[Any]) -> None:
        if connection not in self._connections:
            return
        progress = connection.flush(self._now())
        if progress is Progress.BROKEN:
            self._cut(connection)
        else:
            self._wait_to_write(connection, progress is Progress.BLOCKED)

    def _wait_to_write(self, connection: Connection[Any], wanted: bool) -> None:
        if wanted is connection.waiting_to_write:
            return
        connection.waiting_to_write = wanted
        if wanted:
            self._selector.register(connection.sock, selectors.EVENT_WRITE, connection)
        else:
            self._selector.unregister(connection.sock)

    def _tick(self) -> None:
        now = self.turned_at_s = self._now()
        self.queues = Queues.of(self._connections, self._browsers)
        for connection in tuple(self._connections):
            if connection.deadline_s is not None:
                if now >= connection.deadline_s:
                    self._cut(connection)
            elif connection.blocked_since_s is not None and now - connection.blocked_since_s > WRITE_STALL_S:
                self.counters["cut_stalled"] += 1
                self._cut(connection)
            else:
                self._beat(connection, now)

    def _beat(self, connection: Connection[Any], now_s: float) -> None:
        silent_s = now_s - connection.heard_at_s
        heartbeat, asked_at_s = connection.heartbeat, connection.pinged_at_s or 0.0
        if asked_at_s <= connection.heard_at_s:
            if silent_s >= heartbeat.interval_s:
                connection.pinged_at_s = now_s
                self._control(connection, heartbeat.ping)
        elif now_s - asked_at_s > heartbeat.timeout_s:
            self._close(connection, framing.HEARTBEAT_MISSED, "no sign of life")


_PING: Final = framing.text_frame(encode(Ping()))
