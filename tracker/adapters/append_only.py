"""Triggers that make a table append-only: its rows are neither changed nor taken away.

SQLite drops a table's triggers when a migration rebuilds the table, so a migration that touches
``history`` calls ``guard`` again after it; a test looks after every migration whether they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

_FUNCTION = """
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception using
        message = tg_table_name || ' is append-only', errcode = 'restrict_violation';
end
$$
"""


def guard(connection: Connection, table: str, key: Iterable[str]) -> None:
    """Refuse every UPDATE, DELETE, REPLACE and TRUNCATE of ``table``, whose primary key is ``key``.

    The refusal is an ``IntegrityError`` on both databases.
    """
    release(connection, table)
    for statement in _statements(connection.dialect.name, table, tuple(key)):
        connection.exec_driver_sql(statement)


def release(connection: Connection, table: str) -> None:
    """Take the triggers of ``table`` away: for a migration that drops it, and for nothing else."""
    on = f" on {table}" if connection.dialect.name == "postgresql" else ""
    for name in trigger_names(connection.dialect.name, table):
        connection.exec_driver_sql(f"drop trigger if exists {name}{on}")


def trigger_names(dialect: str, table: str) -> tuple[str, ...]:
    """The triggers that guard ``table`` on a dialect."""
    if dialect == "postgresql":
        return (f"{table}_is_append_only", f"{table}_is_not_emptied")
    return (f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace")


def _statements(dialect: str, table: str, key: tuple[str, ...]) -> tuple[str, ...]:
    names = trigger_names(dialect, table)
    if dialect == "postgresql":
        refuse = "execute function refuse_change()"
        return (
            _FUNCTION,
            f"create trigger {names[0]} before update or delete on {table} for each row {refuse}",
            f"create trigger {names[1]} before truncate on {table} for each statement {refuse}",
        )
    refuse = f"begin select raise(abort, '{table} is append-only'); end"
    # REPLACE deletes the row in its way without asking the delete trigger.
    same = " and ".join(f"{column} = new.{column}" for column in key)
    there = f"exists (select 1 from {table} where {same})"  # noqa: S608 - names of ours, no input
    return (
        f"create trigger {names[0]} before update on {table} {refuse}",
        f"create trigger {names[1]} before delete on {table} {refuse}",
        f"create trigger {names[2]} before insert on {table} when {there} {refuse}",
    )
