"""Count the lists of actions and the overview from their indexes alone.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
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
    ],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        more = ["id"] if name == "figures" else []
        _lay(name, ["plan_id", *columns, *more, "council_id", "removed_on"])


def downgrade() -> None:
    for name, columns in INDEXES.items():
        _lay(name, ["plan_id", *columns, "council_id"])


def _lay(name: str, columns: list[str]) -> None:
    op.drop_index(f"ix_action_plan_{name}", "action")
    op.create_index(
        f"ix_action_plan_{name}",
        "action",
        columns,
        sqlite_where=sa.text("removed_on IS NULL"),
        postgresql_where=sa.text("removed_on IS NULL"),
    )
