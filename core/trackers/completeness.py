"""The ledger: every share of TotalVol is accounted for, at every instant.

Knows, per symbol and trading date, what the exchange's cumulative total says and what was
received. Door: `Ledger.judge`. Refuses to know sides and phases.

With d = TotalVol now - TotalVol before and v = the quantity of this match:
d = v accept; d = 0 duplicate; d > v a gap of d - v shares, booked as missed; d < 0 a replay
(already counted), a late trade (it fills the gap it came from, once) or a correction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Final, final

import msgspec


class Verdict(Enum):
    """What a trade message means for the ledger."""

    ACCEPT = "accept"
    DUPLICATE = "duplicate"
    LATE = "late"
    CORRECTION = "correction"
    NO_TRADE = "no_trade"


class Judgement(msgspec.Struct, frozen=True):
    """The ledger's answer to one message.

    volume: shares to count now. first: no share of the day was traded or missed before it.
    missed: shares newly booked as missed (negative when a late trade filled a gap).
    removed: shares that a correction takes back from what was counted.
    """

    verdict: Verdict
    volume: int = 0
    missed: int = 0
    removed: int = 0
    first: bool = False


_ACCEPT: Final = Verdict.ACCEPT
"""Bound once: reading a member off its class costs more than a call."""
NO_TRADE = Judgement(Verdict.NO_TRADE)
DUPLICATE = Judgement(Verdict.DUPLICATE)


@dataclass(slots=True)
class Account:
    """The ledger of one symbol on one date. `gaps`: (from, to] in cumulative shares, in order."""

    total: int = 0
    missed: int = 0
    last_ts: int = 0
    duplicates: int = 0
    late: int = 0
    corrections: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)


class Correction(msgspec.Struct, frozen=True):
    """Audit row of a downward correction of TotalVol on the same day."""

    symbol: str
    ts_event: int
    before: int
    after: int


@final
class Ledger:
    """Accounts by symbol.

    Bounds: one account per symbol; 256 open gaps per account (beyond that the oldest gap can
    no longer be filled, its shares stay booked as missed); 1,000 audit rows, oldest dropped.
    """

    MAX_GAPS: ClassVar[int] = 256
    MAX_AUDIT_ROWS: ClassVar[int] = 1000

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.audit: list[Correction] = []
        self.duplicates = 0
        self.late = 0
        self.corrections = 0
        self.missed = 0
        self.total = 0

    def account(self, symbol: str) -> Account:
        """The account of a symbol, opened if need be."""
        account = self.accounts.get(symbol)
        if account is None:
            account = self.accounts[symbol] = Account()
        return account

    def accept(self, account: Account, ts_event: int, volume: int | None, total: int | None) -> bool:
        """Books the usual message, whose match is exactly the growth of the total.

        It is what `judge` does with such a message, in a third of the steps. Arguments as there.
        Returns: False when it is another kind of message; then nothing was booked: ask `judge`.
        """
        if not volume or total is None or total - account.total != volume:
            return False
        account.total = total
        if ts_event > account.last_ts:
            account.last_ts = ts_event
        self.total += volume
        return True

    def judge(self, symbol: str, ts_event: int, volume: int | None, total: int | None) -> Judgement:
        """Books one message.

        Args:
            symbol: whose.
            ts_event: exchange time, epoch ms: a lower total with a later time is a correction.
            volume: shares of this match; None for a snapshot message (quantity = growth).
            total: the exchange's cumulative total, None when the message has none.
        """
        if total is None:
            return NO_TRADE
        account = self.account(symbol)
        growth = total - account.total
        if growth == 0:
            if volume:
                account.duplicates += 1
                self.duplicates += 1
                return DUPLICATE
            return NO_TRADE
        if growth > 0:
            return self._forward(account, ts_event, volume, total, growth)
        return self._backward(account, symbol, ts_event, volume or 0, total)

    def coverage(self, symbol: str) -> float | None:
        """1 - missed / TotalVol of a symbol; None before its first trade."""
        account = self.accounts.get(symbol)
        if account is None or account.total == 0:
            return None
        return 1.0 - account.missed / account.total

    def _forward(
        self, account: Account, ts_event: int, volume: int | None, total: int, growth: int
    ) -> Judgement:
        first = account.total == 0
        # A match larger than the growth cannot be: only the growth is new.
        counted = growth if volume is None or volume > growth else volume
        missed = growth - counted
        if missed:
            account.gaps.append((account.total, account.total + missed))
            if len(account.gaps) > self.MAX_GAPS:
                del account.gaps[0]
            account.missed += missed
            self.missed += missed
        account.total = total
        if ts_event > account.last_ts:
            account.last_ts = ts_event
        self.total += growth
        return Judgement(_ACCEPT, counted, missed, 0, first and not missed)

    def _backward(self, account: Account, symbol: str, ts_event: int, volume: int, total: int) -> Judgement:
        if ts_event > account.last_ts:
            return self._correct(account, symbol, ts_event, volume, total)
        start = total - volume
        for position, (gap_start, gap_end) in enumerate(account.gaps):
            if volume and gap_start <= start and total <= gap_end:
                pieces = [(gap_start, start), (total, gap_end)]
                account.gaps[position : position + 1] = [piece for piece in pieces if piece[0] < piece[1]]
                account.missed -= volume
                account.late += 1
                self.missed -= volume
                self.late += 1
                return Judgement(Verdict.LATE, volume, -volume)
        account.duplicates += 1
        self.duplicates += 1
        return DUPLICATE

    def _correct(self, account: Account, symbol: str, ts_event: int, volume: int, total: int) -> Judgement:
        """The exchange took shares back: the total falls to `total`, of which `volume` are new."""
        volume = min(volume, total)
        removed = account.total - (total - volume)
        self.audit.append(Correction(symbol, ts_event, account.total, total))
        if len(self.audit) > self.MAX_AUDIT_ROWS:
            del self.audit[0]
        self.total += total - account.total
        account.total = total
        account.last_ts = ts_event
        account.corrections += 1
        account.gaps.clear()
        self.corrections += 1
        return Judgement(Verdict.CORRECTION, volume, 0, removed)

    def take_missed(self, symbol: str, shares: int) -> int:
        """Takes back up to `shares` of the symbol's missed ones; returns how many."""
        account = self.accounts[symbol]
        taken = min(account.missed, shares)
        account.missed -= taken
        self.missed -= taken
        return taken
