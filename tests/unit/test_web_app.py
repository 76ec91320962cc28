"""The application can be built, twice in one process, without a connection to anything."""

from __future__ import annotations

import re
import zlib
from typing import Any

import msgspec
import pytest

from dashboard import process
from dashboard.app import PAGES, assets_folder, create_app
from dashboard.frame import Page, page_of
from dashboard.pages import board as board_page
from dashboard.panels import board, derivatives, foreign, indices
from dashboard.panels.view import PageView
from dashboard.settings import WebSettings
from dashboard.shell import FONT, MARKS
from dashboard.text import catalogue

FONTS_AT_MOST_BYTES = 400_000


@pytest.fixture
def settings() -> WebSettings:
    return WebSettings(_env_file=None, redis_url="redis://127.0.0.1:1/0")


@pytest.fixture
def view() -> PageView:
    return PageView(catalogue("vi"), "vi", "dark", "brief")


def test_two_applications_in_one_process(settings: WebSettings) -> None:
    for _ in range(2):
        app = create_app(settings)
        client = app.server.test_client()
        page = client.get("/").get_data(as_text=True)
        assert "vnmarket-config" in page
        assert client.get("/_dash-layout").status_code == 200
        assert process.of(app.server).manager.count == 0


def test_nothing_is_loaded_from_elsewhere(settings: WebSettings) -> None:
    page = create_app(settings).server.test_client().get("/").get_data(as_text=True)
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    assert [link for link in links if re.match(r"(https?:)?//", link)] == []


def test_the_deployments_choices_are_on_the_page() -> None:
    settings = WebSettings(
        _env_file=None, default_language="en", default_theme="light", default_palette="safe"
    )
    page = create_app(settings).server.test_client().get("/").get_data(as_text=True)
    assert '<html lang="en" data-theme="light" data-palette="safe">' in page
    block = re.search(r'id="vnmarket-config">(.*?)</script>', page, re.S)
    assert block is not None
    config = msgspec.json.decode(block.group(1))
    assert config["defaults"] == {"language": "en", "theme": "light", "palette": "safe"}
    assert config["text"]["vi"]["col_symbol"] == "Mã"


def test_the_page_in_the_address_is_in_the_document(settings: WebSettings) -> None:
    client = create_app(settings).server.test_client()
    for path, name in (("/", "board"), ("/flow", "flow"), ("/nowhere-at-all", None)):
        document = client.get(path).get_data(as_text=True)
        rooms = re.findall(r'<div id="page-(\w+)" class="page page-\w+"( hidden)?>(<?/?)', document)
        assert [room for room, *_ in rooms] == [page.NAME for page in PAGES] + ["nowhere"]
        assert [room for room, hidden, _ in rooms if not hidden] == [name or "nowhere"]
        assert [room for room, _, content in rooms if content == "<"] == [name or "nowhere"] + (
            ["nowhere"] if name else []
        )
        assert document.count(f'id="{board.GRID_ID}"') == (name == "board")


def test_the_charts_of_the_page_in_the_address_come_with_the_first_layout(settings: WebSettings) -> None:
    client = create_app(settings).server.test_client()
    for referrer, charts in (("http://localhost/?theme=light", 3), ("http://localhost/flow", 0), (None, 0)):
        parts = client.get("/_dash-layout", headers={"Referer": referrer} if referrer else {}).get_json()
        assert [part["props"]["page"] for part in parts] == [page.NAME for page in PAGES]
        assert sum(len(part["props"].get("children") or ()) for part in parts) == charts
        assert sum("charts" in part["props"] for part in parts) == (referrer is not None)


def test_frame_and_page_stand_in_the_document_before_dash_does(settings: WebSettings) -> None:
    client = create_app(settings).server.test_client()
    page = client.get("/").get_data(as_text=True)
    frame, entry = page.index('<div id="frame"'), page.index('id="react-entry-point"')
    main, content, side = page.index("<main "), page.index('id="pages"'), page.index("<aside ")
    assert frame < main < content < entry < side
    assert re.findall(r'<a href="([^"]+)" data-page="(\w+)">', page) == [
        (each.PATH.split("/<")[0], each.NAME) for each in PAGES
    ]


