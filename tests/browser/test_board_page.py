"""The page `/` in a real browser: what it shows, how it says so, and the reader's choices."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from selenium.webdriver import Chrome

from core.snapshot import keys
from tests.support.pages import PANELS, BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(chrome: Chrome, web: WebServer) -> BoardPage:
    return BoardPage(chrome, web.url).ready()


def vietnamese(number: float, digits: int) -> str:
    """1234.5 as 1.234,5."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def test_published_numbers_are_on_the_board(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.last, row.last_volume, row.side = (row.reference or 0) + 150, 12_300, "buyer"
    row.change, row.total_volume = 150, 7_654_300
    page.show_column("buyer_volume")
    row.buyer_volume, row.foreign_buy_volume, row.bid1, row.ask1 = 3_210_000, 654_300, 35_350, None
    publisher.publish()
    page.wait(lambda: page.cell("ACB", "last_volume") == "12.300", "the trade")
    page.calm()
    assert page.cell("ACB", "last") == vietnamese((row.last or 0) / 1000, 2)
    assert page.cell("ACB", "reference") == vietnamese((row.reference or 0) / 1000, 2)
    assert page.cell("ACB", "change") == "+0,15"
    assert page.cell("ACB", "total_volume") == "7.654.300"
    assert page.cell("ACB", "buyer_volume") == "3.210.000"
    assert page.cell("ACB", "foreign_buy_volume") == "654.300"
    assert (page.cell("ACB", "bid1"), page.cell("ACB", "ask1")) == ("35,35", "")
    assert page.cell_classes("ACB", "last") == ["up"]
    assert page.cell_classes("ACB", "last_volume") == ["buy"]
    assert page.cell_classes("ACB", "change") == ["up", "rise"]
    assert page.severe_messages() == []


# Two frames at once, of which the calm cells wait with the second, and then the room as a whole.
WAITING_AND_WHOLE = """
const copy = vnmarket.rooms.get('board');
const frame = (t, data) => vnmarket.rooms.take({
    t, data, room: 'board', epoch: copy.epoch, seq: copy.seq + 1, as_of: copy.asOf, feed: copy.feed,
});
for (const volume of [100, 200]) frame('delta', { rows: { ACB: { ask3_volume: volume } } });
const waiting = vnmarket.boardColumns.living.calm.size;
const whole = JSON.parse(JSON.stringify(copy.data));
whole.rows.ACB.ask3_volume = 77700;
frame('snap', whole);
return waiting;
"""


def test_what_waits_for_its_cell_does_not_undo_a_room_that_comes_whole(
    page: BoardPage, publisher: Publisher
) -> None:
    publisher.stop()
    page.calm()
    assert page.run(WAITING_AND_WHOLE) == 1
    page.calm()
    assert page.cell("ACB", "ask3_volume") == "77.700"
    assert page.severe_messages() == []


