"""Asking for words to leave history, and deciding about it."""

from __future__ import annotations

from typing import Any

from wtforms import Field, SubmitField

from tracker.domain.vocabulary import RedactionDecision
from tracker.forms.base import PageForm
from tracker.forms.fields import Choices, counted, hidden, line, offer, offered, radios, ticks
from tracker.services.redactions import TOO_SHORT, RedactionFields, is_enough


class AskRedactionForm(PageForm):
    """First the words, with "Find"; then the rows that hold them, and the reason."""

    words = line(
        "Words that must go",
        required=TOO_SHORT,
        hint="A name, or a few words that stand together. They are not kept.",
    )
    places = ticks("Rows that hold these words")
    reason = counted(
        "Why must they go?",
        most=500,
        hint="Everybody who sees this history reads the reason. Do not repeat the words in it.",
    )

    find = SubmitField("Find rows")

    def offer_rows(self, choices: Choices) -> None:
        """Offer the rows that hold the words, as (seq, words)."""
        offer(self.places, choices)

    @property
    def sought(self) -> str:
        """The words, once the form was posted; empty while nothing can be looked for."""
        return (self.words.data or "") if self.is_submitted() else ""

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.words.data and not is_enough(self.words.data):
            good = _refused(self.words, TOO_SHORT)
        if self.find.data or not offered(self.places):
            return good
        if not self.places.data:
            good = _refused(self.places, "Select at least one row")
        if not self.reason.data:
            good = _refused(self.reason, "Enter why the words must go")
        return good

    def fields(self) -> RedactionFields:
        """What the deed takes."""
        places = [int(place) for place in self.places.data]
        return RedactionFields(self.words.data or "", places, self.reason.data or "")


def _refused(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


class DecideRedactionForm(PageForm):
    """Approve or refuse, with a reason for refusing."""

    version = hidden()
    decision = radios(
        "What do you decide?",
        [
            (RedactionDecision.APPROVED.value, "Approve: what these rows say is gone for good"),
            (RedactionDecision.REFUSED.value, "Refuse: the rows stay as they are"),
        ],
        required="Select whether you approve or refuse",
    )
    refusal = counted("If you refuse, why?", most=500)

    @property
    def approves(self) -> bool:
        """Whether the choice is to approve."""
        return bool(self.decision.data == RedactionDecision.APPROVED)

    def take_over(self, version: int) -> None:
        """Somebody decided meanwhile; the page shows what."""
        super().take_over(version)
        self.form_errors.append("Somebody else has changed this redaction in the meantime")
