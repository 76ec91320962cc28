"""Tables of the history database, as types.

Knows: names, columns and keys. Door: `METADATA` and the table classes. Refuses to know a
connection, and how rows come and go (`workers/history`). The schema itself is changed only by
migrations; a test compares the two.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

METADATA = MetaData(
    # Named constraints, so that a later migration can name what it drops.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Table(DeclarativeBase):
    """Base of all tables."""

    metadata = METADATA


class IndexMembership(Table):
    """One share that belongs to an index from a day on.

    The rows of one (index_code, effective_from) are the whole basket: it holds until the next
    effective_from of that index.
    """

    __tablename__ = "index_membership"

    index_code: Mapped[str] = mapped_column(Text, primary_key=True)
    symbol: Mapped[str] = mapped_column(Text, primary_key=True)
    effective_from: Mapped[dt.date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
