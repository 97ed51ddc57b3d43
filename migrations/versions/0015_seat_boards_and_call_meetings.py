"""Give boards members and a place among each other, and meetings agendas, attendance and minutes.

Revision 0015, after 0014. Meetings from before were known to everybody: they stay published.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = ("draft", "published", "held", "agreed", "cancelled")
ROLES = ("chair", "vice_chair", "member", "adviser", "officer", "clerk")
KINDS = ("standing", "theme", "decision", "information")
PRESENCE = ("present", "apologies", "absent", "substitute")
ABOVE = "fk_board_council_id_reports_to_id_board"
ON_BOARD = ("quorum", "meets_every", "reports_to_id")
ON_MEETING = (
    *("state", "start_time", "end_time", "moved_from_on"),
    *("moved_because", "cancelled_because", "agreed_on"),
)
TABLES = (
    *("board_member", "standing_item", "forward_theme", "agenda_item"),
    *("agenda_reader", "agenda_paper", "minute_correction", "attendance"),
)
"""The new tables, each after those that it points to."""


def upgrade() -> None:
    op.add_column("outbox_mail", sa.Column("calendar", sa.Text(), nullable=True))
    _extend_boards()
    _extend_meetings()
    _members()
    _plans_of_agendas()
    _items()
    _on_items()
    _attendance()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    # The older schema knows no meeting that is not to take place.
    op.execute(
        "UPDATE meeting SET removed_on = held_on"
        " WHERE removed_on IS NULL AND state IN ('draft', 'cancelled')"
    )
    op.execute(
        "DELETE FROM search_entry WHERE record_type = 'meeting'"
        " AND record_id IN (SELECT id FROM meeting WHERE state IN ('draft', 'cancelled'))"
    )
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("ck_meeting_meetingstate"), type_="check")
        for name in ON_MEETING:
            table.drop_column(name)
    with op.batch_alter_table("board") as table:
        table.drop_constraint(op.f(ABOVE), type_="foreignkey")
        table.drop_constraint(op.f("ck_board_not_above_itself"), type_="check")
        for name in ON_BOARD:
            table.drop_column(name)
    op.drop_column("outbox_mail", "calendar")


def _extend_boards() -> None:
    with op.batch_alter_table("board") as table:
        table.add_column(sa.Column("quorum", sa.Integer(), nullable=True))
        table.add_column(sa.Column("meets_every", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reports_to_id", sa.Uuid(), nullable=True))
        table.create_check_constraint(op.f("ck_board_not_above_itself"), "reports_to_id <> id")
        table.create_foreign_key(
            op.f(ABOVE), "board", ["council_id", "reports_to_id"], ["council_id", "id"]
        )


def _extend_meetings() -> None:
    state = sa.Column("state", sa.String(40), server_default="published", nullable=False)
    with op.batch_alter_table("meeting") as table:
        table.add_column(state)
        table.add_column(sa.Column("start_time", sa.String(5), nullable=True))
        table.add_column(sa.Column("end_time", sa.String(5), nullable=True))
        table.add_column(sa.Column("moved_from_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("moved_because", sa.Text(), nullable=True))
        table.add_column(sa.Column("cancelled_because", sa.Text(), nullable=True))
        table.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))
        words = ", ".join(repr(state) for state in STATES)
        table.create_check_constraint(op.f("ck_meeting_meetingstate"), f"state IN ({words})")


def _members() -> None:
    _table(
        "board_member",
        [
            _to("board"),
            _to("person", nullable=True),
            _line("name", nullable=True),
            _line("organisation", nullable=True),
            _line("email", 254, nullable=True),
            sa.Column("role", _one_of("boardrole", ROLES), nullable=False),
            sa.Column("is_voting", sa.Boolean(), nullable=False),
            sa.Column("from_on", sa.Date(), nullable=False),
            _day("to_on"),
            _day("removed_on"),
        ],
        [("board_id", "board"), ("person_id", "person")],
        _check("board_member", "person_or_name", "(person_id IS NULL) <> (name IS NULL)"),
        _check("board_member", "dates_in_order", "to_on >= from_on"),
    )
    op.create_index("ix_board_member_board", "board_member", ["council_id", "board_id"])
    op.create_index("ix_board_member_person", "board_member", ["council_id", "person_id"])


def _plans_of_agendas() -> None:
    _table(
        "standing_item",
        [
            _to("board"),
            sa.Column("position", sa.Integer(), nullable=False),
            _line("title", 300),
            sa.Column("kind", _one_of("agendakind", KINDS), nullable=False),
            _to("presenter_post", nullable=True),
            _line("presenter_note", nullable=True),
            sa.Column("duration", sa.Integer(), nullable=True),
            _day("removed_on"),
        ],
        [("board_id", "board"), ("presenter_post_id", "post")],
    )
    op.create_index("ix_standing_item_board", "standing_item", ["council_id", "board_id"])
    either = "(month_on IS NULL) <> (meeting_id IS NULL)"
    _table(
        "forward_theme",
        [
            _to("board"),
            _line("title", 300),
            sa.Column("note", sa.Text(), nullable=True),
            _day("month_on"),
            _to("meeting", nullable=True),
            _day("removed_on"),
        ],
        [("board_id", "board"), ("meeting_id", "meeting")],
        _check("forward_theme", "month_or_meeting", either),
    )
    op.create_index("ix_forward_theme_board", "forward_theme", ["council_id", "board_id"])


def _items() -> None:
    one = "presenter_id IS NULL OR presenter_post_id IS NULL"
    _table(
        "agenda_item",
        [
            _to("meeting"),
            sa.Column("position", sa.Integer(), nullable=False),
            _line("title", 300),
            sa.Column("kind", _one_of("agendakind", KINDS), nullable=False),
            _to("presenter", nullable=True),
            _to("presenter_post", nullable=True),
            _line("presenter_note", nullable=True),
            sa.Column("duration", sa.Integer(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.Column("minute", sa.Text(), nullable=True),
            sa.Column("is_restricted", sa.Boolean(), nullable=False),
            _to("theme", nullable=True),
            _day("removed_on"),
        ],
        [
            ("meeting_id", "meeting"),
            ("presenter_id", "person"),
            ("presenter_post_id", "post"),
            ("theme_id", "forward_theme"),
        ],
        _check("agenda_item", "one_presenter", one),
    )
    op.create_index("ix_agenda_item_meeting", "agenda_item", ["council_id", "meeting_id"])


def _on_items() -> None:
    of_item = [("item_id", "agenda_item"), ("meeting_id", "meeting")]
    _table(
        "agenda_reader",
        [_to("item"), _to("meeting"), _to("member"), _day("removed_on")],
        [*of_item, ("member_id", "board_member")],
        _unique("agenda_reader", "item_id", "member_id"),
    )
    _papers(of_item)
    _table(
        "minute_correction",
        [
            _to("item"),
            _to("meeting"),
            sa.Column("before", sa.Text(), nullable=True),
            sa.Column("after", sa.Text(), nullable=False),
            sa.Column("reason", sa.Text(), nullable=False),
            _to("corrected_by", nullable=True),
            sa.Column("corrected_on", sa.Date(), nullable=False),
        ],
        [*of_item, ("corrected_by_id", "person")],
    )
    op.create_index("ix_minute_correction_item", "minute_correction", ["council_id", "item_id"])


def _papers(of_item: list[tuple[str, str]]) -> None:
    _table(
        "agenda_paper",
        [
            _to("item"),
            _to("meeting"),
            _line("title", 300),
            _line("url", 2000, nullable=True),
            _line("name", nullable=True),
            _line("media_type", 120, nullable=True),
            sa.Column("size", sa.Integer(), nullable=True),
            _line("sha256", 64, nullable=True),
            _line("storage_key", nullable=True),
            sa.Column("scan", _one_of("scanresult", ("clean", "not_scanned")), nullable=True),
            sa.Column("added_on", sa.Date(), nullable=False),
            _day("removed_on"),
        ],
        of_item,
        _check("agenda_paper", "address_or_file", "(url IS NULL) <> (storage_key IS NULL)"),
    )
    op.create_index("ix_agenda_paper_item", "agenda_paper", ["council_id", "item_id"])


def _attendance() -> None:
    named = "(substitute IS NULL) = (presence IS NULL OR presence <> 'substitute')"
    _table(
        "attendance",
        [
            _to("meeting"),
            _to("member"),
            sa.Column("presence", _one_of("presence", PRESENCE), nullable=True),
            _line("substitute", nullable=True),
        ],
        [("meeting_id", "meeting"), ("member_id", "board_member")],
        _unique("attendance", "meeting_id", "member_id"),
        _check("attendance", "substitute_is_named", named),
    )


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
        *more,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        _unique(name, "council_id", "id"),
    )


def _to(noun: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(f"{noun}_id", sa.Uuid(), nullable=nullable)


def _line(name: str, most: int = 200, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(most), nullable=nullable)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=True)


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))
