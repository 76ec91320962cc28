"""Alembic runs this file as a script to apply migrations; nothing imports it."""

from __future__ import annotations

from alembic import context

from core.history.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
