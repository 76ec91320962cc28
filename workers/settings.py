"""Settings of the workers and of `vnmarket up`, from the environment and a `.env` file.

Knows: names, defaults, bounds. Door: `load_settings`. Refuses to know what a setting is used for,
and never repeats a value in an error: it may be a secret. The web's own settings live with the
dashboard; `.env.example` explains both.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import CalendarError, SettingsError
from core.market.calendar import DEFAULT_CALENDAR, Calendar
from core.market.calendar_file import parse_calendar

DEFAULT_REDIS_URL = "redis://127.0.0.1:6379/0"

_CHANNEL = re.compile(r"(F|X|X-QUOTE|X-TRADE|R|MI|B|OL):[A-Za-z0-9_.-]+")


def _url(value: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - raises when the port is not a number in range
    except ValueError:
        raise ValueError("not a URL") from None
    if parts.scheme not in schemes:
        raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return value


def _http_base(value: str) -> str:
    _url(value, ("https", "http"))
    if not urlsplit(value).hostname:
        raise ValueError("has no host")
    return value if value.endswith("/") else value + "/"


def _redis(value: str) -> str:
    return _url(value, ("redis", "rediss", "unix"))


def _postgres(value: str) -> str:
    return _url(value, ("postgresql", "postgresql+psycopg"))


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _channels(value: object) -> object:
    if not isinstance(value, str):
        return value
    channels = [channel.strip() for channel in value.split(",") if channel.strip()]
    if not channels:
        raise ValueError("is empty")
    for position, channel in enumerate(channels, start=1):
        if not _CHANNEL.fullmatch(channel):
            raise ValueError(f"entry {position} is not CHANNEL:SELECTION")
    return channels


class WorkerSettings(BaseSettings):
    """What the workers can be told. Field `redis_url` is the variable `REDIS_URL`, and so on.

    Each description says what is expected; it is shown when the value is refused.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    ssi_consumer_id: str = Field("", description="the consumer id from SSI's FastConnect page")
    ssi_consumer_secret: SecretStr = Field(
        SecretStr(""), description="the consumer secret from SSI's FastConnect page"
    )
    ssi_base_url: Annotated[str, AfterValidator(_http_base)] = Field(
        "https://fc-data.ssi.com.vn/", description="a URL such as https://fc-data.ssi.com.vn/"
    )
    ssi_stream_url: Annotated[str, AfterValidator(_http_base)] = Field(
        "https://fc-datahub.ssi.com.vn/", description="a URL such as https://fc-datahub.ssi.com.vn/"
    )
    ssi_channels: Annotated[list[str], NoDecode, BeforeValidator(_channels)] = Field(
        ["X-TRADE:ALL", "X-QUOTE:ALL", "R:ALL", "MI:ALL", "B:ALL", "F:ALL"],
        description="comma-separated CHANNEL:SELECTION, CHANNEL one of F X X-QUOTE X-TRADE R MI B OL",
    )
    ssi_one_connection_per_channel: bool = Field(False, description="true or false")
    ssi_requests_per_second: float = Field(3.0, gt=0, le=50, description="a number above 0, at most 50")
    redis_url: Annotated[str, AfterValidator(_redis)] = Field(
        DEFAULT_REDIS_URL, description="a URL such as redis://127.0.0.1:6379/0"
    )
    database_url: Annotated[str, AfterValidator(_postgres)] | None = Field(
        None, description="a URL such as postgresql://user:password@127.0.0.1:5432/vnmarket"
    )
    live_interval_ms: int = Field(100, ge=20, le=60_000, description="whole milliseconds, 20 to 60000")
    board_interval_ms: int = Field(40, ge=20, le=60_000, description="whole milliseconds, 20 to 60000")
    channel_r_interval_ms: int = Field(
        1000, ge=100, le=60_000, description="whole milliseconds, 100 to 60000"
    )
    market_board_interval_ms: int = Field(
        500, ge=100, le=60_000, description="whole milliseconds, 100 to 60000"
    )
    futures_override: str | None = Field(
        None,
        pattern=r"^[A-Z0-9]{6,12}$",
        description="a futures code such as 41I1G9000, VN30F2609 or VN30F1M",
    )
    interest_rate_pct: float | None = Field(
        None, ge=0, le=100, description="per cent a year, 0 to 100, such as 4.5"
    )
    dividend_yield_pct: float = Field(0.0, ge=0, le=100, description="per cent a year, 0 to 100, such as 1.8")
    index_weights_file: Path | None = Field(
        None, description="a readable TOML file with a table of SYMBOL = weight for each index"
    )
    calendar_file: Path | None = Field(None, description="a readable file in the form of `vnmarket calendar`")
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)
    ] = Field("INFO", description="DEBUG, INFO, WARNING, ERROR or CRITICAL")
    host: str = Field("127.0.0.1", min_length=1, max_length=255, description="an address to listen on")
    port: int = Field(8050, ge=1, le=65_535, description="a TCP port, 1 to 65535")

    health_host: str = Field("127.0.0.1", min_length=1, max_length=255, description="an address to listen on")
    worker_metrics_port: int | None = Field(None, ge=1, le=65_535, description="a TCP port, 1 to 65535")

    @model_validator(mode="after")
    def _credentials_come_together(self) -> WorkerSettings:
        if bool(self.ssi_consumer_id) != bool(self.ssi_consumer_secret.get_secret_value()):
            missing = "SSI_CONSUMER_SECRET" if self.ssi_consumer_id else "SSI_CONSUMER_ID"
            raise ValueError(f"{missing}: expected to be set together with the other credential")
        return self

    @property
    def channels(self) -> list[str]:
        """The channels to subscribe to, one invocation each."""
        return self.ssi_channels

    @property
    def own_metrics_port(self) -> int:
        """The worker's port for figures: unless set, the dashboard's + 1001, beside the web's + 1000."""
        if self.worker_metrics_port is not None:
            return self.worker_metrics_port
        return self.port + 1001 if self.port <= 64_534 else self.port - 1001

    @property
    def has_credentials(self) -> bool:
        """Whether SSI's real feed is to be used; without credentials the simulator is."""
        return bool(self.ssi_consumer_id)

    @property
    def has_own_redis(self) -> bool:
        """Whether REDIS_URL was given, so that no embedded engine is started."""
        return "redis_url" in self.model_fields_set


def load_settings(env_file: str | None = ".env") -> WorkerSettings:
    """Read and check the settings.

    Args:
        env_file: file read below the environment; None reads the environment alone.
    Raises:
        SettingsError: one line per wrong variable, with what was expected, never with the value.
    """
    try:
        return WorkerSettings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from None


def load_calendar(settings: WorkerSettings) -> Calendar:
    """The exchanges' calendar: the built-in one, with what CALENDAR_FILE says put over it.

    Raises: SettingsError when the file cannot be read or understood.
    """
    path = settings.calendar_file
    if path is None:
        return DEFAULT_CALENDAR
    try:
        return parse_calendar(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, CalendarError) as error:
        raise SettingsError(f"CALENDAR_FILE: {error}") from None


def _explain(error: ValidationError) -> str:
    lines = []
    for fault in error.errors(include_input=False, include_url=False, include_context=False):
        reason = fault["msg"].removeprefix("Value error, ")
        if not fault["loc"]:
            lines.append(reason)
            continue
        name = str(fault["loc"][0])
        expected = WorkerSettings.model_fields[name].description
        lines.append(f"{name.upper()}: expected {expected} ({reason})")
    return "\n  ".join(["wrong settings", *lines])
