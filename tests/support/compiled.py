"""The core in both forms: compiled, if it was compiled, and from its sources.

Door: `compiled_core`, `from_sources`.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent


def compiled_core() -> ModuleType:
    """What knows of the compiled modules: `.ci/compile.py`."""
    spec = importlib.util.spec_from_file_location("compile_core", ROOT / ".ci" / "compile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def from_sources(folder: Path) -> dict[str, str]:
    """An environment whose Python takes the core from its sources, compiled or not.

    Args:
        folder: an empty one; gets a copy of core's sources, linked file by file.
    """
    for source in (ROOT / "core").rglob("*.py"):
        link = folder / source.relative_to(ROOT)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(source)
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
