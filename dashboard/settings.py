"""Every setting of the web process, typed, checked once at start.

Door: `WebSettings`, `load_settings`, `load_calendar`. A wrong value is refused with the variable's name and
what was expected; a secret's value is never part of a message. Refuses to know what is done
with a setting.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import CalendarError, SettingsError
from core.market.calendar import DEFAULT_CALENDAR, Calendar
from core.market.calendar_file import parse_calendar

Palette = Literal["brief", "exchange", "safe"]
Language = Literal["vi", "en"]
Theme = Literal["dark", "light"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class WebSettings(BaseSettings):
    """Settings of one web process, read from the environment and `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    redis_url: str = Field("redis://127.0.0.1:6379/0", repr=False)
    """It may carry a password, so it is not shown either."""
    database_url: SecretStr | None = None
    """PostgreSQL; without it history is off and `/health` says so. It may carry a password."""
    log_level: LogLevel = "INFO"
    host: str = "127.0.0.1"
    port: int = Field(8050, ge=1, le=65535)
    web_processes: int = Field(1, ge=1, le=64)
    """Processes of gunicorn. One serves a thousand screens; each reads Redis on its own."""
    health_host: str = "127.0.0.1"
    """Where `health_port` listens."""
    health_port: int | None = Field(None, ge=1, le=65535)
    """Port of `/health`, `/ready` and `/metrics`; see `own_health_port`."""
    live_max_connections: int = Field(1000, ge=1, le=20_000)
    """Sockets one process accepts; each holds one of its threads."""
    live_max_connections_per_ip: int = Field(200, ge=1)
    """Larger than the programs' limit: an office shares one address."""
    ws_throttle_interval_ms: int = Field(500, ge=10, le=60_000)
    """Least time between two messages of one channel."""
    ws_heartbeat_interval: float = Field(30.0, gt=0, le=3600)
    """Seconds between two pings on a socket."""
    ws_heartbeat_timeout: float = Field(10.0, gt=0, le=600)
    """Seconds a client may take to answer a ping before it is dropped."""
    ws_queue_size: int = Field(50, ge=1, le=100_000)
    """Messages that may wait for a slow program; beyond that the oldest are dropped and counted."""
    ws_auth_token: SecretStr | None = None
    """What programs must present; None: nothing."""
    ws_max_connections_per_ip: int = Field(5, ge=1)
    """Programs' sockets from one address, over all four channels."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins (scheme://host[:port]) whose pages may open a socket; empty: this host's only."""
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    """Networks of proxies whose X-Forwarded-For says who a client is; empty: nobody's."""
    cors_allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins whose pages may read the REST API, or `*` for all; empty: this host's only."""
    calendar_file: Path | None = None
    """The worker's: holidays and hours that differ from the built-in ones."""
    default_palette: Palette = "brief"
    default_language: Language = "vi"
    default_theme: Theme = "dark"

    @property
    def own_health_port(self) -> int:
        """The health port: unless set, the dashboard's + 1000, so that copies do not meet."""
        if self.health_port is not None:
            return self.health_port
        return self.port + 1000 if self.port <= 64_535 else self.port - 1000

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("redis_url")
    @classmethod
    def _redis_scheme(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("expected redis://host:port/db, rediss:// or unix://")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_scheme(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("postgres"):
            raise ValueError("expected postgresql://user:password@host:port/name")
        return value

    @field_validator("allowed_origins", "cors_allowed_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str):
            value = tuple(part.strip().rstrip("/").lower() for part in value.split(",") if part.strip())
        if isinstance(value, tuple) and not (info.field_name == "cors_allowed_origins" and value == ("*",)):
            for origin in value:
                if not str(origin).startswith(("http://", "https://")):
                    raise ValueError("expected http(s)://host[:port], separated by commas")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        except ValueError:
            raise ValueError("expected addresses or networks (10.0.0.0/8), separated by commas") from None


def load_settings(env_file: str | None = ".env") -> WebSettings:
    """The settings of this process.

    Args:
        env_file: file read beside the environment, or None for the environment alone.
    Raises: SettingsError naming every wrong variable and what was expected of it.
    """
    try:
        return WebSettings(_env_file=env_file)
    except ValidationError as error:
        raise SettingsError(describe(error)) from None


def load_calendar(settings: WebSettings) -> Calendar:
    """The exchanges' calendar: the built-in one, with what CALENDAR_FILE says put over it.

    Raises: SettingsError when the file cannot be read or understood.
    """
    if settings.calendar_file is None:
        return DEFAULT_CALENDAR
    try:
        return parse_calendar(settings.calendar_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, CalendarError) as error:
        raise SettingsError(f"CALENDAR_FILE: {error}") from None


def describe(error: ValidationError) -> str:
    """One line per wrong variable. Never the value: it may be a secret."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        name = "_".join(str(part) for part in problem["loc"]).upper() or "SETTINGS"
        lines.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
    return "wrong settings\n  " + "\n  ".join(lines)
