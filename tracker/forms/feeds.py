"""Opening and revoking one's calendar feed: two buttons, no questions."""

from __future__ import annotations

from tracker.forms.base import PageForm


class FeedForm(PageForm):
    """The token that proves that the button was pressed on our page."""
