"""What gunicorn calls: `gunicorn -c python:dashboard.gunicorn_conf "dashboard.wsgi:create_wsgi()"`.

Door: `create_wsgi`. Refuses to know the application's parts.
"""

from __future__ import annotations

import logging

from flask import Flask

from dashboard import process
from dashboard.app import create_app
from dashboard.settings import load_settings


def create_wsgi() -> Flask:
    """The application with its threads running.

    Raises: SettingsError when a setting is wrong.
    """
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    server: Flask = create_app(settings).server
    process.of(server).start()
    return server
