"""The frame around every page, as a reader sees it: strip, navigation, search, choices, the log.

Door: `Frame`, the base of every page object. Refuses to know what is on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self

from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.support.polling import eventually

READY_WITHIN_S = 40.0
PHONE_BELOW = 768


class Frame:
    """A page of the product. A subclass adds what is on its page and says where it is."""

    PATH: ClassVar[str] = "/"

    def __init__(
        self, chrome: Chrome, url: str, query: str = "", size: tuple[int, int] = (1920, 1080)
    ) -> None:
        """Opens it with no kept choices.

        Args:
            chrome: the browser.
            url: of the web process, without a slash at its end.
            query: what follows the page's path, from the question mark on.
            size: of the page in CSS pixels; narrower than 768 it is a phone.
        """
        self.chrome = chrome
        self.url = url
        self.resize(*size, phone=size[0] < PHONE_BELOW)
        chrome.get(f"{url}/assets/boot.js")
        # What an earlier page logged is not ours; it is asked for once that page is gone, because
        # a page that is still there may log a refused reconnection after the asking.
        self.severe_messages()
        chrome.execute_script("localStorage.clear()")
        # A full history loses first what no click of a person led to, which is all that tests visit.
        chrome.execute_cdp_cmd("Page.resetNavigationHistory", {})
        chrome.get(f"{url}{self.PATH}{query}")

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a script in the page."""
        return self.chrome.execute_script(f"return (() => {{ {script} }})()", *arguments)

    def resize(self, width: int, height: int, phone: bool = False) -> None:
        """Sets the size of the page in CSS pixels."""
        self.chrome.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone},
        )

    def wait(self, probe: Callable[[], Any], what: str, within_s: float = 15.0) -> Any:
        """Waits for something to be true on the page."""
        return eventually(probe, within_s=within_s, what=what)

    def shown(self, name: str) -> Self:
        """Waits until a page, by its name, is the one that is seen and its layout is there."""
        script = (
            "const now = window.vnmarket && vnmarket.pages && vnmarket.pages.current();"
            f"const box = document.getElementById('page-{name}');"
            f"return Boolean(now && now.name === '{name}' && !box.hidden && box.firstElementChild);"
        )
        self.wait(lambda: self.run(script), f"the page {name}", READY_WITHIN_S)
        return self

    def settled(self) -> Self:
        """Waits until every panel in sight has a state and every chart in sight is drawn."""
        script = (
            "const seen = (box) => box.getClientRects().length > 0;"
            "const boxes = [...document.querySelectorAll('[data-panel]')].filter(seen);"
            "const charts = [...document.querySelectorAll('[data-chart]')].filter(seen);"
            "return boxes.length > 0"
            " && boxes.every((box) => box.dataset.state && box.dataset.state !== 'connecting')"
            " && charts.every((box) => box.querySelector('.js-plotly-plot .main-svg'));"
        )
        self.wait(lambda: self.run(script), "every panel", READY_WITHIN_S)
        return self

    # -- the way around

    def address(self) -> str:
        """What the browser shows as the address, from the path on."""
        return str(self.run("return location.pathname + location.search;"))

    def follow(self, name: str) -> None:
        """Clicks a page's link in the navigation."""
        self.run(f"document.querySelector('#nav [data-page=\"{name}\"]').click();")

    def travel(self, steps: int) -> None:
        """Goes through the history as the browser's own buttons do.

        The browser counts from the entry it believes to be the present one, and hears of a new entry
        a moment after the page has made it: a step that comes sooner leads somewhere else.
        """
        href = "return location.href;"

        def known() -> bool:
            history = self.chrome.execute_cdp_cmd("Page.getNavigationHistory", {})
            return bool(history["entries"][history["currentIndex"]]["url"] == self.run(href))

        self.wait(known, "the browser's knowledge of the present entry")
        self.run(f"history.go({steps});")

    def current(self) -> list[str]:
        """The pages that the navigation marks as the present one."""
        script = "return [...document.querySelectorAll('#nav [aria-current]')].map((a) => a.dataset.page);"
        return list(self.run(script))

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, wherever the focus is."""
        chain = ActionChains(self.chrome, duration=0)
        for key in keys:
            chain.send_keys(getattr(Keys, key.upper()) if len(key) > 1 else key)
        chain.perform()

    def write(self, text: str) -> None:
        """Types a text wherever the focus is."""
        ActionChains(self.chrome, duration=0).send_keys(text).perform()

    def open_dialog(self) -> str | None:
        """The id of the dialog that is open."""
        found: str | None = self.run(
            "const box = document.querySelector('dialog[open]'); return box && box.id;"
        )
        return found

    def found(self) -> list[str]:
        """The symbols the search offers."""
        script = "return [...document.querySelectorAll('#search-list li b')].map((one) => one.textContent);"
        return list(self.run(script))

    def requests(self, part: str) -> int:
        """How many requests this document made whose address contains a text."""
        return int(
            self.run(
                "return performance.getEntriesByType('resource')"
                f".filter((one) => one.name.includes('{part}')).length;"
            )
        )

    def followed(self) -> Sequence[str]:
        """The rooms this tab follows, in alphabetical order."""
        return sorted(self.run("return vnmarket.live.followed();"))

    # -- states and strip

    def states(self) -> dict[str, str]:
        """State of every panel in sight: connecting, live, quiet, closed, partial, stale, empty."""
        found = self.run(
            "const out = {}; for (const box of document.querySelectorAll('[data-panel]'))"
            " if (!box.closest('[hidden]')) out[box.dataset.panel] = box.dataset.state || 'connecting';"
            " return out;"
        )
        return dict(found)

    def words(self) -> dict[str, str]:
        """What every panel in sight says of its state."""
        found = self.run(
            "const out = {}; for (const box of document.querySelectorAll('[data-panel]'))"
            " if (!box.closest('[hidden]')) out[box.dataset.panel] = box.textContent; return out;"
        )
        return dict(found)

    def transport(self) -> str:
        """How the page gets its data: push, polling or none."""
        return str(
            self.run(
                "const box = document.getElementById('transport');"
                "return (box && box.dataset.transport) || 'none';"
            )
        )

    def sockets_opened(self) -> int:
        """How many sockets this page has had."""
        return int(self.run("return vnmarket.live.opened();"))

    def text(self, element: str) -> str:
        """The text of an element, by its id."""
        return str(self.run(f"return document.getElementById('{element}').textContent.trim();"))

    def index(self, index_id: str) -> str:
        """The value of an index on the strip."""
        return str(
            self.run(
                f"return document.querySelector('[data-index=\"{index_id}\"] .index-value').textContent;"
            )
        )

    def click(self, element: str) -> None:
        """Clicks an element, by its id."""
        self.run(f"document.getElementById('{element}').click();")

    def root(self, attribute: str) -> str | None:
        """An attribute of the document: lang, data-theme, data-palette."""
        found: str | None = self.run(f"return document.documentElement.getAttribute('{attribute}');")
        return found

    # -- charts

    def points(self, chart: str) -> list[int]:
        """How many points each line of a chart has."""
        found = self.run(
            f"const plot = document.querySelector('#{chart} .js-plotly-plot');"
            " return plot && plot.data ? plot.data.filter((trace) => trace.name !== 'ends')"
            ".map((trace) => trace.x.length) : [];"
        )
        return list(found)

    # -- the log

    def severe_messages(self) -> list[str]:
        """What the browser complained about since the last call."""
        return [entry["message"] for entry in self.chrome.get_log("browser") if entry["level"] == "SEVERE"]
