"""What the board leaves out while it is scrolled (`assets/62-board-scroll.js`)."""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import BoardPage
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOTE = """
const box = document.querySelector('#board-grid');
const seen = (selector, property) => getComputedStyle(box.querySelector(selector))[property];
window.noted = [];
new MutationObserver(() => noted.push([
    box.classList.contains('scrolled'), seen('.flashes', 'display'), seen('.ag-row', 'pointerEvents'),
])).observe(box, { attributeFilter: ['class'] });
"""


def test_a_board_that_is_scrolled_does_not_light_up_and_is_not_pointed_at(
    chrome: Chrome, web: WebServer
) -> None:
    page = BoardPage(chrome, web.url).ready()
    size = {"width": 1920, "height": 720, "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        view = "document.querySelector('#board-grid .ag-grid-viewport')"
        page.wait(lambda: page.run(f"return {view}.scrollHeight > {view}.clientHeight;"), "rows out of sight")
        page.run(NOTE)
        page.run(f"{view}.scrollTop = 60;")
        page.wait(lambda: page.run("return noted.length;") >= 2, "the beginning and the end of it")
        assert page.run("return noted;") == [[True, "none", "none"], [False, "block", "auto"]]
        assert page.run(f"return {view}.scrollTop;") == 60
    finally:
        chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert page.severe_messages() == []
