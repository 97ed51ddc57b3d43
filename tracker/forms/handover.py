"""Handing over everything that is open in somebody's name, or in a post's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.fields import offer, paragraphs, select
from tracker.models import Person, Post

KINDS: dict[str, type[Person] | type[Post]] = {"post": Post, "person": Person}


class HandoverForm(PageForm):
    """To whom, and a note. A receiver is a post or a person."""

    receiver = select("Hand over to", required="Select a post or a person")
    reason = paragraphs(
        "Note",
        required="Enter a note on the handover",
        most=2000,
        hint="What the next person has to know. It is kept in the history of each action",
    )

    def offer_receivers(
        self, posts: Iterable[Any], people: Iterable[Any], but: uuid.UUID | None = None
    ) -> None:
        """Offer posts (id, title), then people (id, name, organisation), without the giver."""
        offered = [("post", row.id, f"Post: {row.title}") for row in posts]
        offered += [("person", row.id, f"Person: {_named(row)}") for row in people]
        offer(self.receiver, [(f"{kind}:{key}", text) for kind, key, text in offered if key != but])

    def chosen(self) -> tuple[type[Person] | type[Post], uuid.UUID]:
        """What the receiver is, and its identifier; only of a form that has been validated."""
        kind, _, key = self.receiver.data.partition(":")
        return KINDS[kind], uuid.UUID(key)


def _named(row: Any) -> str:
    return f"{row.name} ({row.organisation})" if row.organisation else str(row.name)
