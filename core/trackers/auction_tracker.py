"""Auctions as they form: indicative price, displayed imbalance, and what came of it.

Knows, per symbol and auction (ATO, ATC), the path of the indicative price and of the displayed
bid and ask volume, the last indication, and the final match against it. Door: `AuctionTracker`,
with `auction_of` to tell which messages are for it. Refuses to know the volume that would match:
the feed gives the indicative price (`EstMatchedPrice`) and the book, no indicative volume.

The book imbalance is (bid - ask) / (bid + ask) over the displayed levels. Since the exchange's
new system (5 May 2025) these are the volumes left after tentative matching, and ATO and ATC
orders stand in them one price step through the book; they are taken as they are displayed.
"""

from __future__ import annotations

from array import array
from typing import Final, final

import msgspec

from core.market.calendar import (
    AUCTION_PHASES,
    SCHEDULE,
    SESSION_CODES,
    Board,
    Phase,
    Schedule,
    phase_by_clock,
)
from core.market.events import Levels
from core.trackers.trade_classifier import Session

SAMPLE_MS: Final = 5_000
MAX_SAMPLES = 200
"""An auction of 15 minutes has 180 samples."""

_UNKNOWN: Final = -1
_SESSIONS = {Phase.ATO: Session.ATO, Phase.ATC: Session.ATC}


def auction_of(
    code: str | None, board: Board, seconds_of_day: int, schedule: Schedule = SCHEDULE
) -> Session | None:
    """Session.ATO or Session.ATC while a message belongs to a forming auction, else None.

    Unlike `trade_session`, which files the print after the close under the auction it came from.

    Args:
        code: the message's TradingSession; the clock decides where it has none.
        board: where it trades.
        seconds_of_day: exchange time, seconds after local midnight.
        schedule: the boards' hours.
    """
    phase = SESSION_CODES.get(code.upper()) if code else None
    if phase is None:
        phase = phase_by_clock(board, seconds_of_day, schedule)
    return _SESSIONS[phase] if phase in AUCTION_PHASES else None


class AuctionSample(msgspec.Struct, frozen=True, gc=False):
    """The last values of 5 s from `start` (epoch ms); price in smallest units, volumes in shares."""

    start: int
    est_price: int | None
    bid_volume: int | None
    ask_volume: int | None


@final
class Auction:
    """One auction of one symbol.

    Bound: 200 samples of 28 bytes; after that the last one is kept up to date.
    """

    __slots__ = (
        "_samples",
        "_slots",
        "ask_volume",
        "at",
        "bid_volume",
        "est_price",
        "last_before",
        "last_est_at",
        "last_est_price",
        "match_price",
        "match_volume",
        "matched_at",
    )

    def __init__(self) -> None:
        self.est_price: int | None = None
        """The price at which it would match now; None when nothing would."""
        self.last_est_price: int | None = None
        self.last_est_at: int | None = None
        """The last indication there was, and when (epoch ms)."""
        self.bid_volume: int | None = None
        self.ask_volume: int | None = None
        """Displayed over all levels; None before the first book."""
        self.last_before: int | None = None
        """The last price when the last indication came: before the auction matched."""
        self.match_price: int | None = None
        self.match_volume = 0
        self.matched_at: int | None = None
        self.at: int | None = None
        self._slots = array("i")
        self._samples = array("q")

    @property
    def imbalance(self) -> float | None:
        """(bid - ask) / (bid + ask) of the displayed volume, -1..1; None without any."""
        if self.bid_volume is None or self.ask_volume is None:
            return None
        total = self.bid_volume + self.ask_volume
        return (self.bid_volume - self.ask_volume) / total if total else None

    @property
    def change_from_last(self) -> int | None:
        """Last indication against the last price before the auction, smallest units."""
        return _difference(self.last_est_price, self.last_before)

    def change_from(self, reference: int | None) -> int | None:
        """Last indication against the reference price, smallest units."""
        return _difference(self.last_est_price, reference)

    @property
    def match_difference(self) -> int | None:
        """Final price against the last indication, smallest units."""
        return _difference(self.match_price, self.last_est_price)

    @property
    def path(self) -> list[AuctionSample]:
        """Its samples, oldest first."""
        values = self._samples
        return [
            AuctionSample(
                slot * SAMPLE_MS,
                *(None if value == _UNKNOWN else value for value in values[3 * n : 3 * n + 3]),
            )
            for n, slot in enumerate(self._slots)
        ]

    def takes(self, ts_event: int) -> bool:
        """Whether news of this time changes it: not after the match, and not older than the newest."""
        return self.matched_at is None and (self.at is None or ts_event >= self.at)

    def sample(self, ts_event: int) -> None:
        """Notes the present values under their 5 s; O(1)."""
        self.at = ts_event
        slot = ts_event // SAMPLE_MS
        slots, values = self._slots, self._samples
        new = (
            _UNKNOWN if self.est_price is None else self.est_price,
            _UNKNOWN if self.bid_volume is None else self.bid_volume,
            _UNKNOWN if self.ask_volume is None else self.ask_volume,
        )
        if not slots or (slots[-1] != slot and len(slots) < MAX_SAMPLES):
            slots.append(slot)
            values.extend(new)
        else:
            slots[-1] = slot
            values[-3], values[-2], values[-1] = new


@final
class AuctionTracker:
    """The day's auctions by symbol. Bound: two a symbol, of at most 200 samples each."""

    def __init__(self) -> None:
        self.auctions: dict[Session, dict[str, Auction]] = {Session.ATO: {}, Session.ATC: {}}

    def get(self, symbol: str, auction: Session) -> Auction | None:
        """A symbol's ATO or ATC, or None when nothing of it came."""
        return self.auctions[auction].get(symbol)

    def on_estimate(
        self, symbol: str, auction: Session, est_price: int | None, last: int | None, ts_event: int
    ) -> bool:
        """Takes the indicative price of a trade message.

        Args:
            symbol: whose.
            auction: which one forms, see `auction_of`.
            est_price: smallest unit; None: nothing would match now.
            last: the last price of the day so far, or None.
            ts_event: exchange time, epoch ms.
        Returns: False when the auction has matched or knows newer.
        """
        state = self._state(symbol, auction)
        if not state.takes(ts_event):
            return False
        state.est_price = est_price
        if est_price is not None:
            state.last_est_price, state.last_est_at, state.last_before = est_price, ts_event, last
        state.sample(ts_event)
        return True

    def on_quote(self, symbol: str, auction: Session, bids: Levels, asks: Levels, ts_event: int) -> bool:
        """Takes a displayed book; arguments and answer as of `on_estimate`."""
        state = self._state(symbol, auction)
        if not state.takes(ts_event):
            return False
        state.bid_volume = sum(volume for _, volume in bids)
        state.ask_volume = sum(volume for _, volume in asks)
        state.sample(ts_event)
        return True

    def on_match(self, symbol: str, auction: Session, price: int, volume: int, ts_event: int) -> None:
        """Takes a counted trade of an auction; several of one auction add up.

        Args:
            symbol: whose.
            auction: the trade's part of the day, ATO or ATC.
            price: in the smallest unit.
            volume: shares or contracts.
            ts_event: exchange time, epoch ms.
        """
        state = self._state(symbol, auction)
        state.match_price = price
        state.match_volume += volume
        if state.matched_at is None:
            state.matched_at = ts_event

    def _state(self, symbol: str, auction: Session) -> Auction:
        states = self.auctions[auction]
        state = states.get(symbol)
        if state is None:
            state = states[symbol] = Auction()
        return state


def _difference(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
