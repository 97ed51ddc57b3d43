"""Let a verdict name the later recommendation that asks for the same again, in two more words.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    "not_looked_at",
    "no_progress",
    "some_progress",
    "good_progress",
    "resolved",
    "back_again",
)
NEW = ("still_there", "improved")


def upgrade() -> None:
    with op.batch_alter_table("verdict") as table:
        table.add_column(sa.Column("repeated_as_id", sa.Uuid(), nullable=True))
        table.drop_constraint(op.f("ck_verdict_verdictkind"), type_="check")
        table.create_check_constraint(op.f("ck_verdict_verdictkind"), _one_of(*BEFORE, *NEW))
        table.create_foreign_key(
            op.f("fk_verdict_council_id_repeated_as_id_recommendation"),
            "recommendation",
            ["council_id", "repeated_as_id"],
            ["council_id", "id"],
        )


def downgrade() -> None:
    # What the two new words say is nearest to these; the history keeps what was said.
    op.execute("UPDATE verdict SET verdict = 'no_progress' WHERE verdict = 'still_there'")
    op.execute("UPDATE verdict SET verdict = 'some_progress' WHERE verdict = 'improved'")
    with op.batch_alter_table("verdict") as table:
        table.drop_constraint(
            op.f("fk_verdict_council_id_repeated_as_id_recommendation"), type_="foreignkey"
        )
        table.drop_constraint(op.f("ck_verdict_verdictkind"), type_="check")
        table.create_check_constraint(op.f("ck_verdict_verdictkind"), _one_of(*BEFORE))
        table.drop_column("repeated_as_id")


def _one_of(*slugs: str) -> str:
    return f"verdict IN ({', '.join(repr(slug) for slug in slugs)})"