def test_a_page_that_is_visited_later_comes_whole(settings: WebSettings) -> None:
    client = create_app(settings).server.test_client()
    (asked,) = (one for one in client.get("/_dash-dependencies").get_json() if "derivatives" in one["output"])
    outputs = [{"id": "layout-derivatives", "property": part} for part in ("elements", "charts", "children")]
    told = client.post(
        "/_dash-update-component",
        json={
            "output": asked["output"],
            "outputs": outputs,
            "inputs": [{"id": "layout-derivatives", "property": "asked", "value": 1}],
            "changedPropIds": ["layout-derivatives.asked"],
        },
    ).get_json()["response"]["layout-derivatives"]
    assert all(f'data-chart="{chart}"' in told["elements"] for chart in told["charts"])
    assert [chart["props"]["id"] for chart in told["children"]] == told["charts"] != []


def test_an_address_without_a_page_is_not_found(settings: WebSettings) -> None:
    client = create_app(settings).server.test_client()
    assert client.get("/").status_code == 200
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/favicon.ico", follow_redirects=True).mimetype == "image/svg+xml"


def test_no_script_is_inline_but_dashs_own(settings: WebSettings) -> None:
    page = create_app(settings).server.test_client().get("/").get_data(as_text=True)
    inline = [tag for tag in re.findall(r"<script([^>]*)>", page) if "src=" not in tag]
    runs = [tag for tag in inline if "application/json" not in tag]
    assert len(runs) == 1
    assert "_dash-renderer" in runs[0]
    assert re.findall(r"\son[a-z]+=", page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_the_navigation_has_word_and_sign_of_every_page(page: Page) -> None:
    assert getattr(catalogue("vi"), f"nav_{page.NAME}") != getattr(catalogue("en"), f"nav_{page.NAME}")
    signs = (assets_folder() / "05-signs.css").read_text(encoding="utf-8")
    assert f'.nav-sign[data-sign="{page.NAME}"]' in signs


def test_a_path_may_have_a_parameter() -> None:
    class Symbol:
        NAME, PATH = "symbol", "/symbol/<code>"

    pages: Any = (board_page, Symbol)
    found = {path: page_of(pages, path) for path in ("/", "/symbol", "/symbol/HPG", "/symbol/HPG/x", "/sym")}
    assert found == {
        "/": board_page, "/symbol": Symbol, "/symbol/HPG": Symbol, "/symbol/HPG/x": None, "/sym": None
    }  # fmt: skip


@pytest.mark.parametrize("panel", [indices, foreign, derivatives])
def test_a_figure_lives_on_trading_minutes_without_breaks(panel: Any, view: PageView) -> None:
    figure = panel.figure(view)
    axis = figure["layout"]["xaxis"]
    assert axis["tickvals"] == [15, 75, 135, 165, 225, 285]
    assert axis["ticktext"][0] == "09:00"
    assert "rangebreaks" not in axis
    assert figure["layout"]["uirevision"]
    assert all(trace["x"] == [] for trace in figure["data"])


def test_the_board_has_every_column_once() -> None:
    def leaves(columns: list[dict[str, Any]]) -> list[str]:
        parts = [leaves(one["children"]) if "children" in one else [one["field"]] for one in columns]
        return [name for part in parts for name in part]

    fields = leaves(board.columns())
    assert len(fields) == len(set(fields)) == 34
    assert fields[:4] == ["symbol", "reference", "ceiling", "floor"]
    assert fields.index("bid3") < fields.index("bid1") < fields.index("last") < fields.index("ask1")


def test_fonts_are_small_and_carry_their_licence() -> None:
    fonts = assets_folder() / "fonts"
    sizes = [path.stat().st_size for path in fonts.glob("*.woff2")]
    assert len(sizes) == 3
    assert sum(sizes) < FONTS_AT_MOST_BYTES
    licence = (fonts / "OFL.txt").read_text(encoding="utf-8")
    assert "sil open font license" in licence.lower()


def test_a_fonts_address_carries_its_checksum_so_that_it_is_kept_and_loaded_once(
    settings: WebSettings,
) -> None:
    sheet = (assets_folder() / "00-palettes.css").read_text(encoding="utf-8")
    named = dict(re.findall(r'url\("(fonts/[^"?]+)\?m=(\w+)"\)', sheet))
    fonts = assets_folder() / "fonts"
    sums = {f"fonts/{font.name}": f"{zlib.crc32(font.read_bytes()):08x}" for font in fonts.glob("*.woff2")}
    assert named == sums
    page = create_app(settings).server.test_client().get("/").get_data(as_text=True)
    preloaded = re.findall(r'href="/assets/(fonts/[^"]+)"', page)
    assert [name.split("?m=") for name in preloaded] == [[name, sums[name]] for name in (FONT, MARKS)]
