"""HTML text of Dash's plain elements, for what stands in the page before Dash does.

Door: `markup`. Refuses components that only a browser can draw, and properties that need one.
"""

from __future__ import annotations

import html as escaping
from typing import Any, Final

from dash.development.base_component import Component

NAMES: Final = {"className": "class", "tabIndex": "tabindex"}
"""Attributes that Dash calls otherwise; all others keep their names."""
_ELEMENTS: Final = "dash_html_components"


def markup(content: Any) -> str:
    """The HTML of what a layout consists of.

    Args:
        content: a component of `dash.html`, a text, a number, None, or a sequence of such.

    Raises:
        TypeError: another component, or a property that is neither text, number nor truth.
    """
    if content is None:
        return ""
    if isinstance(content, Component):
        return _element(content)
    if isinstance(content, list | tuple):
        return "".join(markup(part) for part in content)
    return escaping.escape(str(content))


def _element(component: Component) -> str:
    parts = component.to_plotly_json()
    if parts["namespace"] != _ELEMENTS:
        raise TypeError(f"{parts['namespace']}.{parts['type']} is drawn by a browser only")
    tag, properties = parts["type"].lower(), dict(parts["props"])
    content = markup(properties.pop("children", None))
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
