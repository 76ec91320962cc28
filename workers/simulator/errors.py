"""What a source or a flag can be wrong about: `SourceError`, shown to the person as one line."""

from __future__ import annotations


class SourceError(Exception):
    """The given source cannot be opened or read; the text says which and why."""


class FaultError(Exception):
    """A fault or a script of faults cannot be used; the text says which and why."""
