"""Differences of JSON-like documents as RFC 7396 merge patches.

Door: `diff`, `merge`. A field that became unknown is patched with None, which removes it:
in these documents a missing field and an unknown value are the same thing.
"""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def diff(old: Document, new: Document) -> Document:
    """The merge patch that turns `old` into `new`; empty when they are equal.

    Args:
        old, new: documents of dict, list, str, int, float, bool, None. Lists are compared
            and replaced whole.
    """
    patch: Document = {}
    for key, value in new.items():
        before = old.get(key)
        if value is before:
            continue
        if isinstance(value, dict) and isinstance(before, dict):
            inner = diff(before, value)
            if inner:
                patch[key] = inner
        elif before != value or (before is None and value is not None):
            patch[key] = value
    for key in old:
        if key not in new and old[key] is not None:
            patch[key] = None
    return patch


def merge(document: Document, patch: Document) -> None:
    """Applies a merge patch to `document` in place (RFC 7396)."""
    for key, value in patch.items():
        if value is None:
            document.pop(key, None)
        elif isinstance(value, dict):
            target = document.get(key)
            if not isinstance(target, dict):
                target = document[key] = {}
            merge(target, value)
        else:
            document[key] = value
