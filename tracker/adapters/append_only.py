"""Triggers that make a table append-only: its rows are neither changed nor taken away.

SQLite drops a table's triggers when a migration rebuilds the table, so a migration that touches
``history`` calls ``guard`` again after it; a test looks after every migration whether they stand.

One change can be let through: blanking, which sets some columns to fixed values and leaves every
other as it is. The columns are those that the table has when it is guarded, so a migration that
adds one to a table with blanks guards it again too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, inspect

REDACTION: Final[Mapping[str, str]] = {"payload": "null", "salt": "''"}
"""What a redaction may do to a row of history, and nothing else: see ``guard``."""

_FUNCTION = """
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception using
        message = tg_table_name || ' is append-only', errcode = 'restrict_violation';
end
$$
"""


def guard(
    connection: Connection, table: str, key: Iterable[str], blanks: Mapping[str, str] | None = None
) -> None:
    """Refuse every UPDATE, DELETE, REPLACE and TRUNCATE of ``table``, whose primary key is ``key``.

    ``blanks`` are columns, each with the SQL literal that an UPDATE may set it to, all of them at
    once. The refusal is an ``IntegrityError`` on both databases.
    """
    release(connection, table)
    change = _any_change_but(connection, table, blanks) if blanks else ""
    for statement in _statements(connection.dialect.name, table, tuple(key), change):
        connection.exec_driver_sql(statement)


def _any_change_but(connection: Connection, table: str, blanks: Mapping[str, str]) -> str:
    """The condition of a trigger that lets nothing through but the blanking of a row."""
    same = "is not distinct from" if connection.dialect.name == "postgresql" else "is"
    kept = [
        f"new.{column['name']} {same} old.{column['name']}"
        for column in inspect(connection).get_columns(table)
        if column["name"] not in blanks
    ]
    blank = [f"new.{column} {same} {literal}" for column, literal in blanks.items()]
    return f"when (not ({' and '.join(kept + blank)}))"


def release(connection: Connection, table: str) -> None:
    """Take the triggers of ``table`` away: for a migration that drops it, and for nothing else."""
    on = f" on {table}" if connection.dialect.name == "postgresql" else ""
    for name in trigger_names(connection.dialect.name, table):
        connection.exec_driver_sql(f"drop trigger if exists {name}{on}")


def trigger_names(dialect: str, table: str) -> tuple[str, ...]:
    """The triggers that guard ``table`` on a dialect."""
    if dialect == "postgresql":
        return (f"{table}_is_append_only", f"{table}_is_not_emptied", f"{table}_loses_no_row")
    return (f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace")


def _statements(dialect: str, table: str, key: tuple[str, ...], change: str) -> tuple[str, ...]:
    names = trigger_names(dialect, table)
    if dialect == "postgresql":
        refuse = "execute function refuse_change()"
        return (
            _FUNCTION,
            f"create trigger {names[0]} before update on {table} for each row {change} {refuse}",
            f"create trigger {names[2]} before delete on {table} for each row {refuse}",
            f"create trigger {names[1]} before truncate on {table} for each statement {refuse}",
        )
    refuse = f"begin select raise(abort, '{table} is append-only'); end"
    # REPLACE deletes the row in its way without asking the delete trigger.
    same = " and ".join(f"{column} = new.{column}" for column in key)
    there = f"exists (select 1 from {table} where {same})"  # noqa: S608 - names of ours, no input
    return (
        f"create trigger {names[0]} before update on {table} {change} {refuse}",
        f"create trigger {names[1]} before delete on {table} {refuse}",
        f"create trigger {names[2]} before insert on {table} when {there} {refuse}",
    )
