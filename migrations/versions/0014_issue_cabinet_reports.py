"""Keep what authors type of cabinet reports, councils' templates, and reports as issued.

Revision 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _templates()
    _drafts()
    _issued_reports()
    _issued_files()
    _jobs()


def downgrade() -> None:
    for table in ("paper_job", "issued_file", "issued_report", "cabinet_draft", "word_template"):
        op.drop_table(table)


def _templates() -> None:
    op.create_table(
        "word_template",
        sa.Column("title", sa.String(length=200), nullable=False),
        *_file(),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        *_record("word_template", ("added_by_id", "person")),
    )
    standing = ["council_id", "removed_on", "title"]
    op.create_index("ix_word_template_standing", "word_template", standing)


def _drafts() -> None:
    parents = (("plan_id", "plan"), ("word_template_id", "word_template"))
    op.create_table(
        "cabinet_draft",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("exempt", sa.Text(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("word_template_id", sa.Uuid(), nullable=True),
        *_record("cabinet_draft", *parents),
        sa.UniqueConstraint("plan_id", name=op.f("uq_cabinet_draft_plan_id")),
    )


def _issued_reports() -> None:
    parents = (
        ("plan_id", "plan"),
        ("word_template_id", "word_template"),
        ("issued_by_id", "person"),
    )
    op.create_table(
        "issued_report",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("material_sha256", sa.String(length=64), nullable=False),
        sa.Column("material_key", sa.String(length=200), nullable=False),
        sa.Column("tells_of", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("exempt", sa.Text(), nullable=False),
        sa.Column("word_template_id", sa.Uuid(), nullable=True),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        *_record("issued_report", *parents),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_issued_report_plan_id_number")),
    )


def _issued_files() -> None:
    parents = (("issued_report_id", "issued_report"), ("plan_id", "plan"))
    op.create_table(
        "issued_file",
        sa.Column("issued_report_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("audience", _one_of("audience", "full", "public"), nullable=False),
        sa.Column("format", _one_of("paperformat", "docx", "pdf", "html"), nullable=False),
        *_file(),
        *_record("issued_file", *parents),
        sa.UniqueConstraint(
            "issued_report_id",
            "audience",
            "format",
            name=op.f("uq_issued_file_issued_report_id_audience_format"),
        ),
    )


def _jobs() -> None:
    op.create_table(
        "paper_job",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("paperkind", "cabinet_report", "pack"), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state", _one_of("makingstate", "waiting", "making", "done", "failed"), nullable=False
        ),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_paper_job_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_job")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_paper_job_kind_record_id")),
    )
    op.create_index("ix_paper_job_state", "paper_job", ["state", "created_at"])


def _file() -> list[sa.Column[object]]:
    """What is known of every file that the file store keeps."""
    return [
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
    ]


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
