"""The form that freezes the pack of a meeting."""

from __future__ import annotations

from tracker.forms.base import PageForm
from tracker.forms.fields import paragraphs


class FreezeForm(PageForm):
    """Freezing a pack as it was shown; another one of the same meeting says why."""

    reason = paragraphs(
        "Why is another pack needed?",
        most=2000,
        hint="Such as late papers or a mistake. It stands on both packs, and both are kept",
    )


class FirstFreezeForm(PageForm):
    """Freezing the first pack of a meeting: a press without questions."""
