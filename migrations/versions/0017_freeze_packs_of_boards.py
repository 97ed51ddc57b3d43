"""Freeze the packs of boards, with the files that are made of each.

Revision 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _packs()
    _files()


def downgrade() -> None:
    op.execute("DELETE FROM paper_job WHERE kind = 'pack'")
    op.drop_table("pack_file")
    op.drop_table("pack")


def _packs() -> None:
    parents = (
        ("board_id", "board"),
        ("meeting_id", "meeting"),
        ("frozen_by_id", "person"),
        ("supersedes_id", "pack"),
    )
    op.create_table(
        "pack",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("material_sha256", sa.String(length=64), nullable=False),
        sa.Column("material_key", sa.String(length=200), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("tells_of", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("supersedes_because", sa.Text(), nullable=True),
        sa.Column("release", sa.String(length=40), nullable=False),
        *_record("pack", *parents),
        sa.UniqueConstraint("board_id", "number", name=op.f("uq_pack_board_id_number")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_pack_supersedes_id")),
        sa.CheckConstraint(
            "supersedes_id IS NULL OR supersedes_because IS NOT NULL",
            name=op.f("ck_pack_superseded_because"),
        ),
    )
    op.create_index("ix_pack_meeting", "pack", ["meeting_id"])


def _files() -> None:
    op.create_table(
        "pack_file",
        sa.Column("pack_id", sa.Uuid(), nullable=False),
        sa.Column("audience", _one_of("audience", "full", "public"), nullable=False),
        sa.Column("format", _one_of("paperformat", "docx", "pdf", "html"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        *_record("pack_file", ("pack_id", "pack")),
        sa.UniqueConstraint(
            "pack_id",
            "audience",
            "format",
            name=op.f("uq_pack_file_pack_id_audience_format"),
        ),
    )


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _record(table: str, *parents: tuple[str, str]) -> list[sa.schema.SchemaItem]:
    """What every council's table has; ``parents`` are columns and what they point to."""
    within = [
        sa.ForeignKeyConstraint(
            ["council_id", column],
            [f"{parent}.council_id", f"{parent}.id"],
            name=op.f(f"fk_{table}_council_id_{column}_{parent}"),
        )
        for column, parent in parents
    ]
    return [
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id_council")
        ),
        *within,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "id", name=op.f(f"uq_{table}_council_id_id")),
    ]
