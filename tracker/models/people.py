"""People, their accounts and roles, and the posts they hold."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import Role, Seniority
from tracker.models.base import (
    Base,
    CouncilRecord,
    Identified,
    Recorded,
    belongs_to,
    has_many,
    short,
    within_council,
)


class Account(Recorded, Base):
    """One human being's way in; an adviser of two councils has one account, two people."""

    __tablename__ = "account"

    email: Mapped[str] = short(254, unique=True)
    name: Mapped[str] = short()
    password_hash: Mapped[str | None] = short(255, info={"secret": True})


class SignIn(Identified, Base):
    """A signed-in browser: the server's side of the session cookie, without history."""

    __tablename__ = "sign_in"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = short(64, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Person(CouncilRecord, Base):
    """Somebody a council works with: an owner, a board member, an adviser. May have an account."""

    __tablename__ = "person"

    name: Mapped[str] = short()
    organisation: Mapped[str | None] = short()
    email: Mapped[str | None] = short(254)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    left_on: Mapped[date | None]

    grants: Mapped[list[RoleGrant]] = has_many(
        "RoleGrant", "person_id", "Person", order_by="RoleGrant.from_on, RoleGrant.id"
    )
    holdings: Mapped[list[PostHolding]] = has_many(
        "PostHolding", "person_id", "Person", order_by="PostHolding.from_on, PostHolding.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("council_id", "account_id"),
            Index("ix_person_account_id", "account_id"),
        )


class Tenure:
    """What somebody holds from one day to another, both included.

    Whether it is held is asked here alone, of a record in Python and of its table in SQL.
    """

    if TYPE_CHECKING:
        # Each table maps its own, so that its columns keep their places.
        from_on: Mapped[date]
        to_on: Mapped[date | None]

    @hybrid_method
    def unended_on(self, day: date) -> bool:
        """Whether it is held on ``day`` or on a later one."""
        return self.to_on is None or self.to_on >= day

    @unended_on.expression
    @classmethod
    def _unended_on(cls, day: date) -> ColumnElement[bool]:
        return or_(cls.to_on.is_(None), cls.to_on >= day)

    @hybrid_method
    def held_on(self, day: date) -> bool:
        """Whether it is held on ``day``."""
        return self.from_on <= day and self.unended_on(day)

    @held_on.expression
    @classmethod
    def _held_on(cls, day: date) -> ColumnElement[bool]:
        return and_(cls.from_on <= day, cls.unended_on(day))


class RoleGrant(Tenure, CouncilRecord, Base):
    """A role that a person holds for the council from one day to another.

    ``ended_on`` is the day on which a deed ended it, and from which it is no longer held, whatever
    its last day says: one ended on its first day, or before, has no day on which it is held.
    """

    __tablename__ = "role_grant"
    history_subject = "person_id"

    person_id: Mapped[uuid.UUID]
    role: Mapped[Role]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    ended_on: Mapped[date | None] = mapped_column(sort_order=1)

    person: Mapped[Person] = belongs_to("Person", "RoleGrant.person_id", overlaps="grants")

    @hybrid_method
    def unended_on(self, day: date) -> bool:
        """Whether it is held on ``day`` or on a later one."""
        stands = self.ended_on is None or (self.ended_on > day and self.ended_on > self.from_on)
        return stands and (self.to_on is None or self.to_on >= day)

    @unended_on.expression
    @classmethod
    def _unended_on(cls, day: date) -> ColumnElement[bool]:
        return and_(
            or_(cls.to_on.is_(None), cls.to_on >= day),
            or_(cls.ended_on.is_(None), and_(cls.ended_on > day, cls.ended_on > cls.from_on)),
        )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("person_id", "person"),
            Index("ix_role_grant_person", "council_id", "person_id"),
            CheckConstraint("to_on >= from_on", name="dates_in_order"),
            Index(
                "uq_role_grant_open",
                "person_id",
                "role",
                unique=True,
                sqlite_where=text("to_on IS NULL"),
                postgresql_where=text("to_on IS NULL"),
            ),
        )


class Invitation(CouncilRecord, Base):
    """A link that lets a person set a password, once, before it expires."""

    __tablename__ = "invitation"
    history_subject = "person_id"

    person_id: Mapped[uuid.UUID]
    email: Mapped[str] = short(254)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = belongs_to("Person", "Invitation.person_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (within_council("person_id", "person"),)


class Post(CouncilRecord, Base):
    """A job in the council's line of management; actions follow the post, not its holder.

    ``seniority`` decides whether its holder is named where a plan is published.
    """

    __tablename__ = "post"

    title: Mapped[str] = short()
    manager_post_id: Mapped[uuid.UUID | None]
    closed_on: Mapped[date | None]
    seniority: Mapped[Seniority | None] = mapped_column(sort_order=1)

    manager: Mapped[Post | None] = belongs_to("Post", "Post.manager_post_id", remote_side="Post.id")
    holdings: Mapped[list[PostHolding]] = has_many(
        "PostHolding", "post_id", "Post", order_by="PostHolding.from_on, PostHolding.id"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("manager_post_id", "post"),
            UniqueConstraint("council_id", "title"),
            CheckConstraint("manager_post_id <> id", name="not_own_manager"),
        )


class PostHolding(Tenure, CouncilRecord, Base):
    """A person in a post from one day to another, interim or substantive."""

    __tablename__ = "post_holding"
    history_subject = "post_id"

    post_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID]
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    is_interim: Mapped[bool] = mapped_column(default=False)

    post: Mapped[Post] = belongs_to("Post", "PostHolding.post_id", overlaps="holdings")
    person: Mapped[Person] = belongs_to("Person", "PostHolding.person_id", overlaps="holdings")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("post_id", "post"),
            within_council("person_id", "person"),
            Index("ix_post_holding_post", "council_id", "post_id"),
            Index("ix_post_holding_person", "council_id", "person_id"),
            CheckConstraint("to_on >= from_on", name="dates_in_order"),
        )


class CalendarFeed(CouncilRecord, Base):
    """A secret address that a calendar program can read the council's clocks from."""

    __tablename__ = "calendar_feed"
    history_subject = "person_id"

    person_id: Mapped[uuid.UUID]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    revoked_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (within_council("person_id", "person"),)
