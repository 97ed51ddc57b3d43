"""Where a finding of the quality checks is mended: a link, for those who may.

No finding is mended by another due date, so no link leads to one.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.access.permissions import Permission as P
from tracker.domain.pictures import OwnerPicture
from tracker.domain.plan_questions import Gap, Subject
from tracker.domain.quality import RULES, Finding
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.vocabulary import PlanStage
from tracker.presenters.quality import RULE_WORDS, RuleSection
from tracker.presenters.words import Link

Url = Callable[..., str]
May = Callable[[P, Any], bool]


@dataclass(frozen=True)
class _Subject:
    """As much of a plan or of an action as the permissions ask about."""

    council_id: uuid.UUID
    ownerships: Sequence[OwnerPicture] = field(default=())


class Mends:
    """The mends of a plan's findings, for one reader."""

    def __init__(self, snapshot: PlanSnapshot, may: May, url: Url) -> None:
        self._snapshot, self._may, self._url = snapshot, may, url
        self._owners: dict[uuid.UUID, list[OwnerPicture]] = defaultdict(list)
        for owner in snapshot.owners:
            self._owners[owner.action_id].append(owner)

    def of(self, finding: Finding) -> Link | None:
        """The link to the mend; none who may not, and none in a closed plan."""
        if self._snapshot.plan.stage is PlanStage.CLOSED:
            return None
        permission, text, href = self._where(finding)
        council_id = self._snapshot.council_id
        owners = self._owners[finding.subject_id] if finding.subject is Subject.ACTION else ()
        return Link(text, href) if self._may(permission, _Subject(council_id, owners)) else None

    def _where(self, finding: Finding) -> tuple[P, str, str]:
        if finding.rule == "owner_left":
            return self._owner(finding)
        plan_id, key, text = (
            self._snapshot.plan.id,
            finding.subject_id,
            RULE_WORDS[finding.rule].mend,
        )
        if finding.subject is Subject.RECOMMENDATION:
            href = self._url("actions.add", plan_id=plan_id, recommendation=str(key))
            return P.EDIT_ACTIONS, text, href
        if finding.subject is Subject.PRIORITY:
            href = self._url("actions.add", plan_id=plan_id, priority=str(key))
            return P.EDIT_ACTIONS, text, href
        if finding.rule == "many_on_one_owner":
            href = self._url("actions.of_plan", plan_id=plan_id, owner=str(key))
            return P.EDIT_ACTIONS, text, href
        if finding.rule == "same_text":
            both = [str(finding.other_id), str(key)]
            return (
                P.EDIT_ACTIONS,
                text,
                self._url("succession.choose", plan_id=plan_id, action=both),
            )
        permission, endpoint = OF_ACTION[finding.rule]
        return permission, text, self._url(endpoint, action_id=key)

    def _owner(self, finding: Finding) -> tuple[P, str, str]:
        key = finding.subject_id
        if finding.gap is Gap.NOBODY:
            return P.EDIT_ACTIONS, "Name an owner", self._url("ownership.amend", action_id=key)
        if finding.gap is Gap.VACANT:
            return P.KEEP_PEOPLE, "Appoint somebody", self._url("posts.appoint", post_id=key)
        if finding.subject is Subject.POST:
            return P.HAND_OVER, "Hand over", self._url("handover.of_post", post_id=key)
        return P.HAND_OVER, "Hand over", self._url("handover.of_person", person_id=key)


OF_ACTION: Final[Mapping[str, tuple[P, str]]] = {
    "overdue_without_update": (P.POST_UPDATES, "updates.post"),
    "complete_without_evidence": (P.ADD_EVIDENCE, "evidence.add"),
    "evidence_without_impact": (P.POST_UPDATES, "updates.post"),
    "no_success_measure": (P.EDIT_ACTIONS, "actions.amend"),
    "unmeasurable": (P.EDIT_ACTIONS, "actions.amend"),
}
"""The page that mends an action, and what it takes to open it."""

_PAGES: Final[Mapping[Subject, tuple[str, str]]] = {
    Subject.ACTION: ("actions.show", "action_id"),
    Subject.RECOMMENDATION: ("recommendations.show", "recommendation_id"),
    Subject.POST: ("posts.show", "post_id"),
    Subject.PERSON: ("people.show", "person_id"),
}


def quality_page(
    snapshot: PlanSnapshot, sections: Sequence[RuleSection], may: May, url: Url
) -> dict[str, Any]:
    """Figures that lead to their sections, and each section's findings with their mends."""
    mends = Mends(snapshot, may, url)
    counted = {section.name: len(section.rows) for section in sections}
    return {
        "figures": [_figure(rule.__name__, counted.get(rule.__name__, 0)) for rule in RULES],
        "sections": [
            {
                "id": _anchor(section.name),
                "title": section.words.title,
                "meaning": section.words.meaning,
                "rows": [
                    {
                        "about": Link(row.about, _page_of(row.finding, snapshot, url)),
                        "sentence": row.sentence,
                        "mend": mends.of(row.finding),
                    }
                    for row in section.rows
                ],
            }
            for section in sections
        ],
    }


def _figure(name: str, number: int) -> dict[str, Any]:
    return {
        "number": f"{number:,}",
        "text": RULE_WORDS[name].title,
        "href": f"#{_anchor(name)}" if number else "",
        "tone": "caution" if number else "neutral",
    }


def _anchor(name: str) -> str:
    return name.replace("_", "-")


def _page_of(finding: Finding, snapshot: PlanSnapshot, url: Url) -> str:
    if finding.subject is Subject.PRIORITY:
        return url("plans.show", plan_id=snapshot.plan.id) + "#priorities"
    endpoint, name = _PAGES[finding.subject]
    return url(endpoint, **{name: finding.subject_id})
