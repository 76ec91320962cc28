"""Pictures of every page: `python -m tests.bench.screenshots OUT_DIR [--pages NAMES] [--widths NUMBERS]`.

A simulated market at 10:00 in front of a real browser: each page of the application in both languages and
themes at 390x844, 768x1024, 1920x1080 and 3840x2160, `<page>-<width>-<language>-<theme>.png`, and per
width a contact sheet, `sheet-<width>.png`. Prints what a page logged as an error. To be looked at, not kept.
"""

from __future__ import annotations

import argparse
import base64
import html
import itertools
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome

from tests.support.pages import AnyPage, open_chrome
from tests.support.stack import LiveStack

SIZES = ((390, 844), (768, 1024), (1920, 1080), (3840, 2160))
LANGUAGES, THEMES = ("vi", "en"), ("dark", "light")
FLAGS = ("--symbols", "500", "--start", "10:00", "--seed", "3")
SYMBOL = "FPT"
"""What a page with a parameter shows."""
_SHEET_PX, _THUMB_PX = 1920, 460


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", default="", help="names, by commas: board,flow; all when left out")
    parser.add_argument("--widths", default="", help="by commas; all when left out")
    arguments = parser.parse_args()
    out: Path = arguments.folder
    out.mkdir(parents=True, exist_ok=True)
    wanted = {name for name in arguments.pages.split(",") if name}
    widths = {int(width) for width in arguments.widths.split(",") if width}
    sizes = [size for size in SIZES if not widths or size[0] in widths]
    with LiveStack(*FLAGS) as stack, tempfile.TemporaryDirectory(prefix="vnm-chrome-") as folder:
        chrome = open_chrome(Path(folder))
        try:
            for name, path in pages(chrome, stack.url).items():
                if not wanted or name in wanted:
                    take_page(chrome, stack.url, name, path, sizes, out)
            for width, _ in sizes:
                sheet(chrome, width, out)
        finally:
            chrome.quit()


def pages(chrome: Chrome, url: str) -> dict[str, str]:
    """Path of every page by its name, as the application itself lists them."""
    page = AnyPage(chrome, url, "/").settled()
    listed = page.run("return vnmarket.config.pages.map(({name, path}) => [name, path]);")
    return {name: path.partition("/<")[0] + (f"/{SYMBOL}" if "<" in path else "") for name, path in listed}


def take_page(
    chrome: Chrome, url: str, name: str, path: str, sizes: list[tuple[int, int]], out: Path
) -> None:
    """One page in every size, language and theme."""
    for (width, height), language, theme in itertools.product(sizes, LANGUAGES, THEMES):
        query = f"{path}?language={language}&theme={theme}"
        page = AnyPage(chrome, url, query, (width, height))
        page.settled()
        page.run("return new Promise((done) => setTimeout(done, 1200));")  # the charts' second drawing
        target = out / f"{name}-{width}-{language}-{theme}.png"
        shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        target.write_bytes(base64.b64decode(shot["data"]))
        print(target, *page.severe_messages(), flush=True)


def sheet(chrome: Chrome, width: int, out: Path) -> None:
    """All pictures of a width on one."""
    files = sorted(out.glob(f"*-{width}-*.png"))
    cells = "".join(
        f"<figure><img src='{html.escape(file.resolve().as_uri())}'><figcaption>{file.stem}</figure>"
        for file in files
    )
    style = (
        "body{display:flex;flex-wrap:wrap;gap:8px;margin:8px;font:14px sans-serif}figure{margin:0}"
        f"img{{width:{_THUMB_PX}px;display:block}}"
    )
    page = out / "sheet.html"
    page.write_text(f"<meta charset=utf-8><style>{style}</style>{cells}")
    chrome.get(page.resolve().as_uri())
    tall = chrome.execute_script("return document.documentElement.scrollHeight;")
    chrome.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": _SHEET_PX, "height": max(tall, 400), "deviceScaleFactor": 1, "mobile": False},
    )
    shot = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    (out / f"sheet-{width}.png").write_bytes(base64.b64decode(shot["data"]))
    page.unlink()


if __name__ == "__main__":
    main()
