"""The AsyncAPI document is true: real frames of every socket, from simulator to web, match its schemas."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from core.snapshot import keys
from dashboard.channels.asyncapi import asyncapi_document
from dashboard.channels.sources import CHANNELS
from dashboard.live import framing
from tests.support.processes import Simulator, Web, Worker
from tests.support.sockets import connect_to

SOCKETS = ("live", *(channel.name for channel in CHANNELS))
LISTEN_S = 20.0
SYMBOL_ROOM = "symbol:FPT"
SYMBOL_ROOMS_A_SOCKET = 24
EXPECTED = {
    "live": {
        "Hello", "Pong", "Gone", "Delta", "SnapshotBoardRoom", "SnapshotIndicesRoom", "SnapshotForeignRoom",
        "SnapshotDerivativesRoom", "SnapshotFlowRoom", "SnapshotStatusRoom", "SnapshotSymbolRoom",
    },
    **{channel.name: {"ChannelHello", "FeedNotice", channel.update.__name__} for channel in CHANNELS},
}  # fmt: skip
"""Messages that a market which moves brings on each socket."""


@pytest.fixture(scope="module")
def document() -> Any:
    return asyncapi_document("1")


@pytest.fixture
def stack(redis_url: str, tmp_path: Path) -> Iterator[Web]:
    with (
        Simulator(
            tmp_path, "--source", "exchange", "--start", "10:00", "--seed", "7", "--speed", "5"
        ) as simulator,
        Worker(tmp_path, simulator.url, redis_url),
        Web(tmp_path, redis_url, WS_THROTTLE_INTERVAL_MS="100") as web,
    ):
        yield web


def closed(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name, and its references where they are looked up."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(one) for name, one in schema.items()}
    if made.get("type") == "object" and "properties" in made and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made


def validators(document: Any, socket: str) -> dict[str, jsonschema_rs.Draft202012Validator]:
    """For each message the server sends on a socket, by its name."""
    schemas = closed(document["components"]["schemas"])
    found = {}
    for one in document["operations"][f"send_{socket}"]["messages"]:
        key = one["$ref"].split("/")[-1]
        payload = closed(document["components"]["messages"][key]["payload"])
        found[key] = jsonschema_rs.Draft202012Validator(
            {"allOf": [payload], "components": {"schemas": schemas}}, validate_formats=True
        )
    return found


@pytest.mark.slow
def test_real_frames_are_the_documented_ones(stack: Web, document: Any) -> None:
    served = httpx.get(f"{stack.url}api/asyncapi.json").json()
    assert served["channels"] == document["channels"]
    for socket in SOCKETS:
        known = validators(served, socket)
        missing = set(EXPECTED[socket])
        address = stack.url.replace("http", "ws").rstrip("/") + served["channels"][socket]["address"]
        origin = {"origin": stack.url.rstrip("/")} if socket == "live" else {}
        with connect_to(address, **origin) as ws:
            if socket == "live":
                too_many = [f"symbol:NO{number}" for number in range(SYMBOL_ROOMS_A_SOCKET)]
                rooms = dict.fromkeys([*keys.ROOMS, SYMBOL_ROOM, *too_many])
                ws.send(json.dumps({"t": "sub", "rooms": rooms}))
                ws.send('{"t":"ping"}')
            deadline = time.monotonic() + LISTEN_S
            frames = 0
            while (missing or frames < 10) and time.monotonic() < deadline:
                try:
                    frame = json.loads(ws.recv(timeout=max(0.01, deadline - time.monotonic())))
                except TimeoutError:
                    break
                fitting = [key for key, validator in known.items() if validator.is_valid(frame)]
                assert len(fitting) == 1, (socket, fitting, _why(known, frame))
                missing.discard(fitting[0])
                frames += 1
        assert not missing, socket


def _why(known: dict[str, Any], frame: Any) -> str:
    errors = {key: next(validator.iter_errors(frame), None) for key, validator in known.items()}
    told = {key: f"{error.message} at {list(error.instance_path)}" for key, error in errors.items() if error}
    return f"{json.dumps(frame)[:300]}: {told}"


def test_a_frame_that_is_not_as_documented_is_found(document: Any) -> None:
    known = validators(document, "live")["Pong"]
    assert known.is_valid({"t": "pong", "server_time": 5})
    assert not known.is_valid({"t": "pong", "server_time": "5"})
    assert not known.is_valid({"t": "pong", "server_time": 5, "more": 1})
    assert not known.is_valid({"t": "ping"})


def test_every_reference_leads_somewhere(document: Any) -> None:
    found = re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))
    assert found
    for pointer in set(found):
        node = document
        for part in pointer.split("/"):
            node = node[part]
    assert document["asyncapi"] == "3.0.0"
    assert {one["address"] for one in document["channels"].values()} == {f"/ws/{name}" for name in SOCKETS}
    for operation in document["operations"].values():
        name = operation["channel"]["$ref"].split("/")[-1]
        listed = {one["$ref"] for one in operation["messages"]}
        assert listed <= {
            f"#/channels/{name}/messages/{key}" for key in document["channels"][name]["messages"]
        }


def test_every_close_code_of_the_code_is_documented_and_no_other(document: Any, repo_root: Path) -> None:
    documented = {code for one in document["channels"].values() for code in one["x-close-codes"]}
    assert documented == {str(code) for code in framing.CLOSE_CODES}
    sources = " ".join(file.read_text() for file in (repo_root / "dashboard").rglob("*.py"))
    sent = {getattr(framing, name) for name in re.findall(r"framing\.([A-Z_]+),", sources)}
    # What a reader is refused with, by name; 1009 is simple-websocket's own.
    assert sent >= set(framing.CLOSE_CODES) - {framing.MESSAGE_TOO_BIG}
    contract = (repo_root / "docs" / "contract.md").read_text()
    assert all(code in contract for code in documented)


def test_the_page_shows_every_socket(document: Any) -> None:
    from dashboard.api.docs import docs_page
    from dashboard.api.openapi import openapi_document
    from dashboard.api.rest import OPERATIONS

    page = docs_page(openapi_document(OPERATIONS, "1"), document, lambda name: name, "dark")
    for name, channel in document["channels"].items():
        assert f'id="ws-{name}"' in page
        assert channel["address"] in page
    assert 'href="asyncapi.json"' in page
    links = set(re.findall(r'href="#(schema-\w+)"', page))
    assert links <= set(re.findall(r'id="(schema-\w+)"', page))
