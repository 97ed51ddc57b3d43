"""What of a council an actor may see: its own council only, no finding under embargo, no draft.

An embargo ("not before" a day) stands on an inspection. It is inherited by its judgements,
recommendations, verdicts, clocks and kept report, and by an action that is linked to embargoed
recommendations and to no other. A meeting in draft is seen by those who keep the boards; what is on
an agenda is another question, see ``Permission.READ_AGENDA_ITEMS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, and_, or_, select, true

from tracker.access.actor import Actor
from tracker.access.reader import Reader, reader_of
from tracker.access.shapes import AnySelect
from tracker.domain.board_vocabulary import MeetingState
from tracker.models import (
    Action,
    ActionRecommendation,
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    AllowedRescoping,
    Assurance,
    Challenge,
    ChallengeStep,
    Clock,
    Closure,
    DateChange,
    Decision,
    Evidence,
    EvidenceFile,
    FollowUp,
    Inspection,
    Judgement,
    Meeting,
    MinuteCorrection,
    NoteCorrection,
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
        *hidden_notes(viewer),
    )


def hidden_notes(viewer: Viewer) -> tuple[AnySelect, AnySelect]:
    """The ids of challenges, and of decisions, on what is under embargo."""
    council_id = _reader(viewer).council_id
    challenges, decisions = (
        select(model.id).where(
            model.council_id == council_id,
            or_(
                model.recommendation_id.in_(embargoed_recommendations(viewer)),
                model.action_id.in_(hidden_actions(viewer)),
            ),
        )
        for model in (Challenge, Decision)
    )
    return challenges, decisions


def restricted_notes(viewer: Viewer) -> tuple[AnySelect, ...]:
    """The ids of challenges, decisions and follow-ups of restricted items of agendas."""
    restricted = select(AgendaItem.id).where(
        AgendaItem.council_id == _reader(viewer).council_id, AgendaItem.is_restricted
    )
    return tuple(
        select(model.id).where(model.item_id.in_(restricted))
        for model in (Challenge, Decision, FollowUp)
    )


def drafted_meetings(viewer: Viewer) -> AnySelect:
    """The ids of the council's meetings that are drafts yet."""
    return select(Meeting.id).where(
        Meeting.council_id == _reader(viewer).council_id, Meeting.state == MeetingState.DRAFT
    )


def kept_from_others(viewer: Viewer) -> tuple[AnySelect, ...]:
    """The ids of records of boards that only those know who keep them, as history tells them.

    These are meetings in draft, and restricted items with all that hangs on them.
    """
    restricted = select(AgendaItem.id).where(
        AgendaItem.council_id == _reader(viewer).council_id, AgendaItem.is_restricted
    )
    hanging = (AgendaReader, AgendaPaper, MinuteCorrection)
    on_items = (select(model.id).where(model.item_id.in_(restricted)) for model in hanging)
    return drafted_meetings(viewer), restricted, *on_items


def visible(viewer: Viewer, table: Any) -> ColumnElement[bool]:
    """The rows of a council table, a model or an alias of one, that ``viewer`` may see.

    Removed rows are another question: a query that wants only live ones says so itself.
    """
    reader = _reader(viewer)
    own: ColumnElement[bool] = table.council_id == reader.council_id
    if _model_of(table) is Meeting and not reader.keeps_boards:
        return and_(own, table.state != MeetingState.DRAFT)
    if reader.sees_embargoed:
        return own
    return and_(own, _not_embargoed(reader, table))


def _model_of(table: Any) -> Any:
    alias = getattr(table, "_aliased_insp", None)
    return alias.mapper.class_ if alias is not None else table


def _on_inspection(reader: Reader, table: Any) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], table.inspection_id.not_in(embargoed_inspections(reader)))


def _on_action(reader: Reader, table: Any) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], table.action_id.not_in(hidden_actions(reader)))


def _redactions(reader: Reader, table: Any) -> ColumnElement[bool]:
    return and_(
        *(table.record_id.not_in(hidden) for hidden in hidden_subjects(reader)),
        table.record_type != Report.__tablename__,
    )


def _corrections(reader: Reader, table: Any) -> ColumnElement[bool]:
    return and_(*(table.subject_id.not_in(hidden) for hidden in hidden_notes(reader)))


_SHOWN: Final[Mapping[Any, Callable[[Reader, Any], ColumnElement[bool]]]] = {
    Inspection: lambda reader, table: table.id.not_in(embargoed_inspections(reader)),
    # Until a report is accepted nobody knows whether it is under embargo.
    **dict.fromkeys((Recommendation, Judgement, Clock, Verdict, Report), _on_inspection),
    Action: lambda reader, table: table.id.not_in(hidden_actions(reader)),
    **dict.fromkeys((Update, DateChange, Evidence, EvidenceFile), _on_action),
    **dict.fromkeys((Assurance, Closure, AllowedRescoping), _on_action),
    Challenge: lambda reader, table: table.id.not_in(hidden_notes(reader)[0]),
    ChallengeStep: lambda reader, table: table.challenge_id.not_in(hidden_notes(reader)[0]),
    Decision: lambda reader, table: table.id.not_in(hidden_notes(reader)[1]),
    NoteCorrection: _corrections,
    Redaction: _redactions,
}
"""By model, which of its rows are under no embargo; every row of a model that is not here is."""


def _not_embargoed(reader: Reader, table: Any) -> ColumnElement[bool]:
    shown = _SHOWN.get(_model_of(table))
    return shown(reader, table) if shown is not None else true()
