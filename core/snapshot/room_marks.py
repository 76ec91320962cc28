"""Which rooms show a symbol, so that its news can name them.

Door: `RoomMarks`. What a book and a trade change is written down in the symbol's row once, because
every message returns it. Refuses to know when a room is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from core.market.calendar import Board
from core.market.symbols import is_future
from core.snapshot import keys
from core.trackers.session_aggregator import SymbolDay

Rooms = tuple[str, ...]

EXCHANGE_ROOM: Final = {Board.HOSE: keys.HOSE, Board.HNX: keys.HNX, Board.UPCOM: keys.UPCOM}


class RoomMarks:
    """Rooms by symbol. `watched`: symbols whose own rooms are wanted. Bound: what `watch` is given."""

    def __init__(self) -> None:
        self.watched: frozenset[str] = frozenset()
        self.watched_rooms: Rooms = ()
        self.watched_futures: Rooms = ()
        """Of these, the futures': an index moves their basis."""

    def watch(self, symbols: Iterable[str]) -> frozenset[str]:
        """Takes the wanted symbols; returns those that were not wanted before or no longer are."""
        before, self.watched = self.watched, frozenset(symbols)
        rooms = {symbol: keys.symbol_room(symbol) for symbol in sorted(self.watched)}
        self.watched_rooms = tuple(rooms.values())
        self.watched_futures = tuple(room for symbol, room in rooms.items() if is_future(symbol))
        return before ^ self.watched

    def write_down(self, day: SymbolDay) -> None:
        """Notes in the symbol's row which rooms its books and trades change."""
        day.quote_rooms = self.rooms(day.symbol, day.board)
        flow = () if day.board is Board.DERIVATIVES else (keys.FLOW,)
        day.trade_rooms = (*day.quote_rooms, *flow)

    def rooms(self, symbol: str, board: Board) -> Rooms:
        """The rooms that show a symbol's row."""
        exchange = EXCHANGE_ROOM.get(board)
        shown = (keys.DERIVATIVES,) if exchange is None else (keys.BOARD, exchange)
        return (*shown, keys.symbol_room(symbol)) if symbol in self.watched else shown
