"""A council's Word templates in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import Link, day_words

Url = Callable[..., str]


def template_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The list's rows: each template with its file, and the way to take it out of use."""
    return [
        {
            "template": Link(row.title, url("word_templates.file", template_id=row.id)),
            "name": f"{row.name} ({size_words(row.size)})",
            "added": f"{day_words(row.added_on)}{f', {row.added_by}' if row.added_by else ''}",
            "remove": Link("Remove", url("word_templates.remove", template_id=row.id)),
        }
        for row in rows
    ]
