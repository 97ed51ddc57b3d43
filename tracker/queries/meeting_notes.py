"""What a meeting noted, and what is carried to it: found for any day, and kept nowhere twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, and_, func, literal, null, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.models import Challenge, Decision, FollowUp, Meeting, Person, Post
from tracker.queries.challenges import Asked, Raiser, is_open, readable


def list_notes(session: Session, actor: Actor, meeting: Meeting) -> Sequence[AnyRow]:
    """What a meeting noted, and what earlier ones left to it, in one statement.

    Rows have ``entry`` (challenge, decision or follow_up), ``id``, ``text``, ``state`` (a
    challenge's), ``who`` (whom a challenge is put to, or who carries it out), ``raiser``,
    ``due_on``, ``closed_on``, ``because``, ``meeting_id``, ``item_id`` and ``noted_on``. Nothing is
    kept twice: what is carried is every challenge and follow-up of the board, raised or set by the
    meeting's day, that was not over before it.
    """
    rows = union_all(
        _challenges(actor, meeting), _decisions(actor, meeting), _follow_ups(actor, meeting)
    ).subquery()
    order = (rows.c.entry, rows.c.noted_on, rows.c.id)
    return session.execute(select(rows).order_by(*order)).all()


def _challenges(actor: Actor, meeting: Meeting) -> AnySelect:
    carried = and_(
        Challenge.raised_on <= meeting.held_on,
        or_(is_open(), Challenge.settled_on >= meeting.held_on),
    )
    return (
        select(
            literal("challenge").label("entry"),
            Challenge.id.label("id"),
            Challenge.text.label("text"),
            sql_cast(Challenge.state, String).label("state"),
            func.coalesce(Asked.name, Post.title).label("who"),
            func.coalesce(Raiser.name, Challenge.raised_by_name).label("raiser"),
            Challenge.due_on.label("due_on"),
            Challenge.settled_on.label("closed_on"),
            sql_cast(null(), String).label("because"),
            Challenge.meeting_id.label("meeting_id"),
            Challenge.item_id.label("item_id"),
            Challenge.raised_on.label("noted_on"),
        )
        .outerjoin(Raiser, Raiser.id == Challenge.raised_by_id)
        .outerjoin(Asked, Asked.id == Challenge.put_to_id)
        .outerjoin(Post, Post.id == Challenge.put_to_post_id)
        .where(
            readable(actor, Challenge),
            Challenge.board_id == meeting.board_id,
            or_(Challenge.meeting_id == meeting.id, carried),
        )
    )


def _decisions(actor: Actor, meeting: Meeting) -> AnySelect:
    return (
        select(
            literal("decision"),
            Decision.id,
            Decision.text,
            sql_cast(null(), String),
            func.coalesce(Person.name, Post.title, Decision.owner_name),
            sql_cast(null(), String),
            Decision.due_on,
            Decision.carried_out_on,
            Decision.carried_out_note,
            Decision.meeting_id,
            Decision.item_id,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .outerjoin(Person, Person.id == Decision.owner_id)
        .outerjoin(Post, Post.id == Decision.owner_post_id)
        .where(
            readable(actor, Decision),
            Decision.removed_on.is_(None),
            Decision.meeting_id == meeting.id,
        )
    )


def _follow_ups(actor: Actor, meeting: Meeting) -> AnySelect:
    carried = and_(
        Meeting.held_on < meeting.held_on,
        or_(FollowUp.closed_on.is_(None), FollowUp.closed_on >= meeting.held_on),
    )
    return (
        select(
            literal("follow_up"),
            FollowUp.id,
            FollowUp.text,
            sql_cast(null(), String),
            func.coalesce(Person.name, Post.title, FollowUp.owner_name),
            sql_cast(null(), String),
            FollowUp.due_on,
            FollowUp.closed_on,
            FollowUp.not_needed_because,
            FollowUp.meeting_id,
            FollowUp.item_id,
            Meeting.held_on,
        )
        .join(Meeting, Meeting.id == FollowUp.meeting_id)
        .outerjoin(Person, Person.id == FollowUp.owner_id)
        .outerjoin(Post, Post.id == FollowUp.owner_post_id)
        .where(
            readable(actor, FollowUp),
            FollowUp.board_id == meeting.board_id,
            or_(FollowUp.meeting_id == meeting.id, carried),
        )
    )
