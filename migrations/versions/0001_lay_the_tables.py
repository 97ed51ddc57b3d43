"""Lay the tables, the guard of history and the search index.

Revision 0001, after none.
"""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.adapters import append_only, search_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "chain_head",
    "history",
    "bank_holiday",
    "council",
    "body",
    "account",
    "person",
    "post",
    "sign_in",
    "calendar_feed",
    "invitation",
    "post_holding",
    "role_grant",
    "inspection",
    "clock",
    "judgement",
    "recommendation",
    "recommendation_body",
    "verdict",
    "intervention",
    "board",
    "meeting",
    "plan",
    "plan_inspection",
    "priority",
    "action",
    "action_recommendation",
    "date_change",
    "milestone",
    "ownership",
    "succession",
    "action_update",
    "outbox_mail",
    "search_entry",
)


def upgrade() -> None:
    for lay in (_history, _councils, _people, _inspections, _recommendations, _boards, _plans):
        lay()
    for lay in (_actions, _updates, _operations):
        lay()
    append_only.guard(op.get_bind(), "history", key=("chain_id", "seq"))
    search_index.create(op.get_bind())


def downgrade() -> None:
    search_index.drop(op.get_bind())
    append_only.release(op.get_bind(), "history")
    for table in reversed(TABLES):
        op.drop_table(table)


def _slug(name: str, *members: str) -> sa.Enum:
    return sa.Enum(*members, name=name, native_enum=False, create_constraint=True, length=40)


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _recorded_table(name: str, *items: Any) -> None:
    op.create_table(
        name,
        *items,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _council_table(name: str, *items: Any) -> None:
    # Foreign keys to (council_id, id) keep one council's rows from pointing to another's.
    _recorded_table(
        name,
        *items,
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{name}_council_id_council")
        ),
        sa.UniqueConstraint("council_id", "id", name=op.f(f"uq_{name}_council_id_id")),
    )


def _within(name: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        [f"{parent}.council_id", f"{parent}.id"],
        name=op.f(f"fk_{name}_council_id_{column}_{parent}"),
    )


def _history() -> None:
    op.create_table(
        "chain_head",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "history",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deed_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.String(length=60), nullable=False),
        sa.Column("actor_kind", _slug("actorkind", "person", "operator", "system"), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "door", _slug("door", "web", "terminal", "worker", "demonstration"), nullable=False
        ),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("record_type", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("change", _slug("changekind", "created", "changed"), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "seq", name=op.f("pk_history")),
    )
    op.create_index("ix_history_at", "history", ["chain_id", "at"])
    op.create_index("ix_history_subject", "history", ["chain_id", "subject_id", "seq"])
    # The installation's own chain is there from the start, so that no two first deeds race for it.
    head = sa.table(
        "chain_head",
        sa.column("chain_id", sa.Uuid()),
        sa.column("seq", sa.Integer()),
        sa.column("hash", sa.String()),
    )
    op.bulk_insert(head, [{"chain_id": uuid.UUID(int=0), "seq": 0, "hash": "0" * 64}])


