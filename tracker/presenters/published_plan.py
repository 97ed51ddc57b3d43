"""A published plan in words: the one page that reviewers, councillors and the public see."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Final

from tracker.charts.picture import Picture
from tracker.charts.progress_by_priority import progress_by_priority
from tracker.domain.frameworks import Framework
from tracker.domain.pictures import ActionPicture, OwnerPicture, PriorityPicture
from tracker.domain.published_plan import PublishedPlan
from tracker.domain.ratings import read_back
from tracker.domain.snapshot import live
from tracker.domain.surroundings import InspectionPicture, RecommendationPicture
from tracker.presenters.judgements import area_words, grade_tag
from tracker.presenters.plan_charts import progress_bars, progress_title
from tracker.presenters.ratings import both_sides, rating_key, tone_of
from tracker.presenters.whole_plan import answer_words, owner_words
from tracker.presenters.words import day_words, due_words, label

WITHHELD: Final = "Withheld from this publication"
AN_OFFICER: Final = "An officer"

Row = dict[str, Any]


class PublishedRows:
    """What is published of a plan as rows; what hangs from an action is looked up once for all."""

    def __init__(self, published: PublishedPlan, frameworks: Mapping[str, Framework]) -> None:
        self.published, self.snapshot = published, published.snapshot
        self.words = read_back(self.snapshot.words)
        self._frameworks = frameworks
        self._titles = {one.id: one.title for one in self.snapshot.posts}
        self._updates = {one.action_id: one for one in self.snapshot.updates}
        names = {one.id: one.name for one in self.snapshot.people}
        self._holders: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
        for held in self.snapshot.holdings:
            self._holders[held.post_id].append(names[held.person_id])
        self._owners: defaultdict[uuid.UUID, list[OwnerPicture]] = defaultdict(list)
        for owner in sorted(self.snapshot.owners, key=lambda one: (one.position, one.id)):
            self._owners[owner.action_id].append(owner)

    @cached_property
    def rows(self) -> Mapping[uuid.UUID, Row]:
        """Every action that stands, in the plan's order."""
        ordered = sorted(live(self.snapshot.actions), key=lambda one: (one.sort_key, one.id))
        anchors = _anchors("action", [one.reference for one in ordered])
        return {
            one.id: self._row(one, anchor) for one, anchor in zip(ordered, anchors, strict=True)
        }

    @cached_property
    def sections(self) -> list[Row]:
        """Every priority with its actions, those without one last."""
        ordered = sorted(self.snapshot.priorities, key=lambda one: (one.sort_key, one.id))
        anchors = _anchors("priority", [one.letter for one in ordered])
        under: defaultdict[uuid.UUID | None, list[Row]] = defaultdict(list)
        known = {one.id for one in ordered}
        places = {one.id: one.priority_id for one in self.snapshot.actions}
        for key, row in self.rows.items():
            under[places[key] if places[key] in known else None].append(row)
        found = [
            self._section(one, anchor, under[one.id])
            for one, anchor in zip(ordered, anchors, strict=True)
        ]
        if under[None]:
            heading = "Actions without a priority" if found else "Actions"
            found.append({"id": "other-actions", "heading": heading, "rows": under[None]})
        return found

    @cached_property
    def inspections(self) -> list[Row]:
        """What the plan answers, the oldest first: judgements and recommendations."""
        asked = defaultdict(list)
        for one in self.snapshot.recommendations:
            asked[one.inspection_id].append(one)
        answered = {one.inspection_id for one in self.snapshot.answers}
        found = [
            one for one in self.snapshot.inspections if one.id in answered or asked.get(one.id)
        ]
        ordered = sorted(found, key=lambda one: (one.fieldwork_start_on, one.id))
        return [
            self._inspection(one, number, asked[one.id])
            for number, one in enumerate(ordered, start=1)
        ]

    @property
    def figures(self) -> list[Row]:
        """How many actions there are, in all and by delivery rating."""
        standing = live(self.snapshot.actions)
        counted = [{"text": "Actions", "number": len(standing), "tone": "neutral"}]
        for rating in self.words.delivery:
            number = sum(one.delivery is rating for one in standing)
            tone = tone_of(rating)
            counted.append({"text": self.words.name(rating), "number": number, "tone": tone})
        return counted

    @property
    def picture(self) -> Picture | None:
        """Progress by priority, drawn; none of a plan without actions."""
        if not self.rows:
            return None
        title = progress_title(self.snapshot)
        return progress_by_priority(progress_bars(self.snapshot), title=title, ident="progress")

    def _section(self, priority: PriorityPicture, anchor: str, rows: Sequence[Row]) -> Row:
        post = priority.director_post_id
        return {
            "id": anchor,
            "heading": f"{priority.letter}: {priority.title}",
            "difference": priority.difference or "",
            "accountable": self._post_words(post) if post else "",
            "rows": rows,
        }

    def _row(self, action: ActionPicture, anchor: str) -> Row:
        update = self._updates.get(action.id)
        is_withheld = action.id in self.published.withheld
        first = None if action.first_due_on == action.due_on else action.first_due_on
        return {
            "id": anchor,
            "reference": action.reference,
            "title": WITHHELD if is_withheld else action.title,
            "is_withheld": is_withheld,
            "owners": [self._owner(one) for one in self._owners[action.id]],
            "due": due_words(action.due_on, action.due_text),
            "first_due": day_words(first),
            "completed": day_words(action.completed_on),
            "ratings": both_sides(self.words, action),
            "measure": action.success_measure or "",
            "answers": self._answers.get(action.id, []),
            "said": update.done if update else "",
            "said_on": day_words(update.posted_on) if update else "",
        }

    def _owner(self, owner: OwnerPicture) -> str:
        name = self._post_words(owner.post_id) if owner.post_id else AN_OFFICER
        return owner_words(SimpleNamespace(role=owner.role, name=name))

    def _post_words(self, post_id: uuid.UUID) -> str:
        """A post's title, and who holds it where that is published."""
        title = self._titles.get(post_id, AN_OFFICER)
        names = ", ".join(sorted(self._holders[post_id]))
        return f"{title}, {names}" if names else title

    @cached_property
    def _answers(self) -> Mapping[uuid.UUID, list[str]]:
        inspections = {one.id: one for one in self.snapshot.inspections}
        asked = {one.id: one for one in self.snapshot.recommendations}
        found: defaultdict[uuid.UUID, list[RecommendationPicture]] = defaultdict(list)
        for link in self.snapshot.links:
            if link.recommendation_id in asked:
                found[link.action_id].append(asked[link.recommendation_id])
        return {
            action: answer_words(
                [
                    SimpleNamespace(
                        inspection_id=one.inspection_id,
                        inspection=inspections[one.inspection_id].title,
                        reference=one.reference,
                    )
                    for one in sorted(rows, key=lambda one: (one.position, one.id))
                    if one.inspection_id in inspections
                ]
            )
            for action, rows in found.items()
        }

    def _inspection(
        self, inspection: InspectionPicture, number: int, asked: Iterable[RecommendationPicture]
    ) -> Row:
        framework = self._frameworks.get(inspection.framework)
        judged = [one for one in self.snapshot.judgements if one.inspection_id == inspection.id]
        return {
            "id": f"inspection-{number}",
            "title": inspection.title,
            "published": day_words(inspection.published_on),
            "report_href": inspection.report_url or "",
            "judgements": [
                {
                    "area": area_words(framework, one.area),
                    "grade": grade_tag(framework, one.area, one.grade),
                }
                for one in sorted(judged, key=lambda one: (one.position, one.id))
            ],
            "recommendations": [
                self._recommendation(one)
                for one in sorted(asked, key=lambda one: (one.position, one.id))
            ],
        }

    def _recommendation(self, asked: RecommendationPicture) -> Row:
        acting = {one.action_id for one in self.snapshot.links if one.recommendation_id == asked.id}
        return {
            "reference": asked.reference or "",
            "text": asked.text,
            "response": label(asked.response),
            "actions": [
                {"text": row["reference"], "href": f"#{row['id']}", "title": row["title"]}
                for key, row in self.rows.items()
                if key in acting
            ],
        }


