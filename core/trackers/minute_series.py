"""Columns of one value per trading minute, the last one running.

Door: `MinuteLine`. Bound: one point per trading minute, 286 a day.
"""

from __future__ import annotations

from core.snapshot.rooms import MinuteSeries


class MinuteLine:
    """One line of a chart: a minute keeps the last values it was given."""

    def __init__(self, *columns: str) -> None:
        """columns: names, in the order `put` takes their values."""
        self._names = columns
        self._minutes: list[int] = []
        self._columns: list[list[float | None]] = [[] for _ in columns]

    def put(self, minute: int, *values: float | None) -> None:
        """Sets the values of a minute; one that is past already is left alone.

        Args:
            minute: position on the trading-minute axis.
            values: one per column.
        """
        if self._minutes and minute < self._minutes[-1]:
            return
        if self._minutes and minute == self._minutes[-1]:
            for column, value in zip(self._columns, values, strict=True):
                column[-1] = value
            return
        self._minutes.append(minute)
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)

    def column(self, name: str) -> list[float | None]:
        """The values of one column, oldest first."""
        return self._columns[self._names.index(name)]

    def view(self) -> MinuteSeries:
        """The line as it goes over the wire."""
        return MinuteSeries(self._minutes, dict(zip(self._names, self._columns, strict=True)))
