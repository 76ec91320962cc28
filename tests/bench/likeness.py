"""How alike the generated day and the real ones are: `python -m tests.bench.likeness`.

Prints a small table (Markdown) of spreads, trade sizes and minute volumes: a generated day of 30
shares beside the real day of minute bars, the real futures tape and the real board in the shared
data (SHARED_DATA, or ../shared/data). Says so and stops where that folder is absent.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from core.market.calendar import Board, local_seconds
from core.market.prices import step_vnd
from core.market.symbols import vn30_members
from workers.simulator.exchange import Exchange

ROOT = Path(__file__).resolve().parents[2]
DATE = dt.date(2026, 8, 14)
SEED = 1
REAL_DAY, TAPE, BOARD = (
    "day-2025-08-15/minute_bars.csv.gz",
    "futures-tape/2026-03-10.csv.gz",
    "board-2025-05-09/hose_board.json.gz",
)
BOARD_DATE = dt.date(2025, 5, 9)
_MINUTES = [*range(9 * 60 + 16, 11 * 60 + 30), *range(13 * 60, 14 * 60 + 30)]
"""Minutes of continuous trading on HOSE that no auction falls into."""
_SAMPLE_EVERY_S = 300


class Measured(msgspec.Struct):
    """What is compared. volumes: shares by symbol and minute of the day."""

    spreads: list[int] = []
    sizes: list[int] = []
    futures_seconds: list[int] = []
    volumes: dict[str, Counter[int]] = {}


def generated() -> Measured:
    """A generated day."""
    source = Exchange(DATE, seed=SEED, symbols=30)
    front = next(row.symbol for row in source.reference.securities if row.contract is not None)
    found = Measured(volumes=defaultdict(Counter))
    best: dict[str, tuple[float, float]] = {}
    sampled = 0
    for message in source.messages():
        second = local_seconds(message.ts_ms)
        if second // _SAMPLE_EVERY_S != sampled:
            sampled = second // _SAMPLE_EVERY_S
            if second // 60 in _MINUTES:
                found.spreads.extend(_steps(best.values()))
        if message.data_type == "X-QUOTE":
            quote = json.loads(message.content)
            if quote["Exchange"] == "HOSE":
                best[message.symbol] = quote["BidPrice1"], quote["AskPrice1"]
        elif message.data_type == "X-TRADE":
            trade = json.loads(message.content)
            volume = int(trade["LastVol"])
            if not volume:
                continue
            if trade["MarketId"] == "HOSE":
                found.volumes[message.symbol][second // 60] += volume
            elif message.symbol == front and trade["TradingSession"] == "LO":
                found.sizes.append(volume)
                found.futures_seconds.append(second)
    return found


def real(folder: Path) -> Measured:
    """The real day, tape and board."""
    found = Measured(volumes=defaultdict(Counter))
    for row in _rows(folder / REAL_DAY):
        if row["symbol"] not in ("VNINDEX", "VN30", "VN30F1M"):
            hours, minutes = row["time"].split(":")
            found.volumes[row["symbol"]][int(hours) * 60 + int(minutes)] += int(float(row["volume"]))
    for row in _rows(folder / TAPE):
        hours, minutes, seconds = map(int, row["time"].split(":"))
        second = hours * 3600 + minutes * 60 + seconds
        if 9 * 3600 < second < 14 * 3600 + 1800:
            found.sizes.append(int(row["volume"]))
            found.futures_seconds.append(second)
    members = set(vn30_members(BOARD_DATE))
    with gzip.open(folder / BOARD, "rt", encoding="utf-8") as file:
        found.spreads = list(
            _steps(
                (float(row["bidPrice1"] or 0), float(row["offerPrice1"] or 0))
                for row in json.load(file)
                if row["symbol"] in members
            )
        )
    return found


def table(real_day: Measured, made: Measured) -> str:
    """The comparison as a Markdown table."""
    rows = [
        ("spread: 1 step, % of samples", *(_share(m.spreads, 1) for m in (real_day, made))),
        ("spread: 2 steps, %", *(_share(m.spreads, 2) for m in (real_day, made))),
        ("spread: 3 steps or more, %", *(_above(m.spreads, 2) for m in (real_day, made))),
        ("futures trade: 1 contract, %", *(_share(m.sizes, 1) for m in (real_day, made))),
        *(
            (f"futures trade: {name}, contracts", *(f"{_quantile(m.sizes, q):.0f}" for m in (real_day, made)))
            for name, q in (("median", 0.5), ("90th percentile", 0.9), ("99th percentile", 0.99))
        ),
        ("futures trades a second, mean", *(_rate(m.futures_seconds) for m in (real_day, made))),
        ("futures trades, busiest second", *(_busiest(m.futures_seconds) for m in (real_day, made))),
        ("share minutes without a trade, %", *(_idle(m.volumes) for m in (real_day, made))),
        *(
            (
                f"minute volume / its mean: {name}",
                *(f"{_quantile(_relative(m.volumes), q):.2f}" for m in (real_day, made)),
            )
            for name, q in (("10th percentile", 0.1), ("median", 0.5), ("90th", 0.9), ("99th", 0.99))
        ),
        *(
            (f"volume {name}, % of the day", *(_part(m.volumes, span) for m in (real_day, made)))
            for name, span in (
                ("of the ATO match", range(9 * 60 + 15, 9 * 60 + 16)),
                ("09:16-10:00", range(9 * 60 + 16, 10 * 60)),
                ("10:00-11:30", range(10 * 60, 11 * 60 + 31)),
                ("13:00-14:00", range(13 * 60, 14 * 60)),
                ("14:00-14:30", range(14 * 60, 14 * 60 + 31)),
                ("of the ATC match", range(14 * 60 + 45, 14 * 60 + 46)),
            )
        ),
    ]
    lines = ["| figure | real | generated |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _steps(best: Iterable[tuple[float, float]]) -> Iterator[int]:
    for bid, ask in best:
        if bid and ask > bid:
            yield round((ask - bid) / step_vnd(Board.HOSE, int(bid)))


def _share(values: Sequence[int], wanted: int) -> str:
    return f"{100 * sum(value == wanted for value in values) / len(values):.0f}"


def _above(values: Sequence[int], limit: int) -> str:
    return f"{100 * sum(value > limit for value in values) / len(values):.0f}"


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _rate(seconds: Sequence[int]) -> str:
    return f"{len(seconds) / (4 * 3600):.1f}"


def _busiest(seconds: Sequence[int]) -> str:
    return str(max(Counter(seconds).values()))


def _idle(volumes: dict[str, Counter[int]]) -> str:
    idle = sum(not minutes[minute] for minutes in volumes.values() for minute in _MINUTES)
    return f"{100 * idle / (len(volumes) * len(_MINUTES)):.1f}"


def _relative(volumes: dict[str, Counter[int]]) -> list[float]:
    """Each minute's volume of each share in units of that share's mean."""
    return [
        minutes[minute] * len(_MINUTES) / sum(minutes[other] for other in _MINUTES)
        for minutes in volumes.values()
        for minute in _MINUTES
    ]


def _part(volumes: dict[str, Counter[int]], span: range) -> str:
    """Mean over the shares of the part of the day's volume that falls into a span of minutes."""
    parts = [sum(minutes[minute] for minute in span) / sum(minutes.values()) for minutes in volumes.values()]
    return f"{100 * sum(parts) / len(parts):.1f}"


def main() -> None:
    """Prints the table."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    missing = [name for name in (REAL_DAY, TAPE, BOARD) if not (folder / name).is_file()]
    if missing:
        print(f"skipped: {folder} has no {', '.join(missing)} (SHARED_DATA names another folder)")
        return
    print(table(real(folder), generated()))


if __name__ == "__main__":
    main()