def test_a_long_state_does_not_make_the_page_wider(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    wider = page.run(
        "for (const state of document.querySelectorAll('#main [data-panel]'))"
        " state.textContent = 'x'.repeat(60);"
        "const main = document.getElementById('main');"
        "return main.scrollWidth - main.clientWidth;"
    )
    assert wider == 0
    assert page.severe_messages() == []


def test_only_what_does_not_fit_its_column_is_cut(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    cell = "document.querySelector('#board-grid [row-id=ACB] [col-id=total_volume]')"
    cut = f"return {cell}.hasAttribute('data-long');"
    width = "vnmarket.board.grid().setColumnWidths([{ key: 'total_volume', newWidth: arguments[0] }]);"
    assert page.run(cut) is False
    for pixels, expected in ((40, True), (94, False)):
        page.run(width.replace("arguments[0]", str(pixels)))
        page.wait(lambda expected=expected: page.run(cut) is expected, f"a column of {pixels} pixels")
    assert page.severe_messages() == []


def test_the_pages_copy_of_every_room_is_the_workers(page: BoardPage, publisher: Publisher) -> None:
    page.run("vnmarket.live.follow(['foreign', 'flow']);")  # the whole one is another page's
    board = publisher.writers["board"]
    start = board.seq
    page.wait(lambda: board.seq > start + 20, "twenty deltas")
    publisher.stop()
    for room in ("board", "indices", "foreign", "foreign_market", "derivatives", "flow", "status"):
        stored = json.loads(publisher.redis.get(keys.room(room)) or b"")
        copy = f"vnmarket.rooms.get('{room}')"
        page.wait(lambda copy=copy, stored=stored: page.run(f"return {copy}?.seq;") == stored["seq"], room)
        assert page.run(f"return {copy}.data;") == stored["data"], room
    assert page.severe_messages() == []


def test_ceiling_floor_and_missing_values(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    rows = publisher.market.rows
    rows["ACB"].last, rows["BID"].last = rows["ACB"].ceiling, rows["BID"].floor
    rows["BSR"].last = rows["BSR"].change = rows["BSR"].change_pct = rows["BSR"].total_volume = None
    rows["CTG"].missed_volume, rows["CTG"].coverage = 1000, 0.9721
    publisher.publish()
    page.wait(lambda: "at-ceiling" in page.cell_classes("ACB", "last"), "the ceiling")
    assert page.cell_classes("BID", "last") == ["floor", "at-floor"]
    for column in ("last", "change", "change_pct", "total_volume"):
        assert page.cell("BSR", column) == "", column
    page.wait(lambda: page.cell("CTG", "coverage") == "97,2%", "a column for what is missing")
    assert page.cell("ACB", "coverage") == ""
    page.wait(lambda: page.states()["board"] == "partial", "partial coverage in words")
    assert "độ phủ" in page.words()["board"]
    assert page.severe_messages() == []


def test_an_auction_shows_the_indicative_price(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.session, row.est_price = "ATC", (row.reference or 0) - 200
    publisher.publish()
    page.wait(lambda: "estimated" in page.cell_classes("ACB", "last"), "the indicative price")
    assert page.cell("ACB", "last") == vietnamese(row.est_price / 1000, 2)
    assert page.cell("ACB", "change") == "−0,20"
    row.bid1, row.bid1_volume, row.ask1, row.ask1_volume = row.est_price, 45_600, None, None
    publisher.publish()
    page.wait(lambda: page.cell("ACB", "last_volume") == "45.600", "what is left over")
    assert page.cell_classes("ACB", "last_volume") == ["buy", "leftover"]
    assert page.severe_messages() == []


def test_an_indicative_price_equal_to_the_last_one_is_shown_as_indicative(
    page: BoardPage, publisher: Publisher
) -> None:
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.last = row.est_price = (row.reference or 0) + 100
    publisher.publish()
    price = vietnamese((row.last or 0) / 1000, 2)
    page.wait(lambda: page.cell("ACB", "last") == price, "the last price")
    assert page.cell_classes("ACB", "last") == ["up"]
    row.session = "ATC"
    publisher.publish()
    page.wait(lambda: "estimated" in page.cell_classes("ACB", "last"), "the mark of an auction")
    row.session, row.reference = "LO", (row.reference or 0) + 300
    publisher.publish()
    page.wait(lambda: page.cell_classes("ACB", "last") == ["down"], "a price against its new reference")
    assert page.severe_messages() == []


def test_numbers_arrive_by_push_and_every_panel_is_live(page: BoardPage) -> None:
    assert page.transport() == "push"
    before = page.index("VNINDEX")
    page.wait(lambda: page.index("VNINDEX") != before, "a new VNINDEX")
    assert page.states() == dict.fromkeys(PANELS, "live")
    assert page.words()["board"] == "trực tiếp"
    assert page.text("simulated") == "MÔ PHỎNG"
    assert page.text("phase") == "khớp lệnh liên tục"
    assert page.text("countdown").startswith("còn 00:")
    assert page.text("age").endswith("trước")
    for chart in ("indices-chart", "foreign-chart", "derivatives-chart"):
        page.wait(lambda chart=chart: min(page.points(chart) or [0]) > 100, f"the day in {chart}")
    assert page.severe_messages() == []


def test_the_newest_point_of_a_line_is_labelled(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    change = publisher.market.indices["VN30"].change_pct or 0.0
    label = f"VN30 {'+' if change > 0 else '−'}{vietnamese(abs(change), 2)}%"
    script = (
        "return [...document.querySelectorAll('#indices-chart .annotation')]"
        ".filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.textContent);"
    )
    page.wait(lambda: label in page.run(script), f"the label {label}")
    assert page.severe_messages() == []


def test_a_chart_grows_with_the_room(page: BoardPage, publisher: Publisher) -> None:
    page.wait(lambda: min(page.points("indices-chart") or [0]) > 100, "the day's line")
    before = page.points("indices-chart")[0]
    publisher.market.opened_ms += 60_000
    page.wait(lambda: page.points("indices-chart")[0] == before + 1, "the next minute")
    assert page.severe_messages() == []


def test_the_row_of_the_chosen_symbol_is_marked(chrome: Chrome, web: WebServer, publisher: Publisher) -> None:
    page = BoardPage(chrome, web.url, "?s=FPT").ready()
    marked = (
        "return [...document.querySelectorAll('#board-grid .selected-row')]"
        ".map((row) => row.getAttribute('row-id'));"
    )
    page.wait(lambda: set(page.run(marked)) == {"FPT"}, "the row that the address names")
    page.run("vnmarket.select('ACB');")
    page.wait(lambda: set(page.run(marked)) == {"ACB"}, "the row that was chosen, alone")
    assert page.severe_messages() == []


# The colour behind a cell of the board, in the picture of it, beside its text.
GROUND = """
const [symbol, column] = arguments;
const { left, top } = document
    .querySelector(`#board-grid [row-id="${symbol}"] [col-id="${column}"].ag-cell`).getBoundingClientRect();
const strips = [...document.querySelectorAll('.board-picture canvas:not([hidden])')];
const [area, canvas] = strips.map((one) => [one.getBoundingClientRect(), one])
    .find(([area]) => area.top <= top && top < area.bottom);
const at = [left - area.left + 2, top - area.top + 2];
return `rgb(${[...canvas.getContext('2d').getImageData(...at, 1, 1).data].slice(0, 3).join(', ')})`;
"""


def test_what_has_changed_lights_up_and_settles(page: BoardPage, publisher: Publisher) -> None:
    publisher.stop()
    page.wait(page.pictured, "the picture of the board")
    colours = page.run("return ['flash', 'header', 'panel'].map((name) => vnmarket.colour(name).slice(1));")
    flash, header, panel = ("rgb({}, {}, {})".format(*bytes.fromhex(colour)) for colour in colours)
    page.wait(lambda: page.run(GROUND, "ACB", "last") == header, "a board at rest")
    # Every frame's ground is noted, so that a light of 300 ms is not missed.
    page.run(
        "window.grounds = {}; const ground = new Function(arguments[0]);"
        "(function look() { for (const [symbol, column] of [['ACB', 'last'], ['ACB', 'total_volume'],"
        " ['ACB', 'reference'], ['FPT', 'last']]) {"
        "   const colour = ground(symbol, column); (grounds[symbol + column] ||= new Set()).add(colour); }"
        " requestAnimationFrame(look); })();",
        GROUND,
    )
    row = publisher.market.rows["ACB"]
    row.last, row.total_volume = (row.last or 0) + 100, (row.total_volume or 0) + 100
    publisher.publish()
    seen = "const out = {}; for (const cell in grounds) out[cell] = [...grounds[cell]].sort(); return out;"
    lit = {
        "ACBlast": sorted([flash, header]),
        "ACBtotal_volume": sorted([flash, panel]),
        "ACBreference": [panel],
        "FPTlast": [header],
    }
    page.wait(lambda: page.run(seen) == lit, "two lights")
    page.wait(lambda: page.run(GROUND, "ACB", "last") == header, "the end of the light")
    assert page.run(seen) == lit
    page.chrome.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    )
    try:
        page.run("window.grounds = {};")
        row.total_volume += 100
        publisher.publish()
        shown = vietnamese(row.total_volume, 0)
        page.wait(lambda: page.cell("ACB", "total_volume") == shown, "the next volume")
        page.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));")
        assert page.run(seen) == {cell: [header if cell.endswith("last") else panel] for cell in lit}
    finally:
        page.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert page.severe_messages() == []


# What is drawn in a chart: boxes of lines and areas, places of ends and labels, words.
DRAWN = """
const div = document.querySelector('#' + arguments[0] + ' .js-plotly-plot');
const numbers = (text) => (text.match(/-?[\\d.]+/g) || []).map(Number);
const box = div.getBoundingClientRect();
return {
    lines: [...div.querySelectorAll('.js-line, .js-fill')].map((one) => {
        const { x, y, width, height } = one.getBBox();
        return [x, y, width, height];
    }),
    ends: [...div.querySelectorAll('.point')].map((one) => numbers(one.getAttribute('transform'))),
    labels: [...div.querySelectorAll('.annotation text')].map((one) => {
        const { left, top } = one.getBoundingClientRect();
        return [left - box.left, top - box.top];
    }),
    words: [...div.querySelectorAll('.annotation text')].map((one) => one.textContent),
    data: div.data.map(({ x, y }) => [x, y].map((list) => [...list])),
};
"""
LINE_CHARTS = ("indices-chart", "foreign-chart", "derivatives-chart")


def wait_for_newest(page: BoardPage, publisher: Publisher, *rooms: str) -> None:
    """Waits until the page has what was published last."""
    seqs = [[room, publisher.writers[room].seq] for room in rooms]
    newest = "return arguments[0].every(([room, seq]) => vnmarket.rooms.get(room).seq === seq);"
    page.wait(lambda: page.run(newest, seqs), "the newest of the rooms")


def assert_drawn_as_whole(page: BoardPage, charts: Sequence[str]) -> None:
    """What stands in charts is where a whole drawing of the same on the same axes puts it."""
    before = {chart: page.run(DRAWN, chart) for chart in charts}
    # On the same axes: a whole drawing may also choose others.
    page.run(
        "for (const id of arguments[0]) { const div = document.querySelector('#' + id + ' .js-plotly-plot');"
        "    const axes = Object.keys(div.layout).filter((name) => /^yaxis/.test(name));"
        "    Plotly.relayout(div, Object.fromEntries(axes.map((name) => [name + '.autorange', false]))); }"
        "vnmarket.charts.repaint();",
        charts,
    )
    page.wait(lambda: page.run("return vnmarket.charts.calm();"), "charts that are drawn whole")
    for chart in charts:
        shown, wanted = before[chart], page.run(DRAWN, chart)
        assert shown["words"] == wanted["words"] != []
        assert shown["data"][0] == wanted["data"][0]
        for end, place in zip(
            shown["ends"] + shown["labels"], wanted["ends"] + wanted["labels"], strict=True
        ):
            assert end == pytest.approx(place, abs=1.5), chart
        # Plotly leaves out points that lie close together: boxes are compared.
        for line, drawn in zip(shown["lines"], wanted["lines"], strict=True):
            assert line == pytest.approx(drawn, abs=1.5), chart


def test_moved_lines_are_where_a_whole_drawing_puts_them(page: BoardPage, publisher: Publisher) -> None:
    for chart in LINE_CHARTS:
        page.wait(lambda chart=chart: min(page.points(chart) or [0]) > 100, f"the day in {chart}")
    page.run(
        "const { move } = vnmarket.strokes; window.moved = {};"
        "vnmarket.strokes.move = (div, ...more) => {"
        "    const done = move(div, ...more), id = div.closest('.dash-graph').id;"
        "    if (done) moved[id] = (moved[id] || 0) + 1; return done; };"
    )
    moves = "return moved[arguments[0]] || 0;"
    for chart in LINE_CHARTS:
        page.wait(lambda chart=chart: page.run(moves, chart) > 2, f"moves of {chart}")
    publisher.stop()
    wait_for_newest(page, publisher, "indices", "foreign_market", "derivatives")
    page.wait(lambda: page.run("return vnmarket.charts.calm();"), "charts that show the newest")
    assert_drawn_as_whole(page, LINE_CHARTS)
    assert page.severe_messages() == []


def test_an_axis_that_a_line_leaves_grows_without_a_whole_drawing(
    page: BoardPage, publisher: Publisher
) -> None:
    page.wait(lambda: min(page.points("foreign-chart") or [0]) > 100, "the day in the chart")
    publisher.stop()
    calm = "return vnmarket.charts.calm();"
    top = "return document.querySelector('#foreign-chart .js-plotly-plot')._fullLayout.yaxis.range[1];"
    wait_for_newest(page, publisher, "foreign_market")
    page.run(
        "const { note, grow } = vnmarket.strokes; window.wholes = window.grown = 0;"
        "const foreign = (div) => Boolean(div.closest('#foreign-chart'));"
        "vnmarket.strokes.note = (div, ...more) => { wholes += foreign(div); note(div, ...more); };"
        "vnmarket.strokes.grow = (div, ...more) => {"
        "    const done = grow(div, ...more); grown += done && foreign(div); return done; };"
        "vnmarket.charts.repaint();"
    )
    page.wait(lambda: page.run("return wholes >= 1;") and page.run(calm), "charts that are drawn whole")
    page.run("wholes = grown = 0;")
    billions = 2 * page.run(top)
    publisher.market.speeds = (billions * 1e9, publisher.market.speeds[1])
    publisher.publish()
    page.wait(lambda: page.run(top) > billions, "an axis with room for the line")
    page.wait(lambda: page.run(calm), "a chart that shows the newest")
    assert page.run("return [grown, wholes];") == [1, 0]
    assert billions < page.run(top) < 2 * billions
    autoranges = "return document.querySelector('#foreign-chart .js-plotly-plot').layout.yaxis.autorange;"
    assert page.run(autoranges) is True, "the next whole drawing chooses again"
    assert_drawn_as_whole(page, ["foreign-chart"])
    assert page.severe_messages() == []


def test_a_zoomed_chart_goes_on_and_has_its_words_again_when_they_are_inside(page: BoardPage) -> None:
    page.wait(lambda: min(page.points("indices-chart") or [0]) > 100, "the day in the chart")
    words = "return document.querySelectorAll('#indices-chart .annotation text').length;"
    page.wait(lambda: page.run(words) == 2, "the words at the lines' ends")
    zoom = "Plotly.relayout(document.querySelector('#indices-chart .js-plotly-plot'), {'xaxis.range': %s});"
    page.run(zoom % [30, 60])
    page.wait(lambda: page.run(words) == 0, "no words outside")
    page.run(
        "const { move } = vnmarket.strokes; window.moved = 0;"
        "vnmarket.strokes.move = (div, ...more) => {"
        "    const done = move(div, ...more); moved += done && Boolean(div.closest('#indices-chart'));"
        "    return done; };"
    )
    page.wait(lambda: page.run("return moved;") > 2, "lines that move")
    assert page.run(words) == 0
    page.run(zoom % [13, 272])
    page.wait(lambda: page.run(words) == 2, "the words again")
    assert page.severe_messages() == []


def test_palette_theme_and_language_change_without_a_reload_and_are_kept(
    page: BoardPage, web: WebServer, publisher: Publisher
) -> None:
    publisher.stop()
    row = publisher.market.rows["ACB"]
    row.last = (row.reference or 0) + 100
    publisher.publish()
    page.wait(lambda: page.cell_classes("ACB", "last") == ["up"], "a rise")
    page.run("window.notReloaded = true;")
    assert page.cell_colour("ACB", "last") == "rgb(255, 107, 107)"
    page.click("palette-name")
    assert page.root("data-palette") == "exchange"
    assert page.cell_colour("ACB", "last") == "rgb(47, 211, 122)"
    assert page.text("palette-name") == "Như sở giao dịch"
    page.click("switch-theme")
    assert page.root("data-theme") == "light"
    assert page.cell_colour("ACB", "last") == "rgb(11, 122, 59)"
    page.click("switch-language")
    assert page.root("lang") == "en"
    page.wait(lambda: page.cell("ACB", "last") == f"{row.last / 1000:.2f}", "English figures")
    assert page.text("palette-name") == "As the exchange"
    assert page.run("return document.querySelector('#panel-board h2').textContent;") == "Price board"
    assert page.run("return window.notReloaded;") is True
    page.chrome.refresh()
    page.ready()
    assert [page.root(name) for name in ("lang", "data-theme", "data-palette")] == ["en", "light", "exchange"]
    assert page.severe_messages() == []


def test_figures_are_painted_from_the_style_sheet(page: BoardPage) -> None:
    page.wait(lambda: min(page.points("foreign-chart") or [0]) > 100, "the day's line")
    script = "return document.querySelector('#foreign-chart .js-plotly-plot').data[0].line.color;"
    page.wait(lambda: page.run(script) == "#5b9dff", "the dark theme's blue")
    page.click("switch-theme")
    page.wait(lambda: page.run(script) == "#1d5fd1", "the light theme's blue")
    assert page.severe_messages() == []


def test_a_phone_sees_the_essentials(page: BoardPage) -> None:
    widths = "return vnmarket.board.grid().getColumnState().map((column) => column.width);"
    on_a_desktop, before = page.run(widths), page.columns_in_view()
    page.resize(390, 844, phone=True)
    essential = ["symbol", "last", "change_pct", "total_volume", "pressure"]
    page.wait(lambda: page.columns_in_view() == essential, "the phone's columns")
    wide = page.run("return document.documentElement.scrollWidth;")
    assert wide <= 390
    tops = page.run(
        "return ['board','indices','foreign','derivatives'].map((name) =>"
        " document.getElementById('panel-' + name).getBoundingClientRect().top);"
    )
    assert tops == sorted(tops)
    assert len(set(tops)) == 4
    page.resize(1920, 1080)
    page.wait(lambda: page.columns_in_view() == before, "its columns again")
    page.wait(lambda: page.run(widths) == on_a_desktop, "their widths again")
    assert page.severe_messages() == []


def test_the_board_fills_an_office_screen(page: BoardPage) -> None:
    seen = page.run(
        "const view = document.querySelector('#board-grid .ag-grid-viewport').getBoundingClientRect();"
        "const rows = document.querySelectorAll('#board-grid .ag-grid-scrolling-container .ag-row');"
        "return [...rows].filter((row) => row.getBoundingClientRect().bottom <= view.bottom + 1).length;"
    )
    assert seen >= 24
    truncated = page.run(
        "return [...document.querySelectorAll('#board-grid .ag-cell')]"
        ".filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent);"
    )
    assert truncated == []
    assert page.run("return document.documentElement.scrollHeight;") <= 1080
    assert page.severe_messages() == []


def test_vietnamese_is_drawn_in_the_products_own_font(page: BoardPage) -> None:
    loaded = page.run(
        "return [...document.fonts].filter((face) => face.status === 'loaded').map((f) => f.unicodeRange);"
    )
    assert len(loaded) >= 2
    assert page.run("return document.fonts.check('13px Inter', 'Kệếừộằẵợ');")
    assert page.severe_messages() == []
