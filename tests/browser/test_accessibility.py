"""Pages for everyone: axe-core on every page in both themes, and no direction by colour alone."""

from __future__ import annotations

import pytest
from selenium.webdriver import Chrome

from tests.support.accessibility import findings
from tests.support.pages import PAGES, AnyPage, BoardPage
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(chrome: Chrome, web: WebServer, path: str, theme: str) -> None:
    page = AnyPage(chrome, web.url, f"{path}?theme={theme}&language=en")
    page.settled()
    # As on paper: of a board whose rows stand behind their picture nobody could tell the contrast.
    page.run("window.dispatchEvent(new Event('beforeprint'));")
    found = [one for one in findings(chrome) if one.impact in SERIOUS]
    assert found == [], "\n".join(f"{one.rule} {one.help}\n  {one.elements}" for one in found)
    assert page.severe_messages() == []


def test_axe_would_find_something(chrome: Chrome, web: WebServer) -> None:
    page = BoardPage(chrome, web.url).ready()
    page.run(
        "const poor = document.createElement('button'); poor.style = 'color:#777;background:#888';"
        "document.body.append(poor); const link = document.createElement('p'); link.textContent = 'faint';"
        "link.style = 'color:#777;background:#888'; document.body.append(link);"
    )
    rules = {one.rule for one in findings(chrome) if one.impact in SERIOUS}
    assert {"button-name", "color-contrast"} <= rules


def test_a_direction_has_a_sign_or_a_shape_beside_its_colour(chrome: Chrome, web: WebServer) -> None:
    page = BoardPage(chrome, web.url).ready()
    # Of every board row in view: a coloured price stands beside a change with its sign; a limit has a mark.
    wrong = page.run(
        "const bad = [];"
        "for (const row of document.querySelectorAll('#board-grid .ag-grid-scrolling-container .ag-row')) {"
        '  const text = (id) => row.querySelector(`[col-id="${id}"].ag-cell > span`);'
        "  const last = text('last'), change = text('change');"
        "  if (!last || !change || !last.textContent) continue;"
        "  const sign = {up: '+', ceiling: '+', down: '−', floor: '−', reference: ''}[last.classList[0]];"
        "  const shown = change.textContent.replace(/[0-9.,]/g, '');"
        "  if (shown !== sign) bad.push([row.getAttribute('row-id'), last.className, shown]);"
        "  for (const limit of ['ceiling', 'floor'])"
        "    if (last.classList.contains(limit) && !last.classList.contains('at-' + limit)) bad.push(limit);"
        "}"
        "return bad;"
    )
    assert wrong == []
    strip = page.run(
        "return [...document.querySelectorAll('.index-change')].filter((one) => one.textContent)"
        ".map((one) => [one.className, one.textContent]);"
    )
    assert len(strip) >= 4
    for classes, text in strip:
        assert ("up" in classes) == text.startswith("+"), text
        assert ("down" in classes) == text.startswith("−"), text
    legend = page.run(
        "return [...document.querySelectorAll('.legend .swatch')].every((one) => one.textContent.trim());"
    )
    assert legend is True
