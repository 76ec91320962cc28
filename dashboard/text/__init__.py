"""Every word a reader sees, in Vietnamese and in English: one module per page or panel.

A module has a struct of texts and its two instances, and stands in `PARTS`. Door: `catalogue`,
`CATALOGUES`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

from dashboard.text import (
    board,
    derivatives,
    derivatives_page,
    flow_page,
    foreign,
    foreign_page,
    frame,
    index_page,
    indices,
    movers,
    screen,
    sectors,
    status_page,
    status_parts,
    status_reasons,
)
from dashboard.text.catalogue import Catalogue

PARTS: Final = (
    frame,
    board,
    movers,
    indices,
    index_page,
    foreign,
    foreign_page,
    flow_page,
    derivatives,
    derivatives_page,
    sectors,
    status_page,
    status_parts,
    status_reasons,
    screen,
)

CATALOGUES: Final[dict[str, Catalogue]] = {
    "vi": Catalogue(tuple([part.VIETNAMESE for part in PARTS])),
    "en": Catalogue(tuple([part.ENGLISH for part in PARTS])),
}


def catalogue(language: str) -> Catalogue:
    """The catalogue of a language. Raises: KeyError for one that does not exist."""
    return CATALOGUES[language]
