"""Every security by its code and its names: what a search looks through.

Door: the structs. Refuses to know where the names come from (the feed's master lists).
"""

from __future__ import annotations

import msgspec


class DirectoryEntry(msgspec.Struct, omit_defaults=True):
    """One security. What the lists do not say is left out."""

    symbol: str
    """The feed's code: what rooms are named by."""
    board: str | None = None
    """HOSE, HNX, UPCOM or DERIVATIVES."""
    kind: str | None = None
    """share, etf, fund, warrant, bond or future."""
    name: str | None = None
    name_en: str | None = None
    sector: str | None = None
    aliases: list[str] = []
    """A future's other names: the exchange's code, the old code, the rolling alias."""
    last_trading_date: str | None = None
    """Of a future or a warrant, ISO 8601."""


class Directory(msgspec.Struct):
    """The securities in alphabetical order. date: the trading date at which aliases are read."""

    date: str | None
    securities: list[DirectoryEntry] = []
