"""Which shares belonged to an index on a day.

Knows: that a basket holds until the next one, and that storing the same basket again writes
nothing. Door: `store_membership`, `load_membership`, and for a worker `record_membership`, which
never lets a database fault reach the live path. Refuses to know where a basket comes from.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from core.history.tables import IndexMembership
from workers.history.migrations import history_engine

logger = logging.getLogger(__name__)


def store_membership(
    engine: Engine,
    index_code: str,
    symbols: Collection[str],
    effective_from: dt.date,
    source: str,
    recorded_at: dt.datetime,
) -> bool:
    """Store the basket of an index, unless it is the one already in force on that day.

    Args:
        engine: the history database.
        index_code: such as "VN30".
        symbols: the whole basket.
        effective_from: first trading date on which it holds.
        source: where it comes from, such as "ssi".
        recorded_at: when we learnt of it; aware.
    Returns: whether anything was written.
    Raises:
        ValueError: an empty basket, or a `recorded_at` without a zone.
        sqlalchemy.exc.SQLAlchemyError: the database refused; nothing was written.
    """
    basket = frozenset(symbols)
    if not basket:
        raise ValueError(f"an empty basket for {index_code}")
    if recorded_at.tzinfo is None:
        raise ValueError("recorded_at has no time zone")
    with engine.begin() as connection:
        # One writer per index: else two would each find the other's basket missing.
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"membership:{index_code}"))))
        if _in_force(connection, index_code, effective_from) == basket:
            return False
        connection.execute(
            delete(IndexMembership).where(
                IndexMembership.index_code == index_code, IndexMembership.effective_from == effective_from
            )
        )
        connection.execute(
            insert(IndexMembership),
            [
                {
                    "index_code": index_code,
                    "symbol": symbol,
                    "effective_from": effective_from,
                    "source": source,
                    "recorded_at": recorded_at,
                }
                for symbol in sorted(basket)
            ],
        )
    return True


def load_membership(engine: Engine, index_code: str, on_date: dt.date) -> frozenset[str] | None:
    """The basket of an index in force on a day, or None when none was stored up to then.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the database cannot be read.
    """
    with engine.connect() as connection:
        return _in_force(connection, index_code, on_date)


def record_membership(
    database_url: str, index_code: str, symbols: Collection[str], effective_from: dt.date, source: str
) -> bool:
    """`store_membership` for a worker: a fault of the database is logged, and the live path goes on.

    Returns: whether anything was written.
    """
    engine = history_engine(database_url)
    try:
        return store_membership(engine, index_code, symbols, effective_from, source, dt.datetime.now(dt.UTC))
    except SQLAlchemyError as error:
        logger.warning("membership of %s not stored: %s", index_code, type(error).__name__)
        return False
    finally:
        engine.dispose()


def _in_force(connection: Connection, index_code: str, on_date: dt.date) -> frozenset[str] | None:
    newest = (
        select(func.max(IndexMembership.effective_from))
        .where(IndexMembership.index_code == index_code, IndexMembership.effective_from <= on_date)
        .scalar_subquery()
    )
    rows = connection.scalars(
        select(IndexMembership.symbol).where(
            IndexMembership.index_code == index_code, IndexMembership.effective_from == newest
        )
    ).all()
    return frozenset(rows) or None
