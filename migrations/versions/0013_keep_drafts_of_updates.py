"""Keep drafts of updates.

Revision 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "update_draft",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("action_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_update_draft_council_id_council")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "action_id"],
            ["action.council_id", "action.id"],
            name=op.f("fk_update_draft_council_id_action_id_action"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "person_id"],
            ["person.council_id", "person.id"],
            name=op.f("fk_update_draft_council_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_draft")),
        sa.UniqueConstraint(
            "action_id", "person_id", name=op.f("uq_update_draft_action_id_person_id")
        ),
    )
    op.create_index("ix_update_draft_person", "update_draft", ["person_id", "saved_at"])


def downgrade() -> None:
    op.drop_table("update_draft")
