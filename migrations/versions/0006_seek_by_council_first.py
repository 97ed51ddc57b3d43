"""Seek lists of actions by their council first, so that a count compares no row by row.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES: dict[str, list[str]] = {
    "order": ["sort_key", "id"],
    "delivery": ["delivery", "sort_key", "id"],
    "due": ["due_on", "sort_key", "id"],
    "figures": [
        "priority_id",
        "delivery",
        "due_on",
        "updated_on",
        "times_slipped",
        "has_obstacle",
        "id",
    ],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        _lay(name, ["council_id", "plan_id", *columns, "removed_on"])


def downgrade() -> None:
    for name, columns in INDEXES.items():
        _lay(name, ["plan_id", *columns, "council_id", "removed_on"])


def _lay(name: str, columns: list[str]) -> None:
    op.drop_index(f"ix_action_plan_{name}", "action")
    op.create_index(
        f"ix_action_plan_{name}",
        "action",
        columns,
        sqlite_where=sa.text("removed_on IS NULL"),
        postgresql_where=sa.text("removed_on IS NULL"),
    )
