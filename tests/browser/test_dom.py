"""What a box holds when it is filled again (`assets/15-dom.js`), alone in an empty page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selenium.webdriver import Chrome

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DOM = Path(__file__).parents[2] / "assets" / "15-dom.js"
STAGE = """
window.vnmarket = {};
window.built = (node) => {
    if (typeof node === 'string') return document.createTextNode(node);
    const [tag, attributes, children] = node;
    const made = document.createElement(tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    made.append(...children.map(built));
    return made;
};
document.body.innerHTML = '<div id="box"></div>';
window.box = document.getElementById('box');
"""

ATTRIBUTES = st.dictionaries(
    st.sampled_from(["class", "title", "style", "data-symbol", "href", "hidden"]),
    st.sampled_from(["", "up", "width: 5%;", "FPT"]),
    max_size=3,
)
TEXTS = st.sampled_from(["1", "25,4", "FPT"])
NODES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(
        st.sampled_from(["span", "b", "li", "button"]), ATTRIBUTES, st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)
ELEMENTS = st.tuples(st.sampled_from(["li", "button"]), ATTRIBUTES, st.lists(NODES, max_size=3))


@pytest.fixture(scope="module")
def stage(chrome: Chrome) -> Chrome:
    """An empty page with the tools in it."""
    chrome.get("data:text/html,<title>dom</title>")
    chrome.execute_script(STAGE + DOM.read_text())
    return chrome


def fill(stage: Chrome, children: list[Any]) -> str:
    """Fills the box; its HTML then."""
    return str(
        stage.execute_script("vnmarket.fill(box, arguments[0].map(built)); return box.innerHTML;", children)
    )


@settings(max_examples=60, deadline=None)
@given(first=st.lists(ELEMENTS, max_size=4), then=st.lists(ELEMENTS, max_size=4))
def test_whatever_stood_there_it_holds_what_it_is_filled_with(
    stage: Chrome, first: list[Any], then: list[Any]
) -> None:
    fill(stage, first)
    expected = stage.execute_script(
        "return arguments[0].map((node) => built(node).outerHTML).join('');", then
    )
    assert sorted_attributes(stage, fill(stage, then)) == sorted_attributes(stage, expected)


def sorted_attributes(stage: Chrome, html: str) -> Any:
    """The same, whatever the order of the attributes of an element."""
    return stage.execute_script(
        "const told = (node) => node.nodeType === 3 ? node.data : [node.nodeName,"
        " [...node.attributes].map(({ name, value }) => [name, value]).sort(),"
        " [...node.childNodes].map(told)];"
        "const box = document.createElement('template'); box.innerHTML = arguments[0];"
        "return [...box.content.childNodes].map(told);",
        html,
    )


def kept(stage: Chrome, first: list[Any], then: list[Any]) -> list[bool]:
    """Whether each element of the box is the one that stood in its place before it was filled anew."""
    stage.execute_script(
        "vnmarket.fill(box, arguments[0].map(built)); window.stood = [...box.children];", first
    )
    fill(stage, then)
    found: list[bool] = stage.execute_script("return [...box.children].map((one, at) => one === stood[at]);")
    return found


def line(symbol: str, text: str, tone: str) -> Any:
    """One line of a list that can be clicked."""
    return [
        "li",
        {},
        [["button", {"data-symbol": symbol}, [["b", {}, [symbol]], ["span", {"class": tone}, [text]]]]],
    ]


def test_a_changed_number_is_written_where_it_stands(stage: Chrome) -> None:
    buttons = "window.pressed = [...box.querySelectorAll('button')]; pressed[0].focus();"
    stage.execute_script(
        "vnmarket.fill(box, arguments[0].map(built));" + buttons,
        [line("FPT", "1", "up"), line("HPG", "2", "up")],
    )
    fill(stage, [line("FPT", "3", "down"), line("HPG", "2", "up")])
    assert stage.execute_script(
        "const now = [...box.querySelectorAll('button')];"
        "return [now.map((one, at) => one === pressed[at]), document.activeElement === now[0],"
        " now[0].textContent, now[0].lastChild.className];"
    ) == [[True, True], True, "FPT3", "down"]


def test_what_stands_for_something_else_is_another_element(stage: Chrome) -> None:
    # A click that began on one symbol must not end on another.
    first, then = (
        [line("FPT", "1", "up"), line("HPG", "2", "up")],
        [line("ACB", "4", "up"), line("HPG", "2", "up")],
    )
    stage.execute_script(
        "vnmarket.fill(box, arguments[0].map(built)); window.pressed = [...box.querySelectorAll('button')];",
        first,
    )
    fill(stage, then)
    assert stage.execute_script(
        "return [...box.querySelectorAll('button')].map((one, at) => one === pressed[at]);"
    ) == [False, True]
    link = [["a", {"href": "/symbol/FPT"}, ["FPT"]]]
    assert kept(stage, link, [["a", {"href": "/symbol/FPT", "class": "up"}, ["FPT"]]]) == [True]
    assert kept(stage, link, [["a", {"href": "/symbol/HPG"}, ["FPT"]]]) == [False]


def test_a_box_that_is_ticked_stands_until_it_is_to_be_another(stage: Chrome) -> None:
    fill(stage, [["input", {"type": "checkbox"}, []]])
    tick = (
        "const one = built(['input', {type: 'checkbox'}, []]); one.checked = arguments[0];"
        "vnmarket.fill(box, [one]);"
    )
    stage.execute_script(tick, True)
    stage.execute_script("window.stood = box.firstChild;")
    stage.execute_script(tick, True)
    assert stage.execute_script("return [box.firstChild === stood, box.firstChild.checked];") == [True, True]
    stage.execute_script(tick, False)
    assert stage.execute_script("return [box.firstChild === stood, box.firstChild.checked];") == [
        False,
        False,
    ]
