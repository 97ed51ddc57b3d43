"""A plan's snapshot in words: every action as a row of the page and of the workbook alike."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from tracker.domain.pictures import ActionPicture, OwnerPicture, PriorityPicture
from tracker.domain.ratings import read_back
from tracker.domain.snapshot import PlanSnapshot, is_late, live
from tracker.domain.surroundings import RecommendationPicture
from tracker.domain.vocabulary import OwnershipRole
from tracker.presenters.ratings import both_sides
from tracker.presenters.whole_plan import answer_words, owner_words
from tracker.presenters.words import day_words, due_words

Url = Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """An action as it stood, in the words of its day."""

    reference: str
    title: str
    href: str
    priority: str
    ratings: dict[str, dict[str, Any]]
    closed_on: date | None
    evidence: Sequence[str]
    late: bool
    obstacle: str
    owners: Sequence[str]
    due: str
    due_on: date | None
    due_text: str
    first_due_on: date | None
    why: str
    measure: str
    start_on: date | None
    answers: Sequence[str]
    milestones: Sequence[str]
    times_slipped: int
    completed_on: date | None
    updated_on: date | None
    said: str
    removed_on: date | None
    because: str
    instead: Sequence[dict[str, str]]
    redacted: bool

    @property
    def name(self) -> str:
        """Such as "1.2 Answer each contact within a day"."""
        return f"{self.reference} {self.title}"

    @property
    def status(self) -> dict[str, str]:
        """The owner's delivery rating as a tag, its reason and recovery action beneath."""
        tag: dict[str, str] = self.ratings["delivery"]["own"]
        return tag

    @property
    def starts(self) -> str:
        """The day on which it begins, in words."""
        return day_words(self.start_on)

    @property
    def completed(self) -> str:
        """The day on which its owner called it complete, in words."""
        return day_words(self.completed_on)

    @property
    def closed(self) -> str:
        """The day on which it was closed, in words."""
        return day_words(self.closed_on)

    @property
    def updated(self) -> str:
        """The day of its last update, in words."""
        return day_words(self.updated_on, "Never")

    @property
    def removed(self) -> str:
        """The day on which it was removed, in words."""
        return day_words(self.removed_on)

    @property
    def first_due(self) -> str:
        """The first date in words, where it is another than the one that held."""
        return "" if self.first_due_on == self.due_on else day_words(self.first_due_on)


