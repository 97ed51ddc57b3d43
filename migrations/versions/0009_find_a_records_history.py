"""Find a record's own rows of history by its id, and the first row of a day without its payload.

Revision 0009, after 0008. Only indexes are made: on SQLite that leaves the table, and with it the
triggers that keep history append-only, as they are.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_history_record", "history", ["chain_id", "record_id", "seq"])
    op.drop_index("ix_history_at", "history")
    op.create_index("ix_history_at", "history", ["chain_id", "at", "seq"])


def downgrade() -> None:
    op.drop_index("ix_history_at", "history")
    op.create_index("ix_history_at", "history", ["chain_id", "at"])
    op.drop_index("ix_history_record", "history")
