"""Assuring an action, closing it, and testing it again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import (
    NEEDS_RECOVERY,
    Delivery,
    EvidenceRating,
    ImpactRating,
    RatingScale,
)
from tracker.forms.allowing import chosen_decision, decision_choice
from tracker.forms.base import PageForm
from tracker.forms.fields import (
    day,
    hidden,
    line,
    offer,
    paragraphs,
    radios,
    select,
)
from tracker.presenters.ratings import rating_choices
from tracker.services.actions import ActionFields
from tracker.services.assurances import FOUND, AssuranceFields
from tracker.services.closing import ClosureFields

OVERTAKEN = (
    "Somebody else has changed this action in the meantime. Look at its ratings above before you "
    "send this again"
)


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


class AssuranceForm(PageForm):
    """What was looked at, the three ratings, and what has to be done."""

    version = hidden()
    found = paragraphs(
        "What you looked at, and what it showed",
        required="Enter what you looked at, and what it showed",
        most=5000,
        hint="Do not name a child or a family",
    )
    delivery = radios("Is it being done?", required="Select how it is going")
    evidence_rating = radios(
        "Does the evidence show it?", required="Select whether the evidence is assured"
    )
    impact_rating = radios(
        "Has it made a difference to children?", required="Select what difference it has made"
    )
    reason = paragraphs("Why you rate it so", most=2000)
    recovery = paragraphs("What has to be done to recover", most=2000)

    def name_ratings(self, words: RatingWords) -> None:
        """Offer the ratings in the council's own words."""
        offer(self.delivery, rating_choices(words, RatingScale.DELIVERY))
        offer(self.evidence_rating, rating_choices(words, RatingScale.EVIDENCE, FOUND))
        offer(self.impact_rating, rating_choices(words, RatingScale.IMPACT))
        asks = [
            word.name
            for rows in words.scales.values()
            for word in rows
            if word.rating in NEEDS_RECOVERY
        ]
        needed = f"Needed for {', '.join(f'“{name}”' for name in asks[:-1])} and “{asks[-1]}”"
        self.reason.description = needed
        self.recovery.description = f"{needed}: what has to be done, by whom, by when"

    def fields(self) -> AssuranceFields:
        """What the deed takes."""
        return AssuranceFields(
            found=self.found.data,
            delivery=Delivery(self.delivery.data),
            evidence_rating=EvidenceRating(self.evidence_rating.data),
            impact_rating=ImpactRating(self.impact_rating.data),
            reason=self.reason.data,
            recovery=self.recovery.data,
        )

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile; the page shows how it stands now."""
        super().take_over(version)
        self.form_errors.append(OVERTAKEN)


class RetestForm(AssuranceForm):
    """A test of a closed action; where it failed, the new action that follows."""

    reference = line("Reference of the new action", most=40)
    title = line(
        "New action, if it no longer holds",
        most=500,
        hint="The closed action stays closed. The new one points back to it and has its owners",
    )
    due_on = day("Due date of the new action")

    def follow_up(self, priority_id: Any) -> ActionFields | None:
        """The new action, when one was typed."""
        if not self.title.data:
            return None
        return ActionFields(
            reference=self.reference.data,
            title=self.title.data,
            due_on=self.due_on.data,
            priority_id=priority_id,
        )


class ClosureForm(PageForm):
    """Closing an action: on its assurance, or by a decision to close without."""

    version = hidden()
    decision = paragraphs("What was decided", most=2000)
    decided_by_id = select("Who decided it", none="Nobody")
    meeting_id = select("At which meeting", none="None")
    decision_id = decision_choice("Where one of that meeting is recorded")

    def offer_deciders(self, people: Iterable[Any], meetings: Sequence[tuple[str, str]]) -> None:
        """Offer who can have decided it, as (id, name), and where."""
        offer(self.decided_by_id, [(str(row.id), row.name) for row in people])
        offer(self.meeting_id, meetings)

    def fields(self) -> ClosureFields:
        """What the deed takes."""
        return ClosureFields(
            decision=self.decision.data or None,
            decided_by_id=_id(self.decided_by_id.data),
            meeting_id=_id(self.meeting_id.data),
            decision_id=chosen_decision(self),
        )

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile; the page shows how it stands now."""
        super().take_over(version)
        self.form_errors.append(OVERTAKEN)
