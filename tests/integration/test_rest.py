"""The REST API against the real web process, fed through a real Redis."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

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
from workers.engines import EmbeddedValkey

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


@pytest.fixture
def market() -> FakeMarket:
    return FakeMarket()


@pytest.fixture
def publisher(redis_url: str, market: FakeMarket) -> Publisher:
    publisher = Publisher(redis_url, market)
    publisher.publish()
    return publisher


@pytest.fixture(scope="module")
def web_process(
    shared_valkey: EmbeddedValkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """One process for the tests that leave it as it was."""
    with WebServer(shared_valkey.url, tmp_path_factory.mktemp("web")) as server:
        yield server


@pytest.fixture
def http(web_process: WebServer, publisher: Publisher) -> Iterator[httpx.Client]:
    """A client of a process that shows this test's market."""
    with httpx.Client(base_url=web_process.showing(publisher.epoch).url) as client:
        yield client


@pytest.fixture
def show(redis_url: str, web_process: WebServer) -> Iterator[Callable[[FakeMarket], httpx.Client]]:
    """A client of a process that shows another market."""
    clients = []

    def show(market: FakeMarket) -> httpx.Client:
        publisher = Publisher(redis_url, market)
        publisher.publish()
        clients.append(httpx.Client(base_url=web_process.showing(publisher.epoch).url))
        return clients[-1]

    yield show
    for client in clients:
        client.close()


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
    assert list(data["symbols"]) == sorted(market.rows)
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


# -- HTTP


def test_an_answer_that_did_not_change_is_not_sent_again(http: httpx.Client, publisher: Publisher) -> None:
    def status(tag: str) -> int:
        answer = http.get("/api/vn30-components", headers={"If-None-Match": tag})
        assert (answer.status_code == 200) == bool(answer.content)
        return answer.status_code

    first = http.get("/api/vn30-components")
    tag = first.headers["ETag"]
    strong = tag.removeprefix("W/")
    assert [status(known) for known in (tag, strong, f'"other", {tag}', "*")] == [304] * 4
    assert [status(known) for known in ('"other"', 'W/"board"', "")] == [200] * 3
    again = http.get("/api/vn30-components", headers={"If-None-Match": tag})
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (tag, "no-cache")
    publisher.market.step()
    publisher.publish()
    eventually(lambda: status(tag) == 200, what="the changed board")


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/docs"])
def test_documents_have_tags_too(http: httpx.Client, path: str) -> None:
    tag = http.get(path).headers["ETag"]
    assert http.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("identity", False)],
)
def test_answers_are_packed_for_those_who_take_it(http: httpx.Client, accepted: str, packed: bool) -> None:
    # httpx unpacks by itself; this client does not.
    request = Request(f"{http.base_url}/api/vn30-components", headers={"Accept-Encoding": accepted})
    with urlopen(request) as answer:
        body = answer.read()
        assert (answer.headers["Content-Encoding"] == "gzip") is packed
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(body)
    assert b'"FPT"' in (gzip.decompress(body) if packed else body)


