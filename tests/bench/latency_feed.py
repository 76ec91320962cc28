"""`vnmarket simulate` that also notes when it writes each frame: `--sent FILE` beside its own options.

FILE gets, for every WebSocket message just before it is written to its socket, the wall clock
(nanoseconds), the message's length and the message. Door: `sent_trades` reads such a file. The
simulator itself is the product's, unchanged, its first `AHEAD_S` made ahead (`ahead_feed`).
"""

from __future__ import annotations

import re
import struct
import sys
import time
from pathlib import Path
from typing import Any, Final

from websockets.server import ServerProtocol

from tests.bench.ahead_feed import make_ahead
from workers.simulator.main import simulate

AHEAD_S: Final = 90.0

_HEAD: Final = struct.Struct("<qI")
_TRADE: Final = re.compile(rb'\{\\*"RType\\*":\\*"X-TRADE\\*".*?\}')
_SYMBOL: Final = re.compile(rb'\\*"Symbol\\*":\\*"(\w+)')
_TOTAL: Final = re.compile(rb'\\*"TotalVol\\*":(\d+)')


def sent_trades(path: Path, symbols: set[str]) -> dict[str, list[tuple[int, int]]]:
    """By symbol, the cumulative volume that each trade told and when it was written, ns; in order.

    A total that was told before (a replay on subscribing) keeps its first time.
    """
    found: dict[str, dict[int, int]] = {symbol: {} for symbol in symbols}
    data, at = path.read_bytes(), 0
    while len(data) - at >= _HEAD.size:
        sent_ns, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        for trade in _TRADE.findall(data[at : at + length]):
            symbol, total = _SYMBOL.search(trade), _TOTAL.search(trade)
            if symbol is not None and total is not None and symbol[1].decode() in found:
                found[symbol[1].decode()].setdefault(int(total[1]), sent_ns)
        at += length
    return {symbol: sorted(totals.items()) for symbol, totals in found.items()}


def main() -> None:
    """Runs the simulator with its writes noted."""
    arguments = sys.argv[1:]
    at = arguments.index("--sent")
    path = arguments[at + 1]
    del arguments[at : at + 2]
    make_ahead(AHEAD_S)
    send_text = ServerProtocol.send_text
    with open(path, "wb", buffering=1 << 20) as log:

        def noted(self: ServerProtocol, data: bytes, *further: Any, **named: Any) -> None:
            log.write(_HEAD.pack(time.time_ns(), len(data)) + data)
            send_text(self, data, *further, **named)

        ServerProtocol.send_text = noted  # type: ignore[method-assign, assignment]
        simulate(arguments[1:], prog_name="simulate")


if __name__ == "__main__":
    main()
