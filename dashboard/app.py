"""Builds the web application: one screen that shows everything it consists of.

Door: `create_app`. Nothing runs until `dashboard.process.WebProcess.start`. Refuses to know how
any part works.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import dash
from dash.fingerprint import build_fingerprint
from flask import Flask, request

from dashboard.api.live import register_live_api
from dashboard.api.problems import register_problems
from dashboard.api.rest import RestApi
from dashboard.api.system import Condition, register_health
from dashboard.api.views import Views
from dashboard.bundle import lasting, register_bundles
from dashboard.channels.asyncapi import asyncapi_document
from dashboard.channels.publisher import ChannelPublisher
from dashboard.channels.socket import PublicSockets, register_channels
from dashboard.channels.sources import CHANNELS
from dashboard.channels.token import AccessToken
from dashboard.data.database import DatabaseProbe
from dashboard.data.series import SeriesCache
from dashboard.data.snapshots import RoomCopies
from dashboard.data.typed_rooms import TypedRooms
from dashboard.frame import Page, frame, register_frame, rooms
from dashboard.live.admission import BROWSER, PROGRAM, Admission
from dashboard.live.audience import Audiences
from dashboard.live.gate import Gate, register_upgrades
from dashboard.live.hub import Hub
from dashboard.live.interest import InterestTeller
from dashboard.live.manager import ConnectionManager
from dashboard.live.socket import PATH as LIVE_PATH
from dashboard.live.socket import register_live
from dashboard.monitor.monitor import monitor_of
from dashboard.packing import register_packing
from dashboard.pages import board, derivatives, flow, foreign, indices, screen, status, symbol
from dashboard.panels.view import PageView
from dashboard.process import WebProcess
from dashboard.settings import WebSettings, load_calendar
from dashboard.shell import BOOT, ENTRY, FONT, GENERATORS, GRID, ICON, MARKS, PLOTLY, index_page
from dashboard.text import catalogue

PAGES: Final[tuple[Page, ...]] = (board, symbol, indices, foreign, flow, derivatives, status, screen)
"""In the order of the navigation."""


class Application(dash.Dash):
    """Dash with the page in its document, and with no script but what charts need.

    Not what browsers of today have invented anew, nor elements, rows and columns, which come as HTML
    (`page_layout`): a browser would read and run all that. What draws a chart is not asked for by the script
    that needs it, when the rest of the page is there, but comes with it.
    """

    _NEEDLESS: Final = re.compile(
        r'<script src="[^"]*/(deps/polyfill@|dash_table/|html/|dash_bootstrap_components/)[^"]*"></script>'
    )
    _CHART: Final = "dcc/async-graph.js"

    rooms: Callable[[str], str]
    """The HTML of the pages' containers, by the path that is asked for."""

    def interpolate_index(self, **parts: str) -> str:  # type: ignore[override]  # Dash names them all
        """The document, of the parts that Dash has made."""
        parts["scripts"] = self._NEEDLESS.sub("", parts["scripts"]) + self._chart_script
        parts["app_entry"] = self.rooms(request.path) + parts["app_entry"]
        return super().interpolate_index(**parts)

    @functools.cached_property
    def _chart_script(self) -> str:
        written_s = int((Path(dash.__file__).parent / self._CHART).stat().st_mtime)
        name = build_fingerprint(self._CHART, dash.__version__, written_s)  # as Dash names its other scripts
        folder = f"{self.config.requests_pathname_prefix}_dash-component-suites/dash"
        return f'<script src="{folder}/{name}"></script>'


def create_app(settings: WebSettings, pages: Sequence[Page] = PAGES) -> dash.Dash:
    """The application; its threads wait for `dashboard.process.of(app.server).start()`.

    Args:
        settings: of this process.
        pages: those it has, in the order of the navigation.
    """
    text = catalogue(settings.default_language)
    server: Any = Flask("dashboard")
    app = Application(
        "dashboard",
        server=server,
        assets_folder=str(assets_folder()),
        assets_ignore=r".*\.(js|css)$",  # those that a page loads are named by its shell
        serve_locally=True,
        title=text.title,
        update_title="",
        # A page that was not visited yet is not in the layout, its callbacks are.
        suppress_callback_exceptions=True,
    )
    view = PageView(text, settings.default_language, settings.default_theme, settings.default_palette)
    app.index_string = index_page(
        settings,
        {page.NAME: page.PATH for page in pages},
        {name: lasting_url(app, name) for name in (BOOT, FONT, GENERATORS, GRID, ICON, MARKS, PLOTLY)}
        | register_bundles(server, assets_folder()),
        frame(view, pages, ENTRY),
    )
    app.rooms = rooms(view, pages)

    copies = RoomCopies()
    admission = Admission(
        settings.live_max_connections,
        {BROWSER: settings.live_max_connections_per_ip, PROGRAM: settings.ws_max_connections_per_ip},
    )
    manager = ConnectionManager(copies, admission, heartbeat_timeout_s=settings.ws_heartbeat_timeout)
    gate = Gate(admission, manager.counters, settings.allowed_origins, settings.trusted_proxies)
    series = SeriesCache(settings.redis_url)
    views = Views(TypedRooms(copies), series, lambda: hub.freshness, load_calendar(settings), epoch_ms)
    publisher = ChannelPublisher(CHANNELS, views, manager, settings.ws_throttle_interval_ms)
    hub = Hub(settings.redis_url, copies, Audiences(manager, publisher), epoch_ms)
    secret = settings.database_url
    database = DatabaseProbe(None if secret is None else secret.get_secret_value())
    release = product_version()

    register_live(server, manager, gate, version=release, now_ms=epoch_ms)
    register_channels(
        server, manager, publisher, gate, public_sockets(settings), version=release, now_ms=epoch_ms
    )
    register_upgrades(server, (LIVE_PATH, *(channel.path for channel in CHANNELS)))
    register_live_api(server, copies, series, epoch_ms)
    register_problems(server)
    RestApi(views, release).register(
        server,
        settings.cors_allowed_origins,
        app.get_asset_url,
        settings.default_theme,
        asyncapi_document(release),
    )
    condition = Condition(copies, hub, database, lambda: manager.count, release, epoch_ms)
    register_health(server, condition)
    register_packing(server)
    register_frame(app, server, view, pages)
    interest = InterestTeller(settings.redis_url, copies.symbols, epoch_ms)
    monitor = monitor_of(settings.redis_url, hub, manager, condition, release, epoch_ms)
    WebProcess(hub, manager, publisher, database, interest, monitor).attach(server)
    return app


def public_sockets(settings: WebSettings) -> PublicSockets:
    """How programs' sockets are run in this process."""
    secret = settings.ws_auth_token
    return PublicSockets(
        AccessToken(None if secret is None else secret.get_secret_value()),
        settings.ws_throttle_interval_ms,
        settings.ws_heartbeat_interval,
        settings.ws_heartbeat_timeout,
        settings.ws_queue_size,
    )


def assets_folder() -> Path:
    """Where style sheets, scripts and fonts are: an absolute path, since Dash resolves a relative
    one beside the module of its caller."""
    return Path(__file__).resolve().parent.parent / "assets"


def lasting_url(app: dash.Dash, name: str) -> str:
    """Address of an asset, which changes with its content."""
    return lasting(app.get_asset_url(name), (assets_folder() / name).read_bytes())


def epoch_ms() -> int:
    """The wall clock, milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000


def product_version() -> str:
    """The installed version, `0` when the product runs from a bare tree."""
    try:
        return version("vnmarket")
    except PackageNotFoundError:
        return "0"
