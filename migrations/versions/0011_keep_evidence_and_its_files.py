"""Keep evidence of actions, with its files.

Revision 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _evidence()
    _files()


def downgrade() -> None:
    op.execute("DELETE FROM search_entry WHERE record_type = 'evidence'")
    op.drop_table("evidence_file")
    op.drop_table("evidence")


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=True),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("marking", _one_of("marking", "official", "official_sensitive"), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("evidence", ("action_id", "action"), ("checked_by_id", "person")),
    )
    op.create_index("ix_evidence_action", "evidence", ["action_id", "removed_on"])
    listed = ["council_id", "removed_on", "title", "id"]
    op.create_index("ix_evidence_council", "evidence", listed)


def _files() -> None:
    parents = (("evidence_id", "evidence"), ("action_id", "action"), ("added_by_id", "person"))
    op.create_table(
        "evidence_file",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("scan", _one_of("scanresult", "clean", "not_scanned"), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("evidence_file", *parents),
        sa.UniqueConstraint(
            "evidence_id", "number", name=op.f("uq_evidence_file_evidence_id_number")
        ),
    )
    op.create_index("ix_evidence_file_same", "evidence_file", ["council_id", "sha256"])
    op.create_index("ix_evidence_file_kept", "evidence_file", ["council_id", "storage_key"])


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


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
