"""The HTML around the pages: what must be there before the first paint.

Door: `index_page`. The texts and defaults travel in a data block, not in a script, so that a
content security policy needs no exception for it. Refuses to know the panels.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dashboard.bundle import SCRIPT, STYLE
from dashboard.live.socket import PATH
from dashboard.settings import WebSettings
from dashboard.text import CATALOGUES

BOOT: Final = "boot.js"
"""Applies a browser's choices before the first paint."""
FONT: Final = "fonts/inter-latin-wght-normal.woff2"
MARKS: Final = "fonts/inter-vietnamese-wght-normal.woff2"
"""What the first paint needs: the letters, and those with Vietnamese marks."""
ICON: Final = "favicon.svg"
"""The sign in the browser's tab."""
PLOTLY: Final = "vendor/plotly.min.js"
"""Loaded when the board has its prices; fetched meanwhile."""
GRID: Final = "vendor/ag-grid.min.js"
"""Runs while the page's numbers are on their way."""
GENERATORS: Final = "vendor/regenerator.min.js"
"""Dash's scripts expect it, and bring it only with others that no page needs."""

ENTRY: Final = "{%app_entry%}"
"""Where Dash's part of the page goes."""

_PAGE = """<!DOCTYPE html>
<html lang="{language}" data-theme="{theme}" data-palette="{palette}">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{{%title%}}</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="preload" href="{font}" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="{marks}" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="{plotly}" as="script" fetchpriority="low">
<link rel="preload" href="/_dash-layout" as="fetch" crossorigin>
<link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin>
{{%css%}}
<link rel="stylesheet" href="{style}">
<script src="{boot}" data-plotly="{plotly}"></script>
</head>
<body>
<noscript>{no_script}</noscript>
<script type="application/json" id="vnmarket-config">{config}</script>
{frame}
<footer>
<script src="{script}"></script>
<script src="{grid}"></script>
<script src="{generators}"></script>
{{%config%}}{{%scripts%}}{{%renderer%}}
</footer>
</body>
</html>
"""


def index_page(settings: WebSettings, pages: Mapping[str, str], urls: Mapping[str, str], frame: str) -> str:
    """Dash's index string.

    Args:
        settings: for the deployment's defaults.
        pages: path of every page by its name, in the order of the navigation.
        urls: of the files named above and of the bundles.
        frame: HTML that stands before Dash has run, with ENTRY in it.
    """
    defaults = {
        "language": settings.default_language,
        "theme": settings.default_theme,
        "palette": settings.default_palette,
    }
    config: dict[str, Any] = {
        "defaults": defaults,
        "socket_path": PATH,
        "pages": [{"name": name, "path": path} for name, path in pages.items()],
        "text": {name: catalogue.texts() for name, catalogue in CATALOGUES.items()},
    }
    encoded = msgspec.json.encode(config).decode().replace("</", "<\\/")
    return _PAGE.format(
        **defaults,
        boot=html.escape(urls[BOOT]),
        font=html.escape(urls[FONT]),
        marks=html.escape(urls[MARKS]),
        icon=html.escape(urls[ICON]),
        plotly=html.escape(urls[PLOTLY]),
        grid=html.escape(urls[GRID]),
        generators=html.escape(urls[GENERATORS]),
        style=html.escape(urls[STYLE]),
        script=html.escape(urls[SCRIPT]),
        no_script=html.escape(CATALOGUES[settings.default_language].no_script),
        config=encoded,
        frame=frame,
    )
