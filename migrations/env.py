"""Alembic's entrance: it runs on the connection that ``tracker.adapters.migrations`` hands it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from tracker.adapters.search_index import is_outside_the_models
from tracker.models import Base
from tracker.models.base import Instant


def include_object(found: Any, name: str | None, kind: str, *_where: Any) -> bool:
    """Leave the search index to its own statements: the models do not map it."""
    table = name if kind == "table" else getattr(getattr(found, "table", None), "name", None)
    return not is_outside_the_models(kind, table, name)


def render_item(kind: str, found: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as the plain types beneath them, so that a migration stands alone."""
    if kind == "type" and isinstance(found, Instant):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run the asked migrations in the caller's transaction: all of them happen or none does."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise RuntimeError("The tracker migrates a database that is there; it writes no SQL scripts")
run(context.config.attributes["connection"])
