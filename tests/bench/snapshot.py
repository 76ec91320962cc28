"""What a frame of the price board costs: `python -m tests.bench.snapshot`.

For boards of 30, 500 and 1,600 symbols with 1, 10 and 100 % of the rows changed since the frame
before, in microseconds, best of several rounds: `view` makes the room's struct from the trackers,
`write` is the whole way to a snapshot and a delta frame (view, comparison, both encoded).
"""

from __future__ import annotations

import datetime as dt
import time

from core.market.calendar import Board, instant_ms
from core.market.events import ForeignRoom, Quote, Trade
from core.pipeline import MarketDataProcessor
from core.snapshot import keys
from core.snapshot.board_views import BoardRows
from core.snapshot.codec import RoomWriter

SIZES = (30, 500, 1600)
SHARES_PCT = (1, 10, 100)
ROUNDS = 7
DAY = dt.date(2026, 8, 14)
OPEN_S = 9 * 3600 + 1800
LOT = 100


class Market:
    """A pipeline in which every symbol has traded, has a full book and foreign figures."""

    def __init__(self, size: int) -> None:
        self.symbols = [f"S{n:04d}" for n in range(size)]
        self.core = MarketDataProcessor(members=self.symbols)
        self._totals = dict.fromkeys(self.symbols, 0)
        self._second = OPEN_S
        for symbol in self.symbols:
            self.core.handle(
                ForeignRoom(symbol, Board.HOSE, DAY, self._now(), 0, 100, 200, None, None, 10_000, 20_000),
                None,
            )
        self.move(100)

    def _now(self) -> int:
        return instant_ms(DAY, self._second)

    def move(self, share_pct: int) -> None:
        """A quote and a trade for the first `share_pct` per cent of the symbols, at least one."""
        self._second += 1
        now = self._now()
        price = 25_000 + 50 * (self._second % 20)
        bids, asks = (tuple((price + sign * 50 * n, 1000 + n) for n in (1, 2, 3)) for sign in (-1, 1))
        for symbol in self.symbols[: max(1, len(self.symbols) * share_pct // 100)]:
            self._totals[symbol] += LOT
            total = self._totals[symbol]
            self.core.handle(Quote.of_levels(symbol, Board.HOSE, DAY, now, 0, "LO", bids, asks), None)
            self.core.handle(
                Trade(
                    symbol,
                    Board.HOSE,
                    DAY,
                    now,
                    0,
                    session="LO",
                    status="N",
                    price=price,
                    volume=LOT,
                    total_volume=total,
                    total_value=total * price,
                    side="B",
                    reference=25_000,
                    ceiling=26_750,
                    floor=23_250,
                    high=None,
                    low=None,
                    open=None,
                    est_price=None,
                ),
                None,
            )


def best_us(size: int, share_pct: int) -> tuple[float, float, int, int]:
    """(microseconds of the view, of the whole frame, bytes of snapshot, bytes of delta)."""
    market = Market(size)
    board, writer = BoardRows(market.core), RoomWriter(keys.BOARD, 1, shared_rows=True)
    writer.write(board.members(), 0, "live")
    view_s = frame_s = float("inf")
    sizes = (0, 0)
    for _ in range(ROUNDS):
        market.move(share_pct)
        started = time.perf_counter()
        board.members()
        view_s = min(view_s, time.perf_counter() - started)
        market.move(share_pct)
        started = time.perf_counter()
        frames = writer.write(board.members(), 0, "live")
        frame_s = min(frame_s, time.perf_counter() - started)
        if frames is not None:
            sizes = (len(frames[0]), len(frames[1]))
    return view_s * 1e6, frame_s * 1e6, *sizes


def main() -> None:
    """Prints the figures."""
    for size in SIZES:
        for share_pct in SHARES_PCT:
            view_us, frame_us, snapshot_bytes, delta_bytes = best_us(size, share_pct)
            case = f"{size}_symbols_{share_pct}_pct"
            print(f"board_view_{case} {view_us:.0f} us")
            print(f"board_write_{case} {frame_us:.0f} us")
            print(f"board_delta_{case} {delta_bytes} bytes")
        print(f"board_snapshot_{size}_symbols {snapshot_bytes} bytes")


if __name__ == "__main__":
    main()
