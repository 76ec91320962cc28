"""A script of faults: which fault, and at which exchange time or how long after the start.

Door: `read_script`, `Step`. JSON lines (`{"at": "10:15", "fault": "close"}`) or TOML (`[[step]]`
tables with the same fields). Refuses to know what a fault does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from workers.simulator.errors import FaultError
from workers.simulator.faults import Fault

MAX_STEPS = 10_000
_LAST_SECOND = 24 * 3600 - 1


class Step(msgspec.Struct, frozen=True):
    """One fault and when: exactly one of the two times is given.

    at_seconds: exchange time, local seconds of the day. after_s: real seconds after the start.
    """

    fault: Fault
    at_seconds: int | None = None
    after_s: float | None = None


def read_script(path: Path) -> list[Step]:
    """The steps of a file, in its order; `.toml` is TOML, everything else JSON lines.

    Raises: FaultError with the file and the line or step, when it cannot be read or used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FaultError(f"{path}: {error}") from error
    try:
        return parse_steps(_toml_rows(text) if path.suffix.lower() == ".toml" else _json_rows(text))
    except FaultError as error:
        raise FaultError(f"{path}: {error}") from error


def parse_steps(rows: Iterable[tuple[str, dict[str, Any]]]) -> list[Step]:
    """Steps from (name for messages, fields).

    Raises: FaultError that names the row.
    """
    steps: list[Step] = []
    for name, fields in rows:
        if len(steps) == MAX_STEPS:
            raise FaultError(f"more than {MAX_STEPS} steps")
        try:
            steps.append(_step(dict(fields)))
        except (msgspec.MsgspecError, FaultError) as error:
            raise FaultError(f"{name}: {error}") from error
    return steps


def _step(fields: dict[str, Any]) -> Step:
    at, after_s = fields.pop("at", None), fields.pop("after_s", None)
    if (at is None) == (after_s is None):
        raise FaultError("give either `at` (HH:MM or HH:MM:SS) or `after_s` (seconds after the start)")
    fault = msgspec.convert(fields, Fault)
    if at is not None:
        return Step(fault, at_seconds=_seconds_of_day(at))
    if isinstance(after_s, bool) or not isinstance(after_s, int | float) or not 0 <= after_s < float("inf"):
        raise FaultError("`after_s` must be a number of seconds, 0 or more")
    return Step(fault, after_s=float(after_s))


def _seconds_of_day(text: object) -> int:
    parts = str(text).split(":")
    if len(parts) in (2, 3) and all(part.isascii() and part.isdigit() and len(part) == 2 for part in parts):
        hours, minutes, seconds = (*map(int, parts), 0)[:3]
        found = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and found <= _LAST_SECOND:
            return found
    raise FaultError(f"`at` must be a local time HH:MM or HH:MM:SS, not {text!r}")


def _json_rows(text: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            yield f"line {number}", msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise FaultError(f"line {number}: {error}") from error


def _toml_rows(text: str) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        table = tomllib.loads(text)
        rows = msgspec.convert(table.get("step", []), list[dict[str, Any]])
    except (tomllib.TOMLDecodeError, msgspec.MsgspecError) as error:
        raise FaultError(str(error)) from error
    if set(table) - {"step"} or not rows:
        raise FaultError("expected [[step]] tables and nothing else")
    yield from ((f"step {number}", row) for number, row in enumerate(rows, 1))
