"""Both languages say everything, with the same blanks; panels contain no words of their own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import msgspec
import pytest

from dashboard.text import CATALOGUES, PARTS, catalogue
from dashboard.text.catalogue import Catalogue, DuplicateTextError

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PANELS = Path(__file__).resolve().parents[2] / "dashboard" / "panels"
NAMES = list(catalogue("vi").texts())
SAME_IN_BOTH = 20


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_the_same_blanks_in_every_language(name: str) -> None:
    blanks = {
        language: set(re.findall(r"{\w+}", getattr(texts, name))) for language, texts in CATALOGUES.items()
    }
    assert blanks["vi"] == blanks["en"]
    assert all(getattr(texts, name).strip() for texts in CATALOGUES.values())


def test_every_module_of_texts_is_put_together() -> None:
    folder = Path(__file__).resolve().parents[2] / "dashboard" / "text"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "catalogue"}
    assert modules == {part.__name__.rsplit(".", 1)[1] for part in PARTS}
    assert list(catalogue("en").texts()) == NAMES


def test_a_text_that_is_missing_or_given_twice_is_an_error() -> None:
    class One(msgspec.Struct, frozen=True):
        greeting: str

    class Other(msgspec.Struct, frozen=True):
        farewell: str
        greeting: str

    assert Catalogue((One("hello"),)).greeting == "hello"
    with pytest.raises(AttributeError, match="farewell"):
        _ = Catalogue((One("hello"),)).farewell
    with pytest.raises(DuplicateTextError) as raised:
        Catalogue((One("hello"), Other("bye", "hi")))
    assert raised.value.names == ["greeting"]


def test_the_two_languages_differ() -> None:
    vietnamese, english = catalogue("vi"), catalogue("en")
    same = [name for name in NAMES if getattr(vietnamese, name) == getattr(english, name)]
    assert len(same) < SAME_IN_BOTH, same
    with pytest.raises(KeyError):
        catalogue("fr")


def test_every_text_the_scripts_ask_for_exists() -> None:
    asked: set[str] = set()
    for script in ASSETS.glob("*.js"):
        asked |= set(re.findall(r'\btext\("(\w+)"[,)]', script.read_text(encoding="utf-8")))
    assert len(asked) > 20
    assert asked <= set(NAMES)


def test_panels_hard_code_no_text() -> None:
    for path in PANELS.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and node.body and isinstance(node.body[0], ast.Expr)
        } | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # fmt: skip
        spoken = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
            and re.search(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}", node.value)
        ]  # fmt: skip
        spoken = [text for text in spoken if not re.fullmatch(r"[a-z0-9 -]+", text)]
        assert spoken == [], path
