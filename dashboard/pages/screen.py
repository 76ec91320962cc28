"""The page `/screen`: the market on a wall, for people who stand five metres away and touch nothing.

Door: `NAME`, `PATH`, `layout`, `register`. Arranges bar, scenes and foot; which scene is seen, and when, is
the browser's business (assets/89-screen-page.js). Refuses to know what is in a scene.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, html

from dashboard.panels import screen_frame, screen_scenes
from dashboard.panels.view import PageView

NAME: Final = "screen"
PATH: Final = "/screen"


def layout(view: PageView) -> Any:
    """The bar above, every scene in the middle, their names below."""
    return html.Div(
        [
            screen_frame.bar(view),
            html.Div(
                [*screen_scenes.layout(view), screen_frame.stale_mark(view)],
                className="screen-stage",
            ),
            screen_frame.foot(view),
        ],
        id="screen",
        className="screen",
    )


def register(app: Dash) -> None:
    """Nothing to register: the screen is updated in the browser without the server."""
