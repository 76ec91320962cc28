"""HTML text of Dash's plain elements, for what stands in the page before Dash does.

Door: `markup`. Refuses components that only a browser can draw, unless it is told what stands in their place,
and properties that need one.
"""

from __future__ import annotations

import html as escaping
from collections.abc import Callable
from typing import Any, Final

from dash.development.base_component import Component

Place = Callable[[Component], str]
"""The HTML that stands in place of a component."""

NAMES: Final = {"className": "class", "tabIndex": "tabindex"}
"""Attributes that Dash calls otherwise; all others keep their names."""
_ELEMENTS: Final = "dash_html_components"
_BOOTSTRAP: Final = {"Row": "row", "Col": "col"}
"""Those of Bootstrap that are plain elements with a class of their own."""


def _refuse(component: Component) -> str:
    parts = component.to_plotly_json()
    raise TypeError(f"{parts['namespace']}.{parts['type']} is drawn by a browser only")


def markup(content: Any, place: Place = _refuse) -> str:
    """The HTML of what a layout consists of.

    Args:
        content: a component of `dash.html`, a row or column of Bootstrap, a text, a number, None, or a
            sequence of such.
        place: gives what is written for any other component.

    Raises:
        TypeError: another component where no `place` is given, or a property that is neither text, number
            nor truth.
    """
    if content is None:
        return ""
    if isinstance(content, Component):
        return _element(content, place)
    if isinstance(content, list | tuple):
        return "".join(markup(part, place) for part in content)
    return escaping.escape(str(content))


def _element(component: Component, place: Place) -> str:
    parts = component.to_plotly_json()
    namespace, kind, properties = parts["namespace"], parts["type"], dict(parts["props"])
    if namespace == "dash_bootstrap_components" and kind in _BOOTSTRAP:
        own = properties.get("className")
        properties["className"] = f"{own} {_BOOTSTRAP[kind]}" if own else _BOOTSTRAP[kind]
        kind = "Div"
    elif namespace != _ELEMENTS:
        return place(component)
    tag = kind.lower()
    content = markup(properties.pop("children", None), place)
    written = "".join(_attribute(name, value) for name, value in properties.items())
    return f"<{tag}{written}>{content}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    named = NAMES.get(name, name)
    if value is True:
        return f" {named}"
    if not isinstance(value, str | int | float):
        raise TypeError(f"{name} is no attribute of HTML: {value!r}")
    return f' {named}="{escaping.escape(str(value))}"'
