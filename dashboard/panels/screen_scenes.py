"""The scenes of the office screen: what each has room for.

Charts are those of the other pages, drawn larger. Door: `SCENES`, `layout`. The browser fills them
(assets/89-screen-scenes.js). Refuses to know when a scene is seen, values and colours.
"""

from __future__ import annotations

from typing import Any, Final

from dash import dcc, html

from dashboard.panels import derivatives, foreign, indices
from dashboard.panels.view import Figure, PageView, words

SCENES: Final = ("auction", "board", "indices", "foreign", "flow", "basis", "break", "close")
"""In the order in which they are told; the names are those of the address."""

_STILL: Final[Any] = {"staticPlot": True, "responsive": True}
"""Nobody points at a wall."""


def _chart(name: str, figure: Figure) -> Any:
    return dcc.Graph(id=f"screen-{name}-chart", figure=figure, config=_STILL, className="chart")


def _slot(name: str, part: str, **more: Any) -> Any:
    return html.Div(id=f"screen-{name}-{part}", className=f"screen-{part}", **more)


def _body(view: PageView, name: str) -> list[Any]:
    """The parts of a scene, left to right."""
    match name:
        case "auction":
            return [_slot(name, "facts"), _slot(name, "grid")]
        case "board":
            return [_slot(name, "lists"), _slot(name, "grid")]
        case "indices":
            return [_chart(name, indices.figure(view)), _slot(name, "facts")]
        case "foreign":
            return [_chart(name, foreign.figure(view)), _slot(name, "facts"), _slot(name, "lists")]
        case "basis":
            return [_chart(name, derivatives.figure(view)), _slot(name, "facts")]
        case _:
            return [_slot(name, "facts"), _slot(name, "lists")]


def _scene(view: PageView, name: str) -> Any:
    heading = html.Header(
        [
            words(view, f"screen_{name}_title", "H2"),
            words(view, f"screen_{name}_note", className="screen-note"),
        ]
    )
    return html.Section(
        [heading, html.Div(_body(view, name), className=f"scene-body scene-{name}")],
        id=f"scene-{name}",
        className="scene",
        hidden=True,
    )


def layout(view: PageView) -> list[Any]:
    """Every scene, hidden until its turn."""
    return [_scene(view, name) for name in SCENES]
