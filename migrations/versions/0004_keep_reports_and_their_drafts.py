"""Keep reports and the drafts that are read out of them.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STANDING = sa.text("removed_on IS NULL")
STATES = ("waiting", "reading", "ready", "refused", "accepted", "dropped")


def upgrade() -> None:
    _reports()
    _drafts()


def downgrade() -> None:
    op.drop_table("report_draft")
    op.drop_table("report")


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("report", ("inspection_id", "inspection")),
    )
    op.create_index("ix_report_inspection", "report", ["council_id", "inspection_id"])
    op.create_index(
        "uq_report_standing",
        "report",
        ["council_id", "sha256"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _drafts() -> None:
    state = sa.Enum(
        *STATES, name="draftstate", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "report_draft",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("pages_done", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("as_read", sa.Text(), nullable=True),
        sa.Column("amended", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("report_draft", ("report_id", "report"), ("uploaded_by_id", "person")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_draft_report_id")),
    )
    op.create_index("ix_report_draft_state", "report_draft", ["state", "created_at"])
    op.create_index("ix_report_draft_council", "report_draft", ["council_id", "created_at"])


def _keys(table: str, *parents: tuple[str, str]) -> list[sa.Constraint]:
    """The keys that every council's table has; ``parents`` are columns and what they point to."""
    within = [
        sa.ForeignKeyConstraint(
            ["council_id", column],
            [f"{parent}.council_id", f"{parent}.id"],
            name=op.f(f"fk_{table}_council_id_{column}_{parent}"),
        )
        for column, parent in parents
    ]
    council = sa.ForeignKeyConstraint(
        ["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id_council")
    )
    return [
        council,
        *within,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "id", name=op.f(f"uq_{table}_council_id_id")),
    ]
