"""Columns of one value per trading minute, the last one running.

Door: `MinuteLine`. Bound: one point per trading minute, 286 a day.
"""

from __future__ import annotations

from typing import final

from core.snapshot.rooms import MinuteSeries


@final
class MinuteLine:
    """One line of a chart: a minute keeps the last values it was given."""

    __slots__ = ("_names", "_newest", "_rows")

    def __init__(self, *columns: str) -> None:
        """columns: names, in the order `put` takes their values."""
        self._names = columns
        self._newest = -1
        self._rows: dict[int, tuple[float | None, ...]] = {}

    def put_one(self, minute: int, value: float | None) -> None:
        """`put` for a line of one column: every trade calls it."""
        if minute >= self._newest:
            self._newest = minute
            self._rows[minute] = (value,)

    def put(self, minute: int, *values: float | None) -> None:
        """Sets the values of a minute; one that is past already is left alone.

        Args:
            minute: position on the trading-minute axis.
            values: one per column.
        """
        if minute >= self._newest:
            self._newest = minute
            self._rows[minute] = values

    def column(self, name: str) -> list[float | None]:
        """The values of one column, oldest first."""
        position = self._names.index(name)
        return [values[position] for values in self._rows.values()]

    def view(self) -> MinuteSeries:
        """The line as it goes over the wire."""
        return MinuteSeries(list(self._rows), {name: self.column(name) for name in self._names})
