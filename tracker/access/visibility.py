"""What of a council an actor may see: its own council only, and no finding under embargo.

An embargo ("not before" a day) stands on an inspection. It is inherited by its judgements,
recommendations, verdicts and clocks, and by an action that is linked to embargoed recommendations
and to no other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.models import (
    Action,
    ActionRecommendation,
    Clock,
    Inspection,
    Judgement,
    Recommendation,
    Update,
    Verdict,
)


def embargoed_inspections(actor: Actor) -> Select[Any]:
    """The ids of the council's inspections that are still under embargo on the actor's day."""
    return select(Inspection.id).where(
        Inspection.council_id == actor.council_id,
        Inspection.not_before_on > actor.today,
    )


def hidden_actions(actor: Actor) -> Select[Any]:
    """The ids of actions that are linked to embargoed recommendations and to no other."""
    link, recommendation = ActionRecommendation, Recommendation
    embargoed = embargoed_inspections(actor).scalar_subquery()
    open_link = (
        select(link.action_id)
        .join(recommendation, recommendation.id == link.recommendation_id)
        .where(
            link.removed_on.is_(None),
            recommendation.removed_on.is_(None),
            recommendation.inspection_id.not_in(embargoed),
            link.action_id.in_(
                select(link.action_id)
                .join(recommendation, recommendation.id == link.recommendation_id)
                .where(link.removed_on.is_(None), recommendation.inspection_id.in_(embargoed))
            ),
        )
    )
    return (
        select(link.action_id)
        .join(recommendation, recommendation.id == link.recommendation_id)
        .where(
            link.removed_on.is_(None),
            recommendation.inspection_id.in_(embargoed),
            link.action_id.not_in(open_link),
        )
    )


def visible(actor: Actor, table: Any) -> ColumnElement[bool]:
    """The rows of a council table, a model or an alias of one, that ``actor`` may see.

    Removed rows are another question: a query that wants only live ones says so itself.
    """
    own: ColumnElement[bool] = table.council_id == actor.council_id
    if can(actor, Permission.SEE_EMBARGOED):
        return own
    return and_(own, _not_embargoed(actor, table))


def _not_embargoed(actor: Actor, table: Any) -> ColumnElement[bool]:
    model = getattr(table, "_aliased_insp", None)
    model = model.mapper.class_ if model is not None else table
    condition: ColumnElement[bool] = true()
    if model is Inspection:
        condition = table.id.not_in(embargoed_inspections(actor))
    elif model in (Recommendation, Judgement, Clock, Verdict):
        condition = table.inspection_id.not_in(embargoed_inspections(actor))
    elif model is Action:
        condition = table.id.not_in(hidden_actions(actor))
    elif model is Update:
        condition = table.action_id.not_in(hidden_actions(actor))
    return condition
