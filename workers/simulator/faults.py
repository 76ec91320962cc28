"""What can go wrong on the wire, as values: one struct per fault, and how texts become them.

Door: the fault structs, `Fault`, `decode_fault`, `describe`. Refuses to know sockets and time:
`fault_desk.py` holds what is active, the server and its clients put it on the wire.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from workers.simulator.errors import FaultError

HttpTarget = Literal["any", "log_in", "rest", "negotiate", "connect"]
"""Which requests an HTTP fault answers; `connect` is the WebSocket's handshake, of either version."""

MalformedKind = Literal[
    "json", "html", "envelope", "argument", "content", "not_finite", "deep", "binary", "text_encoding"
]

MAX_OVERSIZE_BYTES = 128 * 1024 * 1024
MAX_COUNT = 1_000_000
MAX_SECONDS = 86_400.0

Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=MAX_SECONDS)]
Count = Annotated[int, msgspec.Meta(ge=1, le=MAX_COUNT)]
Symbol = Annotated[str, msgspec.Meta(min_length=1, max_length=32, pattern="^[A-Za-z0-9]+$")]


class _Verb(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="fault"):
    """Common to all faults."""


class Close(_Verb, frozen=True, kw_only=True, tag="close"):
    """Every open stream is closed with a closing handshake."""

    code: Annotated[int, msgspec.Meta(ge=1000, le=4999)] = 1001
    reason: Annotated[str, msgspec.Meta(max_length=100)] = ""


class Reset(_Verb, frozen=True, kw_only=True, tag="reset"):
    """Every open stream ends with a TCP reset."""


class DropMidFrame(_Verb, frozen=True, kw_only=True, tag="drop_mid_frame"):
    """Every open stream gets the first half of a frame, then the connection ends."""


class BlackHole(_Verb, frozen=True, kw_only=True, tag="black_hole"):
    """Open streams take bytes and send nothing ever again, not even keep-alives.

    for_s: for so long new requests and streams are swallowed as well; None: until removed; left
        out: only what is open now goes silent.
    """

    for_s: Annotated[float, msgspec.Meta(ge=0, le=MAX_SECONDS)] | None = 0.0


class KeepAlivesOnly(_Verb, frozen=True, kw_only=True, tag="keep_alives_only"):
    """No data, but keep-alives; what falls into this time is lost. for_s None: until removed."""

    for_s: Seconds | None = None


class DropMessages(_Verb, frozen=True, kw_only=True, tag="drop_messages"):
    """A share of messages never arrives, of one type and symbol or of all."""

    share: Share
    data_type: str | None = None
    symbol: Symbol | None = None
    for_s: Seconds | None = None


class Duplicate(_Verb, frozen=True, kw_only=True, tag="duplicate"):
    """A share of messages arrives twice."""

    share: Share = 1.0
    for_s: Seconds | None = None


class Reorder(_Verb, frozen=True, kw_only=True, tag="reorder"):
    """Messages are shuffled within windows of so many."""

    window: Annotated[int, msgspec.Meta(ge=2, le=1_000)] = 10
    for_s: Seconds | None = None


class Replay(_Verb, frozen=True, kw_only=True, tag="replay"):
    """A new channel is answered with messages of this session again, after the last known ones.

    last: how many of the newest messages; None: the whole session.
    """

    last: Annotated[int, msgspec.Meta(ge=1, le=10_000)] | None = None
    for_s: Seconds | None = None


class Malformed(_Verb, frozen=True, kw_only=True, tag="malformed"):
    """Every open stream gets frames that cannot be read."""

    kind: MalformedKind = "json"
    count: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1


class Oversize(_Verb, frozen=True, kw_only=True, tag="oversize"):
    """Every open stream gets one frame of valid JSON of this size."""

    size_bytes: Annotated[int, msgspec.Meta(ge=1_000, le=MAX_OVERSIZE_BYTES)] = 4 * 1024 * 1024


class TokenExpiry(_Verb, frozen=True, kw_only=True, tag="token_expiry"):
    """Every token issued so far is expired. close: and the open streams are closed."""

    close: bool = False


class _HttpVerb(_Verb, frozen=True, kw_only=True):
    """Answers of requests; `count` requests get it, None all until `for_s` is over or it is removed."""

    on: HttpTarget = "any"
    count: Count | None = None
    for_s: Seconds | None = None


class Unauthorized(_HttpVerb, frozen=True, kw_only=True, tag="unauthorized"):
    """401."""


class ErrorBody(_HttpVerb, frozen=True, kw_only=True, tag="error_body"):
    """200 with a body that says that it failed."""

    status: int = 401
    message: str = "Missing Authorization header"


class TooManyRequests(_HttpVerb, frozen=True, kw_only=True, tag="too_many_requests"):
    """429. retry_after_s: in the Retry-After header; None: without the header."""

    retry_after_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] | None = None


class ServerError(_HttpVerb, frozen=True, kw_only=True, tag="server_error"):
    """5xx. html: the body is a page, as proxies answer."""

    status: Annotated[int, msgspec.Meta(ge=500, le=599)] = 503
    html: bool = False


class Slow(_HttpVerb, frozen=True, kw_only=True, tag="slow"):
    """The right answer, late."""

    delay_s: Annotated[float, msgspec.Meta(gt=0, le=600)]


class CorrectTotal(_Verb, frozen=True, kw_only=True, tag="correct_total"):
    """TotalVol of a symbol is corrected by so many shares, downwards when negative, from now on."""

    symbol: Symbol
    by_shares: int


class AddSymbol(_Verb, frozen=True, kw_only=True, tag="add_symbol"):
    """A symbol is listed; from now on it trades as another does."""

    symbol: Symbol
    like: Symbol


class Halt(_Verb, frozen=True, kw_only=True, tag="halt"):
    """A symbol is halted: status H, no trades and quotes. for_s None: until removed."""

    symbol: Symbol
    for_s: Seconds | None = None


class Rename(_Verb, frozen=True, kw_only=True, tag="rename"):
    """A symbol has another name from now on."""

    symbol: Symbol
    to: Symbol


HttpFault = Unauthorized | ErrorBody | TooManyRequests | ServerError | Slow
Fault = (
    Close
    | Reset
    | DropMidFrame
    | BlackHole
    | KeepAlivesOnly
    | DropMessages
    | Duplicate
    | Reorder
    | Replay
    | Malformed
    | Oversize
    | TokenExpiry
    | HttpFault
    | CorrectTotal
    | AddSymbol
    | Halt
    | Rename
)


def decode_fault(text: str | bytes) -> Fault:
    """One fault from JSON, such as `{"fault": "drop_messages", "share": 0.1}`.

    Raises: FaultError that says what is wrong with it.
    """
    try:
        return msgspec.json.decode(text, type=Fault)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FaultError(str(error)) from error


def describe(fault: Fault) -> str:
    """The fault as JSON, as `decode_fault` takes it."""
    return msgspec.json.encode(fault).decode()


def lasts_s(fault: Fault) -> float | None:
    """How long it stays active, real seconds; None: until it is removed."""
    seconds: float | None = getattr(fault, "for_s", None)
    return seconds
