"""What axe-core finds on the page a browser shows. Door: `findings`.

axe-core 4.14.1 lies unchanged in `axe/` with its licence (MPL 2.0). Refuses to judge: a test does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from selenium.webdriver import Chrome

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = """
const [rules, done] = arguments;
axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]}).then(
    (found) => done({found: found.violations, checked: found.passes.length}),
    (error) => done({error: String(error)}));
"""


class Finding(msgspec.Struct, frozen=True):
    """One rule that elements of a page break. impact: minor, moderate, serious or critical."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]


def findings(chrome: Chrome) -> list[Finding]:
    """Everything axe-core complains about on the page as it is now.

    Raises: AssertionError when axe itself failed or checked nothing.
    """
    if not chrome.execute_script("return Boolean(window.axe);"):
        chrome.execute_script(AXE.read_text())
    answer: Any = chrome.execute_async_script(_RUN, list(RULES))
    assert "error" not in answer, answer["error"]
    assert answer["checked"] > 0
    return [
        Finding(
            one["id"],
            one["impact"] or "minor",
            one["help"],
            tuple(f"{node['html'][:160]} {node['failureSummary']}"[:400] for node in one["nodes"]),
        )
        for one in answer["found"]
    ]
