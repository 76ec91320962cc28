"""What a browser is sent: packed where it takes that, the same bytes either way, kept where it may."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import packing
from dashboard.app import assets_folder, create_app
from dashboard.bundle import SCRIPT, STYLE, TYPES
from dashboard.packing import FOR_EVER, PackedFiles
from dashboard.settings import WebSettings
from dashboard.shell import BOOT, GRID, PLOTLY

GZIP = {"Accept-Encoding": "gzip"}
WIRE_AT_MOST_BYTES = 2_500_000


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = create_app(WebSettings(_env_file=None, redis_url="redis://127.0.0.1:1/0"))
    return app.server.test_client()


def scripts(client: FlaskClient) -> list[str]:
    page = client.get("/").get_data(as_text=True)
    return re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page)


def test_every_script_and_style_comes_packed_and_is_kept(client: FlaskClient) -> None:
    addresses = scripts(client)
    named = " ".join(addresses)
    for part in (
        SCRIPT,
        STYLE,
        BOOT,
        PLOTLY,
        GRID,
        "dash_renderer",
        "react-dom",
        "dash_core",
    ):
        assert part in named
    assert "polyfill" not in named
    total = 0
    for address in addresses:
        plain, packed = client.get(address), client.get(address, headers=GZIP)
        body = packed.get_data()
        total += len(body)
        if packed.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(body) == plain.get_data(), address
            assert packed.headers["Content-Length"] == str(len(body))
        else:
            assert len(body) < 1_024, address
        assert "Accept-Encoding" in packed.headers["Vary"]
        kept = re.search(r"max-age=(\d+)", packed.headers["Cache-Control"])
        assert kept is not None, address
        assert int(kept[1]) == 31_536_000
    assert total < WIRE_AT_MOST_BYTES


@pytest.mark.parametrize("name", [SCRIPT, STYLE])
def test_our_own_files_come_as_one(client: FlaskClient, name: str) -> None:
    own = [one for one in scripts(client) if re.search(r"/assets/[^/]+\.(js|css)", one)]
    address = next(one for one in own if name in one)
    kind = Path(name).suffix
    assert [one for one in own if kind + "?" in one and "boot" not in one] == [address]
    answer = client.get(address)
    assert answer.mimetype == TYPES[name]
    body, at = answer.get_data(), 0
    files = sorted(file for file in assets_folder().glob(f"*{kind}") if file.name[:2].isdigit())
    assert len(files) > 10
    for file in files:
        at = body.index(file.read_bytes(), at)  # each of them, in their order


def test_who_does_not_take_gzip_gets_plain_bytes(client: FlaskClient) -> None:
    address = next(one for one in scripts(client) if f"/assets/{SCRIPT}" in one)
    for headers in ({}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}):
        answer = client.get(address, headers=headers)
        assert "Content-Encoding" not in answer.headers
        assert b"vnmarket" in answer.get_data()


def test_the_page_itself_is_packed_and_asked_for_again(client: FlaskClient) -> None:
    answer = client.get("/", headers=GZIP)
    assert b"vnmarket-config" in gzip.decompress(answer.get_data())
    assert "max-age" not in answer.headers.get("Cache-Control", "")


def test_every_chart_is_of_a_type_that_the_products_plotly_has() -> None:
    readme = (assets_folder() / "vendor" / "README.md").read_text()
    built = {"scatter", *re.findall(r"'(\w+)'", readme.partition("register(")[2].partition("]")[0])}
    panels = Path(packing.__file__).parent / "panels"
    used = {
        kind
        for file in panels.glob("*.py")
        for kind in re.findall(r'"type": "(\w+)",\s+"(?:mode|name|x|y|labels|z|open)"', file.read_text())
    }
    assert "scatter" in used
    assert used <= built
    assert built - {"scatter"} == {"bar", "candlestick", "heatmap", "treemap"}


def test_fonts_are_not_packed_twice(client: FlaskClient) -> None:
    address = "/assets/fonts/inter-latin-wght-normal.woff2"
    assert "Content-Encoding" not in client.get(address, headers=GZIP).headers
    assert client.get(f"{address}?m=1").headers["Cache-Control"] == FOR_EVER


def test_an_asset_without_a_fingerprint_is_asked_for_again_and_answered_shortly(client: FlaskClient) -> None:
    first = client.get("/assets/69-board.js", headers=GZIP)
    again = client.get("/assets/69-board.js", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_kept_is_bounded() -> None:
    files = PackedFiles(kept=2)
    bodies = [bytes([number]) * 5_000 for number in range(5)]
    for body in (*bodies, *bodies):
        assert gzip.decompress(files.packed(body)) == body
    assert len(files._packed) == 2
