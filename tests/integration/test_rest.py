"""What the REST API answers, from the real web process, fed through a real Redis."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis

from core.snapshot import keys
from core.snapshot.codec import encode_frame
from core.snapshot.rooms import StatusRoom
from dashboard.api.rest import OPERATIONS
from tests.support.engines import ValkeyServer
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer

PATHS = [operation.path.format(symbol="FPT", id="VN30") for operation in OPERATIONS]
HOLIDAY = dt.date(2026, 9, 1)
SATURDAY = dt.date(2026, 11, 21)


class TroubledMarket(FakeMarket):
    """One whose worker refused messages and whose feed disagrees with the clock."""

    def status(self) -> StatusRoom:
        status = super().status()
        status.rejected = {"not_json": 3, "negative_volume": 2}
        status.phases["HNX"].phase, status.phases["HNX"].disagrees = "HALT", True
        return status


def as_of(room: str, publisher: Publisher) -> int:
    """When a room was written, epoch ms."""
    frame: Any = publisher.redis.get(keys.room(room))
    found = re.search(rb'"as_of":(\d+)', frame)
    assert found is not None
    return int(found.group(1))


def millis(text: str) -> int:
    return round(dt.datetime.fromisoformat(text).timestamp() * 1000)


# -- what every answer says


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_how_sure_it_is(http: httpx.Client, publisher: Publisher, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["as_of"].endswith("+07:00")
    assert millis(body["as_of"]) == as_of("board", publisher)
    assert (body["feed"]["state"], body["feed"]["source"]) == ("live", "simulator")
    assert body["feed"]["simulated"] is True
    assert (body["stale"], body["stale_reason"], body["stale_since"]) == (False, None, None)
    assert body["trading_date"] == publisher.market.day.isoformat()
    assert (body["units"]["share_price"], body["units"]["index"]) == ("VND", "points")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["ETag"].startswith('W/"')


def test_the_worker_says_the_feed_is_old(http: httpx.Client, publisher: Publisher) -> None:
    publisher.market.feed = "stale"
    publisher.publish()
    body = eventually(lambda: (found := http.get("/api/derivatives").json())["stale"] and found)
    assert (body["feed"]["state"], body["stale_reason"]) == ("stale", "feed")
    assert body["stale_since"] == body["feed"]["since"]


def test_without_a_heartbeat_answers_are_marked(http: httpx.Client, publisher: Publisher) -> None:
    tag = http.get("/api/derivatives").headers["ETag"]
    written = as_of("status", publisher)
    body = eventually(lambda: (found := http.get("/api/derivatives").json())["stale"] and found)
    assert body["stale_reason"] == "worker"
    assert millis(body["stale_since"]) == written
    assert http.get("/api/derivatives", headers={"If-None-Match": tag}).status_code == 200


def test_without_redis_the_last_copy_is_served_and_marked(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    store = valkey_server()
    with Publisher(store.url, FakeMarket()) as publisher, WebServer(store.url, tmp_path) as web:
        web.showing(publisher.epoch)
        store.kill()
        body = eventually(
            lambda: (found := httpx.get(f"{web.url}/api/symbols/FPT").json())["stale"] and found
        )
        assert body["stale_reason"] == "redis"
        assert body["data"]["row"]["last"] == publisher.market.rows["FPT"].last


# -- what they answer


def test_the_snapshot_is_the_rooms_at_once(http: httpx.Client, market: FakeMarket) -> None:
    data = http.get("/api/market/snapshot").json()["data"]
    others = {symbol for rows in market.exchanges.values() for symbol in rows}
    assert list(data["symbols"]) == sorted({*market.rows, *others})
    assert data["symbols"]["FPT"]["last"] == market.rows["FPT"].last
    assert data["symbols"]["FPT"]["foreign"]["buy_volume"] == market.foreign["FPT"].buy_volume
    assert data["indices"]["HNXIndex"]["value"] == market.indices["HNXIndex"].value
    assert data["derivatives"]["active"] == next(iter(market.contracts))
    assert data["trading_date"] == market.day.isoformat()


@pytest.mark.parametrize("name", ["41I1GC000", "VN30F2612", "VN30F1M", "vn30f1m"])
def test_a_future_answers_to_each_of_its_names(http: httpx.Client, market: FakeMarket, name: str) -> None:
    body = http.get(f"/api/symbols/{name}").json()
    contract = market.contracts["41I1GC000"]
    assert (body["data"]["symbol"], body["data"]["kind"]) == ("41I1GC000", "future")
    assert body["data"]["names"] == ["41I1GC000", "VN30F2612", "VN30F1M"]
    assert body["data"]["contract"]["last"] == contract.last
    assert body["coverage"] == contract.coverage


def test_a_share_is_told_in_dong_with_its_foreign_flow(http: httpx.Client, market: FakeMarket) -> None:
    data = http.get("/api/symbols/fpt").json()["data"]
    assert (data["symbol"], data["kind"]) == ("FPT", "share")
    assert data["row"]["last"] == market.rows["FPT"].last
    assert data["row"]["last"] > 10_000
    assert data["foreign"]["net_value"] == market.foreign["FPT"].net_value


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("VNINDEX", "VNINDEX"),
        ("vn-index", "VNINDEX"),
        ("VN30", "VN30"),
        ("HNX", "HNXIndex"),
        ("hnxindex", "HNXIndex"),
        ("UPCOM", "HNXUpcomIndex"),
        ("HNXUpcomIndex", "HNXUpcomIndex"),
    ],
)
def test_an_index_answers_to_its_usual_spellings(
    http: httpx.Client, market: FakeMarket, name: str, found: str
) -> None:
    data = http.get(f"/api/indices/{name}").json()["data"]
    assert (data["id"], data["view"]["value"]) == (found, market.indices[found].value)


def test_an_index_the_feed_has_not_sent_has_no_data_yet(
    show: Callable[[FakeMarket], httpx.Client], market: FakeMarket
) -> None:
    del market.indices["HNXUpcomIndex"], market.series["indices"]["HNXUpcomIndex"]
    answer = show(market).get("/api/indices/UPCOM")
    assert (answer.status_code, answer.json()["title"]) == (503, "no data yet")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/symbols/NOPE", "unknown-symbol"),
        ("/api/symbols/VN30F9912", "unknown-symbol"),
        ("/api/symbols/VN30F%C2%B2%C2%B212", "unknown-symbol"),
        ("/api/symbols/%00", "unknown-symbol"),
        ("/api/market/basis-trend?contract=FPT", "unknown-symbol"),
        ("/api/indices/DAX", "unknown-index"),
        ("/api/nothing", "not-found"),
        ("/api//market/snapshot", "not-found"),
        ("/api/symbols/", "not-found"),
        ("/api/symbols/FPT/history", "not-found"),
        ("/api/live/series/nothing", "unknown-series"),
    ],
)
def test_what_does_not_exist_is_a_problem(http: httpx.Client, path: str, kind: str) -> None:
    answer = http.get(path, headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    body = answer.json()
    assert (body["type"], body["status"]) == (f"/api/docs#problem-{kind}", 404)
    assert set(body) == {"type", "title", "status", "detail", "instance"}


def test_members_have_names_and_coverage(show: Callable[[FakeMarket], httpx.Client]) -> None:
    market = FakeMarket()
    market.rows["HPG"].missed_volume = 1000
    total = sum(row.total_volume or 0 for row in market.rows.values())
    body = show(market).get("/api/vn30-components").json()
    members = body["data"]["components"]
    assert [one["symbol"] for one in members] == sorted(market.rows)
    assert {one["symbol"]: one["name"] for one in members}["HPG"] == "Tập đoàn Hòa Phát"
    assert body["coverage"] == round(1 - 1000 / total, 6)
    assert (body["data"]["total_volume"], body["data"]["missed_volume"]) == (total, 1000)


def test_the_basis_goes_back_as_far_as_asked(http: httpx.Client, market: FakeMarket) -> None:
    data = http.get("/api/market/basis-trend?minutes=5").json()["data"]
    active = market.contracts["41I1GC000"]
    assert data["contract"] == "41I1GC000"
    minutes = [point["minute"] for point in data["points"]]
    assert minutes == list(range(minutes[-1] - 4, minutes[-1] + 1))
    assert data["points"][-1]["time"].startswith("10:4")
    assert (data["points"][-1]["basis"], data["points"][-1]["index"]) == (active.basis, active.index_value)
    other = http.get("/api/market/basis-trend?contract=VN30F2M&minutes=285").json()["data"]
    assert (other["names"], other["day"]) == (["VN30F2701", "VN30F2M"], None)
    assert other["points"][0]["time"] == "09:00"


def test_alerts_say_that_nobody_looks_for_them(http: httpx.Client) -> None:
    data = http.get("/api/market/alerts").json()["data"]
    assert (data["state"], data["alerts"]) == ("off", [])
    assert data["detail"]


def test_a_trading_day_has_its_phases(http: httpx.Client, market: FakeMarket) -> None:
    data = http.get("/api/sessions/today").json()["data"]
    assert (data["date"], data["trading_day"], data["closed_because"]) == (market.day.isoformat(), True, None)
    hose = data["boards"]["HOSE"]
    assert [phase["phase"] for phase in hose["phases"]] == ["ATO", "LO", "BREAK", "LO", "ATC", "PT", "C"]
    assert hose["phases"][0]["starts"] == "2026-11-20T09:00:00+07:00"
    assert (hose["phase"], hose["by"], hose["next_phase"]) == ("LO", "feed", "BREAK")
    assert hose["next_change"] == hose["phases"][2]["starts"] == "2026-11-20T11:30:00+07:00"
    assert hose["usual_hours"] is True


@pytest.mark.parametrize(("day", "reason"), [(HOLIDAY, "holiday"), (SATURDAY, "weekend")])
def test_a_day_without_trading_says_why(
    show: Callable[[FakeMarket], httpx.Client], day: dt.date, reason: str
) -> None:
    market = FakeMarket(day=day, feed="quiet")
    data = eventually(
        lambda: (
            (found := show(market).get("/api/sessions/today").json()["data"])["date"] == day.isoformat()
            and found
        )
    )
    assert (data["trading_day"], data["closed_because"]) == (False, reason)
    assert all(board["phases"] == [] for board in data["boards"].values())
    assert dt.date.fromisoformat(data["next_trading_day"]) > day


def test_the_deployments_own_hours_are_told(redis_url: str, tmp_path: Path, publisher: Publisher) -> None:
    hours = tmp_path / "calendar.toml"
    hours.write_text('[hours.HOSE]\n"09:00" = "LO"\n"11:00" = "C"\n')
    with WebServer(redis_url, tmp_path, calendar_file=str(hours)) as web:
        publisher.publish()  # on a busy machine the first heartbeat is old by now
        web.showing(publisher.epoch)
        boards = httpx.get(f"{web.url}/api/sessions/today").json()["data"]["boards"]
    assert [phase["starts"][11:16] for phase in boards["HOSE"]["phases"]] == ["09:00", "11:00"]
    assert (boards["HOSE"]["usual_hours"], boards["HNX"]["usual_hours"]) == (False, True)


def test_quality_tells_rejects_disagreement_and_gaps(show: Callable[[FakeMarket], httpx.Client]) -> None:
    market = TroubledMarket()
    for symbol, coverage in (("HPG", 0.9), ("FPT", 0.5), ("VIC", 0.99)):
        row = market.rows[symbol]
        row.coverage, row.missed_volume = coverage, 100
    http = show(market)
    body = http.get("/api/quality?limit=2").json()
    assert (body["data"]["rejected"], body["data"]["rejected_total"]) == (
        {"not_json": 3, "negative_volume": 2},
        5,
    )
    assert body["data"]["disagreements"] == [{"board": "HNX", "feed": "HALT", "clock": "LO"}]
    assert [one["symbol"] for one in body["data"]["partial"]] == ["FPT", "HPG"]
    assert (body["page"]["total"], body["coverage"]) == (3, market.status().coverage)
    rest = http.get(body["page"]["next"]).json()
    assert [one["symbol"] for one in rest["data"]["partial"]] == ["VIC"]
    assert rest["page"]["next"] is None
    assert http.get("/api/sessions/today").json()["data"]["boards"]["HNX"]["disagrees"] is True


# -- before the first word, and what cannot be read


def test_before_the_workers_first_word_there_is_no_data(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    store = valkey_server()
    with WebServer(store.url, tmp_path) as web, httpx.Client(base_url=web.url) as http:
        for path in PATHS:
            answer = http.get(path)
            if path == "/api/sessions/today":
                body = answer.json()
                assert (answer.status_code, body["data"]["date"]) == (200, body["as_of"][:10])
                assert (body["feed"]["state"], body["stale"]) == ("connecting", True)
                assert {board["by"] for board in body["data"]["boards"].values()} == {"clock"}
                continue
            assert (answer.status_code, answer.json()["title"]) == (503, "no data yet")
            assert int(answer.headers["Retry-After"]) > 0
            assert http.head(path).status_code == 503


def test_a_room_of_another_version_is_an_internal_error_that_tells_nothing(
    valkey_server: Callable[[], ValkeyServer], tmp_path: Path
) -> None:
    store = valkey_server()
    with redis.Redis.from_url(store.url) as client:
        client.set(
            keys.room("status"), encode_frame("snap", "status", 1, 1, 1, "live", {"messages": "secret"})
        )
    with WebServer(store.url, tmp_path) as web:
        answer = eventually(
            # Until the process has read the store there are no data yet.
            lambda: (found := httpx.get(f"{web.url}/api/quality")).status_code != 503 and found
        )
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
        assert answer.json()["title"] == "internal error"
        assert "secret" not in answer.text
        log = web.log.read_text()
    assert "ValidationError" in log
    assert log.count("Booting worker") == 1, log
