"""Moving a due date of a plan in force: where to, why, and which meeting decided it."""

from __future__ import annotations

import uuid
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.due import in_words, settle_due
from tracker.forms.fields import Choices, day, hidden, offer, paragraphs, select


class MoveForm(PageForm):
    """A due date's move; the first date stays for everybody to see."""

    version = hidden()
    offered = hidden()
    to_on = day("New due date")
    due_text = in_words("New due date, in words")
    reason = paragraphs(
        "Why is it moved?",
        required="Enter why the due date is moved",
        most=2000,
        hint="The board reads this beside the new date",
    )
    meeting_id = select("Meeting that decided it", none="No meeting")

    def offer_meetings(self, choices: Choices) -> None:
        """Offer meetings as (id, words)."""
        offer(self.meeting_id, choices)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        return settle_due(self.to_on, self.due_text, self.offered) and good

    def meeting(self) -> uuid.UUID | None:
        """The meeting that was chosen, if any."""
        return uuid.UUID(self.meeting_id.data) if self.meeting_id.data else None

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile; the page shows where its date stands now."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this action in the meantime. Look at its due date before "
            "you save again"
        )
