"""The day's lines of a page that was opened before there were any (`assets/55-series.js`)."""

from __future__ import annotations

import httpx
import pytest
from selenium.webdriver import Chrome

from core.snapshot import keys
from tests.support.pages import BoardPage
from tests.support.publisher import Publisher
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_lines_that_come_after_the_page_are_read(
    chrome: Chrome, web: WebServer, publisher: Publisher
) -> None:
    publisher.stop()
    publisher.redis.delete(keys.series("indices"))
    page = BoardPage(chrome, web.url)
    served = f"{web.url}/api/live/series/indices"
    page.wait(lambda: httpx.get(served).json()["date"] is None, "a web process that knows of none")
    chrome.get(web.url)
    page.wait(
        lambda: page.run("return Boolean(window.vnmarket && vnmarket.rooms.get('indices'));"), "the room"
    )
    asked = (
        "return performance.getEntriesByType('resource')"
        ".filter((one) => one.name.endsWith('indices')).length;"
    )
    page.wait(lambda: page.run(asked) > 0, "the first question")
    assert page.run("return vnmarket.series.date('indices');") is None

    def known() -> bool:
        publisher.market.step()
        publisher.publish()
        return bool(page.run("return vnmarket.series.date('indices') !== null;"))

    page.wait(known, "the lines' day")
    minutes = len(httpx.get(served).json()["lines"]["VN30"]["minute"])
    assert minutes > 1
    page.wait(
        lambda: page.run("return vnmarket.series.line('indices', 'VN30').minute.length;") >= minutes,
        "what was before the page",
    )
    assert page.severe_messages() == []
