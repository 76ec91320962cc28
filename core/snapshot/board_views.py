"""The price boards again and again: VN30's members and the whole exchanges, from one set of rows.

Door: `BoardRows` (one per pipeline) and its `members`, `hose`, `hnx`, `upcom`. A row is made when a
board that shows it is asked for and it changed since; rows that did not change are the same objects
as before, and no row changes once it was shown. Refuses to know frames, stores and clocks.
"""

from __future__ import annotations

from core.market.calendar import Board
from core.pipeline import MarketDataProcessor
from core.snapshot.rooms import BoardRoom, BoardRow, HnxBoard, HoseBoard, UpcomBoard
from core.snapshot.views import board_row, date_text, newest_minute

_EXCHANGES = (Board.HOSE, Board.HNX, Board.UPCOM)


class BoardRows:
    """Rows by share. It empties `core.changed`, so a pipeline has one. Bound: a row per share."""

    def __init__(self, core: MarketDataProcessor) -> None:
        self._core = core
        self._begin_day()

    def members(self) -> BoardRoom:
        """What `views.board_room` gives: the members of VN30, an empty row for one not heard of."""
        self._refresh()
        core = self._core
        rows = {symbol: self._row(symbol) for symbol in core.members}
        return BoardRoom(date_text(core), newest_minute(core), rows)

    def hose(self) -> HoseBoard:
        """Every share of HOSE of which anything is known."""
        return HoseBoard(date_text(self._core), newest_minute(self._core), self._exchange(Board.HOSE))

    def hnx(self) -> HnxBoard:
        """Every share of HNX of which anything is known."""
        return HnxBoard(date_text(self._core), newest_minute(self._core), self._exchange(Board.HNX))

    def upcom(self) -> UpcomBoard:
        """Every share of UPCoM of which anything is known."""
        return UpcomBoard(date_text(self._core), newest_minute(self._core), self._exchange(Board.UPCOM))

    def _begin_day(self) -> None:
        self._sessions = self._core.sessions
        self._rows: dict[str, BoardRow] = {}
        self._outdated: set[str] = set()
        self._waiting: dict[Board, set[str]] = {board: set() for board in _EXCHANGES}
        self._boards: dict[Board, dict[str, BoardRow]] = {board: {} for board in _EXCHANGES}

    def _refresh(self) -> None:
        """Takes what changed since the last time, for every board that shows it."""
        core = self._core
        if core.sessions is not self._sessions:
            # Another trading day: no row is left of the one before.
            self._begin_day()
        if not core.changed:
            return
        days, flows = core.sessions.days, core.foreign.flows
        for symbol in core.changed:
            known = days.get(symbol) or flows.get(symbol)
            waiting = None if known is None or known.board is None else self._waiting.get(known.board)
            if waiting is not None:
                waiting.add(symbol)
        self._outdated |= core.changed
        core.changed.clear()

    def _row(self, symbol: str) -> BoardRow:
        row = self._rows.get(symbol)
        if row is None or symbol in self._outdated:
            self._outdated.discard(symbol)
            row = self._rows[symbol] = board_row(self._core, symbol)
        return row

    def _exchange(self, board: Board) -> dict[str, BoardRow]:
        """The rows of one board, those that waited brought up to date."""
        self._refresh()
        rows, waiting = self._boards[board], self._waiting[board]
        for symbol in waiting:
            rows[symbol] = self._row(symbol)
        waiting.clear()
        return rows
