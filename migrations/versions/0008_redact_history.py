"""Let rows of history be redacted, with approval.

Revision 0008, after 0007.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.adapters import append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = ("chain_id", "seq")


def upgrade() -> None:
    _redactions()
    _rows()
    append_only.guard(op.get_bind(), "history", key=KEY, blanks=append_only.REDACTION)


def downgrade() -> None:
    append_only.release(op.get_bind(), "history")
    append_only.guard(op.get_bind(), "history", key=KEY)
    op.drop_table("redacted_row")
    op.drop_table("redaction")


def _redactions() -> None:
    decision = sa.Enum(
        *("approved", "refused"),
        name="redactiondecision",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    _council_table(
        "redaction",
        sa.Column("record_type", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decision", decision, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        _within("redaction", "asked_by_id", "person"),
        _within("redaction", "decided_by_id", "person"),
        sa.CheckConstraint(
            "decided_by_id <> asked_by_id", name=op.f("ck_redaction_not_by_who_asked")
        ),
    )
    op.create_index("ix_redaction_record", "redaction", ["council_id", "record_id"])


def _rows() -> None:
    _council_table(
        "redacted_row",
        sa.Column("redaction_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("live_fields", sa.Text(), nullable=True),
        _within("redacted_row", "redaction_id", "redaction"),
        sa.UniqueConstraint("redaction_id", "seq", name=op.f("uq_redacted_row_redaction_id_seq")),
    )
    op.create_index("ix_redacted_row_seq", "redacted_row", ["council_id", "seq"])


def _council_table(name: str, *items: Any) -> None:
    op.create_table(
        name,
        *items,
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{name}_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("council_id", "id", name=op.f(f"uq_{name}_council_id_id")),
    )


def _within(name: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        [f"{parent}.council_id", f"{parent}.id"],
        name=op.f(f"fk_{name}_council_id_{column}_{parent}"),
    )
