"""The phase of each board as the feed's messages say it.

Door: `BoardPhases.note`, `codes`. Refuses to know the clock's opinion (core/market/calendar.py).
Bound: one entry per board.
"""

from __future__ import annotations

from typing import Final, final

from core.market.calendar import SESSION_CODES, Board, Phase

_HALT: Final = Phase.HALT


@final
class BoardPhases:
    """The newest session code of each board; a halted security does not halt its board."""

    def __init__(self) -> None:
        self.codes: dict[Board, tuple[Phase, int]] = {}
        """Phase, and the instant (epoch ms) of the newest message that said so."""
        self._board: Board | None = None
        self._code = ""
        self._at = 0

    def note(self, board: Board, code: str, ts_event: int) -> None:
        """Takes the code of a message of an instant (epoch ms); an older message changes nothing."""
        if board is self._board and code == self._code and ts_event == self._at:
            # Many messages a second say the same.
            return
        self._board, self._code, self._at = board, code, ts_event
        phase = SESSION_CODES.get(code)
        if phase is None or phase is _HALT:
            return
        known = self.codes.get(board)
        if known is None or ts_event >= known[1]:
            self.codes[board] = (phase, ts_event)
