"""What a cabinet report asks of a snapshot: what it answers, who oversees it, what visits said."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.board_vocabulary import STANDING_MEETINGS, BoardKind
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.domain.surroundings import (
    BoardPicture,
    ClockPicture,
    InspectionPicture,
    InterventionPicture,
    JudgementPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.domain.vocabulary import VerdictKind

FOR_IMPROVEMENT: Final = (
    BoardKind.IMPROVEMENT_BOARD,
    BoardKind.INTERNAL_GROUP,
    BoardKind.TASK_GROUP,
)
"""Boards that are there for improvement plans, and oversee every one unless they have one plan."""


@dataclass(frozen=True)
class Graded:
    """An inspection with the judgements that stand, as printed."""

    picture: InspectionPicture
    judgements: tuple[JudgementPicture, ...]

    @property
    def framework(self) -> str:
        """The key of its framework."""
        return self.picture.framework


@dataclass(frozen=True)
class Overseer:
    """A board, who chairs it, how often it met while the plan ran, when last, and when next.

    ``oversees`` is true of the plan's own board, and of those for improvement that are no other
    plan's.
    """

    board: BoardPicture
    chair: str
    held: int
    last_on: date | None
    next_on: date | None
    oversees: bool


@dataclass(frozen=True)
class Told:
    """A verdict and the visit that gave it; ``counts`` says that it is the one that counts now."""

    verdict: VerdictPicture
    visit: InspectionPicture
    counts: bool


def answered_inspections(snapshot: PlanSnapshot) -> list[Graded]:
    """The inspections that the plan answers, oldest first."""
    wanted = {one.inspection_id for one in live(snapshot.answers)}
    found = [one for one in live(snapshot.inspections) if one.id in wanted]
    found.sort(key=lambda one: (one.fieldwork_start_on, one.id))
    return [Graded(one, judgements_of(snapshot, one.id)) for one in found]


def judgements_of(snapshot: PlanSnapshot, inspection_id: uuid.UUID) -> tuple[JudgementPicture, ...]:
    """The judgements of an inspection that stand, as printed."""
    found = [one for one in live(snapshot.judgements) if one.inspection_id == inspection_id]
    return tuple(sorted(found, key=lambda one: (one.position, one.id)))


def begun_on(snapshot: PlanSnapshot) -> date | None:
    """The day on which the first report was out, or else the plan's adoption."""
    found = [one.picture for one in answered_inspections(snapshot)]
    days = [one.published_on or one.fieldwork_end_on for one in found]
    return min(days, default=snapshot.plan.adopted_on)


def _last_on(snapshot: PlanSnapshot) -> date:
    return min(snapshot.plan.closed_on or snapshot.as_at, snapshot.as_at)


def clocks_of(snapshot: PlanSnapshot) -> list[ClockPicture]:
    """The clocks of the inspections that the plan answers, by their days."""
    answered = {one.picture.id for one in answered_inspections(snapshot)}
    found = [one for one in live(snapshot.clocks) if one.inspection_id in answered]
    return sorted(found, key=lambda one: (one.due_on, one.id))


def interventions_of(snapshot: PlanSnapshot) -> list[InterventionPicture]:
    """The steps of intervention that ran at some time while the plan did, oldest first."""
    first, last = begun_on(snapshot), _last_on(snapshot)
    found = [
        one
        for one in live(snapshot.interventions)
        if one.from_on <= last and (first is None or one.to_on is None or one.to_on >= first)
    ]
    return sorted(found, key=lambda one: (one.from_on, one.id))


def overseers(snapshot: PlanSnapshot) -> list[Overseer]:
    """Every board of the council: the plan's own first, then by name."""
    own = snapshot.plan.board_id
    ordered = sorted(snapshot.boards, key=lambda one: (one.id != own, one.name.lower(), one.id))
    return [_overseer(snapshot, board) for board in ordered]


def _overseer(snapshot: PlanSnapshot, board: BoardPicture) -> Overseer:
    first, last = begun_on(snapshot), _last_on(snapshot)
    days = [
        one.held_on
        for one in live(snapshot.meetings)
        if one.board_id == board.id and one.state in STANDING_MEETINGS
    ]
    held = [day for day in days if day <= last and (first is None or day >= first)]
    elsewhere = any(plan.board_id == board.id for plan in snapshot.other_plans)
    names = {one.id: one.name for one in snapshot.people}
    return Overseer(
        board=board,
        chair=names.get(board.chair_id, "") if board.chair_id else "",
        held=len(held),
        last_on=max(held, default=None),
        next_on=min((day for day in days if day > snapshot.as_at), default=None),
        oversees=board.id == snapshot.plan.board_id
        or (board.kind in FOR_IMPROVEMENT and not elsewhere),
    )


def concerned(snapshot: PlanSnapshot) -> list[RecommendationPicture]:
    """The recommendations of the inspections that the plan answers, and others that it acts on.

    By inspection, oldest first, and as printed.
    """
    standing = {one.id: one for one in live(snapshot.inspections)}
    answered = {one.picture.id for one in answered_inspections(snapshot)}
    actions = {one.id for one in live(snapshot.actions)}
    acted_on = {one.recommendation_id for one in live(snapshot.links) if one.action_id in actions}
    found = [
        one
        for one in live(snapshot.recommendations)
        if one.inspection_id in standing and (one.inspection_id in answered or one.id in acted_on)
    ]
    begun = {key: one.fieldwork_start_on for key, one in standing.items()}
    return sorted(
        found, key=lambda one: (begun[one.inspection_id], one.inspection_id, one.position, one.id)
    )


def verdicts_on(
    snapshot: PlanSnapshot, recommendations: Iterable[RecommendationPicture]
) -> list[Told]:
    """What visits said of these recommendations, the earliest visit first.

    The latest visit that looked counts. One that did not look counts only where none ever looked,
    as in ``queries.verdicts.latest_verdicts``.
    """
    visits = {one.id: one for one in live(snapshot.inspections)}
    wanted = {one.id for one in recommendations}
    told = [
        (one, visits[one.inspection_id])
        for one in live(snapshot.verdicts)
        if one.recommendation_id in wanted and one.inspection_id in visits
    ]
    counting = _counting(told)
    told.sort(key=lambda pair: (pair[1].fieldwork_end_on, pair[1].id, pair[0].recommendation_id))
    return [Told(one, visit, counting[one.recommendation_id] == one.id) for one, visit in told]


def _counting(
    told: Sequence[tuple[VerdictPicture, InspectionPicture]],
) -> dict[uuid.UUID, uuid.UUID]:
    ordered = sorted(
        told,
        key=lambda pair: (
            pair[0].verdict is not VerdictKind.NOT_LOOKED_AT,
            pair[1].fieldwork_start_on,
            pair[0].id,
        ),
    )
    return {one.recommendation_id: one.id for one, _visit in ordered}
