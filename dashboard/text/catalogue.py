"""All words of one language, put together from one module per page.

Placeholders in braces are filled in the browser. Door: `Catalogue`, `DuplicateTextError`. Refuses to
know any word.
"""

from __future__ import annotations

from collections import Counter

import msgspec


class DuplicateTextError(ValueError):
    """Two modules give a text of the same name."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"texts given twice: {', '.join(names)}")
        self.names = names


class Catalogue(msgspec.Struct, frozen=True):
    """The texts of one language; each is an attribute, whichever part gives it.

    parts: one instance of a module's struct of texts each.
    Raises: DuplicateTextError when two parts give the same name.
    """

    parts: tuple[msgspec.Struct, ...]

    def __post_init__(self) -> None:
        names = Counter(name for part in self.parts for name in part.__struct_fields__)
        twice = sorted(name for name, times in names.items() if times > 1)
        if twice:
            raise DuplicateTextError(twice)

    def __getattr__(self, name: str) -> str:
        for part in self.parts:
            if name in part.__struct_fields__:
                text: str = getattr(part, name)
                return text
        raise AttributeError(f"no text {name!r}")

    def texts(self) -> dict[str, str]:
        """Every text by its name."""
        return {name: getattr(part, name) for part in self.parts for name in part.__struct_fields__}
