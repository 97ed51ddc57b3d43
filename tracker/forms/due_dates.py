"""Asking for another due date, deciding on it, and taking the request back."""

from __future__ import annotations

import uuid
from typing import Any

from tracker.forms.allowing import decision_choice
from tracker.forms.base import PageForm
from tracker.forms.due import in_words, settle_due
from tracker.forms.fields import Choices, day, hidden, offer, paragraphs, radios, select
from tracker.services.due_dates import DateChangeFields

AGREE = "agree"
REFUSE = "refuse"


class RequestForm(PageForm):
    """Another due date: when, why, and what will be done so that it is held."""

    version = hidden()
    offered = hidden()
    to_on = day("New due date")
    to_text = in_words("New due date, in words")
    reason = paragraphs(
        "Why should it move?",
        required="Enter why the due date should move",
        most=2000,
        hint="The board reads this beside the new date",
    )
    recovery = paragraphs(
        "Recovery action",
        required="Enter what will be done to hold the new date",
        most=2000,
        hint="What will be done, and by whom, so that the new date is held",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return settle_due(self.to_on, self.to_text, self.offered) and good

    def fields(self) -> DateChangeFields:
        """What the deed takes."""
        return DateChangeFields(
            to_on=self.to_on.data,
            to_text=self.to_text.data,
            reason=self.reason.data,
            recovery=self.recovery.data,
        )

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile; the page shows where its date stands now."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this action in the meantime. Look at its due date before "
            "you send this again"
        )


class DecideForm(PageForm):
    """Agreeing to another due date, or refusing it."""

    version = hidden()
    decision = radios(
        "Your decision",
        ((AGREE, "Agree to the new date"), (REFUSE, "Refuse: the date stays")),
        required="Select whether you agree",
    )
    meeting_id = select("Meeting that decided it", none="No meeting")
    decision_id = decision_choice("Where one of that meeting is recorded")
    decision_note = paragraphs(
        "Note on the decision", most=2000, hint="Needed where you refuse: say why"
    )

    def offer_meetings(self, choices: Choices) -> None:
        """Offer meetings as (id, words)."""
        offer(self.meeting_id, choices)

    @property
    def agrees(self) -> bool:
        """Whether the new date is agreed to."""
        return bool(self.decision.data == AGREE)

    def meeting(self) -> uuid.UUID | None:
        """The meeting that was chosen, if any."""
        return uuid.UUID(self.meeting_id.data) if self.meeting_id.data else None


class WithdrawForm(PageForm):
    """Taking a request back."""

    version = hidden()
    decision_note = paragraphs("Why is it withdrawn?", most=2000)