def _councils() -> None:
    _recorded_table(
        "bank_holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("day", name=op.f("uq_bank_holiday_day")),
    )
    _recorded_table(
        "council",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("ons_code", sa.String(length=9), nullable=True),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("service_provider", sa.String(length=200), nullable=True),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("slug", name=op.f("uq_council_slug")),
    )
    _council_table(
        "body",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            _slug(
                "bodykind",
                "council",
                "trust",
                "safeguarding_board",
                "health",
                "police",
                "partnership",
                "other",
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_body_dates_in_order")),
        sa.UniqueConstraint("council_id", "name", name=op.f("uq_body_council_id_name")),
    )


def _people() -> None:
    _recorded_table(
        "account",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    _council_table(
        "person",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_person_account_id_account")
        ),
        sa.UniqueConstraint(
            "council_id", "account_id", name=op.f("uq_person_council_id_account_id")
        ),
    )
    op.create_index("ix_person_account_id", "person", ["account_id"])
    _council_table(
        "post",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("manager_post_id", sa.Uuid(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("manager_post_id <> id", name=op.f("ck_post_not_own_manager")),
        _within("post", "manager_post_id", "post"),
        sa.UniqueConstraint("council_id", "title", name=op.f("uq_post_council_id_title")),
    )
    op.create_table(
        "sign_in",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
    _council_table(
        "calendar_feed",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", _instant(), nullable=True),
        _within("calendar_feed", "person_id", "person"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    _council_table(
        "invitation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.Column("used_at", _instant(), nullable=True),
        sa.Column("withdrawn_at", _instant(), nullable=True),
        _within("invitation", "person_id", "person"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    _council_table(
        "post_holding",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("is_interim", sa.Boolean(), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_post_holding_dates_in_order")),
        _within("post_holding", "person_id", "person"),
        _within("post_holding", "post_id", "post"),
    )
    op.create_index("ix_post_holding_person", "post_holding", ["council_id", "person_id"])
    op.create_index("ix_post_holding_post", "post_holding", ["council_id", "post_id"])
    _council_table(
        "role_grant",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            _slug(
                "role",
                "programme_lead",
                "service_manager",
                "assurance_lead",
                "director",
                "board_member",
                "viewer",
                "administrator",
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_role_grant_dates_in_order")),
        _within("role_grant", "person_id", "person"),
    )
    op.create_index("ix_role_grant_person", "role_grant", ["council_id", "person_id"])
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["person_id", "role"],
        unique=True,
        sqlite_where=sa.text("to_on IS NULL"),
        postgresql_where=sa.text("to_on IS NULL"),
    )


def _inspections() -> None:
    _council_table(
        "inspection",
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=True),
        sa.Column("fieldwork_start_on", sa.Date(), nullable=False),
        sa.Column("fieldwork_end_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("not_before_on", sa.Date(), nullable=True),
        sa.Column("report_url", sa.String(length=2000), nullable=True),
        sa.Column("lead_inspector", sa.String(length=200), nullable=True),
        sa.Column("found_good", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "fieldwork_end_on >= fieldwork_start_on", name=op.f("ck_inspection_dates_in_order")
        ),
        sa.CheckConstraint("follows_id <> id", name=op.f("ck_inspection_not_own_follower")),
        _within("inspection", "follows_id", "inspection"),
    )
    op.create_index("ix_inspection_council", "inspection", ["council_id", "fieldwork_start_on"])
    op.create_index(
        "ix_inspection_embargo",
        "inspection",
        ["council_id", "not_before_on"],
        sqlite_where=sa.text("not_before_on IS NOT NULL"),
        postgresql_where=sa.text("not_before_on IS NOT NULL"),
    )
    _council_table(
        "clock",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("clock", "inspection_id", "inspection"),
    )
    op.create_index("ix_clock_council", "clock", ["council_id", "due_on"])
    _council_table(
        "judgement",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("grade", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("judgement", "inspection_id", "inspection"),
        sa.UniqueConstraint("inspection_id", "area", name=op.f("uq_judgement_inspection_id_area")),
    )


def _recommendations() -> None:
    _council_table(
        "recommendation",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("paragraph", sa.String(length=60), nullable=True),
        sa.Column(
            "kind",
            _slug(
                "findingkind",
                "recommendation",
                "area_for_improvement",
                "priority_action",
                "other_finding",
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            _slug("urgency", "priority_immediate", "immediate", "three_months", "six_months"),
            nullable=True,
        ),
        sa.Column("area", sa.String(length=60), nullable=True),
        sa.Column(
            "addressee",
            _slug("addressee", "local_authority", "lscb", "trust", "partnership", "other"),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=200), nullable=True),
        sa.Column(
            "response",
            _slug("response", "accepted", "accepted_in_part", "not_accepted"),
            nullable=True,
        ),
        sa.Column("response_reason", sa.Text(), nullable=True),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("recommendation", "inspection_id", "inspection"),
    )
    op.create_index(
        "ix_recommendation_inspection",
        "recommendation",
        ["council_id", "inspection_id", "position"],
    )
    _council_table(
        "recommendation_body",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("recommendation_body", "body_id", "body"),
        _within("recommendation_body", "recommendation_id", "recommendation"),
        sa.UniqueConstraint(
            "recommendation_id",
            "body_id",
            name=op.f("uq_recommendation_body_recommendation_id_body_id"),
        ),
    )
    _council_table(
        "verdict",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            _slug(
                "verdictkind",
                "not_looked_at",
                "no_progress",
                "some_progress",
                "good_progress",
                "resolved",
                "back_again",
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("verdict", "inspection_id", "inspection"),
        _within("verdict", "recommendation_id", "recommendation"),
        sa.UniqueConstraint(
            "recommendation_id",
            "inspection_id",
            name=op.f("uq_verdict_recommendation_id_inspection_id"),
        ),
    )
    op.create_index("ix_verdict_inspection", "verdict", ["council_id", "inspection_id"])


def _boards() -> None:
    _council_table(
        "intervention",
        sa.Column(
            "kind",
            _slug(
                "interventionkind",
                "adviser",
                "improvement_notice",
                "statutory_direction",
                "commissioner",
                "support_and_supervision",
                "six_month_review",
                "revoked",
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("document_url", sa.String(length=2000), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_intervention_dates_in_order")),
    )
    op.create_index("ix_intervention_council", "intervention", ["council_id", "from_on"])
    _council_table(
        "board",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            _slug(
                "boardkind",
                "improvement_board",
                "internal_group",
                "task_group",
                "scrutiny",
                "cabinet",
                "council",
                "health_and_wellbeing_board",
                "corporate_parenting_panel",
                "partnership_board",
            ),
            nullable=False,
        ),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("chair_note", sa.String(length=200), nullable=True),
        sa.Column("terms", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _within("board", "chair_id", "person"),
        sa.UniqueConstraint("council_id", "name", name=op.f("uq_board_council_id_name")),
    )
    _council_table(
        "meeting",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("meeting", "board_id", "board"),
    )
    op.create_index("ix_meeting_board", "meeting", ["council_id", "board_id", "held_on"])


def _plans() -> None:
    _council_table(
        "plan",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=100), nullable=True),
        sa.Column(
            "stage", _slug("planstage", "draft", "adopted", "submitted", "closed"), nullable=False
        ),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        _within("plan", "board_id", "board"),
    )
    op.create_index("ix_plan_council", "plan", ["council_id", "stage"])
    _council_table(
        "plan_inspection",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("plan_inspection", "inspection_id", "inspection"),
        _within("plan_inspection", "plan_id", "plan"),
        sa.UniqueConstraint(
            "plan_id", "inspection_id", name=op.f("uq_plan_inspection_plan_id_inspection_id")
        ),
    )
    op.create_index(
        "ix_plan_inspection_inspection", "plan_inspection", ["council_id", "inspection_id"]
    )
    _council_table(
        "priority",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(length=10), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("director_post_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("priority", "director_post_id", "post"),
        _within("priority", "plan_id", "plan"),
    )
    op.create_index("ix_priority_plan", "priority", ["council_id", "plan_id"])


def _actions() -> None:
    _council_table(
        "action",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("success_measure", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_text", sa.String(length=200), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("times_slipped", sa.Integer(), nullable=False),
        sa.Column(
            "delivery",
            _slug("delivery", "not_started", "on_track", "at_risk", "off_track", "complete"),
            nullable=False,
        ),
        sa.Column("delivery_reason", sa.Text(), nullable=True),
        sa.Column("obstacle", sa.Text(), nullable=True),
        sa.Column(
            "has_obstacle",
            sa.Boolean(),
            sa.Computed("obstacle IS NOT NULL", persisted=True),
            nullable=False,
        ),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("action", "plan_id", "plan"),
        _within("action", "priority_id", "priority"),
    )
    for name, columns in (
        ("order", ["sort_key", "id"]),
        ("delivery", ["delivery", "sort_key", "id"]),
        ("due", ["due_on", "sort_key", "id"]),
        (
            "figures",
            ["priority_id", "delivery", "due_on", "updated_on", "times_slipped", "has_obstacle"],
        ),
    ):
        op.create_index(
            f"ix_action_plan_{name}",
            "action",
            ["plan_id", *columns, "council_id"],
            sqlite_where=sa.text("removed_on IS NULL"),
            postgresql_where=sa.text("removed_on IS NULL"),
        )
    op.create_index("uq_action_reference", "action", ["plan_id", "reference"], unique=True)
    _council_table(
        "action_recommendation",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("action_recommendation", "action_id", "action"),
        _within("action_recommendation", "recommendation_id", "recommendation"),
        sa.UniqueConstraint(
            "action_id",
            "recommendation_id",
            name=op.f("uq_action_recommendation_action_id_recommendation_id"),
        ),
    )
    op.create_index(
        "ix_action_recommendation_recommendation", "action_recommendation", ["recommendation_id"]
    )
    _council_table(
        "date_change",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("moved_by_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        _within("date_change", "action_id", "action"),
        _within("date_change", "meeting_id", "meeting"),
        _within("date_change", "moved_by_id", "person"),
    )
    op.create_index("ix_date_change_action", "date_change", ["action_id"])
    op.create_index("ix_date_change_meeting", "date_change", ["meeting_id"])
    _council_table(
        "milestone",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        _within("milestone", "action_id", "action"),
    )
    op.create_index("ix_milestone_action", "milestone", ["action_id"])
    _council_table(
        "ownership",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("role", _slug("ownershiprole", "lead", "deputy", "owner"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(post_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_ownership_post_or_person")
        ),
        _within("ownership", "action_id", "action"),
        _within("ownership", "person_id", "person"),
        _within("ownership", "post_id", "post"),
    )
    op.create_index("ix_ownership_action", "ownership", ["action_id"])
    op.create_index("ix_ownership_person", "ownership", ["council_id", "person_id"])
    op.create_index("ix_ownership_post", "ownership", ["council_id", "post_id"])
    op.create_index(
        "uq_ownership_lead",
        "ownership",
        ["action_id"],
        unique=True,
        sqlite_where=sa.text("role = 'lead' AND removed_on IS NULL"),
        postgresql_where=sa.text("role = 'lead' AND removed_on IS NULL"),
    )
    _council_table(
        "succession",
        sa.Column("former_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _slug("successionkind", "merged", "split"), nullable=False),
        _within("succession", "former_id", "action"),
        _within("succession", "successor_id", "action"),
        sa.UniqueConstraint(
            "former_id", "successor_id", name=op.f("uq_succession_former_id_successor_id")
        ),
    )
    op.create_index("ix_succession_successor", "succession", ["successor_id"])


def _updates() -> None:
    _council_table(
        "action_update",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("posted_at", _instant(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=True),
        sa.Column("obstacle", sa.Text(), nullable=True),
        sa.Column(
            "delivery",
            _slug("delivery", "not_started", "on_track", "at_risk", "off_track", "complete"),
            nullable=False,
        ),
        sa.Column("delivery_reason", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("corrects_id <> id", name=op.f("ck_action_update_not_own_correction")),
        _within("action_update", "action_id", "action"),
        _within("action_update", "author_id", "person"),
        _within("action_update", "corrects_id", "action_update"),
    )
    op.create_index("ix_action_update_action", "action_update", ["action_id", "posted_at", "id"])


def _operations() -> None:
    op.create_table(
        "outbox_mail",
        sa.Column("council_id", sa.Uuid(), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("sent_at", _instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_outbox_mail_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )
    op.create_index("ix_outbox_mail_sent_at", "outbox_mail", ["sent_at"])
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("record_type", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_search_entry_council_id_council")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint(
            "record_type", "record_id", name=op.f("uq_search_entry_record_type_record_id")
        ),
    )
    op.create_index("ix_search_entry_reference", "search_entry", ["council_id", "reference"])
