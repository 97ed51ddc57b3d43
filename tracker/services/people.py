"""People: who they are, what they may do for the council, and how they leave it."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import (
    Action,
    Board,
    CalendarFeed,
    Ownership,
    Person,
    Post,
    PostHolding,
    RoleGrant,
)
from tracker.services.accounts import checked_email
from tracker.services.belonging import has_gone
from tracker.services.deeds import council_of, deed
from tracker.services.handover import HandedOver, move_everything
from tracker.services.invitations import open_invitations
from tracker.services.rules import (
    add_record,
    amend_record,
    checked,
    one_at_a_time,
    require_reason,
    require_standing,
)
from tracker.services.sign_ins import end_sign_ins


@dataclass(frozen=True, kw_only=True)
class PersonFields:
    """Somebody whom the council works with.

    The email address is for writing to them: the one that they sign in with is their account's.
    """

    name: str
    organisation: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class LeftBehind:
    """What stays open when somebody leaves.

    How many actions they own themselves and boards they chair, and the titles of the posts that
    nobody holds after them. False when there is nothing.
    """

    actions: int
    boards: int
    vacant_posts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.actions or self.boards or self.vacant_posts)


@deed
def add_person(
    session: Session, fields: PersonFields, *, by: Actor, on: date, reason: str | None = None
) -> Person:
    """Add a person, who has no role and no account yet."""
    return add_record(session, Person, by=by, **_values(fields))


@deed
def amend_person(
    session: Session,
    person: Person,
    fields: PersonFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Change a person's name, organisation or address."""
    require_standing(person, by=by, version=version)
    amend_record(person, _values(fields))


@deed
def grant_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    by: Actor,
    on: date,
    to_on: date | None = None,
    reason: str | None = None,
) -> RoleGrant:
    """Give a person a role from the day ``on``, to ``to_on`` if that last day is known already."""
    require_standing(person, by=by)
    require_present(person, on)
    if to_on is not None and to_on < on:
        raise RuleError("The last day must not be before the first day", field="to_on")
    one_at_a_time(session, council_of(by))
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id,
        RoleGrant.role == role,
        RoleGrant.unended_on(on),
    )
    if session.scalars(held.limit(1)).first() is not None:
        raise RuleError("This person already has that role", field="role")
    return add_record(
        session, RoleGrant, by=by, person_id=person.id, role=role, from_on=on, to_on=to_on
    )


@deed
def end_role(
    session: Session,
    grant: RoleGrant,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a role back: on the day ``on`` it is no longer held, so that access ends at once."""
    require_standing(grant, by=by, version=version)
    if not grant.unended_on(on):
        raise RuleError("This role has ended already")
    _end_grant(grant, on)


@deed
def leave(
    session: Session, person: Person, *, by: Actor, on: date, reason: str | None = None
) -> LeftBehind:
    """Let a person go on the day ``on``: roles, posts, sign-ins and secret addresses end.

    What they wrote and owned stays as it is; what of it is open is returned, to be handed over.
    """
    require_standing(person, by=by)
    require_present(person, on)
    person.left_on = on
    roles = select(RoleGrant).where(RoleGrant.person_id == person.id, RoleGrant.unended_on(on))
    for grant in session.scalars(roles.order_by(RoleGrant.id)):
        _end_grant(grant, on)
    posts = select(PostHolding).where(
        PostHolding.person_id == person.id,
        or_(PostHolding.to_on.is_(None), PostHolding.to_on > on),
    )
    for holding in session.scalars(posts.order_by(PostHolding.id)):
        # One that was to begin later has nothing but this day left to stand on.
        holding.from_on = min(holding.from_on, on)
        holding.to_on = on
    _close_doors(session, person, by=by, on=on)
    return _left_behind(session, person, by, on)


@deed
def come_back(
    session: Session, person: Person, *, by: Actor, on: date, reason: str | None = None
) -> None:
    """Let somebody who has left return, with their history and account but without any role."""
    require_standing(person, by=by)
    if person.left_on is None:
        raise RuleError("This person has not left")
    person.left_on = None


@deed
def hand_over(
    session: Session,
    giver: Person | Post,
    receiver: Person | Post,
    *,
    by: Actor,
    on: date,
    reason: str,
) -> HandedOver:
    """Move everything that is open from one person or post to another, with a note as reason.

    Raises:
        RuleError: no note; the two are one; or the receiver has left or is closed.
    """
    require_reason(reason, "Enter a note on the handover")
    require_standing(giver, by=by)
    require_standing(receiver, by=by)
    if giver.id == receiver.id:
        raise RuleError("Choose somebody else to hand over to", field="receiver")
    if has_gone(receiver, on):
        raise RuleError("Choose somebody who is still there to hand over to", field="receiver")
    one_at_a_time(session, council_of(by))
    return move_everything(session, giver, receiver, by=by, on=on)


def require_present(person: Person, on: date) -> None:
    """Refuse when the person has left by the day ``on``."""
    if has_gone(person, on):
        raise RuleError("This person has left")


def _values(fields: PersonFields) -> dict[str, Any]:
    values = checked(fields, Person)
    if values["email"] is not None:
        values["email"] = checked_email(values["email"])
    return values


def _end_grant(grant: RoleGrant, on: date) -> None:
    # The last day is the one before, or somebody whose role is taken away would keep it until
    # midnight. A role of the same day, or one still to come, has no such day.
    grant.ended_on = on
    grant.to_on = max(grant.from_on, on - timedelta(days=1))


def _close_doors(session: Session, person: Person, *, by: Actor, on: date) -> None:
    """End what lets the person in: open invitations, calendar addresses, signed-in browsers."""
    if on > by.today:
        # Until that day they are in; from then on, having left shuts each of these doors.
        return
    for invitation in open_invitations(session, person.id):
        invitation.withdrawn_at = by.at
    live_feeds = select(CalendarFeed).where(
        CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None)
    )
    for feed in session.scalars(live_feeds):
        feed.revoked_at = by.at
    if person.account_id is not None and not _works_elsewhere(session, person.account_id, on):
        end_sign_ins(session, person.account_id, at=by.at)


def _works_elsewhere(session: Session, account_id: uuid.UUID, on: date) -> bool:
    held = exists().where(
        Person.account_id == account_id,
        Person.left_on.is_(None),
        RoleGrant.person_id == Person.id,
        RoleGrant.unended_on(on),
    )
    return bool(session.scalar(select(held)))


def _left_behind(session: Session, person: Person, by: Actor, on: date) -> LeftBehind:
    actions = (
        select(func.count())
        .select_from(Ownership)
        .join(Action, Action.id == Ownership.action_id)
        .where(
            Ownership.person_id == person.id,
            Ownership.removed_on.is_(None),
            Action.removed_on.is_(None),
            Action.delivery != Delivery.COMPLETE,
            visible(by, Action),
        )
    )
    boards = (
        select(func.count())
        .select_from(Board)
        .where(Board.chair_id == person.id, Board.ended_on.is_(None))
    )
    other = aliased(PostHolding)
    vacant = (
        select(Post.title)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .where(
            PostHolding.person_id == person.id,
            PostHolding.to_on == on,
            Post.closed_on.is_(None),
            ~exists().where(other.post_id == Post.id, or_(other.to_on.is_(None), other.to_on > on)),
        )
        .distinct()
        .order_by(Post.title)
    )
    return LeftBehind(
        session.scalar(actions) or 0, session.scalar(boards) or 0, tuple(session.scalars(vacant))
    )
