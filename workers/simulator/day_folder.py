"""A day folder: minute bars, references and foreign totals read from CSV into whole numbers.

Door: `read_day_folder`, `is_day_folder`. Units: VND for shares, tenths of a point for futures,
hundredths for indices. Refuses to know messages.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from core.market.contracts import contract
from core.market.prices import HUNDREDTHS, TENTHS, VND
from core.market.symbols import INDEX_IDS, is_future
from workers.simulator.errors import SourceError

BARS_FILE = "minute_bars.csv.gz"
REFERENCES_FILE = "reference_prices.csv.gz"
FOREIGN_FILE = "foreign_totals.csv.gz"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class MinuteBar(NamedTuple):
    """One minute; prices in smallest units."""

    open: int
    high: int
    low: int
    close: int
    volume: int


class Limits(NamedTuple):
    """Reference, ceiling and floor in smallest units; None where the folder has none."""

    reference: int | None
    ceiling: int | None
    floor: int | None


class ForeignTotal(NamedTuple):
    """The day's foreign totals: volumes in shares, values in VND, room in shares at the end."""

    buy_volume: int
    buy_value: int
    sell_volume: int
    sell_value: int
    current_room: int


class DayFolder(msgspec.Struct, frozen=True):
    """A day. `bars`: symbol -> minute of the day -> bar; futures under their new code."""

    date: dt.date
    bars: dict[str, dict[int, MinuteBar]]
    limits: dict[str, Limits]
    foreign: dict[str, ForeignTotal]


def is_day_folder(path: Path) -> bool:
    """Whether a path is a folder of minute bars."""
    return (path / BARS_FILE).is_file()


def date_in_name(path: Path) -> dt.date:
    """The YYYY-MM-DD in a file's or folder's name.

    Raises: SourceError when there is none.
    """
    found = _DATE.search(path.name)
    if found is None:
        raise SourceError(f"{path}: no YYYY-MM-DD in the name, so its trading date is unknown")
    return dt.date.fromisoformat(found.group())


def read_day_folder(path: Path) -> DayFolder:
    """Reads the folder.

    Raises: SourceError for a missing file, a missing date or a row that is not numbers.
    """
    date = date_in_name(path.resolve())
    try:
        return DayFolder(
            date,
            _read_bars(path, date),
            {
                _code(row["symbol"], date): _limits(row, _scale(row["symbol"]))
                for row in _rows(path / REFERENCES_FILE)
            },
            {
                row["symbol"]: _foreign(row)
                for row in _rows(path / FOREIGN_FILE)
                # An index row is a sum over the market, not a security.
                if row["symbol"] not in INDEX_IDS
            },
        )
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise SourceError(f"{path}: cannot be read as a day of minute bars: {error}") from error


def _read_bars(path: Path, date: dt.date) -> dict[str, dict[int, MinuteBar]]:
    bars: dict[str, dict[int, MinuteBar]] = {}
    for row in _rows(path / BARS_FILE):
        hours, minutes = row["time"].split(":")
        scale = _scale(row["symbol"])
        bars.setdefault(_code(row["symbol"], date), {})[int(hours) * 60 + int(minutes)] = MinuteBar(
            _units(row["open"], scale),
            _units(row["high"], scale),
            _units(row["low"], scale),
            _units(row["close"], scale),
            int(row["volume"]),
        )
    return bars


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _code(symbol: str, date: dt.date) -> str:
    """A futures alias becomes the contract's code of that date."""
    listed = contract(symbol, date)
    return symbol if listed is None else listed.code


def _scale(symbol: str) -> int:
    if symbol in INDEX_IDS:
        return HUNDREDTHS
    return TENTHS if is_future(symbol) else VND


def _units(text: str, scale: int) -> int:
    return round(float(text) * scale)


def _limits(row: dict[str, str], scale: int) -> Limits:
    reference, ceiling, floor = (
        _units(row[field], scale) if row[field] else None for field in ("reference", "ceiling", "floor")
    )
    return Limits(reference, ceiling, floor)


def _foreign(row: dict[str, str]) -> ForeignTotal:
    return ForeignTotal(
        int(row["buy_volume"]),
        int(row["buy_value"]),
        int(row["sell_volume"]),
        int(row["sell_value"]),
        int(row["current_room"]),
    )
