"""What of a plan is published: by a list of what is shown, so that all else is withheld.

A field of a record that is not in ``SHOWN`` is blanked, and a kind of record that is not in it is
left out: whatever a later release adds stays in the council until somebody decides about it here.
``docs/decisions/publication.md`` says why each is shown.
"""

from __future__ import annotations

import dataclasses
import types
import typing
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypeVar

from tracker.domain.picture import Picture
from tracker.domain.pictures import (
    ActionPicture,
    AnswerPicture,
    LinkPicture,
    OwnerPicture,
    PlanPicture,
    PriorityPicture,
    UpdatePicture,
)
from tracker.domain.published_plan import Choices, PublishedPlan
from tracker.domain.sight import hidden_in, without
from tracker.domain.small_numbers import without_small_numbers
from tracker.domain.snapshot import LISTS, PlanSnapshot, lists_of, live
from tracker.domain.surroundings import (
    BoardPicture,
    CouncilPicture,
    InspectionPicture,
    JudgementPicture,
    PersonPicture,
    PostHoldingPicture,
    PostPicture,
    RecommendationPicture,
)
from tracker.domain.vocabulary import Seniority

P = TypeVar("P", bound=Picture)


def _named(words: str) -> frozenset[str]:
    return frozenset(words.split())


SHOWN: Final[Mapping[type[Picture], frozenset[str]]] = {
    PlanPicture: _named("title revision phase stage board_id adopted_on submitted_on closed_on"),
    AnswerPicture: _named("plan_id inspection_id"),
    PriorityPicture: _named("letter sort_key title difference director_post_id"),
    ActionPicture: _named(
        "priority_id reference sort_key title success_measure start_on due_on due_text"
        " first_due_on times_slipped delivery evidence_rating impact_rating assured_delivery"
        " assured_evidence assured_impact assured_on updated_on completed_on closed_on removed_on"
    ),
    OwnerPicture: _named("action_id post_id role position from_on"),
    LinkPicture: _named("action_id recommendation_id"),
    UpdatePicture: _named("action_id posted_at posted_on done delivery"),
    RecommendationPicture: _named(
        "inspection_id reference position text page paragraph kind urgency response addressee"
    ),
    InspectionPicture: _named(
        "framework kind title fieldwork_start_on fieldwork_end_on published_on not_before_on theme"
        " report_url"
    ),
    JudgementPicture: _named("inspection_id area grade position page"),
    PostPicture: _named("title"),
    PostHoldingPicture: _named("post_id person_id from_on"),
    PersonPicture: _named("name"),
    BoardPicture: _named("name kind"),
    CouncilPicture: _named("name ons_code is_demonstration"),
}
"""The fields of each kind of record that are shown, beside its id."""

UNCHANGED: Final = frozenset(
    {
        *((ActionPicture, name) for name in ("reference", "sort_key")),
        *((PriorityPicture, name) for name in ("letter", "sort_key")),
        # What inspectors printed is public, and is not to be told otherwise.
        *((RecommendationPicture, name) for name in ("reference", "text", "page", "paragraph")),
        *((InspectionPicture, name) for name in ("framework", "kind", "title", "report_url")),
        *((JudgementPicture, name) for name in ("area", "grade")),
        *((CouncilPicture, name) for name in ("name", "ons_code")),
        (PlanPicture, "revision"),
        (PersonPicture, "name"),
    }
)
"""Texts in which a number of people is none, or is not the council's to change."""


def publish(
    snapshot: PlanSnapshot, choices: Choices, introduction: str, today: date
) -> PublishedPlan:
    """What is published of a plan.

    ``snapshot`` has been read with the eyes of somebody who sees nothing under embargo. Findings
    of an inspection whose report is not published by ``today`` go, too; its actions stay.
    """
    seen = without(snapshot, hidden_in(snapshot, today))
    seen = without(seen, unpublished(seen, today))
    kept = _standing(seen, choices)
    lists: dict[str, Any] = {
        name: tuple(map(shown_of, kept.get(name, ()))) if kind in SHOWN else ()
        for name, kind in LISTS.items()
    }
    bare = replace(snapshot, plan=shown_of(snapshot.plan), **lists)
    bare = replace(bare, actions=tuple(_lined(one, choices.withheld) for one in bare.actions))
    withheld = choices.withheld & {one.id for one in live(bare.actions)}
    return PublishedPlan(
        snapshot=reworded(bare, without_small_numbers),
        withheld=withheld,
        introduction=without_small_numbers(introduction),
    )


