"""A file of recorded messages, replayed as they are: raw text untouched, in the file's order.

Door: `Recording` (a `Source`). A line is `{"DataType", "Content"}`, the same inside
`{"wire": ...}`, or a whole SignalR frame `{"C", "M"}`. Refuses to repair anything: a malformed
line goes out malformed, so that the consumer counts it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from core.market.calendar import instant_ms
from workers.simulator.errors import SourceError
from workers.simulator.messages import Message
from workers.simulator.reference import vn30_reference
from workers.simulator.tape import open_text

_SAMPLED_LINES = 2_000
_NO_RAW = msgspec.Raw(b"")


class _Line(msgspec.Struct):
    """Any of the three shapes; `wire` and `M` nest the first."""

    data_type: str | None = msgspec.field(name="DataType", default=None)
    data_type_2: str | None = msgspec.field(name="Datatype", default=None)
    data_type_3: str | None = msgspec.field(name="datatype", default=None)
    content: msgspec.Raw = msgspec.field(name="Content", default=_NO_RAW)
    content_2: msgspec.Raw = msgspec.field(name="content", default=_NO_RAW)
    wire: msgspec.Raw = _NO_RAW
    frame: list[Any] | None = msgspec.field(name="M", default=None)


class _Routing(msgspec.Struct, rename="pascal"):
    """What pacing and channels need of a content."""

    symbol: str | None = None
    index_id: str | None = None
    index_id_doc: str | None = msgspec.field(name="IndexID", default=None)
    trading_date: str | None = None
    time: str | None = None
    trading_time: str | None = None


class Recording:
    """One file of messages."""

    def __init__(self, path: Path) -> None:
        """
        Args:
            path: JSON lines, plain or .gz. Its trading date is the newest one among the first
                2,000 messages: a subscription begins with messages of the day before.
        Raises: SourceError when none of them carries a date.
        """
        self._path = path
        dates = [date for _, date in islice(self._read(), _SAMPLED_LINES) if date is not None]
        if not dates:
            raise SourceError(f"{path}: no message with a trading date; not a file of recorded messages")
        self.trading_date: dt.date = max(dates)
        self.reference = vn30_reference(self.trading_date)

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """Every message of the file. Memory: one line.

        `ts_ms` never falls: a message of an earlier date keeps its text and takes the time of
        the one before it.
        """
        latest = 0
        for message, _ in self._read():
            latest = max(latest, message.ts_ms)
            yield message._replace(ts_ms=latest)

    def _read(self) -> Iterator[tuple[Message, dt.date | None]]:
        lines = msgspec.json.Decoder(_Line)
        routing = msgspec.json.Decoder(_Routing)
        with open_text(self._path) as file:
            for text in file:
                if text.strip():
                    for data_type, content in _contents(text.rstrip("\r\n"), lines):
                        yield _message(data_type, content, routing)


def _contents(text: str, lines: msgspec.json.Decoder[_Line]) -> Iterator[tuple[str, str]]:
    """(type, content text) of every message in a line; a line that is not JSON is its own content."""
    try:
        line = lines.decode(text)
        if bytes(line.wire):
            yield from _contents(bytes(line.wire).decode(), lines)
            return
        arguments = [a for entry in line.frame or () for a in entry.get("A", ())]
        content = _unquoted(bytes(line.content) or bytes(line.content_2))
    except (msgspec.MsgspecError, UnicodeDecodeError, AttributeError):
        yield "", text
        return
    for argument in arguments:
        nested = argument if isinstance(argument, str) else msgspec.json.encode(argument).decode()
        yield from _contents(nested, lines)
    if line.frame is None:
        yield line.data_type or line.data_type_2 or line.data_type_3 or "", content


def _unquoted(raw: bytes) -> str:
    """The text inside a JSON string, or the JSON itself where the content came as an object."""
    return msgspec.json.decode(raw, type=str) if raw[:1] == b'"' else raw.decode()


def _message(
    data_type: str, content: str, routing: msgspec.json.Decoder[_Routing]
) -> tuple[Message, dt.date | None]:
    try:
        fields = routing.decode(content)
    except msgspec.MsgspecError:
        return Message(0, data_type, "", content), None
    symbol = fields.symbol or fields.index_id or fields.index_id_doc or ""
    try:
        date = dt.datetime.strptime(fields.trading_date or "", "%d/%m/%Y").date()
        hours, minutes, seconds = map(int, (fields.time or fields.trading_time or "").split(":"))
    except ValueError:
        return Message(0, data_type, symbol, content), None
    seconds_of_day = hours * 3600 + minutes * 60 + seconds
    return Message(instant_ms(date, seconds_of_day), data_type, symbol, content), date
