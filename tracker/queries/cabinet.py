"""Everything that a cabinet report says of a plan, read as cabinet may see it.

A report is printed and passed on. So whoever makes it, it is read with the eyes of a viewer, to
whom findings under embargo are not there (``as_cabinet``).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.domain.ratings import RatingWords, words_of
from tracker.domain.vocabulary import ActorKind, Delivery, Role
from tracker.models import (
    Action,
    ActionRecommendation,
    ChainHead,
    Council,
    Inspection,
    Judgement,
    Plan,
    PlanInspection,
    Recommendation,
    Update,
)
from tracker.queries.actions import live_actions
from tracker.queries.oversight import (
    find_accountable_post,
    list_interventions_between,
    list_overseeing_boards,
    list_plan_clocks,
)
from tracker.queries.plans import Overview, get_plan, overview_of
from tracker.queries.priorities import list_directors
from tracker.queries.verdicts import latest_verdicts
from tracker.queries.whole_plan import list_plan_actions, list_plan_answers, list_plan_owners

MOST_READINGS = 3


def as_cabinet(actor: Actor) -> Actor:
    """``actor`` with the eyes of a viewer, who sees nothing under embargo."""
    return replace(actor, kind=ActorKind.PERSON, roles=frozenset({Role.VIEWER}))


@dataclass(frozen=True)
class Opening:
    """What the author's part of a report can be suggested from."""

    plan: Plan
    inspections: Sequence[Inspection]
    overview: Overview
    accountable: AnyRow | None


@dataclass(frozen=True)
class Completion:
    """A complete action: since when, and the words of the update that counts now."""

    action_id: uuid.UUID
    completed_on: date | None
    done: str


@dataclass(frozen=True)
class CabinetRecords:
    """What a cabinet report is drawn from, all of one state of the council's record.

    ``standing`` has the council's name, whether it is a demonstration, and ``seq`` and ``hash`` of
    its newest row of history. From ``begun_on`` on the plan's meetings are counted.
    """

    standing: AnyRow
    plan: Plan
    begun_on: date | None
    overview: Overview
    inspections: Sequence[Inspection]
    clocks: Sequence[AnyRow]
    interventions: Sequence[AnyRow]
    boards: Sequence[AnyRow]
    actions: Sequence[AnyRow]
    owners: Sequence[AnyRow]
    answers: Sequence[AnyRow]
    directors: Sequence[AnyRow]
    completions: Sequence[Completion]
    recommendations: Sequence[AnyRow]
    verdicts: Sequence[AnyRow]

    @property
    def words(self) -> RatingWords:
        """The council's own names of its ratings."""
        return words_of(self.standing.rating_words)


def read_opening(session: Session, actor: Actor, plan_id: uuid.UUID) -> Opening:
    """What the author's part is suggested from: five statements.

    Raises:
        NotFound: there is no such plan in this council.
    """
    reader = as_cabinet(actor)
    return Opening(
        get_plan(session, reader, plan_id),
        list_inspections_answered(session, reader, plan_id),
        overview_of(session, reader, plan_id),
        find_accountable_post(session, reader, plan_id),
    )


def read_records(session: Session, actor: Actor, plan_id: uuid.UUID) -> CabinetRecords:
    """Everything that a report says; the number of statements does not depend on the plan.

    Where the statements of one transaction may see different states, as PostgreSQL lets them, a
    deed in between would part the figures from the state that the report names: then all of it is
    read again.

    Raises:
        NotFound: there is no such plan in this council.
    """
    reader = as_cabinet(actor)
    records = _read(session, reader, plan_id)
    for _ in range(MOST_READINGS):
        if _standing(session, reader) == records.standing:
            break
        session.expire_all()
        records = _read(session, reader, plan_id)
    return records


def _read(session: Session, reader: Actor, plan_id: uuid.UUID) -> CabinetRecords:
    standing = _standing(session, reader)
    plan = get_plan(session, reader, plan_id)
    inspections = list_inspections_answered(session, reader, plan_id)
    first = _begun_on(plan, inspections)
    last = plan.closed_on or reader.today
    return CabinetRecords(
        standing=standing,
        plan=plan,
        begun_on=first,
        overview=overview_of(session, reader, plan_id),
        inspections=inspections,
        clocks=list_plan_clocks(session, reader, plan_id),
        interventions=list_interventions_between(session, reader, first, last),
        boards=list_overseeing_boards(session, reader, plan, first, last),
        actions=list_plan_actions(session, reader, plan_id),
        owners=list_plan_owners(session, reader, plan_id),
        answers=list_plan_answers(session, reader, plan_id),
        directors=list_directors(session, reader, plan_id),
        completions=list_completions(session, reader, plan_id),
        recommendations=list_plan_recommendations(session, reader, plan_id),
        verdicts=list_plan_verdicts(session, reader, plan_id),
    )


