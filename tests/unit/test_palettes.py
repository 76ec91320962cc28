"""Every text can be read on every ground it stands on, in three palettes and two themes."""

from __future__ import annotations

import itertools

import pytest

from tests.support.contrast import colours, contrast

THEMES, PALETTES = ("dark", "light"), ("brief", "exchange", "safe")
TONES = ("up", "down", "reference", "ceiling", "floor")
TEXTS = ("text", "quiet", "accent", "buy", "sell", *TONES)
GROUNDS = ("page", "panel")
TEXT_AT_LEAST = 5.0
PASSING_AT_LEAST = 4.5
"""What the standard asks of text: for grounds that come and go, a row pointed at or a cell that flashes."""
SHAPE_AT_LEAST = 3.0
"""What the standard asks of a shape that means something."""


@pytest.mark.parametrize(("theme", "palette"), list(itertools.product(THEMES, PALETTES)))
def test_text_is_readable(theme: str, palette: str) -> None:
    named = colours(theme, palette)
    poor = {
        (text, ground): round(contrast(named[text], named[ground]), 2)
        for text, ground in itertools.product(TEXTS, GROUNDS)
        if contrast(named[text], named[ground]) < TEXT_AT_LEAST
    }
    assert poor == {}


@pytest.mark.parametrize(("theme", "palette"), list(itertools.product(THEMES, PALETTES)))
def test_text_is_readable_where_it_is_pointed_at_or_flashes(theme: str, palette: str) -> None:
    named = colours(theme, palette)
    pairs = [
        *itertools.product(TEXTS, ("header", "hover", "flash")),
        ("text", "buy-bar"),
        ("text", "sell-bar"),
    ]
    poor = {
        (text, ground): round(contrast(named[text], named[ground]), 2)
        for text, ground in pairs
        if contrast(named[text], named[ground]) < PASSING_AT_LEAST
    }
    assert poor == {}


@pytest.mark.parametrize(("theme", "palette"), list(itertools.product(THEMES, PALETTES)))
def test_shapes_and_marks_are_seen(theme: str, palette: str) -> None:
    named = colours(theme, palette)
    for shape in ("buy", "sell", "accent", "warn", *TONES):
        assert contrast(named[shape], named["panel"]) >= SHAPE_AT_LEAST, shape
    assert contrast(named["page"], named["warn"]) >= TEXT_AT_LEAST, "the mark of old data"


@pytest.mark.parametrize(("theme", "palette"), list(itertools.product(THEMES, PALETTES)))
def test_the_five_tones_differ(theme: str, palette: str) -> None:
    named = colours(theme, palette)
    assert len({named[tone] for tone in TONES}) == len(TONES)


def test_a_poor_pair_would_be_found() -> None:
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
