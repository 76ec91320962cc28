"""A page in its two parts: elements, which are HTML, and charts, which are Dash's.

The elements of the page in the address are in the document, so that they stand, and have their numbers,
before Dash has run; each chart has its place among them, where Dash draws it (assets/58-page-layout.js).
Door: `PageLayout`, `page_parts`. Refuses to know what is on a page.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.markup import markup
from dashboard.panels.view import attributes


class PageLayout(Component):
    """What Dash has of one page; nothing until the page is visited. Its other half is the browser's."""

    _namespace = "vnmarket"
    _type = "PageLayout"
    _children_props = Component._children_props

    def __init__(self, **properties: Any) -> None:
        """Takes its properties.

        Args:
            properties: `id`, for callbacks; `page`, the page's name; `asked`, which a browser changes when
                the page is visited; `elements`, HTML, `charts`, ids, and `children`, those charts, as
                `page_parts` gives them.
        """
        self._prop_names = ["id", "page", "asked", "elements", "charts", "children"]
        self._valid_wildcard_attributes = []
        super().__init__(**properties)


def page_parts(layout: Any) -> tuple[str, list[str], list[Component]]:
    """Divides a page.

    Args:
        layout: of plain elements and charts (`dcc.Graph` with an id).

    Returns:
        the elements' HTML, the charts' ids, the charts.

    Raises:
        TypeError: there is another component in it.
    """
    charts: list[Component] = []

    def place(component: Component) -> str:
        if not isinstance(component, dcc.Graph):
            raise TypeError(f"{component!r} is neither an element nor a chart")
        properties = component.to_plotly_json()["props"]
        look = properties.pop("className", None)
        charts.append(dcc.Graph(**properties))
        return markup(html.Div(className=look, **attributes({"data-chart": properties["id"]})))

    elements = markup(layout, place)
    return elements, [chart.id for chart in charts], charts  # type: ignore[attr-defined]
