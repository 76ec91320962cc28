"""The v3 stream's connected clients, and the day's messages on their way to them.

Door: `V3Stream`: `connect` makes a client, `offer` takes messages. Refuses to know HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence

import msgspec
from websockets.server import ServerProtocol

from workers.simulator import v3_candles
from workers.simulator import v3_wire as wire
from workers.simulator.day_record import DayRecord
from workers.simulator.messages import Message
from workers.simulator.reference import ReferenceData
from workers.simulator.signalr_wire import Channel
from workers.simulator.socket_client import SocketClient

logger = logging.getLogger(__name__)

MAX_REQUEST_BYTES = 4_096
"""Larger requests are dropped, as SSI drops them."""
MAX_SOCKETS_PER_KEY = 10
_TOO_MANY = 429
_DATA_TYPES = {kind: data_type for data_type, kind in wire.KINDS.items()}
_POLICY = 1008


class _Request(msgspec.Struct):
    method: str = ""
    channel: str = ""
    topics: list[str] = []


class V3Client(SocketClient):
    """One connected client of the v3 stream."""

    def __init__(
        self,
        protocol: ServerProtocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        api_key: str,
        stream: V3Stream,
        rejected: bytes | None,
    ) -> None:
        """
        Args:
            rejected: the frame after which the connection is closed at once; None serves it.
        """
        super().__init__(secrets.token_hex(16), protocol, reader, writer)
        self.api_key = api_key
        self.topics = wire.Topics()
        self._stream = stream
        self._rejected = rejected

    def opened(self) -> None:
        """Nothing is sent before the first request, but for a rejection."""
        if self._rejected is not None:
            self.send(self._rejected)
            self.close_after_queue(_POLICY, "")

    def keep_alive(self) -> None:
        """The WebSocket's own ping: the wire has no frame for it."""
        self.ping()

    def received(self, data: bytes) -> None:
        """A request: answered, and carried out when it subscribes."""
        if len(data) > MAX_REQUEST_BYTES:
            return
        try:
            request = msgspec.json.decode(data, type=_Request)
        except msgspec.MsgspecError:
            return self.send(wire.acknowledgement("", "", "Invalid request", ok=False))
        method = request.method.lower()
        if method == "ping_pong":
            return self.send(wire.acknowledgement("PING_PONG", "HEARTBEAT", "pong"))
        if method == "list_subscription":
            return self.send(msgspec.json.encode({"trading": "", "data": ";".join(self.topics.texts())}))
        if method not in ("subscribe", "unsubscribe"):
            return self.send(
                wire.acknowledgement(request.method, request.channel, "Invalid method", ok=False)
            )
        if request.channel.upper() != "DATA":
            return self.send(
                wire.acknowledgement(request.method, request.channel, "Denied (scope)", ok=False)
            )
        self._change(request, subscribe=method == "subscribe")

    def _change(self, request: _Request, *, subscribe: bool) -> None:
        added: list[wire.Topic] = []
        refused: list[str] = []
        for text in request.topics:
            topic = wire.parse_topic(text, self._stream.members)
            if topic is None:
                refused.append(text)
            elif not subscribe:
                self.topics.remove(text)
            elif self.topics.add(text, topic):
                added.append(topic)
            else:
                refused.append(text)
        text = f"Invalid topics: {', '.join(refused)}" if refused else "success"
        self.send(wire.acknowledgement(request.method, request.channel, text, ok=not refused))
        for topic in added:
            self._stream.replay(self, topic)