def unpublished(snapshot: PlanSnapshot, today: date) -> frozenset[uuid.UUID]:
    """The inspections whose report has no day of publication that has come."""
    return frozenset(
        one.id
        for one in snapshot.inspections
        if one.published_on is None or one.published_on > today
    )


def shown_of(picture: P) -> P:
    """The picture with every field blanked that is not shown.

    Raises:
        TypeError: a field that is not shown cannot be blank; it needs a default.
    """
    kind = type(picture)
    if kind not in _BLANKS:
        hidden = (one for one in dataclasses.fields(kind) if one.name not in {"id", *SHOWN[kind]})
        hints = typing.get_type_hints(kind)
        _BLANKS[kind] = {one.name: _blank(one, hints[one.name]) for one in hidden}
    blanked: P = replace(picture, **_BLANKS[kind])
    return blanked


_BLANKS: Final[dict[Any, dict[str, Any]]] = {}
"""What stands in each kind of picture for what is not shown, once it has been asked for."""


def _blank(field: dataclasses.Field[Any], hint: Any) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    if types.NoneType in typing.get_args(hint):
        return None
    raise TypeError(f"{field.name} is not shown, and cannot be left out")


def _standing(snapshot: PlanSnapshot, choices: Choices) -> dict[str, list[Any]]:
    """What is left of each list: what stands, what it leads to, and whose names may be shown."""
    actions = {one.id for one in live(snapshot.actions)}
    told = actions - choices.withheld
    found = {one.id for one in live(snapshot.recommendations)}
    priorities = live(snapshot.priorities)
    owners = [one for one in live(snapshot.owners) if one.action_id in told]
    posts = {one.post_id for one in owners} | {one.director_post_id for one in priorities}
    holdings = [one for one in named_holdings(snapshot) if one.post_id in posts]
    holders = {one.person_id for one in holdings}
    links = [one for one in live(snapshot.links) if one.action_id in told]
    return {
        "answers": live(snapshot.answers),
        "priorities": priorities,
        "actions": list(snapshot.actions),
        "owners": owners,
        "links": [one for one in links if one.recommendation_id in found],
        "updates": [
            one for one in snapshot.updates if one.id in choices.shown and one.action_id in told
        ],
        "recommendations": live(snapshot.recommendations),
        "inspections": live(snapshot.inspections),
        "judgements": live(snapshot.judgements),
        "posts": [one for one in snapshot.posts if one.id in posts],
        "holdings": holdings,
        "people": [one for one in snapshot.people if one.id in holders],
        "boards": [one for one in snapshot.boards if one.id == snapshot.plan.board_id],
        "councils": list(snapshot.councils),
    }


def named_holdings(snapshot: PlanSnapshot) -> list[PostHoldingPicture]:
    """Who held a post on the snapshot's day whose holders the council names."""
    from_level = next((one.names_from for one in snapshot.councils), None)
    named = {one.id for one in snapshot.posts if is_named(one.seniority, from_level)}
    day = snapshot.as_at
    return [
        one
        for one in snapshot.holdings
        if one.post_id in named and one.from_on <= day and (one.to_on is None or one.to_on >= day)
    ]


def is_named(seniority: Seniority | None, names_from: Seniority | None) -> bool:
    """Whether the holder of a post is named; nobody is until both levels are set."""
    if seniority is None or names_from is None:
        return False
    order = list(Seniority)
    return order.index(seniority) <= order.index(names_from)


def _lined(action: ActionPicture, withheld: frozenset[uuid.UUID]) -> ActionPicture:
    """An action of which a line stays: dates and ratings, so that figures add up, and no words.

    Of one that was removed its reference and the day stay, so that it can be told that it went.
    """
    if action.removed_on is None and action.id not in withheld:
        return action
    return replace(action, title="", success_measure=None, due_text=None)


def reworded(snapshot: PlanSnapshot, change: Callable[[str], str]) -> PlanSnapshot:
    """The snapshot with ``change`` made to each of its texts but for those ``UNCHANGED``."""
    lists: dict[str, Any] = {
        name: tuple(_reworded(one, change) for one in found)
        for name, found in lists_of(snapshot).items()
    }
    return replace(snapshot, plan=_reworded(snapshot.plan, change), **lists)


def _reworded(picture: P, change: Callable[[str], str]) -> P:
    changes: Any = {name: change(text) for name, text in texts_in(picture)}
    return replace(picture, **changes) if changes else picture


def texts_in(picture: Picture) -> Iterable[tuple[str, str]]:
    """The texts of a picture that somebody wrote, each by its field; a slug is none."""
    kind = type(picture)
    return [
        (name, value)
        for name, value in vars(picture).items()
        if type(value) is str and value and (kind, name) not in UNCHANGED
    ]