class Shown:
    """A snapshot as rows; what hangs from an action is looked up once for all."""

    def __init__(self, snapshot: PlanSnapshot, url: Url) -> None:
        self.snapshot, self._url = snapshot, url
        self.words = read_back(snapshot.words)
        self._evidence = _by_action(live(snapshot.evidence))
        self._titles = {one.id: one.title for one in snapshot.posts}
        self._names = {one.id: one.name for one in snapshot.people}
        self._milestones = _by_action(live(snapshot.milestones))
        self._owners = _by_action(
            sorted(live(snapshot.owners), key=lambda one: (one.action_id, one.position, one.id))
        )
        self._updates = {one.action_id: one for one in snapshot.updates}

    @property
    def day(self) -> str:
        """The day at whose end the plan stood so."""
        return day_words(self.snapshot.as_at)

    @cached_property
    def rows(self) -> Mapping[uuid.UUID, ActionRow]:
        """Every action, removed ones among them, in the plan's order."""
        ordered = sorted(self.snapshot.actions, key=lambda one: (one.sort_key, one.id))
        return {one.id: self._row(one) for one in ordered}

    def rows_of(self, actions: Iterable[ActionPicture]) -> list[ActionRow]:
        """The rows of these actions, in the plan's order; those of another day are passed over."""
        wanted = {one.id for one in actions}
        return [row for key, row in self.rows.items() if key in wanted]

    @cached_property
    def priorities(self) -> Mapping[uuid.UUID, str]:
        """The name of every priority, removed ones among them, in the plan's order."""
        ordered = sorted(self.snapshot.priorities, key=lambda one: (one.sort_key, one.id))
        return {one.id: f"{one.letter}: {one.title}" for one in ordered}

    def director(self, priority: PriorityPicture) -> str:
        """The post that answers for a priority."""
        return self._titles.get(priority.director_post_id, "") if priority.director_post_id else ""

    @cached_property
    def board(self) -> str:
        """The board that oversaw the plan."""
        own = self.snapshot.plan.board_id
        return next((one.name for one in self.snapshot.boards if one.id == own), "")

    @cached_property
    def answered(self) -> list[str]:
        """The inspections that the plan answered, in words."""
        wanted = {one.inspection_id for one in live(self.snapshot.answers)}
        found = [one for one in live(self.snapshot.inspections) if one.id in wanted]
        return [one.title for one in sorted(found, key=lambda i: (i.fieldwork_start_on, i.id))]

    def as_printed(
        self, recommendations: Iterable[RecommendationPicture]
    ) -> list[RecommendationPicture]:
        """Recommendations by inspection, the earliest first, and as each report prints them.

        Their inspections are in the snapshot.
        """
        inspections = {one.id: one for one in self.snapshot.inspections}
        return sorted(recommendations, key=_as_printed(inspections))

    @cached_property
    def _answers(self) -> Mapping[uuid.UUID, list[str]]:
        inspections = {one.id: one for one in self.snapshot.inspections}
        asked = {
            one.id: one
            for one in live(self.snapshot.recommendations)
            if one.inspection_id in inspections
        }
        found: dict[uuid.UUID, list[Any]] = defaultdict(list)
        for link in live(self.snapshot.links):
            if link.recommendation_id in asked:
                found[link.action_id].append(asked[link.recommendation_id])
        return {
            action_id: answer_words(
                [
                    SimpleNamespace(
                        inspection_id=one.inspection_id,
                        inspection=inspections[one.inspection_id].title,
                        reference=one.reference,
                    )
                    for one in sorted(rows, key=_as_printed(inspections))
                ]
            )
            for action_id, rows in found.items()
        }

    @cached_property
    def _instead(self) -> Mapping[uuid.UUID, list[dict[str, str]]]:
        by_id = {one.id: one for one in self.snapshot.actions}
        found: dict[uuid.UUID, list[dict[str, str]]] = defaultdict(list)
        for succession in self.snapshot.successions:
            successor = by_id.get(succession.successor_id)
            if successor is not None:
                href = self._url("actions.show", action_id=successor.id)
                words = {"text": f"{successor.reference} {successor.title}", "href": href}
                found[succession.former_id].append(words)
        return found

    def owner_names(self, action: ActionPicture) -> list[str]:
        """The owners of an action by name alone, its lead first."""
        owners = sorted(self._owners[action.id], key=lambda one: one.role is not OwnershipRole.LEAD)
        return [self._name(one) for one in owners]

    def _name(self, owner: OwnerPicture) -> str:
        held_by = (owner.post_id, self._titles) if owner.post_id else (owner.person_id, self._names)
        return held_by[1].get(held_by[0], "") if held_by[0] else ""

    def _owner(self, owner: OwnerPicture) -> str:
        return owner_words(SimpleNamespace(role=owner.role, name=self._name(owner)))

    def _row(self, action: ActionPicture) -> ActionRow:
        update = self._updates.get(action.id)
        return ActionRow(
            reference=action.reference,
            title=action.title,
            href=self._url("actions.show", action_id=action.id),
            priority=self.priorities.get(action.priority_id, "") if action.priority_id else "",
            ratings=both_sides(self.words, action),
            closed_on=action.closed_on,
            evidence=[one.title for one in self._evidence[action.id]],
            late=is_late(action, self.snapshot.as_at),
            obstacle=action.obstacle or "",
            owners=[self._owner(one) for one in self._owners[action.id]],
            due=due_words(action.due_on, action.due_text),
            due_on=action.due_on,
            due_text=action.due_text or "",
            first_due_on=action.first_due_on,
            why=action.why or "",
            measure=action.success_measure or "",
            start_on=action.start_on,
            answers=self._answers.get(action.id, []),
            milestones=[_milestone_words(one) for one in self._milestones[action.id]],
            times_slipped=action.times_slipped,
            completed_on=action.completed_on,
            updated_on=action.updated_on,
            said=update.done if update else "",
            removed_on=action.removed_on,
            because=action.removed_because or "",
            instead=self._instead.get(action.id, []),
            redacted=action.redacted,
        )


def _by_action(pictures: Iterable[Any]) -> defaultdict[uuid.UUID, list[Any]]:
    found: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for picture in pictures:
        found[picture.action_id].append(picture)
    return found


def _as_printed(inspections: Mapping[uuid.UUID, Any]) -> Callable[[Any], Any]:
    """The order of recommendations: by inspection, then as printed."""
    return lambda one: (
        inspections[one.inspection_id].fieldwork_start_on,
        one.inspection_id,
        one.position,
        one.id,
    )


def _milestone_words(milestone: Any) -> str:
    when = f"due {day_words(milestone.due_on)}" if milestone.due_on else ""
    if milestone.done_on:
        when = f"done {day_words(milestone.done_on)}"
    return f"{milestone.title} ({when})" if when else str(milestone.title)
