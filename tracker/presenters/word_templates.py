"""A council's Word templates in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import Link, day_words
from tracker.reports.template_kinds import Lines, Record, Section, Text, Word
from tracker.reports.template_vocabulary import VOCABULARY

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


def tag_rows() -> list[dict[str, str]]:
    """Every tag that a template may have, as it is written there, with what it stands for."""
    return [row for name, kind in VOCABULARY.items() for row in _rows_of(name, kind)]


def _rows_of(name: str, kind: Word) -> Iterator[dict[str, str]]:
    if isinstance(kind, Section):
        yield {"tag": f"{{{{p {name} }}}}", "meaning": kind.meaning}
    elif isinstance(kind, Text):
        yield {"tag": f"{{{{ {name} }}}}", "meaning": kind.meaning}
    elif isinstance(kind, Lines):
        yield {"tag": f"{{%p for line in {name} %}}", "meaning": f"{kind.meaning}. A list"}
    elif isinstance(kind, Record):
        for field, told in kind.fields.items():
            yield {"tag": f"{{{{ {name}.{field} }}}}", "meaning": told.meaning}
    else:
        fields = ", ".join(f"row.{field}" for field in kind.fields)
        yield {
            "tag": f"{{%tr for row in {name} %}}",
            "meaning": f"{kind.meaning}. Rows, each with {fields}",
        }
