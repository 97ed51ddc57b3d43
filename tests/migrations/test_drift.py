"""What the migrations build is what the models say, to the last CHECK.

Alembic's own comparison passes over CHECKs, so that an enum could gain a member unnoticed: the
tables are compared as the databases describe them, with tables made from the models directly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Engine, Index, MetaData, String, text

from tracker.adapters import migrations, search_index
from tracker.adapters.database import make_engine
from tracker.models import Base

pytestmark = pytest.mark.usefixtures("any_database")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database() -> None:
    """Every test here runs on SQLite and on PostgreSQL."""


@pytest.fixture
def modelled(empty_database_url: str) -> Iterator[Engine]:
    """An empty database, for tables made from the models without the migrations."""
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def described(engine: Engine) -> dict[str, str]:
    """Each table, constraint and index by its name, in the database's own words."""
    with engine.connect() as connection:
        found = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
        return dict(pair for query in found for pair in _pairs(connection, query))


def _pairs(connection: Connection, query: str) -> Iterator[tuple[str, str]]:
    for kind, table, name, words in connection.execute(text(query)):
        if table.startswith(search_index.INDEX_TABLE) or table == "alembic_version":
            continue
        if not search_index.is_outside_the_models(kind, table, name):
            yield f"{kind} {table}.{name}", _ordered(words)


def _ordered(words: str) -> str:
    # Alembic lists a table's constraints in another order than the models do, and SQLite adds a
    # column on the line of the one before; the order of the columns is compared in PostgreSQL's
    # catalogue. A comma within brackets parts nothing. A check that came with its column is the
    # table's as much as one that stands by itself.
    words = re.sub(r"(?<=[^,\s])\s+CONSTRAINT ", ",\nCONSTRAINT ", words)
    body = (
        re.split(r",(?![^(]*\))", re.sub(r"^[^(]*\(|\)\s*$", "", words))
        if "\n" in words
        else [words]
    )
    return "\n".join(sorted(" ".join(line.split()) for line in body))


_SQLITE = (
    """
    select type, tbl_name, name, sql from sqlite_master
    where sql is not null and type in ('table', 'index')
    """,
)

_POSTGRESQL = (
    # Counted without the column that the models do not map: it may stand before the last of theirs.
    f"""
    select 'column', table_name, column_name, concat_ws(' ',
        row_number() over (partition by table_name order by ordinal_position), data_type,
        character_maximum_length, is_nullable, column_default, is_identity)
    from information_schema.columns where table_schema = 'public'
    and (table_name, column_name) <> ('{search_index.TABLE}', '{search_index.COLUMN}')
    """,  # noqa: S608
    """
    select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
    """,
    """
    select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    """,
)


def difference(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (one.get(name), other.get(name))
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    }


def copied() -> MetaData:
    """The models' tables, to be spoilt."""
    copy = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(copy)
    return copy


def test_migrated_tables_are_the_models_tables(own_engine: Engine, modelled: Engine) -> None:
    Base.metadata.create_all(modelled)
    found = described(own_engine)
    assert difference(found, described(modelled)) == {}
    assert len(found) > len(Base.metadata.tables)


def _gain_a_member(metadata: MetaData) -> None:
    table = metadata.tables["action"]
    check = next(c for c in table.constraints if str(c.name) == "ck_action_delivery")
    table.constraints.remove(check)
    table.append_constraint(CheckConstraint("delivery IN ('not_started')", name="delivery"))


def _gain_a_column(metadata: MetaData) -> None:
    metadata.tables["plan"].append_column(Column("nickname", String(20)))


def _lose_an_index(metadata: MetaData) -> None:
    table = metadata.tables["action"]
    table.indexes.remove(next(i for i in table.indexes if i.name == "ix_action_plan_due"))


def _widen_an_index(metadata: MetaData) -> None:
    _lose_an_index(metadata)
    Index("ix_action_plan_due", metadata.tables["action"].c.plan_id)


def _allow_nothing(metadata: MetaData) -> None:
    metadata.tables["plan"].c.title.nullable = True


@pytest.mark.parametrize(
    "spoil", [_gain_a_member, _gain_a_column, _lose_an_index, _widen_an_index, _allow_nothing]
)
def test_a_model_that_the_migrations_do_not_follow_is_noticed(
    own_engine: Engine, modelled: Engine, spoil: Any
) -> None:
    metadata = copied()
    spoil(metadata)
    metadata.create_all(modelled)
    assert difference(described(own_engine), described(modelled)) != {}


def drift(engine: Engine, metadata: MetaData) -> list[Any]:
    """What Alembic would write into the next migration."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda found, name, kind, *_: (
                    not (
                        search_index.is_outside_the_models(
                            kind,
                            name if kind == "table" else found.table.name,
                            name,
                        )
                    )
                ),
            },
        )
        found: list[Any] = compare_metadata(context, metadata)
        return found


def test_alembic_finds_no_drift(own_engine: Engine) -> None:
    assert drift(own_engine, Base.metadata) == []


@pytest.mark.parametrize("spoil", [_gain_a_column, _lose_an_index, _allow_nothing])
def test_alembic_would_find_it(own_engine: Engine, spoil: Any) -> None:
    metadata = copied()
    spoil(metadata)
    assert drift(own_engine, metadata) != []


def test_the_search_index_is_there_beside_the_models(own_engine: Engine) -> None:
    with own_engine.connect() as connection:
        names = set(
            connection.execute(
                text(
                    "select name from sqlite_master"
                    if own_engine.dialect.name == "sqlite"
                    else "select indexname from pg_indexes"
                )
            ).scalars()
        )
    wanted = (
        {search_index.INDEX_TABLE, *search_index.TRIGGERS}
        if own_engine.dialect.name == "sqlite"
        else {search_index.COLUMN_INDEX}
    )
    assert wanted <= names
    assert migrations.is_current(own_engine)
