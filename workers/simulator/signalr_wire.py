"""Classic ASP.NET SignalR as SSI's hub speaks it, server side, without I/O.

Door: `negotiation`, `INITIAL`, `entry`, `frame`, `acknowledgement`, `decode_invocation`,
`Subscriptions`. Refuses to know sockets. Source: the recorded wire of FastConnect Data v2.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from workers.simulator.messages import Message

HUB = "FcMarketDataV2Hub"
SUBSCRIBE_METHOD = "switchchannels"
KEEP_ALIVE = b"{}"
KEEP_ALIVE_TIMEOUT_S = 20.0
DISCONNECT_TIMEOUT_S = 30.0
MAX_ENTRIES = 20
"""Entries of one frame."""

ALL = "ALL"
DATA_TYPES = frozenset({"F", "X", "X-QUOTE", "X-TRADE", "R", "MI", "B", "OL"})
_MAX_CHANNEL_SYMBOLS = 5_000
_ENTRY_HEAD = b'{"H":"' + HUB.encode() + b'","M":"Broadcast","A":['
_ENTRY_TAIL = b"]}"


class _Broadcast(msgspec.Struct):
    DataType: str
    Content: str


class Invocation(msgspec.Struct):
    """A client's call of a hub method."""

    H: str = ""
    M: str = ""
    A: list[object] = []
    I: str | int = 0  # noqa: E741 - the protocol's own name


def negotiation(connection_token: str, connection_id: str, protocol: str) -> bytes:
    """The answer to negotiate; `protocol` is the client's own (1.3 and 1.5 were seen)."""
    return msgspec.json.encode(
        {
            "Url": "/v2.0/signalr",
            "ConnectionToken": connection_token,
            "ConnectionId": connection_id,
            "KeepAliveTimeout": KEEP_ALIVE_TIMEOUT_S,
            "DisconnectTimeout": DISCONNECT_TIMEOUT_S,
            "ConnectionTimeout": 110.0,
            "TryWebSockets": True,
            "ProtocolVersion": protocol,
            "TransportConnectTimeout": 5.0,
            "LongPollDelay": 0.0,
        }
    )


def cursor(connection_id: str, number: int) -> str:
    """The message id of a frame; clients hand it back only to resume, which SSI does not offer."""
    return f"d-{connection_id[:8]}-B,{number}"


def initial(connection_id: str) -> bytes:
    """The first frame of a connection."""
    return b'{"C":"' + cursor(connection_id, 0).encode() + b'","S":1,"M":[]}'


def entry(message: Message) -> bytes:
    """One message as an entry of a frame's M: three layers of JSON.

    A recorded line that never was a broadcast (no type) goes out as it is.
    """
    argument = (
        msgspec.json.encode(_Broadcast(message.data_type, message.content)).decode()
        if message.data_type
        else message.content
    )
    return _ENTRY_HEAD + msgspec.json.encode(argument) + _ENTRY_TAIL


def frame(connection_id: str, number: int, entries: Iterable[bytes]) -> bytes:
    """A data frame."""
    return b'{"C":"' + cursor(connection_id, number).encode() + b'","M":[' + b",".join(entries) + b"]}"


def error(connection_id: str, text: str) -> bytes:
    """A frame with the hub's Error."""
    entry_text = msgspec.json.encode({"H": HUB, "M": "Error", "A": [text]})
    return frame(connection_id, 1, [entry_text])


def acknowledgement(invocation: Invocation, error: str | None = None) -> bytes:
    """The answer to an invocation; its id is text, whatever it was in the call."""
    answer = {"I": str(invocation.I)}
    if error is not None:
        answer["E"] = error
    return msgspec.json.encode(answer)


def decode_invocation(text: str | bytes) -> Invocation | None:
    """A client's frame, or None when it is no invocation."""
    try:
        return msgspec.json.decode(text, type=Invocation)
    except msgspec.MsgspecError:
        return None


class Channel(msgspec.Struct, frozen=True):
    """One subscribed channel; `symbols` in upper case, None for all."""

    data_type: str
    symbols: frozenset[str] | None

    def includes(self, symbol: str) -> bool:
        """Whether a symbol's messages belong to the channel."""
        return self.symbols is None or symbol.upper() in self.symbols


def parse_channel(text: str) -> Channel | None:
    """A channel such as `X-TRADE:ALL` or `X-TRADE:SSI-PAN-ACB`; None when its type is unknown.

    Of a comma-joined list only the first channel counts: a recorded attempt to join `B` and `MI`
    delivered no MI.
    """
    name, _, symbols = text.split(",")[0].strip().partition(":")
    data_type = name.strip().upper()
    if data_type not in DATA_TYPES:
        return None
    wanted = frozenset(part.strip().upper() for part in symbols.split("-") if part.strip())
    return Channel(data_type, None if ALL in wanted or not wanted else wanted)


class Subscriptions:
    """What one connection has subscribed; invocations accumulate.

    Bound: 5,000 symbols per data type, beyond which the channel counts as `ALL`.
    """

    def __init__(self) -> None:
        self._symbols: dict[str, frozenset[str] | None] = {}

    def add(self, channel: Channel) -> None:
        """Adds a channel to what is already subscribed."""
        known = self._symbols.get(channel.data_type, frozenset())
        if channel.symbols is None or known is None or len(known | channel.symbols) > _MAX_CHANNEL_SYMBOLS:
            self._symbols[channel.data_type] = None
        else:
            self._symbols[channel.data_type] = known | channel.symbols

    def channels(self) -> list[Channel]:
        """Everything subscribed, one channel per type."""
        return [Channel(data_type, symbols) for data_type, symbols in self._symbols.items()]

    def has(self, data_type: str) -> bool:
        """Whether any symbol of a type is subscribed."""
        return data_type in self._symbols

    def wants(self, message: Message) -> bool:
        """Whether a message belongs to a subscribed channel; one without a type goes to everyone."""
        if not message.data_type:
            return bool(self._symbols)
        data_type = message.data_type.upper()
        if data_type not in self._symbols:
            return False
        symbols = self._symbols[data_type]
        return symbols is None or message.symbol.upper() in symbols
