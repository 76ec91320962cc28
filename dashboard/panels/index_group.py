"""An index as if some shares had never been in it; the reader says which.

Door: `layout`, `register`. The browser works it out from the room. Refuses to know values.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from dash import Dash, html

from core.market.symbols import FAMILIES, SECTORS
from dashboard.panels.view import PageView, attributes, panel, words

LEAST_IN_PRESET: Final = 2


def presets() -> dict[str, tuple[str, ...]]:
    """Ready-made groups by the name of their text: families of companies, then sectors."""
    found = {f"index_group_{name}": symbols for name, symbols in FAMILIES.items()}
    sectors: defaultdict[str, list[str]] = defaultdict(list)
    for symbol, sector in sorted(SECTORS.items()):
        sectors[sector].append(symbol)
    for sector, symbols in sectors.items():
        if len(symbols) >= LEAST_IN_PRESET:
            found[f"sector_{sector}"] = tuple(symbols)
    return found


def _preset(view: PageView, key: str, symbols: tuple[str, ...]) -> Any:
    return words(
        view,
        key,
        "Button",
        className="toggle",
        disabled=True,
        **attributes({"data-without-group": " ".join(symbols), "aria-pressed": "false"}),
    )


def _group(view: PageView, key: str, children: list[Any] | None, **more: Any) -> Any:
    return html.Div(
        children,
        role="group",
        className="toggles",
        **more,
        **attributes({"aria-label": getattr(view.text, key), "data-text-label": key}),
    )


def layout(view: PageView) -> Any:
    """The two values beside each other, then what can be left out."""
    return panel(
        view,
        "index_group",
        [
            html.Div(id="index-group", className="facts group-result"),
            _group(
                view,
                "index_group_presets",
                [
                    *(_preset(view, key, symbols) for key, symbols in presets().items()),
                    words(
                        view,
                        "index_group_clear",
                        "Button",
                        id="index-group-clear",
                        className="toggle clear",
                        disabled=True,
                    ),
                ],
            ),
            _group(view, "index_group_members", None, id="index-group-members", tabIndex=0),
        ],
        room="indices",
    )


def register(app: Dash) -> None:
    """Nothing to register: the panel is updated in the browser without the server."""
