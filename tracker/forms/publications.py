"""Preparing, reviewing, publishing and withdrawing a publication of a plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.domain.publication_states import Readership
from tracker.domain.published_plan import Choices
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, offer, paragraphs, radios, tick, ticks
from tracker.presenters.words import choices
from tracker.services.publications import PublicationFields

MOST_INTRODUCTION = 4_000


class PublicationForm(PageForm):
    """What is shown, to whom, and what the council says to its readers."""

    version = hidden()
    as_at = day(
        "Show the plan as it stood at the end of",
        required="Enter the day to show",
        hint="Today, or an earlier day",
    )
    readership = radios("Who can read it", choices(Readership), required="Select who can read it")
    introduction = paragraphs(
        "Introduction",
        required="Enter an introduction",
        most=MOST_INTRODUCTION,
        hint="In plain words: what was found, what the council does about it, and how it goes",
    )

    def fields(self) -> PublicationFields:
        """What the deed takes."""
        return PublicationFields(
            as_at=self.as_at.data,
            readership=Readership(self.readership.data),
            introduction=self.introduction.data,
        )


class ChoicesForm(PageForm):
    """Which actions are withheld, and which updates are shown."""

    version = hidden()
    withheld = ticks(
        "Actions to withhold",
        hint="Readers see that there is such an action, its date and its ratings, and no words",
    )
    updates = ticks("Updates to show", hint="Readers see no other update")

    def offer_actions(self, actions: Iterable[Any]) -> None:
        """Offer the actions (id, name) that can be withheld."""
        offer(self.withheld, [(str(key), name) for key, name in actions])

    def offer_updates(self, updates: Iterable[tuple[str, str, str]]) -> None:
        """Offer the updates (id, action, what was done) that can be shown."""
        offer(self.updates, [(key, f"{name}: {done}") for key, name, done in updates])

    def fields(self) -> Choices:
        """What the deed takes."""
        return Choices(
            frozenset(map(uuid.UUID, self.withheld.data or ())),
            frozenset(map(uuid.UUID, self.updates.data or ())),
        )


class ReviewForm(PageForm):
    """Another person's word that this may be published.

    ``seen`` is the SHA-256 of the text that they looked at.
    """

    version = hidden()
    seen = hidden()
    agreed = tick("I have read all of it, and it may be published as it is")


class PublishForm(PageForm):
    """Publish what was reviewed."""

    version = hidden()


class WithdrawForm(PageForm):
    """Take a publication back."""

    version = hidden()
    reason = paragraphs(
        "Why it is withdrawn",
        required="Enter why it is withdrawn",
        most=2_000,
        hint="Readers see that it was withdrawn, and when, not why",
    )
