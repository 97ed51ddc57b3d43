"""Posting an update: one short form, made for a telephone."""

from __future__ import annotations

from dataclasses import fields

from wtforms import SubmitField
from wtforms.validators import DataRequired

from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import (
    DELIVERY_STEPS,
    NEEDS_REASON,
    Delivery,
    ImpactRating,
    RatingScale,
)
from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, offer, paragraphs, radios
from tracker.presenters.ratings import rating_choices
from tracker.services.updates import UpdateFields

DRAFTED = tuple(field.name for field in fields(UpdateFields))


class UpdateForm(PageForm):
    """What was done, how it is going, what is in the way, what is next."""

    version = hidden()
    draft = hidden()
    done = paragraphs("What was done", required="Enter what was done", most=5000)
    delivery = radios("How is it going?", (), required="Select how it is going")
    delivery_reason = paragraphs("Why it may be late", most=2000)
    recovery = paragraphs("What will be done to recover", most=2000)
    impact_rating = radios(
        "Has it made a difference to children?", (), required="Select what difference it has made"
    )
    obstacle = paragraphs(
        "What is in the way", most=2000, hint="Leave this empty if nothing is in the way"
    )
    next_steps = paragraphs("What is next", most=5000)
    save_draft = SubmitField("Save as a draft")

    def name_ratings(self, words: RatingWords) -> None:
        """Offer the ratings in the council's own words."""
        offer(self.delivery, rating_choices(words, RatingScale.DELIVERY))
        offer(self.impact_rating, rating_choices(words, RatingScale.IMPACT))
        late = " or ".join(
            f"“{words.name(rating)}”" for rating in words.delivery if rating in NEEDS_REASON
        )
        self.delivery_reason.description = f"Needed for {late}"
        self.recovery.description = f"Needed for {late}: what will be done, by whom, by when"

    def narrow(self, before: Delivery, words: RatingWords) -> None:
        """Offer only the ratings that may follow ``before``; called once the form was checked."""
        allowed = {after for first, after in DELIVERY_STEPS if first is before}
        self.delivery.choices = []
        offer(self.delivery, rating_choices(words, RatingScale.DELIVERY, allowed))

    def ask_for_nothing(self) -> None:
        """Let it be as unfinished as a draft may be; only what could not be kept is refused."""
        for field in self:
            field.validators = [
                one for one in field.validators if not isinstance(one, DataRequired)
            ]
            field.flags.required = False

    @property
    def first_error(self) -> str:
        """The first thing that stands in the way, in a sentence."""
        of_fields = (sentence for field in self for sentence in field.errors)
        return next(iter([*self.form_errors, *of_fields]), "")

    def typed(self) -> dict[str, str]:
        """What a draft keeps: each field that has something in it."""
        return {name: self[name].data for name in DRAFTED if self[name].data}

    def fields(self) -> UpdateFields:
        """What the deed takes."""
        return UpdateFields(
            done=self.done.data,
            delivery=Delivery(self.delivery.data),
            delivery_reason=self.delivery_reason.data,
            recovery=self.recovery.data,
            impact_rating=ImpactRating(self.impact_rating.data),
            obstacle=self.obstacle.data,
            next_steps=self.next_steps.data,
        )


class CorrectionForm(UpdateForm):
    """An update in the place of a wrong one; it may take any step back."""

    version = None
    draft = None
    save_draft = None  # type: ignore[assignment] # WTForms takes the field away
