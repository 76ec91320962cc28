"""How the REST API speaks HTTP: ETag, gzip, methods, bad parameters, pages, CORS, documentation."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.request import Request, urlopen

import httpx
import pytest

from dashboard.api.rest import OPERATIONS
from tests.support.polling import eventually
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import WebServer

PATHS = [operation.path.format(symbol="FPT", id="VN30") for operation in OPERATIONS]


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
        publisher.publish()  # a heartbeat is fresh for five seconds, a start may take longer
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