def _anchors(kind: str, names: Sequence[str]) -> list[str]:
    """An id for each name, such as "action-1-2", no two alike."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        anchor = f"{kind}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"
        found.append(f"{anchor}-at-{number}" if anchor in found or anchor[-1] == "-" else anchor)
    return found


CHANGES: Final = (
    ("Title", lambda row: row["title"]),
    ("Due", lambda row: row["due"]),
    ("Delivery", lambda row: row["ratings"]["delivery"]["own"]["text"]),
    ("Evidence", lambda row: row["ratings"]["evidence"]["own"]["text"]),
    ("Impact", lambda row: row["ratings"]["impact"]["own"]["text"]),
    ("Delivery as assured", lambda row: _assured(row, "delivery")),
    ("Evidence as assured", lambda row: _assured(row, "evidence")),
    ("Impact as assured", lambda row: _assured(row, "impact")),
)
"""What is told of an action that changed since the last publication."""


def _assured(row: Row, scale: str) -> str:
    assured = row["ratings"][scale]["assured"]
    return assured["text"] if assured else "Not assured yet"


def changes_between(before: PublishedRows, after: PublishedRows) -> Row:
    """What is new, what changed and what was taken out between two publications of a plan."""
    removed = {one.id for one in after.snapshot.actions if one.removed_on is not None}
    known = {one.id for one in before.snapshot.actions}
    return {
        "since": day_words(before.snapshot.as_at),
        "added": [row for key, row in after.rows.items() if key not in known],
        "changed": [
            {"row": row, "changes": changes}
            for key, row in after.rows.items()
            if key in before.rows and (changes := _changes(before.rows[key], row))
        ],
        "removed": [row for key, row in before.rows.items() if key in removed],
    }


def _changes(old: Row, new: Row) -> list[Row]:
    # Of an action that is withheld on one side, only what both sides tell is compared.
    is_lined = old["is_withheld"] or new["is_withheld"]
    told = [
        {"field": field, "old": words(old), "new": words(new)}
        for field, words in CHANGES
        if not (is_lined and field in ("Title", "Due"))
    ]
    return [one for one in told if one["old"] != one["new"]]


def published_page(
    published: PublishedPlan,
    frameworks: Mapping[str, Framework],
    before: PublishedPlan | None = None,
) -> Row:
    """All that the page of a published plan shows; ``before`` is the last publication."""
    rows = PublishedRows(published, frameworks)
    changes = changes_between(PublishedRows(before, frameworks), rows) if before else None
    return {
        "title": published.snapshot.plan.title,
        "introduction": published.introduction,
        "day": day_words(published.snapshot.as_at),
        "board": next((one.name for one in published.snapshot.boards), ""),
        "figures": rows.figures,
        "picture": rows.picture,
        "sections": rows.sections,
        "changes": changes,
        "inspections": rows.inspections,
        "key": rating_key(rows.words),
    }
