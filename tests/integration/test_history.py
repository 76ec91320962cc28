"""The schema and the baskets of indices, on a real PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from core.history.tables import METADATA, IndexMembership
from workers.history.membership import load_membership, record_membership, store_membership
from workers.history.migrations import history_engine, schema_versions, upgrade

LEARNT = dt.datetime(2026, 8, 3, 1, 0, tzinfo=dt.UTC)
JANUARY, AUGUST = dt.date(2026, 2, 2), dt.date(2026, 8, 3)
BEFORE = frozenset({"HPG", "SSI", "DGC"})
AFTER = frozenset({"HPG", "SSI", "MCH"})


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A database with the schema."""
    upgrade(database_url)
    engine = history_engine(database_url)
    yield engine
    engine.dispose()


def stored(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(IndexMembership)) or 0


def test_the_schema_is_what_the_tables_say(engine: Engine, database_url: str) -> None:
    current, wanted = schema_versions(database_url)
    assert current == wanted == "0001"
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_upgrading_again_and_at_once_changes_nothing(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(upgrade, [database_url] * 4)) == [None] * 4
    upgrade(database_url)
    assert schema_versions(database_url) == ("0001", "0001")


def test_a_schema_can_be_taken_back(engine: Engine, database_url: str) -> None:
    from alembic import command

    from workers.history.migrations import _config

    with engine.begin() as connection:
        command.downgrade(_config(connection), "base")
    assert "index_membership" not in inspect(engine).get_table_names()
    upgrade(database_url)
    assert stored(engine) == 0


def test_a_basket_holds_until_the_next(engine: Engine) -> None:
    assert load_membership(engine, "VN30", AUGUST) is None
    assert store_membership(engine, "VN30", BEFORE, JANUARY, "ssi", LEARNT)
    assert store_membership(engine, "VN30", AFTER, AUGUST, "ssi", LEARNT)
    assert load_membership(engine, "VN30", JANUARY - dt.timedelta(days=1)) is None
    assert load_membership(engine, "VN30", JANUARY) == BEFORE
    assert load_membership(engine, "VN30", AUGUST - dt.timedelta(days=1)) == BEFORE
    assert load_membership(engine, "VN30", AUGUST) == AFTER
    assert load_membership(engine, "VN100", AUGUST) is None


def test_the_same_basket_again_writes_nothing(engine: Engine) -> None:
    assert store_membership(engine, "VN30", BEFORE, JANUARY, "ssi", LEARNT)
    later = LEARNT + dt.timedelta(days=1)
    for day in (JANUARY, JANUARY + dt.timedelta(days=1), AUGUST):
        assert not store_membership(engine, "VN30", sorted(BEFORE), day, "ssi", later)
    assert stored(engine) == len(BEFORE)
    with Session(engine) as session:
        assert set(session.scalars(select(IndexMembership.recorded_at))) == {LEARNT}


def test_a_corrected_basket_replaces_that_of_its_day(engine: Engine) -> None:
    store_membership(engine, "VN30", BEFORE, AUGUST, "fallback", LEARNT)
    assert store_membership(engine, "VN30", AFTER, AUGUST, "ssi", LEARNT)
    assert load_membership(engine, "VN30", AUGUST) == AFTER
    assert stored(engine) == len(AFTER)


def test_writers_at_once_store_one_basket(engine: Engine) -> None:
    def store(_: int) -> bool:
        return store_membership(engine, "VN30", AFTER, AUGUST, "ssi", LEARNT)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(store, range(8))) == [False] * 7 + [True]
    assert stored(engine) == len(AFTER)


def test_nonsense_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="empty basket"):
        store_membership(engine, "VN30", [], AUGUST, "ssi", LEARNT)
    with pytest.raises(ValueError, match="time zone"):
        store_membership(engine, "VN30", AFTER, AUGUST, "ssi", LEARNT.replace(tzinfo=None))
    assert stored(engine) == 0


def test_a_worker_records_and_survives_without_a_database(engine: Engine, database_url: str) -> None:
    assert record_membership(database_url, "VN30", sorted(AFTER), AUGUST, "ssi")
    assert not record_membership(database_url, "VN30", sorted(AFTER), AUGUST, "ssi")
    assert load_membership(engine, "VN30", AUGUST) == AFTER
    gone = "postgresql://u:canary@127.0.0.1:1/none"
    assert record_membership(gone, "VN30", sorted(AFTER), AUGUST, "ssi") is False
