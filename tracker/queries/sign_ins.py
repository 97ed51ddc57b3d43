"""Who is behind a session cookie, and what they may be in each council: one statement a request."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from tracker.access.shapes import AnySelect
from tracker.domain.dates import local_day
from tracker.domain.ratings import RatingWords, words_of
from tracker.domain.vocabulary import Role
from tracker.models import Account, Council, Person, PostHolding, RoleGrant, SignIn
from tracker.queries.rows import read_rows


@dataclass(frozen=True)
class Membership:
    """A council that somebody works for: its face, and what they are there today."""

    council_id: uuid.UUID
    slug: str
    name: str
    short_name: str
    colour: str
    is_demonstration: bool
    ons_code: str | None
    words: RatingWords
    person_id: uuid.UUID
    person_name: str
    roles: frozenset[Role]
    post_ids: frozenset[uuid.UUID]

    @property
    def home(self) -> str:
        """The endpoint of the page that they begin with: councillors see publications alone."""
        is_councillor = self.roles == {Role.COUNCILLOR}
        return "publications.index" if is_councillor else "councils.show"


@dataclass(frozen=True)
class SignedIn:
    """A live session: whose it is, and the councils that the person still works for."""

    sign_in_id: uuid.UUID
    account_id: uuid.UUID
    name: str
    memberships: tuple[Membership, ...]

    def membership(self, slug: str) -> Membership | None:
        """The membership of the council known as ``slug``, if there is one."""
        return next((m for m in self.memberships if m.slug == slug), None)


@cache
def _signed_in() -> AnySelect:
    today: Any = bindparam("today", type_=Date())
    return (
        select(
            SignIn.id.label("sign_in_id"),
            Account.id.label("account_id"),
            Account.name.label("account_name"),
            Council.id.label("council_id"),
            Council.slug,
            Council.name,
            Council.short_name,
            Council.colour,
            Council.is_demonstration,
            Council.ons_code,
            Council.rating_words,
            Person.id.label("person_id"),
            Person.name.label("person_name"),
            RoleGrant.role,
            PostHolding.post_id,
        )
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(
            Person,
            and_(
                Person.account_id == Account.id,
                or_(Person.left_on.is_(None), Person.left_on > today),
            ),
        )
        .outerjoin(Council, Council.id == Person.council_id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, RoleGrant.held_on(today)))
        .outerjoin(
            PostHolding, and_(PostHolding.person_id == Person.id, PostHolding.held_on(today))
        )
        .where(
            SignIn.token_hash == bindparam("token_hash"),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > bindparam("at"),
        )
        .order_by(Council.name, Council.id)
    )


def find_signed_in(session: Session, token_hash: str, at: datetime) -> SignedIn | None:
    """The live sign-in with ``token_hash`` at the instant ``at``; None when ended or expired."""
    values = {"token_hash": token_hash, "at": at, "today": local_day(at)}
    rows = read_rows(session, _signed_in(), values)
    if not rows:
        return None
    first = rows[0]
    return SignedIn(
        first.sign_in_id, first.account_id, first.account_name, tuple(_memberships(rows))
    )


def _memberships(rows: Iterable[Any]) -> Iterable[Membership]:
    by_council: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        if row.council_id is not None and row.role is not None:
            by_council.setdefault(row.council_id, []).append(row)
    for council_id, found in by_council.items():
        face = found[0]
        yield Membership(
            council_id=council_id,
            slug=face.slug,
            name=face.name,
            short_name=face.short_name,
            colour=face.colour,
            is_demonstration=face.is_demonstration,
            ons_code=face.ons_code,
            words=words_of(face.rating_words),
            person_id=face.person_id,
            person_name=face.person_name,
            roles=frozenset(row.role for row in found),
            post_ids=frozenset(row.post_id for row in found if row.post_id is not None),
        )
