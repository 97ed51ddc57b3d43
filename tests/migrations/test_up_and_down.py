"""The migrations run forwards, back and forwards again, with rows in every table."""

from __future__ import annotations

import shutil
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Integer, MetaData, Table, Uuid, inspect, text
from sqlalchemy.exc import IntegrityError

from tests.foundations.rows import fill_every_table
from tracker.adapters import append_only, migrations, search_index
from tracker.adapters.database import make_engine
from tracker.models import Base
from tracker.models.base import Instant

pytestmark = pytest.mark.usefixtures("any_database")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def any_database() -> None:
    """Every test here runs on SQLite and on PostgreSQL, each time from an empty database."""


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_database_url)
    yield engine
    engine.dispose()


def revisions() -> list[str]:
    scripts = ScriptDirectory(str(migrations.folder()))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def reflected(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine, only=lambda name, _: not name.startswith(search_index.INDEX_TABLE))
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def broken_references(engine: Engine) -> list[object]:
    """SQLite's own check; PostgreSQL never lets one be."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("pragma foreign_key_check"))


def test_up_down_and_up_again_with_rows_in_every_table(database: Engine) -> None:
    migrations.upgrade(database)
    assert migrations.is_current(database)
    with database.begin() as connection:
        names = fill_every_table(connection, Base.metadata)
    assert set(names) == set(Base.metadata.tables)
    assert broken_references(database) == []

    for revision in [*revisions()[-2::-1], "base"]:
        migrations.downgrade(database, revision)
        assert broken_references(database) == []
    assert migrations.current(database) is None
    assert set(inspect(database).get_table_names()) <= {"alembic_version"}

    migrations.upgrade(database)
    with database.begin() as connection:
        fill_every_table(connection, Base.metadata)
    assert min(held(database, Base.metadata.tables).values()) >= 1


def held(engine: Engine, names: Iterable[str]) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(text(f"select count(*) from {name}")).scalar_one()  # noqa: S608
            for name in names
        }


def assert_rows_are_kept(database: Engine) -> None:
    """Fill the tables of each revision, migrate to the next, and count."""
    for before, after in pairwise(revisions()):
        migrations.downgrade(database, "base")
        migrations.upgrade(database, before)
        tables = reflected(database)
        with database.begin() as connection:
            fill_every_table(connection, tables)
        full = held(database, tables.tables)
        migrations.upgrade(database, after)
        assert broken_references(database) == []
        kept = held(database, set(full) & set(inspect(database).get_table_names()))
        # A migration may let search find more; what it found before, it still finds.
        assert kept.pop("search_entry") >= full.pop("search_entry")
        assert kept == full


def test_each_migration_keeps_the_rows_that_it_finds(database: Engine) -> None:
    migrations.upgrade(database, revisions()[0])
    assert_rows_are_kept(database)


LATER = """
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{before}", None, None

def upgrade():
    with op.batch_alter_table("{table}", recreate="{recreate}") as batch:
        batch.alter_column("deed" if "{table}" == "history" else "title", nullable=True)
    {fault}

def downgrade():
    pass
"""


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Add one more migration, after the real ones: it rebuilds ``table``, then does ``fault``."""

    def add(database: Engine, table: str, fault: str = "") -> None:
        folder, before = tmp_path / "migrations", migrations.head()
        shutil.copytree(migrations.folder(), folder)
        recreate = "always" if database.dialect.name == "sqlite" else "never"
        script = LATER.format(before=before, table=table, fault=fault, recreate=recreate)
        (folder / "versions" / "9999_later.py").write_text(script)
        monkeypatch.setattr(migrations, "folder", lambda: folder)

    return add


def test_a_migration_may_rebuild_a_table_that_others_point_to(
    database: Engine, add_migration: Callable[..., None]
) -> None:
    add_migration(database, "plan")
    migrations.upgrade(database, revisions()[0])
    assert_rows_are_kept(database)
    assert_append_only(database)


def test_a_migration_that_loses_rows_would_be_noticed(
    database: Engine, add_migration: Callable[..., None]
) -> None:
    add_migration(database, "plan", 'op.execute("delete from ownership")')
    migrations.upgrade(database, revisions()[0])
    with pytest.raises(AssertionError):
        assert_rows_are_kept(database)


