"""Keep challenges with what came of them, decisions, and what meetings set to be done.

Revision 0016, after 0015. What moved, closed or re-scoped an action can name the decision that
allowed it; what is there names none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATES = ("raised", "answered", "promised", "given", "verified", "sent_back", "withdrawn")
RESCOPINGS = ("removed", "success_measure")
TABLES = (
    *("challenge", "challenge_step", "decision", "follow_up"),
    *("note_correction", "allowed_rescoping", "note_draft"),
)
"""The new tables, each after those that it points to."""
DECIDED = ("date_change", "closure", "succession")
"""What can name the decision that allowed it."""


def upgrade() -> None:
    _challenges()
    _steps()
    _decisions()
    _follow_ups()
    _corrections()
    _rescopings()
    _drafts()
    for name in DECIDED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("decision_id", sa.Uuid(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_council_id_decision_id_decision"),
                "decision",
                ["council_id", "decision_id"],
                ["council_id", "id"],
            )


def downgrade() -> None:
    for name in reversed(DECIDED):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(
                op.f(f"fk_{name}_council_id_decision_id_decision"), type_="foreignkey"
            )
            table.drop_column("decision_id")
    op.execute("DELETE FROM search_entry WHERE record_type IN ('challenge', 'decision')")
    for name in reversed(TABLES):
        op.drop_table(name)


def _challenges() -> None:
    _table(
        "challenge",
        [
            _to("board"),
            _to("meeting", nullable=True),
            _to("item", nullable=True),
            sa.Column("raised_on", sa.Date(), nullable=False),
            _to("raised_by", nullable=True),
            _line("raised_by_name", nullable=True),
            _to("put_to", nullable=True),
            _to("put_to_post", nullable=True),
            _to("recommendation", nullable=True),
            _to("action", nullable=True),
            _line("measure", 300, nullable=True),
            sa.Column("text", sa.Text(), nullable=False),
            sa.Column("state", _one_of("challengestate", STATES), nullable=False),
            _day("due_on"),
            _day("settled_on"),
        ],
        [
            ("board_id", "board"),
            ("meeting_id", "meeting"),
            ("item_id", "agenda_item"),
            ("raised_by_id", "person"),
            ("put_to_id", "person"),
            ("put_to_post_id", "post"),
            ("recommendation_id", "recommendation"),
            ("action_id", "action"),
        ],
        _check("challenge", "person_or_name", "(raised_by_id IS NULL) <> (raised_by_name IS NULL)"),
        _check("challenge", "to_person_or_post", "(put_to_id IS NULL) <> (put_to_post_id IS NULL)"),
        _check("challenge", "item_of_meeting", "item_id IS NULL OR meeting_id IS NOT NULL"),
    )
    op.create_index("ix_challenge_board", "challenge", ["council_id", "board_id", "raised_on"])
    for name in ("action", "recommendation", "meeting"):
        op.create_index(f"ix_challenge_{name}", "challenge", [f"{name}_id"])


def _steps() -> None:
    _table(
        "challenge_step",
        [
            _to("challenge"),
            sa.Column("state", _one_of("challengestate", STATES), nullable=False),
            sa.Column("taken_on", sa.Date(), nullable=False),
            _to("taken_by", nullable=True),
            _line("taken_by_name", nullable=True),
            _words("words"),
            _day("due_on"),
            _to("evidence", nullable=True),
            _to("action", nullable=True),
            sa.Column("is_for_challenger", sa.Boolean(), nullable=False),
        ],
        [
            ("challenge_id", "challenge"),
            ("taken_by_id", "person"),
            ("evidence_id", "evidence"),
            ("action_id", "action"),
        ],
        _check("challenge_step", "person_or_name", "taken_by_id IS NULL OR taken_by_name IS NULL"),
        _check("challenge_step", "promise_has_day", "(due_on IS NOT NULL) = (state = 'promised')"),
    )
    op.create_index("ix_challenge_step_challenge", "challenge_step", ["challenge_id"])


def _decisions() -> None:
    _table(
        "decision",
        [
            _to("board"),
            _to("meeting"),
            _to("item", nullable=True),
            _to("plan", nullable=True),
            _to("action", nullable=True),
            _to("recommendation", nullable=True),
            sa.Column("text", sa.Text(), nullable=False),
            *_owner(),
            _day("due_on"),
            _day("carried_out_on"),
            _words("carried_out_note"),
            _day("removed_on"),
        ],
        [
            ("board_id", "board"),
            ("meeting_id", "meeting"),
            ("item_id", "agenda_item"),
            ("plan_id", "plan"),
            ("action_id", "action"),
            ("recommendation_id", "recommendation"),
            *OWNERS,
        ],
        _one_owner("decision"),
    )
    op.create_index("ix_decision_board", "decision", ["council_id", "board_id"])
    op.create_index("ix_decision_meeting", "decision", ["meeting_id"])
    op.create_index("ix_decision_action", "decision", ["action_id"])


def _follow_ups() -> None:
    _table(
        "follow_up",
        [
            _to("board"),
            _to("meeting"),
            _to("item", nullable=True),
            sa.Column("text", sa.Text(), nullable=False),
            *_owner(),
            _day("due_on"),
            _day("closed_on"),
            _words("not_needed_because"),
        ],
        [("board_id", "board"), ("meeting_id", "meeting"), ("item_id", "agenda_item"), *OWNERS],
        _one_owner("follow_up"),
        _check(
            "follow_up", "closed_with_reason", "not_needed_because IS NULL OR closed_on IS NOT NULL"
        ),
    )
    op.create_index("ix_follow_up_board", "follow_up", ["council_id", "board_id", "closed_on"])
    op.create_index("ix_follow_up_meeting", "follow_up", ["meeting_id"])


def _corrections() -> None:
    _table(
        "note_correction",
        [
            _to("subject"),
            _to("challenge", nullable=True),
            _to("decision", nullable=True),
            _to("follow_up", nullable=True),
            sa.Column("before", sa.Text(), nullable=False),
            sa.Column("after", sa.Text(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=False),
            _to("corrected_by", nullable=True),
            sa.Column("corrected_on", sa.Date(), nullable=False),
        ],
        [
            ("challenge_id", "challenge"),
            ("decision_id", "decision"),
            ("follow_up_id", "follow_up"),
            ("corrected_by_id", "person"),
        ],
    )
    op.create_index("ix_note_correction_subject", "note_correction", ["council_id", "subject_id"])


def _rescopings() -> None:
    _table(
        "allowed_rescoping",
        [
            _to("action"),
            _to("decision"),
            sa.Column("kind", _one_of("rescoping", RESCOPINGS), nullable=False),
            _words("before"),
            _words("after"),
            sa.Column("allowed_on", sa.Date(), nullable=False),
        ],
        [("action_id", "action"), ("decision_id", "decision")],
    )
    op.create_index("ix_allowed_rescoping_action", "allowed_rescoping", ["action_id"])
    op.create_index("ix_allowed_rescoping_decision", "allowed_rescoping", ["decision_id"])


def _drafts() -> None:
    op.create_table(
        "note_draft",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        _to("item"),
        _to("person"),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys("note_draft", [("item_id", "agenda_item"), ("person_id", "person")]),
        _unique("note_draft", "item_id", "person_id"),
    )


OWNERS = [("owner_id", "person"), ("owner_post_id", "post")]


def _owner() -> list[sa.Column[object]]:
    """Who carries something out: a person, a post or a name."""
    return [
        _to("owner", nullable=True),
        _to("owner_post", nullable=True),
        _line("owner_name", nullable=True),
    ]


def _one_owner(table: str) -> sa.CheckConstraint:
    named = " + ".join(
        f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END"
        for name in ("owner_id", "owner_post_id", "owner_name")
    )
    return _check(table, "one_owner", f"{named} <= 1")


def _table(
    name: str,
    columns: list[sa.Column[object]],
    parents: list[tuple[str, str]],
    *more: sa.Constraint,
) -> None:
    """A council's table: its own columns, those that every one has, and its keys."""
    op.create_table(
        name,
        *columns,
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_keys(name, parents),
        *more,
        _unique(name, "council_id", "id"),
    )


def _keys(name: str, parents: list[tuple[str, str]]) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{name}_council_id_council")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["council_id", column],
                [f"{parent}.council_id", f"{parent}.id"],
                name=op.f(f"fk_{name}_council_id_{column}_{parent}"),
            )
            for column, parent in parents
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]


def _to(noun: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(f"{noun}_id", sa.Uuid(), nullable=nullable)


def _line(name: str, most: int = 200, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(most), nullable=nullable)


def _words(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=True)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True)


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
