"""A row in every table, whatever tables there are, for tests of the schema."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    MetaData,
    Table,
    Uuid,
)

from tracker.models.base import Instant

COUNCIL = uuid.UUID(int=1)

MISSING = object()

CHOSEN: dict[tuple[str, str], Any] = {
    ("ownership", "person_id"): None,  # an owner is a post or a person, never both
    ("redaction", "decided_by_id"): None,  # who decides is another person than who asked
    ("date_change", "state"): "agreed",  # an older schema has no place for a mere request
    ("closure", "decision"): None,  # an action is closed on an assurance or by a decision
    ("board_member", "name"): None,  # a member is a person who is known here, or a name
    ("forward_theme", "meeting_id"): None,  # a theme is for a month or for one meeting
    ("agenda_item", "presenter_post_id"): None,  # an item is presented by a person or a post
    ("agenda_paper", "storage_key"): None,  # a paper is an address or a file
    ("attendance", "substitute"): None,  # nobody comes in the place of who is there
    ("challenge", "raised_by_name"): None,  # whoever raised it is known here, or has a name
    ("challenge", "put_to_post_id"): None,  # it is put to a person or to a post
    ("challenge_step", "taken_by_name"): None,  # whoever took it is known here, or has a name
    ("challenge_step", "due_on"): None,  # only a promise has a day
    ("decision", "owner_post_id"): None,  # one carries it out: a person, a post or a name
    ("decision", "owner_name"): None,
    ("follow_up", "owner_post_id"): None,
    ("follow_up", "owner_name"): None,
    ("chain_head", "chain_id"): COUNCIL,  # the installation's own is there from the start
}
"""What a rule of the table asks for, where the first value that comes to mind would break it."""


def fill_every_table(connection: Connection, metadata: MetaData) -> list[str]:
    """Insert one row into each table of ``metadata``, all of one council; the tables' names.

    Foreign keys point to the rows that are there; a table's pointer to itself stays empty.
    """
    names = []
    for number, table in enumerate(metadata.sorted_tables, start=1):
        own = [column for column in table.columns if column.computed is None]
        row = {column.name: value_of(table, column, number) for column in own}
        connection.execute(table.insert(), row)
        names.append(table.name)
    return names


def value_of(table: Table, column: Column[Any], number: int) -> Any:
    """A value that the column takes."""
    known = _known(table, column)
    if known is MISSING:
        return _plain(table, column, number)
    # A SQLite table that was read back holds identifiers as 32 hexadecimal digits.
    return known.hex if known is not None and isinstance(column.type, CHAR) else known


def _known(table: Table, column: Column[Any]) -> Any:
    """The identifier that the column has to hold, or ``MISSING`` when it can be anything."""
    if (table.name, column.name) in CHOSEN:
        return CHOSEN[table.name, column.name]
    if column.name == "council_id":
        return COUNCIL
    parents = {key.column.table for key in column.foreign_keys}
    if parents:
        parent = parents.pop()
        return None if parent is table else id_of(parent)
    if column.name == "id" and isinstance(column.type, Uuid | CHAR):
        return id_of(table)
    return MISSING


def id_of(table: Table) -> uuid.UUID:
    """The id of the table's one row."""
    if table.name == "council":
        return COUNCIL
    return uuid.UUID(int=1000 + sorted(table.metadata.tables).index(table.name))


PLAIN: tuple[tuple[type[Any], Any], ...] = (
    (Instant, datetime(2026, 10, 5, 9, 30, tzinfo=UTC)),
    (DateTime, datetime(2026, 10, 5, 9, 30, tzinfo=UTC)),
    (Date, date(2026, 10, 5)),
    (Boolean, False),
)


def _plain(table: Table, column: Column[Any], number: int) -> Any:
    kind = column.type
    for wanted, value in PLAIN:
        if isinstance(kind, wanted):
            return value
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Uuid):
        return uuid.UUID(int=number)
    if isinstance(kind, CHAR):
        return uuid.UUID(int=number).hex
    return _slug_of(table, column) or f"x{number}"


def _slug_of(table: Table, column: Column[Any]) -> Any:
    """The first word that the column's CHECK allows."""
    if isinstance(column.type, Enum):
        first = column.type.enums[0]
        return first if column.type.enum_class is None else column.type.enum_class(first)
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            found = re.match(rf"\W*{column.name}\b[^']*'([^']+)'", str(check.sqltext))
            if found:
                return found[1]
    return None
