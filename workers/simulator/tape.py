"""A futures tape: every row of the file is exactly one X-TRADE, in the file's order.

Door: `Tape` (a `Source`). Refuses to invent what the tape does not have: no quotes, no limits,
no reference, no index.

The stamps have one-second resolution and the file has no session code: the whole second of an
auction's match (09:00:00 and 14:45:00) is taken to be the auction's.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from core.market.calendar import Board, Phase, instant_ms
from core.market.contracts import front_contract
from core.market.prices import TENTHS
from workers.simulator.day_folder import date_in_name
from workers.simulator.errors import SourceError
from workers.simulator.messages import Message, WireDay
from workers.simulator.reference import vn30_reference
from workers.simulator.security import SecurityFeed

HEADER = ["time", "price", "volume", "side"]
OPENING_MATCH = "09:00:00"
CLOSING_MATCH = "14:45:00"


def open_text(path: Path) -> IO[str]:
    """A text file, plain or .gz."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def is_tape(path: Path) -> bool:
    """Whether the file begins with the tape's header."""
    with open_text(path) as file:
        return file.readline().strip().lower().split(",") == HEADER


class Tape:
    """One day of the front VN30 future's matches."""

    def __init__(self, path: Path) -> None:
        """
        Args:
            path: CSV, plain or .gz, with the trading date in its name.
        Raises: SourceError when the name has no date.
        """
        self._path = path
        self.trading_date: dt.date = date_in_name(path)
        self.reference = vn30_reference(self.trading_date)

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """One X-TRADE per row. Memory: one row.

        Raises: SourceError for a row that is not a match.
        """
        date = self.trading_date
        feed = SecurityFeed(WireDay(date), front_contract(date).code, Board.DERIVATIVES)
        seconds = {OPENING_MATCH: Phase.ATO.value, CLOSING_MATCH: Phase.ATC.value}
        midnight_ms = instant_ms(date, 0)
        with open_text(self._path) as file:
            rows = csv.reader(file)
            next(rows)
            stamp, ts_ms, session = "", midnight_ms, ""
            for number, row in enumerate(rows, start=2):
                try:
                    time, price, volume, side = row
                    if time != stamp:
                        ts_ms = midnight_ms + _seconds(time) * 1000
                        session, stamp = seconds.get(time, Phase.CONTINUOUS.value), time
                    yield feed.trade(ts_ms, round(float(price) * TENTHS), int(volume), side or None, session)
                except ValueError as error:
                    raise SourceError(f"{self._path}, line {number}: {error}") from error


def _seconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
