"""The base of the enums that name kinds of things.

Door: `Code`. Refuses to know any of them.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """A StrEnum that is quick as a dictionary's key: Enum's own hash is a function in Python, and
    every trade looks up half a dozen tables by such keys."""

    __hash__ = str.__hash__
