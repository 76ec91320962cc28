"""Columns of one value per trading minute, the last one running.

Door: `MinuteLine`, `PriceLine`. Bound: one point per trading minute, 286 a day.
"""

from __future__ import annotations

from array import array
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


@final
class PriceLine:
    """The line of one security's price. Every trade puts one and every security has one, so the
    past is kept in ten bytes a minute."""

    __slots__ = ("_minutes", "_newest", "_price", "_prices")

    def __init__(self) -> None:
        self._minutes = array("H")
        self._prices = array("q")
        self._newest = -1
        self._price = 0

    def put(self, minute: int, price: int) -> None:
        """Sets the price of a minute; one that is past already is left alone.

        Args:
            minute: position on the trading-minute axis.
            price: smallest units.
        """
        newest = self._newest
        if minute < newest:
            return
        if minute > newest:
            if newest >= 0:
                self._minutes.append(newest)
                self._prices.append(self._price)
            self._newest = minute
        self._price = price

    def view(self, step: int = 1) -> MinuteSeries:
        """The line as it goes over the wire, in its column `price`.

        Args:
            step: minutes a point; of each stretch the last price, at the stretch's first minute.
        """
        if self._newest < 0:
            return MinuteSeries([], {"price": []})
        minutes, prices = [*self._minutes, self._newest], [*self._prices, self._price]
        if step > 1:
            last = {minute // step * step: price for minute, price in zip(minutes, prices, strict=True)}
            minutes, prices = list(last), list(last.values())
        return MinuteSeries(minutes, {"price": list(prices)})