def _standing(session: Session, reader: Actor) -> AnyRow:
    query = (
        select(
            Council.name,
            Council.is_demonstration,
            Council.ons_code,
            Council.rating_words,
            ChainHead.seq,
            ChainHead.hash,
        )
        .join(ChainHead, ChainHead.chain_id == Council.id)
        .where(Council.id == reader.council_id)
    )
    return session.execute(query).one()


def _begun_on(plan: Plan, inspections: Sequence[Inspection]) -> date | None:
    """The day on which the first report was out, or else the plan's adoption."""
    days = [inspection.published_on or inspection.fieldwork_end_on for inspection in inspections]
    return min(days, default=plan.adopted_on)


def list_inspections_answered(
    session: Session, actor: Actor, plan_id: uuid.UUID
) -> Sequence[Inspection]:
    """The inspections that a plan answers, oldest first, with the judgements that stand."""
    query = (
        select(Inspection)
        .join(PlanInspection, PlanInspection.inspection_id == Inspection.id)
        .where(
            PlanInspection.plan_id == plan_id,
            PlanInspection.removed_on.is_(None),
            Inspection.removed_on.is_(None),
            visible(actor, Inspection),
        )
        .options(joinedload(Inspection.judgements.and_(Judgement.removed_on.is_(None))))
        .order_by(Inspection.fieldwork_start_on, Inspection.id)
    )
    return session.scalars(query).unique().all()


def list_withheld(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """What is left out of a report and this actor knows of, as (title, not_before_on)."""
    query = select(Inspection.title, Inspection.not_before_on).where(
        visible(actor, Inspection),
        Inspection.removed_on.is_(None),
        Inspection.not_before_on > actor.today,
    )
    return session.execute(query.order_by(Inspection.not_before_on, Inspection.id)).all()


def list_completions(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[Completion]:
    """The complete actions of a plan in its order, each with what its owner said at the end.

    A correction counts where the update stood that it corrects, as on the action's page.
    """
    query = (
        select(
            Action.id.label("action_id"),
            Action.completed_on,
            Update.id,
            Update.corrects_id,
            Update.done,
        )
        .outerjoin(Update, Update.action_id == Action.id)
        .where(Action.id.in_(live_actions(actor, plan_id)), Action.delivery == Delivery.COMPLETE)
        .order_by(Action.sort_key, Action.id, Update.posted_at, Update.id)
    )
    rows = session.execute(query).all()
    corrections = {row.corrects_id: row for row in rows if row.corrects_id is not None}
    last = {row.action_id: row for row in rows if row.corrects_id is None}
    found = []
    for row in last.values():
        counts = row
        while counts.id in corrections:
            counts = corrections[counts.id]
        found.append(Completion(row.action_id, row.completed_on, counts.done or ""))
    return found


def _concerned(actor: Actor, plan_id: uuid.UUID) -> Select[uuid.UUID]:
    """The recommendations of the inspections that a plan answers, and others that it acts on."""
    answered = select(PlanInspection.inspection_id).where(
        PlanInspection.plan_id == plan_id, PlanInspection.removed_on.is_(None)
    )
    acted_on = select(ActionRecommendation.recommendation_id).where(
        ActionRecommendation.removed_on.is_(None),
        ActionRecommendation.action_id.in_(live_actions(actor, plan_id)),
    )
    return select(Recommendation.id).where(
        visible(actor, Recommendation),
        Recommendation.removed_on.is_(None),
        or_(Recommendation.inspection_id.in_(answered), Recommendation.id.in_(acted_on)),
    )


def list_plan_recommendations(
    session: Session, actor: Actor, plan_id: uuid.UUID
) -> Sequence[AnyRow]:
    """The recommendations that concern a plan: by inspection, oldest first, then as printed."""
    query = (
        _concerned(actor, plan_id)
        .with_only_columns(
            Recommendation.id,
            Recommendation.inspection_id,
            Recommendation.reference,
            Recommendation.text,
            Recommendation.kind,
            Recommendation.addressee,
            Inspection.title.label("inspection"),
            maintain_column_froms=True,
        )
        .join(Inspection, Inspection.id == Recommendation.inspection_id)
        .where(Inspection.removed_on.is_(None))
        .order_by(
            Inspection.fieldwork_start_on,
            Inspection.id,
            Recommendation.position,
            Recommendation.id,
        )
    )
    return session.execute(query).all()


def list_plan_verdicts(session: Session, actor: Actor, plan_id: uuid.UUID) -> Sequence[AnyRow]:
    """What visits have said of these recommendations, the earliest visit first.

    Rows have ``recommendation_id``, ``verdict``, ``visit``, ``visited_on`` and ``turn``: 1 is the
    verdict that counts now.
    """
    said = latest_verdicts(actor)
    query = (
        select(said)
        .where(said.c.recommendation_id.in_(_concerned(actor, plan_id)))
        .order_by(said.c.visited_on, said.c.inspection_id, said.c.recommendation_id)
    )
    return session.execute(query).all()
