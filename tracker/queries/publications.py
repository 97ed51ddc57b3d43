"""Publications of plans: for whoever makes them, for councillors, and for anybody at all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true, union_all
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.reader import ThisReader
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import embargoed_inspections, hidden_actions, visible
from tracker.domain.publication_states import PublicationState, Readership
from tracker.models import Council, Publication
from tracker.queries.errors import NotFound


def makes_publications(actor: Actor) -> bool:
    """Whether the actor has a part in making publications, and so may see unfinished ones."""
    parts = (Permission.PREPARE_PUBLICATIONS, Permission.REVIEW_PUBLICATIONS)
    return any(can(actor, part) for part in parts)


def _may_be_read(actor: Actor) -> ColumnElement[bool]:
    own: ColumnElement[bool] = visible(actor, Publication)
    if makes_publications(actor):
        return own
    # What was once published says that it was withdrawn; what never was is not there.
    return own & Publication.published_on.is_not(None)


def list_publications(
    session: Session, actor: Actor, plan_id: uuid.UUID | None = None
) -> Sequence[Publication]:
    """The council's publications, or one plan's, by plan and the newest first."""
    query = (
        select(Publication)
        .where(_may_be_read(actor))
        .options(joinedload(Publication.prepared_by), joinedload(Publication.reviewed_by))
        .order_by(Publication.address, Publication.prepared_on.desc(), Publication.id.desc())
    )
    if plan_id is not None:
        query = query.where(Publication.plan_id == plan_id)
    return session.scalars(query).all()


def get_publication(session: Session, actor: Actor, publication_id: uuid.UUID) -> Publication:
    """A publication with its plan and everybody who had a part in it: one statement.

    Raises:
        NotFound: there is none that this actor may read.
    """
    query = (
        select(Publication)
        .where(Publication.id == publication_id, _may_be_read(actor))
        .options(
            joinedload(Publication.plan, innerjoin=True),
            joinedload(Publication.prepared_by),
            joinedload(Publication.reviewed_by),
            joinedload(Publication.published_by),
            joinedload(Publication.withdrawn_by),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such publication")
    return found


def _hidden(reader: ThisReader) -> AnySelect:
    return union_all(embargoed_inspections(reader), hidden_actions(reader))  # type: ignore[return-value]


def _outside(council_id: object, today: date) -> ThisReader:
    """Somebody who sees nothing under embargo."""
    reader = {"sees_embargoed": False, "keeps_boards": False}
    return ThisReader(council_id, today, today, today, **reader)


@dataclass(frozen=True)
class PublicPlan:
    """A plan's publications for the public, the newest first, and what is under embargo today.

    Each row has what the page needs of a publication and of its council.
    """

    rows: Sequence[AnyRow]
    hidden: frozenset[uuid.UUID]


def get_public_plan(session: Session, council: str, plan: str, today: date) -> PublicPlan:
    """The publications of a plan that were made for the public: one statement.

    ``council`` and ``plan`` are parts of an address, as somebody typed them.

    Raises:
        NotFound: there is no such council or plan, or nothing of it was ever published for the
            public; which of these is not told.
    """
    of_council = select(Council.id).where(Council.slug == council).scalar_subquery()
    hidden = _hidden(_outside(of_council, today)).subquery("hidden")
    columns = (
        Publication.id,
        Publication.number,
        Publication.address,
        Publication.title,
        Publication.state,
        Publication.as_at,
        Publication.published_on,
        Publication.published_at,
        Publication.withdrawn_on,
        Publication.sha256,
        Publication.storage_key,
        Council.slug,
        Council.name,
        Council.colour,
        Council.ons_code,
        Council.is_demonstration,
        hidden.c[0].label("hidden"),
    )
    query = (
        select(*columns)
        .join(Council, Council.id == Publication.council_id)
        .outerjoin(hidden, true())
        .where(
            Council.slug == council,
            Publication.address == plan,
            Publication.readership == Readership.PUBLIC,
            Publication.published_on.is_not(None),
        )
        .order_by(Publication.number.desc(), Publication.id)
    )
    found = session.execute(query).all()
    if not found:
        raise NotFound("No such plan")
    return PublicPlan(
        rows=list({row.id: row for row in found}.values()),
        hidden=frozenset(row.hidden for row in found if row.hidden is not None),
    )


def find_before(
    session: Session, actor: Actor, publication: Publication
) -> tuple[AnyRow | None, frozenset[uuid.UUID]]:
    """The publication that the readers of this one had before it, and what is under embargo today.

    Of one that is not published yet, that which they have now; one that was withdrawn is passed
    over. Whoever reads what is for the public need not have seen what was for councillors alone.
    Under embargo are inspections and actions, as anybody outside sees it: what is published is
    looked at as its readers see it, whatever the actor may see elsewhere. One statement.
    """
    before = _before(actor, publication).subquery("before")
    hidden = _hidden(_outside(actor.council_id, actor.today)).subquery("hidden")
    rows = session.execute(
        select(before, hidden.c[0].label("hidden"))
        .select_from(Council)
        .outerjoin(before, true())
        .outerjoin(hidden, true())
        .where(Council.id == actor.council_id)
    ).all()
    found = next((row for row in rows if row.id is not None), None)
    return found, frozenset(row.hidden for row in rows if row.hidden is not None)


def _before(actor: Actor, publication: Publication) -> AnySelect:
    query = select(Publication.id, Publication.storage_key, Publication.sha256).where(
        visible(actor, Publication),
        Publication.plan_id == publication.plan_id,
        Publication.number.is_not(None),
        Publication.state != PublicationState.WITHDRAWN,
    )
    if publication.number is not None:
        query = query.where(Publication.number < publication.number)
    if publication.readership is Readership.PUBLIC:
        query = query.where(Publication.readership == Readership.PUBLIC)
    return query.order_by(Publication.number.desc()).limit(1)
