"""Posts, their line of management, and who holds them from when to when."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Seniority
from tracker.models import Person, Post, PostHolding
from tracker.services.deeds import council_of, deed
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    checked_date,
    choice,
    one_at_a_time,
    require_order,
    require_standing,
    require_unused,
)


@dataclass(frozen=True, kw_only=True)
class PostFields:
    """A job: its title, the post that it reports to, and the day it was closed, if it was.

    ``seniority`` is None where nobody has said how senior it is; its holder is not named then.
    """

    title: str
    manager_post_id: uuid.UUID | None = None
    closed_on: date | None = None
    seniority: Seniority | None = None


@dataclass(frozen=True, kw_only=True)
class AppointmentFields:
    """Who holds a post, from the first day to the last, both included."""

    person_id: uuid.UUID
    from_on: date
    to_on: date | None = None
    is_interim: bool = False


@deed
def add_post(
    session: Session, fields: PostFields, *, by: Actor, on: date, reason: str | None = None
) -> Post:
    """Add a post to the council's line of management."""
    return add_record(session, Post, by=by, **_values(session, fields, by=by, on=on))


@deed
def amend_post(
    session: Session,
    post: Post,
    fields: PostFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a post's title or line, or close it once its holders' last days are known."""
    require_standing(post, by=by, version=version)
    values = _values(session, fields, by=by, on=on, besides=post)
    if values["closed_on"] is not None:
        _require_nobody_after(session, post, values["closed_on"])
    amend_record(post, values)


@deed
def appoint(
    session: Session,
    post: Post,
    fields: AppointmentFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> PostHolding:
    """Put a person into a post; while one hands over to the next it has two holders.

    Raises:
        RuleError: the post is closed or the person has left by then, or the person holds this post
            on one of these days already.
    """
    require_standing(post, by=by)
    values = checked(fields, PostHolding)
    require_order(values, "from_on", "to_on")
    choice(session, Person, values["person_id"], by=by, on=values["from_on"], field="person_id")
    if post.closed_on is not None and (values["to_on"] or date.max) > post.closed_on:
        raise RuleError(f"This post was closed on {long_date(post.closed_on)}", field="to_on")
    _require_no_overlap(session, post, values, by=by)
    return add_record(session, PostHolding, by=by, post_id=post.id, **values)


@deed
def end_appointment(
    session: Session,
    holding: PostHolding,
    *,
    by: Actor,
    on: date,
    to_on: date | None = None,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Let an appointment end after ``to_on``, its last day; without one, after ``on``."""
    require_standing(holding, by=by, version=version)
    last = checked_date("to_on", to_on or on)
    if last < holding.from_on:
        raise RuleError("The last day must not be before the appointment's first", field="to_on")
    if holding.to_on is not None and holding.to_on < last:
        raise RuleError("This appointment ended before that day", field="to_on")
    holding.to_on = last


def _values(
    session: Session, fields: PostFields, *, by: Actor, on: date, besides: Post | None = None
) -> dict[str, Any]:
    values = checked(fields, Post)
    require_unused(
        session,
        Post.title,
        values["title"],
        "There is already a post with this title",
        by=by,
        besides=besides,
    )
    manager_id = values["manager_post_id"]
    if manager_id is not None:
        kept = besides.manager_post_id if besides else None
        choice(session, Post, manager_id, by=by, on=on, field="manager_post_id", kept=kept)
        if besides is not None and besides.id in _line_above(session, manager_id):
            raise RuleError(
                "Choose a post that does not itself report to this one", field="manager_post_id"
            )
    return values


def _line_above(session: Session, post_id: uuid.UUID) -> set[uuid.UUID]:
    """The ids of a post and of every post above it, in one statement."""
    line = (
        select(Post.id, Post.manager_post_id).where(Post.id == post_id).cte("line", recursive=True)
    )
    above = select(Post.id, Post.manager_post_id).join(line, Post.id == line.c.manager_post_id)
    # UNION and not UNION ALL: it ends even on a line that were a ring.
    return set(session.scalars(select(line.union(above).c.id)))


def _require_no_overlap(session: Session, post: Post, values: dict[str, Any], *, by: Actor) -> None:
    one_at_a_time(session, council_of(by))
    query = select(PostHolding.id).where(
        PostHolding.post_id == post.id,
        PostHolding.person_id == values["person_id"],
        PostHolding.unended_on(values["from_on"]),
    )
    if values["to_on"] is not None:
        query = query.where(PostHolding.from_on <= values["to_on"])
    if session.scalars(query.limit(1)).first() is not None:
        raise RuleError("This person already holds the post on these days", field="from_on")


def _require_nobody_after(session: Session, post: Post, closed_on: date) -> None:
    query = select(PostHolding.id).where(
        PostHolding.post_id == post.id,
        or_(PostHolding.to_on.is_(None), PostHolding.to_on > closed_on),
    )
    if session.scalars(query.limit(1)).first() is not None:
        raise RuleError("Somebody holds this post after that day", field="closed_on")
