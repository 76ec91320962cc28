"""The schema of the history database, version by version.

Door: `upgrade`, `schema_versions`. Refuses to know rows. Only Alembic changes the schema, and only
from here; several processes may ask for it at once.
"""

from __future__ import annotations

import importlib.resources

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, make_url, text

_LOCK_KEY = 0x564E4D4B  # "VNMK": any number, as long as it stays the same
_CONNECT_TIMEOUT_S = 5


def history_engine(database_url: str) -> Engine:
    """An engine for the history database, psycopg 3, with a bounded wait for a connection.

    Args:
        database_url: a `postgresql://` URL.
    """
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_TIMEOUT_S})


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(importlib.resources.files(__name__)))
    config.attributes["connection"] = connection
    return config


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached, or a migration failed; then
            nothing of it remains.
    """
    engine = history_engine(database_url)
    try:
        with engine.begin() as connection:
            # Two processes starting at once: the second waits, then finds nothing to do.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
            command.upgrade(_config(connection), revision)
    finally:
        engine.dispose()


def schema_versions(database_url: str) -> tuple[str | None, str | None]:
    """The version the database has and the one this code wants.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached.
    """
    engine = history_engine(database_url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return current, ScriptDirectory.from_config(_config()).get_current_head()
