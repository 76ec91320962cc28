"""Builds the web application: one screen that shows everything it consists of.

Door: `create_app`. Nothing runs until `dashboard.process.WebProcess.start`. Refuses to know how
any part works.
"""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import dash
from flask import Flask

from dashboard.api.live import register_live_api
from dashboard.api.problems import register_problems
from dashboard.api.rest import RestApi
from dashboard.api.system import register_health
from dashboard.data.database import DatabaseProbe
from dashboard.data.series import SeriesCache
from dashboard.data.snapshots import RoomCopies
from dashboard.data.typed_rooms import TypedRooms
from dashboard.live.hub import Hub
from dashboard.live.manager import ConnectionManager
from dashboard.live.socket import register_live
from dashboard.packing import register_packing
from dashboard.pages import board
from dashboard.panels.view import PageView
from dashboard.process import WebProcess
from dashboard.settings import WebSettings, load_calendar
from dashboard.shell import index_page
from dashboard.text import catalogue


def create_app(settings: WebSettings) -> dash.Dash:
    """The application; its threads wait for `dashboard.process.of(app.server).start()`.

    Args:
        settings: of this process.
    """
    text = catalogue(settings.default_language)
    server: Any = Flask("dashboard")
    app = dash.Dash(
        "dashboard",
        server=server,
        assets_folder=str(assets_folder()),
        assets_ignore=r"^(boot\.js|api-docs\.css)$",
        serve_locally=True,
        title=text.title,
        update_title="",
    )
    app.index_string = index_page(
        settings, app.get_asset_url("boot.js"), app.get_asset_url("fonts/inter-latin-wght-normal.woff2")
    )

    copies = RoomCopies()
    manager = ConnectionManager(
        copies,
        max_connections=settings.live_max_connections,
        max_per_address=settings.live_max_connections_per_ip,
        heartbeat_timeout_s=settings.ws_heartbeat_timeout,
    )
    hub = Hub(settings.redis_url, copies, manager, epoch_ms)
    series = SeriesCache(settings.redis_url)
    secret = settings.database_url
    database = DatabaseProbe(None if secret is None else secret.get_secret_value())
    release = product_version()

    register_live(server, manager, allowed_origins=settings.allowed_origins, version=release, now_ms=epoch_ms)
    register_live_api(server, copies, series, epoch_ms)
    register_problems(server)
    RestApi(
        TypedRooms(copies), series, lambda: hub.freshness, load_calendar(settings), epoch_ms, release
    ).register(server, settings.cors_allowed_origins, app.get_asset_url, settings.default_theme)
    register_health(server, copies, hub, database, release, epoch_ms)
    register_packing(server)
    board.register(
        app, PageView(text, settings.default_language, settings.default_theme, settings.default_palette)
    )
    WebProcess(hub, manager, database).attach(server)
    return app


def assets_folder() -> Path:
    """Where style sheets, scripts and fonts are: an absolute path, since Dash resolves a relative
    one beside the module of its caller."""
    return Path(__file__).resolve().parent.parent / "assets"


def epoch_ms() -> int:
    """The wall clock, milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000


def product_version() -> str:
    """The installed version, `0` when the product runs from a bare tree."""
    try:
        return version("vnmarket")
    except PackageNotFoundError:
        return "0"
