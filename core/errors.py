"""The exceptions of the product.

    VnMarketError
    |-- SettingsError            a setting is wrong; names the variable and what was expected
    |-- CalendarError            a calendar file is wrong; names the place
    `-- FeedError                the feed cannot be used just now; the runner retries
        |-- AuthenticationError  credentials or token refused
        |-- RateLimitedError     too many requests; carries how long to wait
        |-- ProtocolError        the server answered something that is not FastConnect
        `-- FeedSilentError      connected, but nothing (or no data) comes

Bad messages are not exceptions: they are `core.market.events.Rejected` values.
"""

from __future__ import annotations


class VnMarketError(Exception):
    """Root of the product's own exceptions."""


class SettingsError(VnMarketError):
    """One or more settings are wrong. The text names each variable, never a secret's value."""


class CalendarError(VnMarketError):
    """A calendar file is wrong. The text names the place in it and what was expected."""


class FeedError(VnMarketError):
    """The feed cannot be used just now."""


class AuthenticationError(FeedError):
    """Credentials or token were refused. The text is the server's, without secrets."""


class RateLimitedError(FeedError):
    """The server asks to slow down. `retry_after_s`: seconds it asks for, or None."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ProtocolError(FeedError):
    """The answer is not what FastConnect sends (HTML, an error body, a redirect)."""


class FeedSilentError(FeedError):
    """The connection is open but dead."""
