"""What the quality checks ask of a snapshot: who holds what, what is open, what was said last."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from tracker.domain.pictures import ActionPicture, OwnerPicture
from tracker.domain.snapshot import PlanSnapshot, is_done, live
from tracker.domain.surroundings import (
    InspectionPicture,
    PersonPicture,
    RecommendationPicture,
    VerdictPicture,
)
from tracker.domain.vocabulary import VerdictKind


class Subject(StrEnum):
    """What kind of record a finding is about."""

    ACTION = "action"
    RECOMMENDATION = "recommendation"
    PRIORITY = "priority"
    POST = "post"
    PERSON = "person"


class Gap(StrEnum):
    """Why an owner cannot answer for an action."""

    NOBODY = "nobody"
    LEFT = "left"
    CLOSED = "closed"
    VACANT = "vacant"


def in_order(actions: Iterable[ActionPicture]) -> list[ActionPicture]:
    """Those that stand in the plan, in its order."""
    return sorted(live(actions), key=lambda one: (one.sort_key, one.id))


def unclosed(snapshot: PlanSnapshot) -> list[ActionPicture]:
    """The actions that can still be changed: a closed one is never reopened."""
    return [one for one in in_order(snapshot.actions) if one.closed_on is None]


def open_actions(snapshot: PlanSnapshot) -> list[ActionPicture]:
    """The actions that somebody still has to complete."""
    return [one for one in unclosed(snapshot) if not is_done(one)]


def holder_of(owner: OwnerPicture) -> tuple[Subject, uuid.UUID]:
    """The post or the person that an ownership gives an action to."""
    if owner.post_id is not None:
        return Subject.POST, owner.post_id
    if owner.person_id is not None:
        return Subject.PERSON, owner.person_id
    raise ValueError("An ownership has a post or a person")


def gaps_of(snapshot: PlanSnapshot) -> Mapping[uuid.UUID, tuple[Gap, date | None]]:
    """The posts and people that nobody answers for on the snapshot's day, each with since when."""
    day = snapshot.as_at
    found: dict[uuid.UUID, tuple[Gap, date | None]] = {
        one.id: (Gap.LEFT, one.left_on) for one in snapshot.people if _has_left(one, day)
    }
    held = {
        one.post_id
        for one in snapshot.holdings
        if one.from_on <= day and (one.to_on is None or one.to_on >= day)
        if one.person_id not in found
    }
    for post in snapshot.posts:
        if post.closed_on is not None and post.closed_on <= day:
            found[post.id] = Gap.CLOSED, post.closed_on
        elif post.id not in held:
            found[post.id] = Gap.VACANT, None
    return found


def _has_left(person: PersonPicture, day: date) -> bool:
    return person.left_on is not None and person.left_on <= day


def standing_recommendations(snapshot: PlanSnapshot) -> list[RecommendationPicture]:
    """The recommendations that were not removed, inspection by inspection, as printed."""
    begun = {one.id: one.fieldwork_start_on for one in live(snapshot.inspections)}
    found = [one for one in live(snapshot.recommendations) if one.inspection_id in begun]
    return sorted(
        found, key=lambda one: (begun[one.inspection_id], one.inspection_id, one.position, one.id)
    )


def answered_in(snapshot: PlanSnapshot) -> set[uuid.UUID]:
    """The recommendations that an action of the plan answers."""
    actions = {one.id for one in live(snapshot.actions)}
    return {one.recommendation_id for one in live(snapshot.links) if one.action_id in actions}


def last_verdicts(
    snapshot: PlanSnapshot,
) -> Mapping[uuid.UUID, tuple[VerdictPicture, InspectionPicture]]:
    """For each recommendation the verdict that counts, with its visit.

    The latest visit that looked counts; one that did not look says nothing new. It is the rule of
    ``queries.verdicts.latest_verdicts``, on pictures.
    """
    visits = {one.id: one for one in live(snapshot.inspections)}
    told = [
        (one, visits[one.inspection_id])
        for one in live(snapshot.verdicts)
        if one.inspection_id in visits and one.verdict is not VerdictKind.NOT_LOOKED_AT
    ]
    told.sort(key=lambda pair: (pair[1].fieldwork_start_on, pair[0].id))
    return {verdict.recommendation_id: (verdict, visit) for verdict, visit in told}
