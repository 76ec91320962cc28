"""Where messages come from: the seam between the wire and what makes the day.

Door: `open_source`, `Source`, `Message`. A new kind of day is a
new class with the three members of `Source`; the server and the offline replay need nothing
else. Refuses to know sockets and clocks.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from core.market.calendar import DEFAULT_CALENDAR, local_date
from workers.simulator.bars import BarDay
from workers.simulator.day_folder import is_day_folder, read_day_folder
from workers.simulator.errors import SourceError
from workers.simulator.exchange import Exchange
from workers.simulator.messages import Message
from workers.simulator.recorded import Recording
from workers.simulator.reference import ReferenceData
from workers.simulator.tape import Tape, is_tape

__all__ = ["EXCHANGE", "Message", "Source", "SourceError", "open_source"]

EXCHANGE = "exchange"
"""The source that is generated."""


class Source(Protocol):
    """One trading day of messages."""

    @property
    def trading_date(self) -> dt.date:
        """The day, local."""

    @property
    def reference(self) -> ReferenceData:
        """What the REST calls list."""

    def messages(self, *, quiet_until_ms: int | None = None) -> Iterator[Message]:
        """The day's messages in order of `ts_ms`; every call begins the day anew.

        Args:
            quiet_until_ms: nobody will see what lies before this instant (epoch ms), only its
                last known messages: a source may leave out what those make obsolete, but no
                match and no index value. Sources that read a file ignore it.
        """


class Around:
    """A source that changes the messages of another; subclasses say how in `messages`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def trading_date(self) -> dt.date:
        """The day, local."""
        return self._source.trading_date

    @property
    def reference(self) -> ReferenceData:
        """What the REST calls list."""
        return self._source.reference


def open_source(
    spec: str,
    *,
    seed: int,
    symbols: int,
    trading_date: dt.date | None,
    trades_per_second: float | None = None,
    truth: Path | None = None,
    old_futures_names: bool = False,
) -> Source:
    """Opens a source of messages.

    Args:
        spec: `exchange`, or the path of a day folder, a futures tape or recorded messages.
        seed: of whatever the source draws.
        symbols: how many shares `exchange` lists.
        trading_date: day of `exchange`, None for the last trading day; a path has its own date.
        trades_per_second: matches a second of `exchange`, None as on a calm day.
        truth: file for what really happens on `exchange`.
        old_futures_names: `exchange` names its futures VN30F2512 instead of 41I1FC000.
    Raises: SourceError when the path is none of these, or is broken; when truth, a rate or names
        are wanted of anything but `exchange`; when the truth cannot be written.
    """
    if spec == EXCHANGE:
        if truth is not None:
            try:
                truth.open("wb").close()
            except OSError as error:
                raise SourceError(f"{truth}: {error}") from error
        date = trading_date or DEFAULT_CALENDAR.last_trading_day(local_date(time.time_ns() // 1_000_000))
        return Exchange(
            date,
            seed=seed,
            symbols=symbols,
            trades_per_second=trades_per_second,
            truth=truth,
            old_futures_names=old_futures_names,
        )
    if truth is not None or trades_per_second is not None or old_futures_names:
        raise SourceError(
            f"{spec}: truth, trades per second and old futures names exist only for `{EXCHANGE}`"
        )
    path = Path(spec)
    try:
        if is_day_folder(path):
            return BarDay(read_day_folder(path), seed=seed)
        if path.is_dir():
            raise SourceError(f"{path}: a folder without minute_bars.csv.gz is not a day folder")
        if not path.is_file():
            raise SourceError(f"{path}: no such file or folder (or give `exchange`)")
        return Tape(path) if is_tape(path) else Recording(path)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {error}") from error
