"""Posts: adding and amending them, and who holds them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.domain.vocabulary import Seniority
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, select, tick
from tracker.models import Post
from tracker.presenters.words import choices
from tracker.services.posts import AppointmentFields, PostFields


class PostForm(PageForm):
    """A job in the line of management."""

    version = hidden()
    title = line("Title of the post", required="Enter the title of the post")
    manager_post_id = select("Reports to", none="Nobody: it stands at the top")
    seniority = select(
        "Seniority",
        choices(Seniority),
        none="Not said: its holder is not named in what is published",
    )
    closed_on = day("Closed on", hint="Only for a post that is there no more")

    def offer_posts(self, posts: Iterable[Any], kept: Post | None = None) -> None:
        """Offer the posts (id, title) that this one can report to.

        ``kept`` is the one that it reports to now: it stays a choice though it has been closed.
        """
        offered = {str(row.id): row.title for row in posts}
        if kept is not None:
            offered.setdefault(str(kept.id), kept.title)
        offer(self.manager_post_id, list(offered.items()))

    def fields(self) -> PostFields:
        """What the deed takes."""
        manager = self.manager_post_id.data
        return PostFields(
            title=self.title.data,
            manager_post_id=uuid.UUID(manager) if manager else None,
            closed_on=self.closed_on.data,
            seniority=Seniority(self.seniority.data) if self.seniority.data else None,
        )


class AppointmentForm(PageForm):
    """Who comes into a post, from when to when."""

    person_id = select("Person", required="Select a person")
    from_on = day("First day", required="Enter the first day")
    to_on = day("Last day", hint="Leave this empty if it is not known yet")
    is_interim = tick("Interim", hint="Until somebody is appointed for good")

    def offer_people(self, people: Iterable[Any]) -> None:
        """Offer the people (id, name, organisation) who have not left."""
        offer(
            self.person_id,
            [
                (str(row.id), f"{row.name} ({row.organisation})" if row.organisation else row.name)
                for row in people
            ],
        )

    def fields(self) -> AppointmentFields:
        """What the deed takes."""
        return AppointmentFields(
            person_id=uuid.UUID(self.person_id.data),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            is_interim=self.is_interim.data,
        )


class EndAppointmentForm(PageForm):
    """The last day of somebody in a post."""

    version = hidden()
    to_on = day("Last day", required="Enter the last day")
