"""What a reader is told when something between the worker and the screen breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import PANELS, BoardPage, before_all_scripts
from tests.support.publisher import FakeMarket, Publisher
from tests.support.webserver import TcpProxy, WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

STALE_WITHIN_MS = 6000

# Notes, by the page's own clock, when the last panel turned stale and which heartbeat was the last.
WATCH_STALENESS = """
window.staleAt = null;
setInterval(() => {
    const states = [...document.querySelectorAll('[data-panel]')].map((box) => box.dataset.state);
    if (window.staleAt === null && states.every((state) => state === 'stale')) {
        window.staleAt = vnmarket.live.serverNow();
        window.lastHeartbeat = vnmarket.rooms.get('status').asOf;
    }
}, 50);
"""


def ticking(page: BoardPage, what: str) -> None:
    """Waits until the page shows something newer than now."""
    before = page.index("VNINDEX")
    page.wait(lambda: page.index("VNINDEX") != before, what)


def test_without_a_socket_the_page_polls_and_with_one_it_is_pushed_again(
    chrome: Chrome, proxy: TcpProxy
) -> None:
    page = BoardPage(chrome, proxy.url).ready()
    assert page.transport() == "push"
    page.run("window.notReloaded = true;")
    proxy.refuse_upgrades = True
    assert proxy.cut_sockets() == 1
    page.wait(lambda: page.transport() == "polling", "polling", within_s=6)
    assert page.text("transport") == "hỏi định kỳ"
    ticking(page, "a polled VNINDEX")
    page.wait(lambda: set(page.states().values()) == {"live"}, "live panels")
    proxy.refuse_upgrades = False
    page.wait(lambda: page.transport() == "push", "push again", within_s=30)
    ticking(page, "a pushed VNINDEX")
    assert page.run("return window.notReloaded;") is True
    # The refused handshakes are the browser's own complaints; nothing else may be there.
    others = [line for line in page.severe_messages() if "/ws/live" not in line]
    assert others == []


# Counts polls and sockets, and lets the waits for the next socket pass quickly, noting how long they are.
WATCH_PATHS = """
window.polls = 0;
window.unchanged = 0;
window.bothPaths = 0;
window.retryWaits = [];
const plainFetch = window.fetch;
window.fetch = async (...asked) => {
    if (!String(asked[0]).startsWith('/api/live?')) return plainFetch(...asked);
    window.polls++;
    if (window.speaking) window.bothPaths++;
    const answer = await plainFetch(...asked);
    if (answer.status === 304) window.unchanged++;
    return answer;
};
window.speaking = 0;
window.WebSocket = class extends WebSocket {
    constructor(...asked) {
        super(...asked);
        this.addEventListener('message', () => window.speaking++, {once: true});
        this.addEventListener('close', () => (window.speaking = 0));
    }
};
const plainTimeout = window.setTimeout;
window.setTimeout = (what, ms, ...rest) => {
    if (!/^\\(\\) => connect\\(/.test(String(what))) return plainTimeout(what, ms, ...rest);
    window.retryWaits.push(ms);
    return plainTimeout(what, 100, ...rest);
};
"""


def test_one_path_at_a_time_and_the_socket_is_tried_at_least_every_minute(
    chrome: Chrome, proxy: TcpProxy
) -> None:
    page = BoardPage(chrome, proxy.url).ready()
    page.run(WATCH_PATHS)
    proxy.refuse_upgrades = True
    assert proxy.cut_sockets() == 1
    page.wait(lambda: page.transport() == "polling", "polling", within_s=6)
    page.wait(lambda: len(page.run("return window.retryWaits;")) >= 12, "a dozen attempts", within_s=20)
    waits = page.run("return window.retryWaits;")
    assert all(wait <= 60_000 for wait in waits)
    assert all(wait >= 30_000 for wait in waits[-3:])
    ticking(page, "a polled VNINDEX")
    proxy.refuse_upgrades = False
    page.wait(lambda: page.transport() == "push", "push again", within_s=10)
    polls = page.run("return window.polls;")
    assert polls >= 2
    before = page.run("return vnmarket.rooms.get('status').seq;")
    page.wait(lambda: page.run("return vnmarket.rooms.get('status').seq;") >= before + 16, "four seconds")
    assert page.run("return window.polls;") == polls
    assert page.run("return [window.speaking, window.bothPaths];") == [1, 0]


def test_a_poll_of_an_unchanged_market_is_answered_with_304(
    chrome: Chrome, proxy: TcpProxy, publisher: Publisher
) -> None:
    page = BoardPage(chrome, proxy.url).ready()
    page.run(WATCH_PATHS)
    proxy.refuse_upgrades = True
    proxy.cut_sockets()
    page.wait(lambda: page.transport() == "polling", "polling", within_s=6)
    publisher.stop()
    page.wait(lambda: page.run("return window.unchanged;") >= 2, "two answers without a body", within_s=15)
    page.wait(lambda: set(page.states().values()) == {"stale"}, "stale panels", within_s=12)
    assert [line for line in page.severe_messages() if "/ws/live" not in line] == []


def test_a_page_that_never_gets_a_socket_still_shows_the_market(chrome: Chrome, proxy: TcpProxy) -> None:
    proxy.refuse_upgrades = True
    page = BoardPage(chrome, proxy.url)
    page.wait(lambda: page.transport() == "polling", "polling", within_s=20)
    page.ready()
    ticking(page, "a polled VNINDEX")
    assert [line for line in page.severe_messages() if "/ws/live" not in line] == []


def test_a_silent_worker_makes_every_panel_stale_and_its_return_makes_it_live(
    chrome: Chrome, web: WebServer, publisher: Publisher, redis_url: str
) -> None:
    page = BoardPage(chrome, web.url).ready()
    page.wait(lambda: page.states() == dict.fromkeys(PANELS, "live"), "live panels")
    page.run("window.notReloaded = true;" + WATCH_STALENESS)
    publisher.stop()
    page.wait(lambda: page.run("return window.staleAt;"), "stale panels", within_s=12)
    assert page.run("return window.staleAt - window.lastHeartbeat;") <= STALE_WITHIN_MS
    assert all(words.startswith("dữ liệu cũ từ ") for words in page.words().values())
    dimmed = page.run("return getComputedStyle(document.querySelector('#panel-board .panel-body')).opacity;")
    assert float(dimmed) < 0.6
    with Publisher(redis_url, FakeMarket(seed=11)):
        page.wait(lambda: page.states() == dict.fromkeys(PANELS, "live"), "live again", within_s=8)
        ticking(page, "numbers of the new worker")
    assert page.run("return window.notReloaded;") is True
    assert page.severe_messages() == []


def test_feed_trouble_and_quiet_hours_are_told_apart(
    chrome: Chrome, web: WebServer, publisher: Publisher
) -> None:
    page = BoardPage(chrome, web.url).ready()
    publisher.market.feed = "stale"
    page.wait(lambda: set(page.states().values()) == {"stale"}, "a stale feed")
    publisher.market.feed = "down"
    page.wait(lambda: page.words()["board"].startswith("mất nguồn dữ liệu từ "), "a lost feed")
    publisher.market.feed = "quiet"
    publisher.market.opened_ms += 60 * 60_000
    page.wait(lambda: page.words()["board"] == "nghỉ trưa", "the lunch break")
    publisher.market.opened_ms += 4 * 60 * 60_000
    page.wait(lambda: page.states()["indices"] == "closed", "the close")
    publisher.market.feed = "live"
    page.wait(lambda: set(page.states().values()) == {"live"}, "live again")
    assert page.severe_messages() == []


def test_a_page_opened_before_the_worker_says_so(chrome: Chrome, redis_url: str, tmp_path: Path) -> None:
    with WebServer(redis_url, tmp_path) as web:
        page = BoardPage(chrome, web.url)
        page.wait(lambda: len(page.states()) == len(PANELS), "the panels", within_s=30)
        page.wait(lambda: page.transport() == "push", "a socket")
        assert "live" not in page.states().values()
        with Publisher(redis_url, FakeMarket()):
            page.ready()
            page.wait(lambda: page.states() == dict.fromkeys(PANELS, "live"), "live panels")
        assert page.severe_messages() == []


def test_a_restart_of_the_web_process_needs_no_reload(chrome: Chrome, web: WebServer) -> None:
    page = BoardPage(chrome, web.url).ready()
    page.run("window.notReloaded = true;")
    before = page.sockets_opened()
    web.reload()
    page.wait(lambda: page.sockets_opened() > before, "a socket to the new process", within_s=20)
    page.wait(lambda: page.transport() == "push", "push")
    ticking(page, "a VNINDEX from the new process")
    assert page.run("return window.notReloaded;") is True


def test_a_hidden_tab_is_left_alone_and_catches_up(chrome: Chrome, web: WebServer) -> None:
    page = BoardPage(chrome, web.url).ready()
    page.run(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'));"
        "window.frames0 = 0; vnmarket.on('room:board', () => window.frames0++);"
        "window.beats0 = 0; vnmarket.on('room:status', () => window.beats0++);"
    )
    page.wait(lambda: page.run("const b = window.beats0; return b >= 3;"), "status of a hidden tab")
    settled = page.run("return window.frames0;")
    beats = page.run("return window.beats0;")
    page.wait(lambda: page.run("return window.beats0;") >= beats + 3, "more status")
    assert page.run("return window.frames0;") == settled
    page.run(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => false});"
        "document.dispatchEvent(new Event('visibilitychange'));"
    )
    page.wait(lambda: page.run("return window.frames0;") > settled, "the board after the return")
    assert page.severe_messages() == []


# Notes what the sockets ask for: in their address, and with messages.
WATCH_ASKED = """
window.begun = [];
window.asked = [];
window.WebSocket = class extends WebSocket {
    constructor(address) {
        super(address);
        window.begun.push((new URL(address).searchParams.get('rooms') || '').split(','));
    }
    send(text) {
        const message = JSON.parse(text);
        if (message.t === 'sub') window.asked.push(Object.keys(message.rooms));
        super.send(text);
    }
};
"""


def test_a_sockets_address_asks_for_the_pages_rooms(
    chrome: Chrome, web: WebServer, publisher: Publisher
) -> None:
    publisher.stop()  # nothing comes after the first snapshots: what was not kept is not shown
    with before_all_scripts(chrome, WATCH_ASKED):
        page = BoardPage(chrome, web.url).ready()
        page.wait(lambda: page.cell("ACB", "last"), "a price")
        page.wait(lambda: page.index("VNINDEX").strip("–"), "an index")
        (begun,) = page.run("return window.begun;")
        assert {"status", "indices", "derivatives", "foreign_market", "flow", "board"} <= set(begun)
        assert begun[0] == "board", "prices before all that takes longer"
        assert page.run("return window.asked;") == [], "the same is not asked for again"
        page.preset("hnx")
        page.wait(lambda: page.run("return window.asked.length;"), "what only the other list needs")
        assert not set(page.run("return window.asked.flat();")) & set(begun)
        assert page.severe_messages() == []
