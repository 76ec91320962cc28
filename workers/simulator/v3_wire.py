"""FastConnect v3's stream, without I/O: topics, and the frames a message of the day becomes.

Door: `Topic`, `parse_topic`, `Topics`, `frame_of`, `flag_of`, `acknowledgement`. Made from the
same messages as v2, so both wires tell the same day. A candle topic (`trade.HPG@1m`) is of a kind of
its own (`trade@1m`); see `v3_candles.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from workers.simulator.messages import LEVELS, PUT_THROUGH, Message
from workers.simulator.v3_candles import INTERVALS

TYPES = frozenset({"trade", "quote", "room", "put", "oddlot", "market", "trade.index", "indexsummary"})
FLAG = "FLAG"
"""`market.flag`: the session flag of every board."""
MAX_TOPICS = 5_000

_FAN_OUT_TYPES = frozenset({"trade", "quote", "room", "put", "oddlot"})
_TOPIC = re.compile(r"([a-z.]+)\.(\*|[A-Z0-9]+)")
_SIDES = {"BU": "B", "SD": "S"}
KINDS = {
    "X-TRADE": "trade",
    "X-QUOTE": "quote",
    "R": "room",
    "MI": "trade.index",
    "OL": "oddlot",
    PUT_THROUGH: "put",
}
"""The topic of each type of message. `indexsummary` has none: no document lists its fields."""


class Topic(msgspec.Struct, frozen=True):
    """One subscribed topic; `codes` in upper case, None for all."""

    kind: str
    codes: frozenset[str] | None


def parse_topic(text: str, members: Callable[[str], frozenset[str]]) -> Topic | None:
    """A topic such as `trade.HPG`, `quote.*`, `trade.VN30@*`; None when the server has no such topic.

    Args:
        members: symbols of an index or a board.
    """
    name, at, interval = text.strip().partition("@")
    kind, dot, code = name.rpartition(".")
    match = _TOPIC.fullmatch(f"{kind.lower()}{dot}{code.upper()}")
    if match is None or match[1] not in TYPES:
        return None
    kind, code = match[1], match[2]
    codes = None if code == "*" else frozenset({code})
    if interval == "*":
        symbols = members(code) if kind in _FAN_OUT_TYPES else frozenset()
        return Topic(kind, symbols) if symbols else None
    if at + interval in INTERVALS:
        # Of an index only one at a time, as SSI's own client has it.
        served = kind == "trade" or (kind == "trade.index" and codes is not None)
        return Topic(f"{kind}@{interval}", codes) if served else None
    return Topic(kind, codes) if not at or interval.lower() == "tick" else None


class Topics:
    """What one connection has subscribed. Bound: 5,000 topics, beyond which more are refused."""

    def __init__(self) -> None:
        self._topics: dict[str, Topic] = {}
        self._codes: dict[str, frozenset[str] | None] = {}

    def add(self, text: str, topic: Topic) -> bool:
        """Adds a topic; whether there was room."""
        if len(self._topics) >= MAX_TOPICS and text not in self._topics:
            return False
        self._topics[text] = topic
        self._index()
        return True

    def remove(self, text: str) -> None:
        """Removes a topic, if it is there."""
        self._topics.pop(text, None)
        self._index()

    def has(self, kind: str) -> bool:
        """Whether anything of a kind is subscribed."""
        return kind in self._codes

    def of(self, kind: str) -> list[Topic]:
        """The topics of a kind."""
        return [topic for topic in self._topics.values() if topic.kind == kind]

    def texts(self) -> list[str]:
        """The topics as they were subscribed."""
        return list(self._topics)

    def wants(self, kind: str, code: str) -> bool:
        """Whether a frame of this kind and code is subscribed."""
        if kind not in self._codes:
            return False
        codes = self._codes[kind]
        return codes is None or code.upper() in codes

    def _index(self) -> None:
        self._codes = {}
        for topic in self._topics.values():
            known = self._codes.get(topic.kind, frozenset())
            both = None if known is None or topic.codes is None else known | topic.codes
            self._codes[topic.kind] = both


def frame_of(message: Message) -> tuple[str, bytes] | None:
    """(kind, frame) of a message; None for what v3 does not send or what cannot be read."""
    kind = KINDS.get(message.data_type)
    if kind is None:
        return None
    try:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None
    return kind, frame(f"{kind}.{message.symbol.upper()}", _MAKERS[kind](message.symbol, fields))


def flag_of(message: Message) -> tuple[str, str, str] | None:
    """(board, time, flag) of an F message; None for other messages."""
    if message.data_type != "F":
        return None
    try:
        fields: dict[str, Any] = msgspec.json.decode(message.content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return None
    board = str(fields.get("Exchange") or fields.get("MarketId") or "")
    # The stream's name of the derivatives board is not that of the REST calls.
    return "DER" if board == "DERIVATIVES" else board, _time(fields), str(fields.get("TradingSession") or "")


def frame(topic: str, data: dict[str, Any]) -> bytes:
    """A data frame."""
    return msgspec.json.encode({"channel": "DATA", "topic": topic, "data": data})


def flag_frame(board: str, time: str, flag: str) -> bytes:
    """A session flag."""
    return frame(f"market.{FLAG}", {"b": board, "t": time, "f": flag})


def acknowledgement(method: str, channel: str, text: str, *, ok: bool = True) -> bytes:
    """The answer to a request."""
    status = "ok" if ok else "error"
    return msgspec.json.encode({"method": method, "channel": channel, "status": status, "message": text})


def rejection(code: int, text: str) -> bytes:
    """The frame before the server closes a connection it does not want."""
    return msgspec.json.encode({"code": code, "msg": text})


def _time(fields: dict[str, Any]) -> str:
    return f"{fields.get('TradingDate') or ''} {fields.get('Time') or ''}".strip()


def _trade(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "s": symbol,
        "t": _time(fields),
        "p": fields.get("LastPrice"),
        "q": fields.get("LastVol"),
        "si": _SIDES.get(str(fields.get("Side")), "U"),
        "v": fields.get("TotalVol"),
        "h": fields.get("Highest"),
        "l": fields.get("Lowest"),
        "a": fields.get("AvgPrice"),
    }


def _quote(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"s": symbol, "t": _time(fields), "bids": _side(fields, "Bid"), "asks": _side(fields, "Ask")}


def _side(fields: dict[str, Any], name: str) -> list[list[Any]]:
    levels = ([fields.get(f"{name}Price{n}"), fields.get(f"{name}Vol{n}")] for n in range(1, LEVELS + 1))
    return [level for level in levels if level[1]]


def _room(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    names = (("tr", "TotalRoom"), ("cr", "CurrentRoom"), ("bq", "BuyVol"), ("bv", "BuyVal"))
    more = (("sq", "SellVol"), ("sv", "SellVal"))
    return {"s": symbol, "t": _time(fields)} | {key: fields.get(name) for key, name in (*names, *more)}


def _index(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    names = (
        ("b", "Exchange"), ("ss", "TradingSession"), ("v", "IndexValue"), ("c", "Change"),
        ("cr", "RatioChange"), ("adv", "Advances"), ("dec", "Declines"), ("nc", "NoChanges"),
        ("ce", "Ceilings"), ("fl", "Floors"),
        ("tmq", "TotalQtty"), ("tmv", "TotalValue"), ("tqp", "TotalQttyPt"), ("tvp", "TotalValuePt"),
        ("tq", "AllQty"), ("tv", "AllValue"),
    )  # fmt: skip
    return {"s": symbol.upper(), "t": _time(fields)} | {key: fields.get(name) for key, name in names}


def _odd_lot(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"p": fields.get("LastPrice"), "q": fields.get("LastVol")} | _quote(symbol, fields)


def _put(symbol: str, fields: dict[str, Any]) -> dict[str, Any]:
    names = (("p", "Price"), ("q", "Volume"), ("tq", "TotalVol"), ("tv", "TotalVal"))
    return {"s": symbol, "t": _time(fields)} | {key: fields.get(name) for key, name in names}


_MAKERS = {
    "trade": _trade,
    "quote": _quote,
    "room": _room,
    "trade.index": _index,
    "oddlot": _odd_lot,
    "put": _put,
}