class V3Stream:
    """All clients of the v3 stream. Bound: ten sockets a key; each has its own bounded queue."""

    def __init__(
        self,
        record: DayRecord,
        members: Callable[[str], frozenset[str]],
        reference: Callable[[], ReferenceData],
        *,
        holds_data: Callable[[], bool],
        on_subscribed: Callable[[], None],
    ) -> None:
        """
        Args:
            members: symbols of an index or a board; reference: what is listed now.
            holds_data: whether a fault keeps all data back.
            on_subscribed: called when a client has subscribed trades.
        """
        self.clients: dict[str, V3Client] = {}
        self.members = members
        self._record = record
        self._reference = reference
        self._holds_data = holds_data
        self._on_subscribed = on_subscribed
        self._flags: dict[str, tuple[str, str]] = {}

    def connect(
        self,
        api_key: str,
        protocol: ServerProtocol,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> V3Client:
        """A client of an accepted connection; one too many of its key is told so and closed."""
        sockets = sum(client.api_key == api_key for client in self.clients.values())
        too_many = (
            wire.rejection(_TOO_MANY, "Too many connections") if sockets >= MAX_SOCKETS_PER_KEY else None
        )
        return V3Client(protocol, reader, writer, api_key=api_key, stream=self, rejected=too_many)

    def new_day(self) -> None:
        """Other references and limits: told to whoever has subscribed them."""
        self._flags.clear()
        for client in self.clients.values():
            for topic in client.topics.of("market"):
                self._replay_market(client, topic)

    def note(self, messages: Iterable[Message]) -> None:
        """Remembers the boards' flags of messages nobody is sent."""
        for message in messages:
            self._changed_flag(message)

    def offer(self, messages: Sequence[Message]) -> None:
        """Sends messages to whoever has subscribed them; each is encoded once."""
        clients = [client for client in self.clients.values() if not client.ended]
        for message in messages:
            flag = self._changed_flag(message)
            if flag is not None:
                for client in clients:
                    if client.topics.wants("market", wire.FLAG):
                        client.send(flag)
            elif clients:
                self._offer(message, clients)
        for interval in v3_candles.INTERVALS:
            following = [
                client
                for client in clients
                if any(client.topics.has(kind + interval) for kind in v3_candles.KINDS.values())
            ]
            if following:
                self._send_candles(messages, interval, following)

    def replay(self, client: V3Client, topic: wire.Topic) -> None:
        """Sends the last known frames of a new topic."""
        if topic.kind == "trade":
            self._on_subscribed()
        if self._holds_data():
            return
        if topic.kind == "market":
            return self._replay_market(client, topic)
        kind, at, minutes = topic.kind.partition("@")
        data_type = _DATA_TYPES.get(kind)
        if data_type is not None and at:
            known = self._record.last_known(Channel(data_type, topic.codes))
            self._send_candles(known, at + minutes, [client])
        elif data_type is not None:
            for message in self._record.last_known(Channel(data_type, topic.codes)):
                made = wire.frame_of(message)
                if made is not None:
                    client.send(made[1])

    def _send_candles(self, messages: Iterable[Message], interval: str, clients: list[V3Client]) -> None:
        def wanted(kind: str, code: str) -> bool:
            return any(client.topics.wants(kind + interval, code) for client in clients)

        for kind, code, data in v3_candles.candles(messages, self._record, interval, wanted):
            made = wire.frame(f"{kind}.{code.upper()}{interval}", data)
            for client in clients:
                if client.topics.wants(kind + interval, code):
                    client.send(made)

    def _replay_market(self, client: V3Client, topic: wire.Topic) -> None:
        if topic.codes is None or wire.FLAG in topic.codes:
            for board, (time, flag) in self._flags.items():
                client.send(wire.flag_frame(board, time, flag))
        for row in self._reference().securities:
            if topic.codes is None or row.symbol in topic.codes or row.board.value in topic.codes:
                named = (("ce", row.ceiling), ("fl", row.floor), ("ref", row.reference))
                known = {name: price / row.scale for name, price in named if price is not None}
                data = {"s": row.symbol, "b": row.board.value, "t": "", **known}
                client.send(wire.frame(f"market.{row.symbol}", data))

    def _changed_flag(self, message: Message) -> bytes | None:
        found = wire.flag_of(message)
        if found is None:
            return None
        board, time, flag = found
        if not flag or self._flags.get(board, ("", ""))[1] == flag:
            return None
        self._flags[board] = (time, flag)
        return wire.flag_frame(board, time, flag)

    @staticmethod
    def _offer(message: Message, clients: Sequence[V3Client]) -> None:
        kind = next((kind for kind, data_type in _DATA_TYPES.items() if data_type == message.data_type), None)
        if kind is None:
            return
        wanting = [client for client in clients if client.topics.wants(kind, message.symbol)]
        made = wire.frame_of(message) if wanting else None
        if made is not None:
            for client in wanting:
                client.send(made[1])
