"""Where a plan's records are found, and how the tables' rows are read in one statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Enum,
    String,
    Uuid,
    bindparam,
    cast,
    inspect,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from tracker.domain.picture import Picture, columns_of, picture_of
from tracker.domain.pictures import (
    ActionPicture,
    AnswerPicture,
    AssurancePicture,
    ClosurePicture,
    DateChangePicture,
    EvidencePicture,
    LinkPicture,
    MilestonePicture,
    OwnerPicture,
    PlanPicture,
    PriorityPicture,
    SuccessionPicture,
    UpdatePicture,
)
from tracker.domain.surroundings import (
    BoardPicture,
    ClockPicture,
    CouncilPicture,
    InspectionPicture,
    InterventionPicture,
    JudgementPicture,
    MeetingPicture,
    PersonPicture,
    PostHoldingPicture,
    PostPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.models import (
    Action,
    ActionRecommendation,
    Assurance,
    Board,
    Clock,
    Closure,
    Council,
    DateChange,
    Evidence,
    Inspection,
    Intervention,
    Judgement,
    Meeting,
    Milestone,
    Ownership,
    Person,
    Plan,
    PlanInspection,
    Post,
    PostHolding,
    Priority,
    Recommendation,
    Succession,
    Update,
    Verdict,
)
from tracker.queries.rows import read_rows

Kind = type[Picture]
Conditions = Mapping[Kind, ColumnElement[bool]]

MODELS: Final[Mapping[Kind, Any]] = {
    PlanPicture: Plan,
    AnswerPicture: PlanInspection,
    PriorityPicture: Priority,
    ActionPicture: Action,
    OwnerPicture: Ownership,
    LinkPicture: ActionRecommendation,
    MilestonePicture: Milestone,
    DateChangePicture: DateChange,
    SuccessionPicture: Succession,
    UpdatePicture: Update,
    EvidencePicture: Evidence,
    AssurancePicture: Assurance,
    ClosurePicture: Closure,
    CouncilPicture: Council,
    RecommendationPicture: Recommendation,
    InspectionPicture: Inspection,
    JudgementPicture: Judgement,
    ClockPicture: Clock,
    VerdictPicture: Verdict,
    PostPicture: Post,
    PostHoldingPicture: PostHolding,
    PersonPicture: Person,
    BoardPicture: Board,
    MeetingPicture: Meeting,
    InterventionPicture: Intervention,
}
"""The table that each picture is of."""

BY_RECORD: Final[Mapping[str, Kind]] = {kind.record_type: kind for kind in MODELS}


@cache
def of_plan() -> Conditions:
    """Which records a plan has ever had, updates and those that it only knows by name apart.

    The council's boards, their meetings, interventions and other plans surround every plan of it.
    The parameters are ``council_id`` and ``plan_id``.
    """
    council_id: Any = bindparam("council_id", type_=Uuid())
    plan_id: Any = bindparam("plan_id", type_=Uuid())
    actions = select(Action.id).where(Action.council_id == council_id, Action.plan_id == plan_id)
    link, answer = ActionRecommendation, PlanInspection
    asked = select(link.recommendation_id).where(link.action_id.in_(actions))
    answered = select(answer.inspection_id).where(
        answer.council_id == council_id, answer.plan_id == plan_id
    )
    is_of_plan = or_(Recommendation.id.in_(asked), Recommendation.inspection_id.in_(answered))
    asking = select(Recommendation.inspection_id).where(Recommendation.id.in_(asked))
    looked_back_on = Verdict.recommendation_id.in_(select(Recommendation.id).where(is_of_plan))
    visiting = select(Verdict.inspection_id).where(looked_back_on)
    is_told_of = [Inspection.id.in_(ids) for ids in (answered, asking, visiting)]
    told_of = select(Inspection.id).where(Inspection.council_id == council_id, or_(*is_told_of))
    owning = select(Ownership.post_id).where(Ownership.action_id.in_(actions))
    # Whatever hangs from an action is of its council. Asked for its council as well, a database
    # without statistics would compare each action with every record of the council.
    return {
        PlanPicture: Plan.council_id == council_id,
        AnswerPicture: (answer.council_id == council_id) & (answer.plan_id == plan_id),
        PriorityPicture: (Priority.council_id == council_id) & (Priority.plan_id == plan_id),
        ActionPicture: (Action.council_id == council_id) & (Action.plan_id == plan_id),
        OwnerPicture: Ownership.action_id.in_(actions),
        LinkPicture: link.action_id.in_(actions),
        MilestonePicture: Milestone.action_id.in_(actions),
        DateChangePicture: DateChange.action_id.in_(actions),
        EvidencePicture: Evidence.action_id.in_(actions),
        AssurancePicture: Assurance.action_id.in_(actions),
        ClosurePicture: Closure.action_id.in_(actions),
        CouncilPicture: Council.id == council_id,
        SuccessionPicture: Succession.former_id.in_(actions),
        RecommendationPicture: is_of_plan,
        InspectionPicture: Inspection.id.in_(told_of),
        JudgementPicture: Judgement.inspection_id.in_(told_of),
        ClockPicture: Clock.inspection_id.in_(told_of),
        VerdictPicture: looked_back_on,
        PostHoldingPicture: PostHolding.post_id.in_(owning),
        BoardPicture: Board.council_id == council_id,
        MeetingPicture: Meeting.council_id == council_id,
        InterventionPicture: Intervention.council_id == council_id,
    }


def ids_of(conditions: Conditions) -> CompoundSelect[Any]:
    """The ids of all records that the conditions find."""
    return union_all(
        *(select(MODELS[kind].id).where(condition) for kind, condition in conditions.items())
    )


def read_pictures(
    session: Session, conditions: Conditions, values: Mapping[str, Any]
) -> Iterator[Picture]:
    """Pictures of the rows that the conditions find, of all tables in one statement."""
    places = {name: place for place, name in enumerate(_types(), start=1)}
    kinds = [(kind, [(name, places[name]) for name in columns_of(kind)]) for kind in conditions]
    for row in read_rows(session, _every_row(conditions), values):  # type: ignore[arg-type]
        kind, columns = kinds[row[0]]
        yield picture_of(kind, {name: row[place] for name, place in columns})


def _every_row(conditions: Conditions) -> CompoundSelect[Any]:
    """The rows of all tables below each other, a column for each name that a picture has."""
    return union_all(
        *(
            select(literal(number).label("kind"), *_columns()[kind]).where(condition)
            for number, (kind, condition) in enumerate(conditions.items())
        )
    )


@cache
def _columns() -> Mapping[Kind, Sequence[ColumnElement[Any]]]:
    """For each table its columns in the common order, empty ones where it has none of the name."""
    return {kind: [_column(kind, name) for name in _types()] for kind in MODELS}


def _column(kind: Kind, name: str) -> ColumnElement[Any]:
    of_type = _types()[name]
    if name in columns_of(kind):
        return type_coerce(getattr(MODELS[kind], name), of_type).label(name)
    # PostgreSQL takes the type of an empty column from what is said of it.
    return cast(null(), of_type).label(name)


@cache
def _types() -> dict[str, TypeEngine[Any]]:
    """Each column's type, by name; columns of one name have one type, slugs among them as text."""
    found: dict[str, TypeEngine[Any]] = {}
    for kind, model in MODELS.items():
        table = inspect(model).columns
        for name in columns_of(kind):
            own = table[name].type
            found.setdefault(name, String() if isinstance(own, Enum | String) else own)
    return found
