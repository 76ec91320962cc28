"""The message structs of FastConnect Data v2, every recorded and documented variant in one field set.

Door: one struct per DataType and its decoder in `DECODERS`. Refuses to judge the values:
that is `normalise.py`.

A number may come as float, int, text ("NaN" before the open) or null, so its type is
`Number`. Doc-only spellings have fields of their own, read when the recorded one is absent.

Shares have nothing but whole numbers (VND, shares), so trades and quotes are first read by
`WHOLE_TRADE` and `WHOLE_QUOTE`, which make them integers while decoding; what does not fit
(points of futures, "NaN", negative numbers) raises ValidationError and is read by `DECODERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Generic, TypeVar

import msgspec
from msgspec.structs import astuple

from core.market.events import Levels

Number = float | str | None
Text = str | None
Whole = Annotated[int, msgspec.Meta(ge=0, lt=10**16)]
N = TypeVar("N")
"""How the numbers of the two busiest messages are read: `float | str`, or `Whole`."""


class _Message(msgspec.Struct, rename="pascal", gc=False):
    """What every content has. No garbage collection: the fields are texts and numbers."""

    symbol: Text = None
    trading_date: Text = None
    time: Text = None
    market_id: Text = None
    exchange: Text = None
    trading_session: Text = None
    trading_status: Text = None
    trading_time: Text = None


class TradeMessage(_Message, Generic[N]):
    """X-TRADE, and the trade side of X and OL."""

    ceiling: N | None = None
    floor: N | None = None
    ref_price: N | None = None
    last_price: N | None = None
    last_vol: N | None = None
    total_val: N | None = None
    total_vol: N | None = None
    est_matched_price: N | None = None
    highest: N | None = None
    lowest: N | None = None
    high: N | None = None
    low: N | None = None
    open: N | None = None
    side: Text = None


class QuoteMessage(_Message, Generic[N]):
    """X-QUOTE, and the quote side of X: up to ten levels."""

    bid_price1: N | None = None
    bid_price2: N | None = None
    bid_price3: N | None = None
    bid_price4: N | None = None
    bid_price5: N | None = None
    bid_price6: N | None = None
    bid_price7: N | None = None
    bid_price8: N | None = None
    bid_price9: N | None = None
    bid_price10: N | None = None
    bid_vol1: N | None = None
    bid_vol2: N | None = None
    bid_vol3: N | None = None
    bid_vol4: N | None = None
    bid_vol5: N | None = None
    bid_vol6: N | None = None
    bid_vol7: N | None = None
    bid_vol8: N | None = None
    bid_vol9: N | None = None
    bid_vol10: N | None = None
    ask_price1: N | None = None
    ask_price2: N | None = None
    ask_price3: N | None = None
    ask_price4: N | None = None
    ask_price5: N | None = None
    ask_price6: N | None = None
    ask_price7: N | None = None
    ask_price8: N | None = None
    ask_price9: N | None = None
    ask_price10: N | None = None
    ask_vol1: N | None = None
    ask_vol2: N | None = None
    ask_vol3: N | None = None
    ask_vol4: N | None = None
    ask_vol5: N | None = None
    ask_vol6: N | None = None
    ask_vol7: N | None = None
    ask_vol8: N | None = None
    ask_vol9: N | None = None
    ask_vol10: N | None = None


BEST_BID: Final = QuoteMessage.__struct_fields__.index("bid_price1")
BEST_ASK: Final = QuoteMessage.__struct_fields__.index("ask_price1")
"""Where the level fields begin in a quote taken as a tuple."""
DEPTH: Final = 10
"""Levels of each side of the book on the wire."""


class WholeQuote(QuoteMessage[Whole]):
    """A book of whole numbers in smallest units; its levels are worked out when they are read."""

    @property
    def bids(self) -> Levels:
        """Filled levels, best first."""
        return _whole_levels(astuple(self), BEST_BID)

    @property
    def asks(self) -> Levels:
        """Filled levels, best first."""
        return _whole_levels(astuple(self), BEST_ASK)


def _whole_levels(values: Sequence[int | None], best: int) -> Levels:
    filled: list[tuple[int, int]] = []
    for at in range(best, best + DEPTH):
        price, volume = values[at], values[at + DEPTH]
        if not price or not volume:
            break
        filled.append((price, volume))
    return tuple(filled)


class ForeignMessage(_Message):
    """R: foreign room. `BuyVol` is recorded, `FBuyVol` documented."""

    total_room: Number = None
    current_room: Number = None
    buy_vol: Number = None
    sell_vol: Number = None
    buy_val: Number = None
    sell_val: Number = None
    f_buy_vol: Number = msgspec.field(name="FBuyVol", default=None)
    f_sell_vol: Number = msgspec.field(name="FSellVol", default=None)
    f_buy_val: Number = msgspec.field(name="FBuyVal", default=None)
    f_sell_val: Number = msgspec.field(name="FSellVal", default=None)


class IndexMessage(_Message):
    """MI: an index value with breadth and turnover."""

    index_id: Text = None
    index_id_doc: Text = msgspec.field(name="IndexID", default=None)
    index_value: Number = None
    prior_index_value: Number = None
    index_val_est: Number = None
    ratio_change: Number = None
    total_qtty: Number = None
    total_value: Number = None
    advances: Number = None
    declines: Number = None
    no_changes: Number = None
    nochanges: Number = None
    ceilings: Number = None
    ceiling: Number = None
    floors: Number = None
    floor: Number = None


class BarMessage(_Message):
    """B: one matched order, or an index value."""

    close: Number = None
    volume: Number = None


class StatusMessage(_Message):
    """F: session and status of a security."""


class RecordedBroadcast(msgspec.Struct, gc=False):
    """The argument of a hub's Broadcast as it is recorded: a type, and the content as JSON text."""

    data_type: str = msgspec.field(name="DataType")
    content: str = msgspec.field(name="Content")


