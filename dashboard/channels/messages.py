"""What travels on the channels for programs, typed.

Door: the structs, `encode_update`. Every update ends with `dropped`, so that a socket that lost messages
can be told how many without encoding again. Refuses to know sockets and how an update is made.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from core.snapshot.rooms import PROTOCOL_VERSION, ForeignRoom, IndicesRoom
from dashboard.api.answers import Answer, FeedMark, Instant, StaleReason
from dashboard.api.market import SnapshotAnswer
from dashboard.live.channel_queue import ChannelMessage

FeedEvent = Literal["state", "disconnected", "stale", "reconnected", "changed"]
EventKind = Literal["limit.touched", "limit.locked", "limit.broken", "trade.large"]
Side = Literal["ceiling", "floor", "buyer", "seller", "unknown", "auction"]


class MarketUpdate(SnapshotAnswer, kw_only=True, tag_field="type", tag="market"):
    """The whole market, as `/api/market/snapshot` answers it.

    seq: consecutive on this channel of this process, counted before anything is left out for a slow
    socket. dropped: messages left out since the one before.
    """

    seq: int
    dropped: int


class ForeignUpdate(Answer, kw_only=True, tag_field="type", tag="foreign"):
    """Foreign investors: the foreign room. seq, dropped: as of `MarketUpdate`."""

    data: ForeignRoom
    seq: int
    dropped: int


class IndexUpdate(Answer, kw_only=True, tag_field="type", tag="index"):
    """All indices: the indices room. seq, dropped: as of `MarketUpdate`."""

    data: IndicesRoom
    seq: int
    dropped: int


class MarketEvent(msgspec.Struct):
    """Something that happened once.

    id: the same in every process, and after a reconnect: who has seen it has seen the event. at: the
    exchange's time, epoch ms. side: of the limit (`ceiling`, `floor`) or the aggressor of the trade.
    price: VND. volume: shares traded, or waiting at the limit. value: VND.
    """

    id: str
    kind: EventKind
    at: int
    symbol: str
    side: Side
    price: int | None = None
    volume: int | None = None
    value: int | None = None


class AlertsUpdate(Answer, kw_only=True, tag_field="type", tag="alerts"):
    """Events, oldest first. backlog: what happened before this socket listened (the newest 200 of the
    day), sent once. seq, dropped: as of `MarketUpdate`."""

    backlog: bool
    data: list[MarketEvent]
    seq: int
    dropped: int


Update = MarketUpdate | ForeignUpdate | IndexUpdate | AlertsUpdate


class ChannelHello(msgspec.Struct, tag_field="type", tag="hello"):
    """The first message, once the token (where one is asked for) was right.

    interval_ms: least time between two updates. heartbeat_s, heartbeat_timeout_s: how often the server
    pings a silent socket, and how long the pong may take. queue_size: updates kept for a slow socket.
    """

    channel: str
    version: str
    server_time: int
    interval_ms: int
    heartbeat_s: float
    heartbeat_timeout_s: float
    queue_size: int
    v: int = PROTOCOL_VERSION


class FeedNotice(msgspec.Struct, tag_field="type", tag="feed"):
    """The way from the exchange to this socket, whenever it changes, on every channel and before anything
    that waits; the second message of every socket says how it is then.

    event: `state` (as it is when the socket opens), `disconnected` (the feed is cut, or this process
    hears nothing from the worker), `stale` (connected, but data that should come do not), `reconnected`
    (true again after one of these two), `changed` (anything else, such as `live` to `quiet`). at: wall
    clock, epoch ms. feed and the rest: as in every update.
    """

    id: str
    event: FeedEvent
    at: int
    feed: FeedMark
    stale: bool
    stale_reason: StaleReason | None
    stale_since: Instant | None


class Token(msgspec.Struct):
    """What a program that could not send the header says first."""

    token: str


_ENCODER = msgspec.json.Encoder()
_TOKENS = msgspec.json.Decoder(Token)


def encode_update(update: Update) -> ChannelMessage:
    """An update, once for all sockets of a channel."""
    return ChannelMessage(_ENCODER.encode(update))


def encode(message: ChannelHello | FeedNotice) -> bytes:
    """Another message as JSON."""
    return _ENCODER.encode(message)


def decode_token(text: Any) -> str:
    """The token a program sent. Raises: msgspec.DecodeError when it is not that message."""
    return _TOKENS.decode(text).token
