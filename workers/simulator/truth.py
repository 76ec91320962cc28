"""What really happened on the generated exchange, as JSON lines: the judge of every tracker.

Door: `Truth`. One object per line, its `kind` one of `trade`, `auction`, `odd_lot`, `put_through`,
`foreign`, `index`, `basis`; `ts_ms` and `time` are those of the message that told it. Prices are in
the wire's units (VND; points for futures and indices), values in VND, volumes in shares or
contracts. It is written while the messages are generated. Refuses to know how anything happens.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from workers.simulator.messages import WireDay

_FLUSH_BYTES = 64 * 1024


class Truth:
    """Writes one day's truth to a file.

    Bound: 64 kB wait in memory; they are written at once when there are more.
    """

    def __init__(self, path: Path, day: WireDay, *, append: bool = False) -> None:
        """
        Args:
            append: after what the file holds, a day before this one; False replaces it.
        Raises: OSError when the file cannot be written.
        """
        self._file: BinaryIO = path.open("ab" if append else "wb")
        self._day = day
        self._encode = msgspec.json.Encoder().encode
        self._waiting = bytearray()

    def trade(
        self,
        ts_ms: int,
        symbol: str,
        session: str,
        price: float,
        volume: int,
        value_vnd: int,
        aggressor: str | None,
        buyer_foreign: bool,
        seller_foreign: bool,
    ) -> None:
        """A match. aggressor: `BU`, `SD`, None in an auction."""
        self._write(
            "trade",
            ts_ms,
            symbol=symbol,
            session=session,
            price=price,
            volume=volume,
            value_vnd=value_vnd,
            aggressor=aggressor,
            buyer_foreign=buyer_foreign,
            seller_foreign=seller_foreign,
        )

    def auction(
        self, ts_ms: int, symbol: str, session: str, price: float, volume: int, imbalance: int
    ) -> None:
        """A call auction's match; imbalance: buying left at its price minus selling left."""
        self._write(
            "auction",
            ts_ms,
            symbol=symbol,
            session=session,
            price=price,
            volume=volume,
            imbalance=imbalance,
        )

    def odd_lot(
        self, ts_ms: int, symbol: str, price: float, volume: int, value_vnd: int, aggressor: str
    ) -> None:
        """A match of the odd-lot board, which is no part of the share's other matches."""
        self._write(
            "odd_lot",
            ts_ms,
            symbol=symbol,
            price=price,
            volume=volume,
            value_vnd=value_vnd,
            aggressor=aggressor,
        )

    def put_through(
        self, ts_ms: int, symbol: str, session: str, price: float, volume: int, value_vnd: int
    ) -> None:
        """A negotiated trade. session: the board's phase at that time."""
        self._write(
            "put_through",
            ts_ms,
            symbol=symbol,
            session=session,
            price=price,
            volume=volume,
            value_vnd=value_vnd,
        )

    def foreign(
        self,
        ts_ms: int,
        symbol: str,
        bought: int,
        sold: int,
        bought_value_vnd: int,
        sold_value_vnd: int,
        room: int,
    ) -> None:
        """A share's cumulative foreign volumes and true values (each volume at its own price)."""
        self._write(
            "foreign",
            ts_ms,
            symbol=symbol,
            bought=bought,
            sold=sold,
            bought_value_vnd=bought_value_vnd,
            sold_value_vnd=sold_value_vnd,
            room=room,
        )

    def index(self, ts_ms: int, index_id: str, value: float) -> None:
        """A published index value, points."""
        self._write("index", ts_ms, index_id=index_id, value=value)

    def basis(self, ts_ms: int, symbol: str, price: float, index_value: float) -> None:
        """A contract's last price beside VN30's value of the same moment, points."""
        self._write(
            "basis",
            ts_ms,
            symbol=symbol,
            price=price,
            index_value=index_value,
            basis=round(price - index_value, 2),
        )

    def close(self) -> None:
        """Writes what waits and closes the file; what comes later is refused with ValueError."""
        self._flush()
        self._file.close()

    def _write(self, kind: str, ts_ms: int, **fields: object) -> None:
        row = {"kind": kind, "ts_ms": ts_ms, "time": self._day.time(ts_ms), **fields}
        self._waiting += self._encode(row) + b"\n"
        if len(self._waiting) > _FLUSH_BYTES:
            self._flush()

    def _flush(self) -> None:
        self._file.write(self._waiting)
        self._waiting.clear()
