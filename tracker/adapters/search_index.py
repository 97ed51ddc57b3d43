"""The full-text index over ``search_entry``: FTS5 on SQLite, a generated tsvector on PostgreSQL.

The database keeps it current by itself. The models do not map it; ``queries`` reads it:

* SQLite: ``search_entry_fts(reference, title, body)``, whose ``rowid`` is ``search_entry.id``;
* PostgreSQL: ``search_entry.words``, weighted A for the reference, B for the title, C for the body.

A migration that rebuilds ``search_entry`` on SQLite calls ``create`` again after it, because the
rebuilt table has lost its triggers.
"""

from __future__ import annotations

from sqlalchemy import Connection

TABLE = "search_entry"
INDEX_TABLE = "search_entry_fts"
COLUMN = "words"
COLUMN_INDEX = "ix_search_entry_words"

TRIGGERS = ("search_entry_indexed", "search_entry_unindexed", "search_entry_reindexed")
"""SQLite's triggers that keep the index current: after an insert, a delete and an update."""

_ADD = """
    insert into search_entry_fts(rowid, reference, title, body)
    values (new.id, new.reference, new.title, new.body);
"""
_TAKE = """
    insert into search_entry_fts(search_entry_fts, rowid, reference, title, body)
    values ('delete', old.id, old.reference, old.title, old.body);
"""

_SQLITE = (
    """
    create virtual table search_entry_fts using fts5(
        reference, title, body, content='search_entry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    f"create trigger search_entry_indexed after insert on search_entry begin {_ADD} end",
    f"create trigger search_entry_unindexed after delete on search_entry begin {_TAKE} end",
    f"create trigger search_entry_reindexed after update on search_entry begin {_TAKE} {_ADD} end",
    # A word of the reference counts ten times, one of the title four times, as much as in the text.
    "insert into search_entry_fts(search_entry_fts, rank) values ('rank', 'bm25(10.0, 4.0, 1.0)')",
    "insert into search_entry_fts(search_entry_fts) values ('rebuild')",
)

_POSTGRESQL = (
    """
    alter table search_entry add column words tsvector generated always as (
        setweight(to_tsvector('english', reference), 'A')
        || setweight(to_tsvector('english', title), 'B')
        || setweight(to_tsvector('english', body), 'C')
    ) stored
    """,
    "create index ix_search_entry_words on search_entry using gin (words)",
)


def create(connection: Connection) -> None:
    """Make the index anew and fill it from the entries that are there."""
    drop(connection)
    for statement in _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the index away; the entries stay."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"alter table {TABLE} drop column if exists {COLUMN}")
        return
    for name in TRIGGERS:
        connection.exec_driver_sql(f"drop trigger if exists {name}")
    connection.exec_driver_sql(f"drop table if exists {INDEX_TABLE}")


def is_outside_the_models(kind: str, table: str | None, name: str | None) -> bool:
    """Whether a table, column or index of the database belongs to the index and not to a model."""
    if kind == "table":
        return (name or "").startswith(INDEX_TABLE)
    return table == TABLE and name in (COLUMN, COLUMN_INDEX)
