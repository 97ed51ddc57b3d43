"""Posting an update: one short form, made for a telephone."""

from __future__ import annotations

from tracker.domain.vocabulary import DELIVERY_STEPS, Delivery
from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, offer, paragraphs, radios
from tracker.presenters.words import choices
from tracker.services.updates import UpdateFields


class UpdateForm(PageForm):
    """What was done, how it is going, what is in the way, what is next."""

    version = hidden()
    done = paragraphs("What was done", required="Enter what was done", most=5000)
    delivery = radios("How is it going?", choices(Delivery), required="Select how it is going")
    delivery_reason = paragraphs(
        "Why it is at risk or off track",
        most=2000,
        hint="Needed for “at risk” and “off track”: the reason, and how it will recover",
    )
    obstacle = paragraphs(
        "What is in the way", most=2000, hint="Leave this empty if nothing is in the way"
    )
    next_steps = paragraphs("What is next", most=5000)

    def narrow(self, before: Delivery) -> None:
        """Offer only the ratings that may follow ``before``; called once the form was checked."""
        allowed = {str(after.value) for first, after in DELIVERY_STEPS if first is before}
        self.delivery.choices = []
        offer(self.delivery, [pair for pair in choices(Delivery) if pair[0] in allowed])

    def fields(self) -> UpdateFields:
        """What the deed takes."""
        return UpdateFields(
            done=self.done.data,
            delivery=Delivery(self.delivery.data),
            delivery_reason=self.delivery_reason.data,
            obstacle=self.obstacle.data,
            next_steps=self.next_steps.data,
        )


class CorrectionForm(UpdateForm):
    """An update in the place of a wrong one; it may take any step back."""

    version = None
