"""What is declared is what there is: packages, pins, settings."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dashboard.settings import WebSettings
from tests.contract.rules import ROOMS
from workers.settings import WorkerSettings

TEST_MARK = "# --- tests"
INSTALLER = {"pip"}
"""Pinned, though nothing asks for it: it brings the others."""


@pytest.fixture(scope="module")
def project(repo_root: Path) -> dict[str, object]:
    """The parsed pyproject.toml."""
    return tomllib.loads((repo_root / "pyproject.toml").read_text())


def _pins(repo_root: Path) -> tuple[dict[str, Requirement], dict[str, Requirement]]:
    """The pins of the product and those of its tests."""
    product, mark, tests = (repo_root / "constraints.txt").read_text().partition(TEST_MARK)
    assert mark

    def read(text: str) -> dict[str, Requirement]:
        lines = [line for line in text.splitlines()[1:] if line and not line.startswith("#")]
        return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}

    return read(product), read(tests)


def _closure(requirements: list[str]) -> set[str]:
    """Names of everything these requirements bring, by what the installed packages say."""
    found: set[str] = set()
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        found.add(name)
        for text in importlib.metadata.requires(name) or []:
            needed = Requirement(text)
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return found - INSTALLER


def test_packages_are_those_of_the_tree(project: dict, repo_root: Path) -> None:
    folders = {
        path.parent.relative_to(repo_root).as_posix().replace("/", ".")
        for room in ROOMS
        for path in (repo_root / room).rglob("*.py")
    }
    assert set(project["tool"]["setuptools"]["packages"]) == folders


def test_every_package_has_an_init(project: dict, repo_root: Path) -> None:
    packages = project["tool"]["setuptools"]["packages"]
    missing = [name for name in packages if not (repo_root / name.replace(".", "/") / "__init__.py").exists()]
    assert missing == []


def test_the_product_is_pinned_completely(project: dict, repo_root: Path) -> None:
    product, _ = _pins(repo_root)
    needed = _closure(project["project"]["dependencies"])
    assert needed - set(product) == set()
    unneeded = {name for name, pin in product.items() if pin.marker is None} - needed - INSTALLER
    assert unneeded == set()


def test_the_tests_are_pinned_completely(project: dict, repo_root: Path) -> None:
    product, tests = _pins(repo_root)
    needed = _closure(project["project"]["optional-dependencies"]["test"])
    assert needed - set(product) - set(tests) == set()
    assert set(tests) - needed == set()
    assert set(tests) & set(product) == set()


def test_what_is_installed_is_what_is_pinned(repo_root: Path) -> None:
    product, tests = _pins(repo_root)
    wrong = {
        name: importlib.metadata.version(name)
        for name, pin in {**product, **tests}.items()
        if (pin.marker is None or pin.marker.evaluate())
        and not pin.specifier.contains(importlib.metadata.version(name))
    }
    assert wrong == {}


def test_pins_are_exact(repo_root: Path) -> None:
    product, tests = _pins(repo_root)
    assert [str(pin) for pin in (*product.values(), *tests.values()) if "==" not in str(pin.specifier)] == []


def test_env_example_names_every_setting_and_no_other(repo_root: Path) -> None:
    explained = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (repo_root / ".env.example").read_text(), re.MULTILINE)
    known = {name.upper() for name in (*WorkerSettings.model_fields, *WebSettings.model_fields)}
    assert sorted(explained) == sorted(known)


def test_env_example_shows_the_defaults(repo_root: Path, tmp_path: Path) -> None:
    text = (repo_root / ".env.example").read_text()
    active = tmp_path / ".env"
    active.write_text(re.sub(r"^#([A-Z][A-Z0-9_]*=)", r"\1", text, flags=re.MULTILINE))
    shown, default = WorkerSettings(_env_file=active), WorkerSettings(_env_file=None)
    assert shown.model_dump(exclude={"database_url"}) == default.model_dump(exclude={"database_url"})
    web, web_default = WebSettings(_env_file=active), WebSettings(_env_file=None)
    assert web.model_dump(exclude={"database_url"}) == web_default.model_dump(exclude={"database_url"})