@pytest.mark.parametrize("path", [*PATHS, "/api/openapi.json", "/api/docs"])
def test_head_and_options(http: httpx.Client, path: str) -> None:
    got, head = http.get(path), http.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.headers["ETag"]
    options = http.options(path)
    assert (options.status_code, options.content) == (200, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(http: httpx.Client, method: str) -> None:
    answer = http.request(method, "/api/symbols/FPT", json={})
    assert (answer.status_code, answer.json()["title"]) == (405, "method not allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    for path in ("/api/nothing", "/api//nothing", "/api/symbols/FPT/", "/api/%ff%00", "/api/symbols/"):
        assert http.request(method, path).json()["title"] == "not found"


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/api/market/basis-trend?minutes=0", ["minutes"]),
        ("/api/market/basis-trend?minutes=286", ["minutes"]),
        ("/api/market/basis-trend?minutes=ten", ["minutes"]),
        ("/api/market/basis-trend?minutes=", ["minutes"]),
        ("/api/market/basis-trend?minutes=1_0", ["minutes"]),
        ("/api/market/basis-trend?minutes=NaN", ["minutes"]),
        ("/api/market/basis-trend?minutes=1.5", ["minutes"]),
        ("/api/market/basis-trend?minutes=99999999999999999999999", ["minutes"]),
        ("/api/market/basis-trend?minute=5", ["minute"]),
        ("/api/market/basis-trend?minutes=5&minutes=6", ["minutes"]),
        ("/api/market/basis-trend?contract=" + "X" * 33, ["contract"]),
        ("/api/market/foreign-detail?limit=0&offset=-1&sort=size", ["limit", "offset", "sort"]),
        ("/api/market/foreign-detail?limit=501", ["limit"]),
        ("/api/quality?offset=%EF%BC%91", ["offset"]),
        ("/api/market/snapshot?_=1", ["_"]),
        ("/api/symbols/FPT?symbol=VIC", ["symbol"]),
    ],
)
def test_a_bad_parameter_is_named(http: httpx.Client, path: str, parameters: list[str]) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    body = answer.json()
    assert body["type"] == "/api/docs#problem-bad-parameter"
    assert [one["parameter"] for one in body["errors"]] == parameters
    assert all(one["detail"] for one in body["errors"])


def test_pages_follow_one_another(http: httpx.Client, market: FakeMarket) -> None:
    seen: list[str] = []
    address: str | None = "/api/market/foreign-detail?limit=7&sort=net_buying"
    while address:
        answer = http.get(address)
        links = {name: link for link, name in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])}
        seen += [one["symbol"] for one in answer.json()["data"]["symbols"]]
        assert ("prev" in links) == (len(seen) > 7)
        address = answer.json()["page"]["next"]
        assert links.get("next") == address
    values = [market.foreign[symbol].net_value or 0 for symbol in seen]
    assert sorted(seen) == sorted(market.foreign)
    assert values == sorted(values, reverse=True)
    beyond = http.get("/api/market/foreign-detail?offset=1000").json()
    assert (beyond["data"]["symbols"], beyond["page"]["next"]) == ([], None)


def test_pages_of_other_origins_read_only_when_they_are_set(
    redis_url: str, tmp_path: Path, publisher: Publisher, http: httpx.Client
) -> None:
    mine, other = {"Origin": "https://desk.example"}, {"Origin": "https://elsewhere.example"}
    assert "Access-Control-Allow-Origin" not in http.get("/api/quality", headers=mine).headers
    with WebServer(redis_url, tmp_path, cors_allowed_origins="https://desk.example") as web:
        web.showing(publisher.epoch)
        allowed = httpx.get(f"{web.url}/api/quality", headers=mine)
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://desk.example"
        assert "ETag" in allowed.headers["Access-Control-Expose-Headers"]
        refused = httpx.get(f"{web.url}/api/quality", headers=other)
        assert "Access-Control-Allow-Origin" not in refused.headers
        assert all("Origin" in answer.headers["Vary"] for answer in (allowed, refused))
        asked = {**mine, "Access-Control-Request-Method": "GET"}
        preflight = httpx.options(f"{web.url}/api/quality", headers=asked)
        assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        missing = httpx.get(f"{web.url}/api/symbols/NOPE", headers=mine)
        assert missing.headers["Access-Control-Allow-Origin"] == "https://desk.example"


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
        answer = httpx.get(f"{web.url}/api/quality")
        assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
        assert answer.json()["title"] == "internal error"
        assert "secret" not in answer.text
        assert "ValidationError" in web.log.read_text()


# -- the page for people


def test_the_page_of_documentation_is_whole_and_self_contained(http: httpx.Client) -> None:
    page = http.get("/api/docs").text
    loaded = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', page)
    assert len(loaded) == 3
    assert all(address.startswith("/assets/") for address in loaded)
    assert all(http.get(address).status_code == 200 for address in loaded)
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets
    assert {operation.name for operation in OPERATIONS} <= targets
    assert "problem-no-data-yet" in targets
    start = http.get("/api")
    assert (start.status_code, start.headers["Location"]) == (302, "/api/docs")
