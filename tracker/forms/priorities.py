"""Priorities of a plan: adding and amending one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line, offer, paragraphs, select
from tracker.models import Post
from tracker.services.priorities import PriorityFields


class PriorityForm(PageForm):
    """A head of the plan: its letter, its title, and what will be different for children."""

    version = hidden()
    letter = line(
        "Letter or number", required="Enter a letter or number", most=10, hint="Such as A or 1"
    )
    title = line("Title", required="Enter a title", most=300)
    difference = paragraphs("What will be different for children")
    director_post_id = select("Accountable director", none="Nobody yet")

    def offer_posts(self, posts: Iterable[Any], kept: Post | None = None) -> None:
        """Offer the posts (id, title); ``kept`` stays a choice though it has been closed."""
        offered = {str(row.id): row.title for row in posts}
        if kept is not None:
            offered.setdefault(str(kept.id), kept.title)
        offer(self.director_post_id, list(offered.items()))

    def fields(self) -> PriorityFields:
        """What the deed takes."""
        post = self.director_post_id.data
        return PriorityFields(
            letter=self.letter.data,
            title=self.title.data,
            difference=self.difference.data,
            director_post_id=uuid.UUID(post) if post else None,
        )