def test_after_every_migration_history_is_append_only(database: Engine) -> None:
    for revision in revisions():
        migrations.upgrade(database, revision)
        assert_append_only(database)


def test_a_migration_that_loses_the_guard_would_be_noticed(
    database: Engine, add_migration: Callable[..., None]
) -> None:
    # SQLite forgets the triggers of a table that is rebuilt; PostgreSQL has to be told.
    fault = (
        "pass"
        if database.dialect.name == "sqlite"
        else 'op.execute("drop trigger history_is_append_only on history")'
    )
    add_migration(database, "history", fault)
    migrations.upgrade(database)
    with pytest.raises(AssertionError):
        assert_append_only(database)
    with database.begin() as connection:
        append_only.guard(connection, "history", key=("chain_id", "seq"))
    assert_append_only(database)


def assert_append_only(database: Engine) -> None:
    assert set(append_only.trigger_names(database.dialect.name, "history")) <= triggers(database)
    with database.connect() as connection:
        tables = MetaData()
        Base.metadata.tables["history"].to_metadata(tables)
        fill_every_table(connection, tables)
        orders = ["update history set deed = 'other'", "delete from history"]
        if database.dialect.name == "postgresql":
            orders.append("truncate history")
        else:
            orders.append("replace into history select * from history")
        for order in orders:
            assert_refused(connection, order)
        connection.rollback()


REFUSED = (
    "payload = null",
    "salt = ''",
    "payload = '{}', salt = ''",
    "payload = '', salt = ''",
    "payload = null, salt = null",
    "payload = null, salt = ' '",
)
"""Changes that a redaction does not make; and blanking with any other column changed besides."""


def test_blanking_a_row_of_history_is_the_one_change_that_is_let_through(database: Engine) -> None:
    migrations.upgrade(database)
    table = Base.metadata.tables["history"]
    others = [column.name for column in table.columns if column.name not in ("payload", "salt")]
    assert len(others) == 15
    kept = ", ".join(others)
    with database.connect() as connection:
        fill_every_table(connection, table.to_metadata(MetaData()).metadata)
        before = connection.execute(text(f"select {kept} from history")).one()  # noqa: S608
        for change in (*REFUSED, *(_blanking_and(table, name) for name in others)):
            assert_refused(connection, f"update history set {change}")  # noqa: S608
        connection.execute(text("update history set payload = null, salt = ''"))
        assert connection.execute(text("select payload, salt from history")).one() == (None, "")
        assert connection.execute(text(f"select {kept} from history")).one() == before  # noqa: S608
        assert_refused(connection, "update history set payload = '{}', salt = 'x'")
        connection.rollback()


def _blanking_and(table: Table, name: str) -> str:
    other: dict[type[Any], str] = {
        Integer: "7",
        Instant: "'2020-01-01 00:00:00'",
        Uuid: f"'{uuid.UUID(int=7).hex}'",
    }
    kinds = [value for kind, value in other.items() if isinstance(table.c[name].type, kind)]
    chosen = {"actor_kind": "'system'", "door": "'worker'", "change": "'changed'"}
    value = chosen.get(name) or (kinds[0] if kinds else "'other'")
    return f"payload = null, salt = '', {name} = {value}"


def assert_refused(connection: Connection, order: str) -> None:
    savepoint = connection.begin_nested()
    with pytest.raises(IntegrityError, match="history is append-only"):
        connection.execute(text(order))
    savepoint.rollback()


def test_a_migration_that_takes_redaction_back_lets_nothing_through(database: Engine) -> None:
    migrations.upgrade(database)
    migrations.downgrade(database, "0006")
    table = Base.metadata.tables["history"]
    with database.connect() as connection:
        fill_every_table(connection, table.to_metadata(MetaData()).metadata)
        assert_refused(connection, "update history set payload = null, salt = ''")
        connection.rollback()


def triggers(database: Engine) -> set[str]:
    catalogue = {
        "sqlite": "select name from sqlite_master where type = 'trigger'",
        "postgresql": "select tgname from pg_trigger where not tgisinternal",
    }
    with database.connect() as connection:
        return set(connection.execute(text(catalogue[database.dialect.name])).scalars())


def test_two_processes_that_migrate_at_once_queue(database: Engine) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            migrations.upgrade(database.url.render_as_string(hide_password=False))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert migrations.is_current(database)