class Broadcast(msgspec.Struct):
    """The same in any documented spelling; the content may also be an object."""

    data_type: Text = msgspec.field(name="DataType", default=None)
    data_type_2: Text = msgspec.field(name="Datatype", default=None)
    data_type_3: Text = msgspec.field(name="datatype", default=None)
    content: msgspec.Raw = msgspec.field(name="Content", default=msgspec.Raw(b"null"))
    content_2: msgspec.Raw = msgspec.field(name="content", default=msgspec.Raw(b"null"))


class TypeOnly(msgspec.Struct):
    """Just the type of a content, for a broadcast that does not name it."""

    r_type: Text = msgspec.field(name="RType", default=None)
    r_type_2: Text = msgspec.field(name="Rtype", default=None)


DATA_TYPES: dict[str, str] = {
    "X-TRADE": "X-TRADE",
    "TRADE": "X-TRADE",
    "X-QUOTE": "X-QUOTE",
    "QUOTE": "X-QUOTE",
    "X": "X",
    "R": "R",
    "MI": "MI",
    "B": "B",
    "F": "F",
    "OL": "OL",
}
"""Every name of a data type, upper case -> the one used here (`Trade`, `Quote`: documents of 2021)."""

DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    "X-TRADE": msgspec.json.Decoder(TradeMessage[float | str]),
    "X-QUOTE": msgspec.json.Decoder(QuoteMessage[float | str]),
    "R": msgspec.json.Decoder(ForeignMessage),
    "MI": msgspec.json.Decoder(IndexMessage),
    "B": msgspec.json.Decoder(BarMessage),
    "F": msgspec.json.Decoder(StatusMessage),
    "OL": msgspec.json.Decoder(TradeMessage[float | str]),
}
# Not strict: the wire writes whole numbers as 25000.0.
WHOLE_TRADE = msgspec.json.Decoder(TradeMessage[Whole], strict=False)
WHOLE_QUOTE = msgspec.json.Decoder(WholeQuote, strict=False)
