"""What of a council an actor may see: its own council only, and no finding under embargo.

An embargo ("not before" a day) stands on an inspection. It is inherited by its judgements,
recommendations, verdicts, clocks and kept report, and by an action that is linked to embargoed
recommendations and to no other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, select, true

from tracker.access.actor import Actor
from tracker.access.reader import Reader, reader_of
from tracker.access.shapes import AnySelect
from tracker.models import (
    Action,
    ActionRecommendation,
    Assurance,
    Clock,
    Closure,
    DateChange,
    Evidence,
    EvidenceFile,
    Inspection,
    Judgement,
    Recommendation,
    Redaction,
    Report,
    Update,
    Verdict,
)

Viewer = Actor | Reader


def _reader(viewer: Viewer) -> Reader:
    return reader_of(viewer) if isinstance(viewer, Actor) else viewer


def embargoed_inspections(viewer: Viewer) -> AnySelect:
    """The ids of the council's inspections that are still under embargo on the viewer's day."""
    reader = _reader(viewer)
    return select(Inspection.id).where(
        Inspection.council_id == reader.council_id,
        Inspection.not_before_on > reader.today,
    )


def embargoed_recommendations(viewer: Viewer) -> AnySelect:
    """The ids of the recommendations of the council's inspections under embargo, removed or not."""
    return select(Recommendation.id).where(
        Recommendation.council_id == _reader(viewer).council_id,
        Recommendation.inspection_id.in_(embargoed_inspections(viewer)),
    )


def hidden_actions(viewer: Viewer) -> AnySelect:
    """The ids of actions that are linked to embargoed recommendations and to no other."""
    link, recommendation = ActionRecommendation, Recommendation
    embargoed = embargoed_recommendations(viewer)
    # From the inspection down by lists of ids: a join lets SQLite begin with every link there is.
    withheld = select(link.action_id).where(
        link.removed_on.is_(None), link.recommendation_id.in_(embargoed)
    )
    open_too = (
        select(link.action_id)
        .join(recommendation, recommendation.id == link.recommendation_id)
        .where(
            link.removed_on.is_(None),
            recommendation.removed_on.is_(None),
            recommendation.id.not_in(embargoed),
            link.action_id.in_(withheld),
        )
    )
    return withheld.where(link.action_id.not_in(open_too))


def hidden_subjects(viewer: Viewer) -> tuple[AnySelect, ...]:
    """The ids of the records with a page of their own that the viewer may not know."""
    return (
        embargoed_inspections(viewer),
        embargoed_recommendations(viewer),
        hidden_actions(viewer),
    )


def visible(viewer: Viewer, table: Any) -> ColumnElement[bool]:
    """The rows of a council table, a model or an alias of one, that ``viewer`` may see.

    Removed rows are another question: a query that wants only live ones says so itself.
    """
    reader = _reader(viewer)
    own: ColumnElement[bool] = table.council_id == reader.council_id
    if reader.sees_embargoed:
        return own
    return and_(own, _not_embargoed(reader, table))


def _not_embargoed(reader: Reader, table: Any) -> ColumnElement[bool]:
    alias = getattr(table, "_aliased_insp", None)
    model = alias.mapper.class_ if alias is not None else table
    condition: ColumnElement[bool] = true()
    if model is Inspection:
        condition = table.id.not_in(embargoed_inspections(reader))
    elif model in (Recommendation, Judgement, Clock, Verdict):
        condition = table.inspection_id.not_in(embargoed_inspections(reader))
    elif model is Report:
        # Until it is accepted nobody knows whether a report is under embargo.
        condition = table.inspection_id.not_in(embargoed_inspections(reader))
    elif model is Action:
        condition = table.id.not_in(hidden_actions(reader))
    elif model in (Update, DateChange, Evidence, EvidenceFile, Assurance, Closure):
        condition = table.action_id.not_in(hidden_actions(reader))
    elif model is Redaction:
        condition = and_(
            *(table.record_id.not_in(hidden) for hidden in hidden_subjects(reader)),
            table.record_type != Report.__tablename__,
        )
    return condition
