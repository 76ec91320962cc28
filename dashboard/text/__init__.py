"""Every word a reader sees, in Vietnamese and in English.

Door: `catalogue`, `CATALOGUES`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

from dashboard.text.catalogue import Catalogue
from dashboard.text.en import ENGLISH
from dashboard.text.vi import VIETNAMESE

CATALOGUES: Final[dict[str, Catalogue]] = {"vi": VIETNAMESE, "en": ENGLISH}


def catalogue(language: str) -> Catalogue:
    """The catalogue of a language. Raises: KeyError for one that does not exist."""
    return CATALOGUES[language]
