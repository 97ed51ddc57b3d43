"""Amending and settling decisions and follow-ups, and naming the decision that allowed a change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.challenges import MOST, REFERENCE_HINT
from tracker.forms.fields import day, hidden, line, offer, paragraphs, radios, select
from tracker.forms.parties import PartiesForm
from tracker.services.decisions import DecisionFields
from tracker.services.follow_ups import FollowUpFields


class DecisionForm(PartiesForm):
    """A decision: its words, what it is on, who carries it out by when."""

    version = hidden()
    text = paragraphs("Decision", required="Enter what was decided", most=MOST)
    plan_id = select("Plan", none="No plan")
    action = line("Action", most=40, hint=REFERENCE_HINT)
    recommendation_id = select("Recommendation", none="No recommendation")
    owner = select("Who carries it out", none="Nobody, or the name below")
    owner_name = line("Name of somebody else", hint="If they are not in the list")
    due_on = day("By when")

    def offer_subjects(
        self, plans: Iterable[Any], recommendations: Sequence[tuple[str, str]]
    ) -> None:
        """Offer the plans, as (id, title), and the recommendations."""
        offer(self.plan_id, [(str(plan.id), plan.title) for plan in plans])
        offer(self.recommendation_id, recommendations)

    def fields_with(self, item_id: Any, action_id: uuid.UUID | None) -> DecisionFields:
        """What the deed takes; ``action_id`` is the action that was typed."""
        owner = self.party("owner")
        chosen = {
            name: uuid.UUID(self[name].data) if self[name].data else None
            for name in ("plan_id", "recommendation_id")
        }
        return DecisionFields(
            text=self.text.data,
            item_id=item_id,
            action_id=action_id,
            owner_id=owner.person_id,
            owner_post_id=owner.post_id,
            owner_name=owner.name,
            due_on=self.due_on.data,
            **chosen,
        )


class FollowUpForm(PartiesForm):
    """A follow-up: what is to be done, by whom, by when."""

    version = hidden()
    text = paragraphs("What is to be done", required="Enter what is to be done", most=MOST)
    owner = select("Who does it", none="The name below")
    owner_name = line("Name of somebody else", hint="If they are not in the list")
    due_on = day("By when")

    def fields_with(self, item_id: Any) -> FollowUpFields:
        """What the deed takes."""
        owner = self.party("owner")
        return FollowUpFields(
            text=self.text.data,
            item_id=item_id,
            owner_id=owner.person_id,
            owner_post_id=owner.post_id,
            owner_name=owner.name,
            due_on=self.due_on.data,
        )


class _SettlingForm(PageForm):
    """A form that writes a day on a note which somebody else may have settled meanwhile."""

    version = hidden()

    def take_over(self, version: int) -> None:
        """Somebody changed it meanwhile; the page shows how it stands now."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else changed this while you were writing. It is shown above as it stands "
            "now; what you typed is still below"
        )


class CarryOutForm(_SettlingForm):
    """That a decision was carried out."""

    carried_out_on = day("Date", required="Enter the date on which it was carried out")
    note = paragraphs("Note", most=2000)


DONE, NOT_NEEDED = "done", "not_needed"


class CloseFollowUpForm(_SettlingForm):
    """That a follow-up was done, or why it is not needed any more."""

    outcome = radios(
        "What became of it?",
        [(DONE, "It was done"), (NOT_NEEDED, "It is not needed any more")],
        required="Select what became of it",
    )
    closed_on = day("Date", required="Enter the date")
    not_needed_because = paragraphs("Why it is not needed", most=2000)

    def because(self) -> str | None:
        """Why it is not needed; none where it was done."""
        return self.not_needed_because.data if self.outcome.data == NOT_NEEDED else None

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.outcome.data == NOT_NEEDED and not self.not_needed_because.data:
            self.not_needed_because.errors = ["Enter why it is not needed"]
            return False
        return good
