"""Contrast of the product's colours, from the style sheet that holds them.

Door: `colours`, `contrast`. Refuses to know which pairs meet on a screen.
"""

from __future__ import annotations

import re
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "assets" / "00-palettes.css"
_BLOCK = re.compile(r":root((?:\[[^\]]+\])+)\s*\{([^}]*)\}")
_CHOICE = re.compile(r'\[data-(theme|palette)="(\w+)"\]')
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;")


def colours(theme: str, palette: str) -> dict[str, str]:
    """Every named colour in force, name -> #rrggbb."""
    found: dict[str, str] = {}
    for selector, body in _BLOCK.findall(STYLES.read_text()):
        chosen = dict(_CHOICE.findall(selector))
        if chosen.get("theme", theme) == theme and chosen.get("palette", palette) == palette:
            found.update(_COLOUR.findall(body))
    return found


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
