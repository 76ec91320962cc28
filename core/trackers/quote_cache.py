"""The newest order book of each symbol.

Door: `QuoteCache`. Refuses to know trades. Bound: one quote per symbol.
"""

from __future__ import annotations

from typing import final

from core.market.events import Quote


@final
class QuoteCache:
    """Newest quote by symbol; an older one (by exchange time) never replaces a newer one."""

    def __init__(self) -> None:
        self._quotes: dict[str, Quote] = {}

    def update(self, quote: Quote) -> bool:
        """Stores a quote. Returns False when it is older than the stored one."""
        symbol = quote.symbol
        known = self._quotes.get(symbol)
        if known is not None and known.ts_event > quote.ts_event:
            return False
        self._quotes[symbol] = quote
        return True

    def get(self, symbol: str) -> Quote | None:
        """The newest quote of a symbol, or None."""
        return self._quotes.get(symbol)

    def best(self, symbol: str) -> tuple[int | None, int | None]:
        """(best bid, best ask) in the symbol's smallest unit, None for an empty side."""
        quote = self._quotes.get(symbol)
        if quote is None:
            return None, None
        return quote.best_bid, quote.best_ask
