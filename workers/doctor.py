"""`vnmarket doctor`: is everything this product needs there, and if not, what to do.

Door: `examine`. Each check is one function that returns one finding and raises nothing. Refuses to
repair anything, and to show a credential, a token or a password.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

import httpx
import redis
from sqlalchemy.exc import SQLAlchemyError

from core.market.calendar import DEFAULT_CALENDAR, EXCHANGE_TZ, Calendar
from workers.history.migrations import schema_versions
from workers.settings import WorkerSettings, load_calendar

Level = Literal["ok", "warn", "fail"]

CLOCK_WARN_S = 2.0
CLOCK_FAIL_S = 30.0
_TIMEOUT_S = 5.0
_TOKEN_PATH = "api/v2/Market/AccessToken"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    level: Level
    name: str
    message: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level} {self.name}: {self.message}" + (f" — {self.advice}" if self.advice else "")


def examine(
    settings: WorkerSettings,
    *,
    transport: httpx.BaseTransport | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> list[Finding]:
    """Run every check, in the order in which a person would fix things.

    Args:
        settings: what to check.
        transport: how HTTP is spoken; the network when None.
        now: our clock, aware.
    """
    with httpx.Client(transport=transport, timeout=_TIMEOUT_S, follow_redirects=False) as client:
        return [
            check_credentials(settings),
            check_token(settings, client),
            check_clock(settings, client, now),
            check_redis(settings),
            check_database(settings),
            check_calendar(now().astimezone(EXCHANGE_TZ).date(), load_calendar(settings)),
        ]


def check_credentials(settings: WorkerSettings) -> Finding:
    """Whether SSI's credentials are there, and would not travel in the clear."""
    if not settings.has_credentials:
        return Finding(
            "warn",
            "credentials",
            "none, so the simulator is used",
            "for real data set SSI_CONSUMER_ID and SSI_CONSUMER_SECRET",
        )
    for name, url in (("SSI_BASE_URL", settings.ssi_base_url), ("SSI_STREAM_URL", settings.ssi_stream_url)):
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOCAL_HOSTS:
            return Finding("warn", "credentials", f"{name} is not encrypted", "use https://")
    return Finding("ok", "credentials", "both are set")


def check_token(settings: WorkerSettings, client: httpx.Client) -> Finding:
    """Whether SSI gives a token for them. It answers a refusal with HTTP 200: the body decides."""
    name = "token"
    if not settings.has_credentials:
        return Finding("warn", name, "not asked for without credentials")
    body = {
        "consumerID": settings.ssi_consumer_id,
        "consumerSecret": settings.ssi_consumer_secret.get_secret_value(),
    }
    try:
        response = client.post(settings.ssi_base_url + _TOKEN_PATH, json=body)
    except httpx.HTTPError as error:
        return _unreachable(name, "SSI_BASE_URL", error)
    try:
        answer = response.json()
        token = answer["data"]["accessToken"]
    except (ValueError, KeyError, TypeError):
        token = None
    if response.status_code != httpx.codes.OK or not isinstance(token, str) or not token:
        return Finding(
            "fail",
            name,
            f"refused (HTTP {response.status_code})",
            "check both credentials and that the FastConnect contract has not run out",
        )
    return Finding("ok", name, "obtained")


def check_clock(settings: WorkerSettings, client: httpx.Client, now: Callable[[], dt.datetime]) -> Finding:
    """Our clock against the server's `Date` header, which has a resolution of one second."""
    name = "clock"
    try:
        before = now()
        header = client.head(settings.ssi_base_url).headers.get("Date")
        after = now()
    except httpx.HTTPError as error:
        return _unreachable(name, "SSI_BASE_URL", error)
    try:
        served = parsedate_to_datetime(header or "")
    except ValueError:
        return Finding("warn", name, "the server tells no time", "check it against a time server")
    # The header's second may have begun just before the answer, or be about to end.
    early, late = before - served - dt.timedelta(seconds=1), after - served
    off_s = early.total_seconds() if early > dt.timedelta(0) else min(late.total_seconds(), 0.0)
    message = (
        "agrees with the server" if off_s == 0 else f"{abs(off_s):.1f} s {'ahead' if off_s > 0 else 'behind'}"
    )
    if abs(off_s) > CLOCK_FAIL_S:
        return Finding("fail", name, message, "set the clock, and keep it set by NTP")
    if abs(off_s) > CLOCK_WARN_S:
        return Finding("warn", name, message, "keep the clock set by NTP")
    return Finding("ok", name, message)


def check_redis(settings: WorkerSettings) -> Finding:
    """Whether Redis answers."""
    if not settings.has_own_redis:
        return Finding("ok", "redis", "REDIS_URL is not set, so `vnmarket up` starts its own")
    try:
        with redis.Redis.from_url(
            settings.redis_url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        ) as client:
            client.ping()
    except redis.AuthenticationError:
        return Finding("fail", "redis", "refused the password", "correct the password in REDIS_URL")
    except (redis.RedisError, OSError) as error:
        return Finding(
            "fail", "redis", f"no answer ({type(error).__name__})", "start it or correct REDIS_URL"
        )
    return Finding("ok", "redis", "answers")


def check_database(settings: WorkerSettings) -> Finding:
    """Whether PostgreSQL answers with the schema this version wants."""
    name = "database"
    if settings.database_url is None:
        return Finding("ok", name, "DATABASE_URL is not set, so `vnmarket up` starts its own")
    try:
        current, wanted = schema_versions(settings.database_url)
    except SQLAlchemyError as error:
        return Finding(
            "fail", name, f"no answer ({type(error).__name__})", "start it or correct DATABASE_URL"
        )
    if current != wanted:
        return Finding(
            "fail", name, f"schema version {current or 'none'}, wanted {wanted}", "run `vnmarket migrate`"
        )
    return Finding("ok", name, f"answers, schema version {current}")


def check_calendar(today: dt.date, calendar: Calendar = DEFAULT_CALENDAR) -> Finding:
    """Whether the holidays of this year, and from December on of the next, are known."""
    soon = today + dt.timedelta(days=31)
    for day, level in ((today, "fail"), (soon, "warn")):
        if not calendar.knows(day):
            return Finding(
                "fail" if level == "fail" else "warn",
                "calendar",
                f"the holidays of {day.year} are not known",
                "when they are published, edit a copy of what `vnmarket calendar` prints; set CALENDAR_FILE",
            )
    return Finding("ok", "calendar", f"the holidays of {today.year} are known")


def _unreachable(name: str, variable: str, error: httpx.HTTPError) -> Finding:
    return Finding(
        "warn",
        name,
        f"not checked, the server does not answer ({type(error).__name__})",
        f"check the network and {variable}",
    )
