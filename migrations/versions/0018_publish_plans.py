"""Publish plans: publications, the role of councillors, and how senior posts are.

Revision 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROLES = (
    "programme_lead",
    "service_manager",
    "assurance_lead",
    "director",
    "board_member",
    "viewer",
    "administrator",
)
WITH_COUNCILLORS = (*ROLES[:-1], "councillor", ROLES[-1])
SENIORITY = (
    "chief_executive",
    "director_of_service",
    "assistant_director",
    "head_of_service",
    "team_manager",
    "officer",
)
LEVELS = (("post", "seniority"), ("council", "names_from"))
"""The tables and columns that tell how senior a post is."""


def upgrade() -> None:
    _roles(WITH_COUNCILLORS)
    for table, column in LEVELS:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40)"
            f" CONSTRAINT ck_{table}_seniority CHECK ({_among(column, SENIORITY)})"
        )
    _publications()


def downgrade() -> None:
    op.drop_table("publication")
    for table, column in LEVELS:
        # Not by a batch: much refers to these tables. A column's own check goes with it.
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    # Nobody may see more without the role than with it; the history keeps who had it.
    op.execute("DELETE FROM role_grant WHERE role = 'councillor'")
    _roles(ROLES)


def _roles(roles: tuple[str, ...]) -> None:
    with op.batch_alter_table("role_grant") as table:
        table.drop_constraint(op.f("ck_role_grant_role"), type_="check")
        table.create_check_constraint(op.f("ck_role_grant_role"), _among("role", roles))


def _among(column: str, slugs: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(slug) for slug in slugs)})"


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("readership", _slug("readership", "councillors", "public"), nullable=False),
        sa.Column(
            "state",
            _slug("publicationstate", "draft", "reviewed", "published", "superseded", "withdrawn"),
            nullable=False,
        ),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("storage_key", sa.String(length=200), nullable=True),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reviewed_by_id <> prepared_by_id", name=op.f("ck_publication_two_people")
        ),
        sa.CheckConstraint(
            "(number IS NULL) = (published_on IS NULL)"
            " AND (published_on IS NULL OR storage_key IS NOT NULL)",
            name=op.f("ck_publication_published_as_reviewed"),
        ),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_publication_plan_id_number")),
        *_keys(),
    )
    op.create_index("ix_publication_address", "publication", ["council_id", "address"])
    is_open = sa.text("state IN ('draft', 'reviewed')")
    op.create_index(
        "uq_publication_open",
        "publication",
        ["plan_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _slug(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _keys() -> list[sa.Constraint]:
    parents = (
        ("plan_id", "plan"),
        ("prepared_by_id", "person"),
        ("reviewed_by_id", "person"),
        ("published_by_id", "person"),
        ("withdrawn_by_id", "person"),
    )
    within = [
        sa.ForeignKeyConstraint(
            ["council_id", column],
            [f"{parent}.council_id", f"{parent}.id"],
            name=op.f(f"fk_publication_council_id_{column}_{parent}"),
        )
        for column, parent in parents
    ]
    return [
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_publication_council_id_council")
        ),
        *within,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("council_id", "id", name=op.f("uq_publication_council_id_id")),
    ]
