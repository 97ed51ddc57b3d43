"""Rate actions by three questions and two raters, assure them, and close them.

Revision 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DELIVERY = ("not_started", "on_track", "at_risk", "off_track", "complete")
EVIDENCE = ("none", "offered", "assured", "not_assured")
IMPACT = (
    "too_early",
    "no_change",
    "early_signs",
    "making_a_difference",
    "sustained",
    "worse",
)
TESTS = ("three_months", "six_months", "twelve_months")
RATED = {
    "evidence_rating": ("ck_action_evidencerating", EVIDENCE, "DEFAULT 'none' NOT NULL"),
    "impact_rating": ("ck_action_impactrating", IMPACT, "DEFAULT 'too_early' NOT NULL"),
    "assured_delivery": ("ck_action_assured_delivery", DELIVERY, ""),
    "assured_evidence": ("ck_action_assured_evidence", EVIDENCE, ""),
    "assured_impact": ("ck_action_assured_impact", IMPACT, ""),
}
"""The columns that actions are rated in: the name of their check, their slugs, and what is more."""


def upgrade() -> None:
    op.add_column("council", sa.Column("rating_words", sa.Text(), nullable=True))
    _rate_updates()
    _rate_actions()
    with op.batch_alter_table("succession") as table:
        _check(table, "succession", "successionkind", "kind", "merged", "split", "failed_test")
    _assurances()
    _closures()


def downgrade() -> None:
    op.drop_table("closure")
    op.drop_table("assurance")
    # Nothing else than a failed test has a successor without being gone; the history keeps it.
    op.execute("DELETE FROM succession WHERE kind = 'failed_test'")
    with op.batch_alter_table("succession") as table:
        _check(table, "succession", "successionkind", "kind", "merged", "split")
    for name in (*RATED, "recovery", "assured_on", "closed_on"):
        # Not by a batch, see below; a column's own check goes with it.
        op.execute(f"ALTER TABLE action DROP COLUMN {name}")
    with op.batch_alter_table("action_update") as table:
        table.drop_constraint(op.f("ck_action_update_impactrating"), type_="check")
        table.drop_column("impact_rating")
        table.drop_column("recovery")
    op.drop_column("council", "rating_words")


def _rate_updates() -> None:
    with op.batch_alter_table("action_update") as table:
        table.add_column(sa.Column("recovery", sa.Text(), nullable=True))
        table.add_column(sa.Column("impact_rating", sa.String(40), nullable=True))
        _check(table, "action_update", "impactrating", "impact_rating", *IMPACT, is_new=True)


def _rate_actions() -> None:
    # Not by a batch: SQLite cannot copy the rows of a table that has a computed column.
    op.add_column("action", sa.Column("recovery", sa.Text(), nullable=True))
    for name, (check, slugs, more) in RATED.items():
        op.execute(
            f"ALTER TABLE action ADD COLUMN {name} VARCHAR(40) {more}"
            f" CONSTRAINT {check} CHECK ({_one_of(name, slugs)})"
        )
    for name in ("assured_on", "closed_on"):
        op.add_column("action", sa.Column(name, sa.Date(), nullable=True))


def _check(
    table: BatchOperations, on: str, name: str, column: str, *slugs: str, is_new: bool = False
) -> None:
    if not is_new:
        table.drop_constraint(op.f(f"ck_{on}_{name}"), type_="check")
    table.create_check_constraint(op.f(f"ck_{on}_{name}"), _one_of(column, slugs))


def _one_of(column: str, slugs: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(slug) for slug in slugs)})"


def _slug(name: str, members: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _assurances() -> None:
    op.create_table(
        "assurance",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("assurer_id", sa.Uuid(), nullable=False),
        sa.Column("assured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("delivery", _slug("delivery", DELIVERY), nullable=False),
        sa.Column("evidence_rating", _slug("evidencerating", EVIDENCE), nullable=False),
        sa.Column("impact_rating", _slug("impactrating", IMPACT), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=True),
        sa.Column("closing_test", _slug("closingtest", TESTS), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            "action_id", "closing_test", name=op.f("uq_assurance_action_id_closing_test")
        ),
        *_keys("assurance", ("action_id", "action"), ("assurer_id", "person")),
    )
    op.create_index("ix_assurance_action", "assurance", ["action_id", "assured_at", "id"])


def _closures() -> None:
    op.create_table(
        "closure",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("assurance_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(assurance_id IS NULL) = "
            "(decision IS NOT NULL AND decided_by_id IS NOT NULL AND meeting_id IS NOT NULL)",
            name=op.f("ck_closure_assured_or_decided"),
        ),
        sa.UniqueConstraint("action_id", name=op.f("uq_closure_action_id")),
        *_keys(
            "closure",
            ("action_id", "action"),
            ("closed_by_id", "person"),
            ("assurance_id", "assurance"),
            ("decided_by_id", "person"),
            ("meeting_id", "meeting"),
        ),
    )
    op.create_index("ix_closure_meeting", "closure", ["meeting_id"])


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
