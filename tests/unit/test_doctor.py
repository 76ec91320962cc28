"""Each finding of the doctor, and that it never shows what it must not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.utils import format_datetime

import httpx
import pytest

from workers import doctor
from workers.doctor import Finding
from workers.engines import EmbeddedPostgres
from workers.history.migrations import upgrade
from workers.settings import WorkerSettings

NOW = dt.datetime(2026, 8, 3, 3, 0, 0, tzinfo=dt.UTC)
CANARY = "s3cr3t-canary"
TOKEN = "eyJ-canary-token"

Answer = Callable[[httpx.Request], httpx.Response]


def settings(**values: object) -> WorkerSettings:
    return WorkerSettings(_env_file=None, **values)  # type: ignore[arg-type]


def with_credentials(**values: object) -> WorkerSettings:
    return settings(ssi_consumer_id="id", ssi_consumer_secret=CANARY, **values)


def client(answer: Answer) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer))


def served_at(offset_s: float) -> Answer:
    """A server whose clock stands `offset_s` seconds from ours."""
    date = format_datetime(NOW + dt.timedelta(seconds=offset_s), usegmt=False)
    return lambda request: httpx.Response(200, headers={"Date": date})


def unreachable(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


def test_no_credentials_is_a_warning() -> None:
    finding = doctor.check_credentials(settings())
    assert (finding.level, finding.name) == ("warn", "credentials")
    assert "SSI_CONSUMER_ID" in finding.advice


def test_credentials_in_the_clear_are_a_warning() -> None:
    finding = doctor.check_credentials(with_credentials(ssi_stream_url="http://fc-datahub.ssi.com.vn/"))
    assert finding.level == "warn"
    assert "SSI_STREAM_URL" in finding.message
    assert doctor.check_credentials(with_credentials(ssi_base_url="http://127.0.0.1:9/")).level == "ok"


@pytest.mark.parametrize(
    ("response", "level"),
    [
        (httpx.Response(200, json={"status": 200, "data": {"accessToken": TOKEN}}), "ok"),
        (httpx.Response(200, json={"status": 401, "message": "Missing Authorization header"}), "fail"),
        (httpx.Response(200, json={"status": 400, "data": None}), "fail"),
        (httpx.Response(200, json={"data": {"accessToken": ""}}), "fail"),
        (httpx.Response(200, json=[1]), "fail"),
        (httpx.Response(200, text="<html>"), "fail"),
        (httpx.Response(502, json={"data": {"accessToken": TOKEN}}), "fail"),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), "fail"),
    ],
)
def test_token(response: httpx.Response, level: str) -> None:
    finding = doctor.check_token(with_credentials(), client(lambda request: response))
    assert finding.level == level
    assert CANARY not in str(finding)
    assert TOKEN not in str(finding)


def test_an_unreachable_server_is_a_warning_of_token_and_clock() -> None:
    token = doctor.check_token(with_credentials(), client(unreachable))
    clock = doctor.check_clock(settings(), client(unreachable), lambda: NOW)
    assert (token.level, clock.level) == ("warn", "warn")
    assert "SSI_BASE_URL" in token.advice


@pytest.mark.parametrize(
    ("offset_s", "level", "word"),
    [
        (0, "ok", "agrees"),
        (-0.9, "ok", "agrees"),
        (-5, "warn", "ahead"),
        (5, "warn", "behind"),
        (-60, "fail", "ahead"),
        (60, "fail", "behind"),
    ],
)
def test_clock(offset_s: float, level: str, word: str) -> None:
    finding = doctor.check_clock(settings(), client(served_at(offset_s)), lambda: NOW)
    assert finding.level == level
    assert word in finding.message


@pytest.mark.parametrize("header", [None, "yesterday", ""])
def test_a_server_without_a_time(header: str | None) -> None:
    headers = {} if header is None else {"Date": header}
    finding = doctor.check_clock(
        settings(), client(lambda request: httpx.Response(200, headers=headers)), lambda: NOW
    )
    assert finding.level == "warn"


def test_redis(redis_url: str) -> None:
    assert doctor.check_redis(settings()).level == "ok"
    assert doctor.check_redis(settings(redis_url=redis_url)).message == "answers"
    wrong = redis_url.split("@")[1]
    refused = doctor.check_redis(settings(redis_url=f"redis://:{CANARY}@{wrong}"))
    assert (refused.level, CANARY in str(refused)) == ("fail", False)
    gone = doctor.check_redis(settings(redis_url=f"redis://:{CANARY}@127.0.0.1:1/0"))
    assert (gone.level, CANARY in str(gone)) == ("fail", False)


def test_database(database_url: str, postgres_server: EmbeddedPostgres) -> None:
    assert doctor.check_database(settings()).level == "ok"
    before = doctor.check_database(settings(database_url=database_url))
    assert (before.level, "vnmarket migrate" in before.advice) == ("fail", True)
    upgrade(database_url)
    assert doctor.check_database(settings(database_url=database_url)).level == "ok"
    gone = doctor.check_database(settings(database_url=f"postgresql://u:{CANARY}@127.0.0.1:1/x"))
    assert (gone.level, CANARY in str(gone)) == ("fail", False)


@pytest.mark.parametrize(
    ("day", "level"),
    [(dt.date(2026, 8, 3), "ok"), (dt.date(2026, 12, 15), "warn"), (dt.date(2027, 1, 4), "fail")],
)
def test_calendar(day: dt.date, level: str) -> None:
    assert doctor.check_calendar(day).level == level


def test_the_whole_examination_shows_no_secret(redis_url: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": {"accessToken": TOKEN}})

    findings = doctor.examine(
        with_credentials(redis_url=redis_url), transport=httpx.MockTransport(answer), now=lambda: NOW
    )
    assert [finding.name for finding in findings] == [
        "credentials",
        "token",
        "clock",
        "redis",
        "database",
        "calendar",
    ]
    text = "\n".join(map(str, findings))
    assert not [secret for secret in (CANARY, TOKEN, redis_url) if secret in text]


def test_a_finding_is_one_line() -> None:
    assert str(Finding("fail", "redis", "no answer", "start it")) == "fail redis: no answer — start it"
    assert str(Finding("ok", "redis", "answers")) == "ok redis: answers"
