"""Frames that no client can read, or hardly.

Door: `malformed_frame`, `oversize_frame`. Pure: what is drawn comes from the given generator.
"""

from __future__ import annotations

import random

import msgspec

from workers.simulator.faults import MalformedKind
from workers.simulator.signalr_wire import HUB

_DEPTH = 20_000
_BINARY_BYTES = 64
_OVERSIZE_HEAD, _OVERSIZE_TAIL = b'{"C":"d-oversize","M":[],"Padding":"', b'"}'


def malformed_frame(kind: MalformedKind, rng: random.Random) -> tuple[bytes, bool]:
    """(payload, whether it goes out as a binary frame) of a frame that is wrong in one layer.

    Args:
        kind: `json`, `html`, `envelope`: the frame; `argument`: the text of A; `content`: the
            message; `not_finite`: numbers that are none; `deep`: 20,000 arrays in one another;
            `binary`: random bytes; `text_encoding`: a text frame that is not UTF-8.
    """
    if kind == "json":
        return b'{"C":"d-1","M":[{"H":"' + HUB.encode() + b'","M":"Broadcast","A":["{', False
    if kind == "html":
        return b"<html><body><h1>502 Bad Gateway</h1></body></html>", False
    if kind == "envelope":
        return b'{"C":7,"M":{"H":[],"A":"nothing"}}', False
    if kind == "argument":
        return _broadcast('{"DataType":"X-TRADE","Content":"{\\"Symbol\\":'), False
    if kind == "content":
        return _broadcast(_message('{"Symbol":"HPG","LastPrice":,}')), False
    if kind == "not_finite":
        content = '{"Symbol":"HPG","LastPrice":NaN,"LastVol":Infinity,"TotalVol":1e400}'
        return _broadcast(_message(content)), False
    if kind == "deep":
        return b'{"C":"d-1","M":' + b"[" * _DEPTH + b"]" * _DEPTH + b"}", False
    payload = rng.randbytes(_BINARY_BYTES)
    return (payload, True) if kind == "binary" else (b"\xff\xfe" + payload, False)


def oversize_frame(size_bytes: int) -> bytes:
    """A text frame of valid JSON of exactly this size."""
    padding = b"x" * (size_bytes - len(_OVERSIZE_HEAD) - len(_OVERSIZE_TAIL))
    return _OVERSIZE_HEAD + padding + _OVERSIZE_TAIL


def _message(content: str) -> str:
    return msgspec.json.encode({"DataType": "X-TRADE", "Content": content}).decode()


def _broadcast(argument: str) -> bytes:
    return msgspec.json.encode({"C": "d-1", "M": [{"H": HUB, "M": "Broadcast", "A": [argument]}]})
