"""Let a due date move by a request that somebody else decides, and lock dates before a meeting.

Revision 0010, after 0009. What was moved before stays as an agreed change: asked for on the day on
which it was recorded, by nobody who is known, and with no recovery action.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = ("requested", "agreed", "refused", "withdrawn")
RENAMED = {"moved_on": "decided_on", "moved_by_id": "decided_by_id"}
FIGURES = ["priority_id", "delivery", "due_on", "updated_on", "times_slipped", "has_obstacle"]
LATE = ["completed_on", "first_due_on"]
OPEN = sa.text("state = 'requested'")
REQUESTER = "fk_date_change_council_id_requested_by_id_person"


def upgrade() -> None:
    op.add_column(
        "council", sa.Column("freeze_days", sa.Integer(), server_default="5", nullable=False)
    )
    _lay_figures([*FIGURES, *LATE])
    _add_request()
    op.execute("UPDATE date_change SET state = 'agreed', requested_on = decided_on")
    _require_request()


def _add_request() -> None:
    with op.batch_alter_table("date_change") as table:
        table.drop_constraint(_decider("moved_by_id"), type_="foreignkey")
        for old, new in RENAMED.items():
            table.alter_column(old, new_column_name=new)
        table.add_column(sa.Column("state", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("to_text", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("recovery", sa.Text(), nullable=True))
        table.add_column(sa.Column("requested_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("requested_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("decision_note", sa.Text(), nullable=True))


def _require_request() -> None:
    with op.batch_alter_table("date_change") as table:
        table.alter_column("decided_on", existing_type=sa.Date(), nullable=True)
        table.alter_column("state", existing_type=sa.String(length=40), nullable=False)
        table.alter_column("requested_on", existing_type=sa.Date(), nullable=False)
        table.create_check_constraint(
            op.f("ck_date_change_datechangestate"),
            f"state IN ({', '.join(repr(state) for state in STATES)})",
        )
        _point(table, _decider("decided_by_id"), "decided_by_id")
        _point(table, REQUESTER, "requested_by_id")
    _lay_actions(["action_id", "state", "decided_on"])
    op.create_index(
        "ix_date_change_waiting",
        "date_change",
        ["council_id", "requested_by_id", "state"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "uq_date_change_open",
        "date_change",
        ["action_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    # A request that was not agreed moved nothing, and the older schema knows only moves.
    op.execute("DELETE FROM date_change WHERE state <> 'agreed'")
    op.drop_index("uq_date_change_open", "date_change")
    op.drop_index("ix_date_change_waiting", "date_change")
    _lay_actions(["action_id"])
    with op.batch_alter_table("date_change") as table:
        table.drop_constraint(REQUESTER, type_="foreignkey")
        table.drop_constraint(_decider("decided_by_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_date_change_datechangestate"), type_="check")
        for added in (
            "decision_note",
            "requested_by_id",
            "requested_on",
            "recovery",
            "to_text",
            "state",
        ):
            table.drop_column(added)
        table.alter_column("decided_on", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("date_change") as table:
        for old, new in RENAMED.items():
            table.alter_column(new, new_column_name=old)
    with op.batch_alter_table("date_change") as table:
        _point(table, _decider("moved_by_id"), "moved_by_id")
    _lay_figures(FIGURES)
    op.drop_column("council", "freeze_days")


def _decider(column: str) -> str:
    return f"fk_date_change_council_id_{column}_person"


def _point(table: BatchOperations, name: str, column: str) -> None:
    """Let ``column`` point to a person of the same council."""
    table.create_foreign_key(op.f(name), "person", ["council_id", column], ["council_id", "id"])


def _lay_actions(columns: list[str]) -> None:
    """Let the index of an action's changes hold these columns."""
    op.drop_index("ix_date_change_action", "date_change")
    op.create_index("ix_date_change_action", "date_change", columns)


def _lay_figures(columns: list[str]) -> None:
    """Let the index of the overview's figures hold these columns."""
    op.drop_index("ix_action_plan_figures", "action")
    op.create_index(
        "ix_action_plan_figures",
        "action",
        ["council_id", "plan_id", *columns, "id", "removed_on"],
        sqlite_where=sa.text("removed_on IS NULL"),
        postgresql_where=sa.text("removed_on IS NULL"),
    )
