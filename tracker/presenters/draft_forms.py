"""What the forms of a draft show at first, and both versions when two people changed one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tracker.intake.draft import DraftJudgement, DraftRecommendation, ReportDraft
from tracker.intake.editing import FEWEST_PARTS
from tracker.presenters.conflicts import ConflictRow, Shown, in_words

_SEAM: Final = re.compile(r"\n+|;\s+(?:and\s+)?")
"""Where a text is likely to be several: a new line, or a semicolon."""


def fact_values(found: ReportDraft) -> dict[str, Any]:
    """The facts of a draft by the names of their form's fields."""
    framework, kind = found.framework, found.kind
    return {
        "activity": f"{framework.value}:{kind.value}" if framework and kind else "",
        "start_on": found.start_on,
        "end_on": found.end_on,
        "published": found.published.on if found.published else None,
        "statement_due": found.statement_due.on if found.statement_due else None,
        "lead_inspector": found.lead_inspector.value if found.lead_inspector else None,
        "theme": found.theme.value if found.theme else None,
    }


def item_values(item: DraftJudgement | DraftRecommendation) -> dict[str, Any]:
    """What an item says by the names of its form's fields."""
    if isinstance(item, DraftJudgement):
        return {"area_key": item.area_key, "grade_key": item.grade_key}
    return {
        "reference": item.reference,
        "text": item.text,
        "kind": item.kind,
        "urgency": item.urgency,
        "addressee": item.addressee,
        "body": item.body,
        "paragraphs": item.paragraphs,
        "theme": item.theme,
    }


def suggested_parts(text: str, names: tuple[str, ...]) -> dict[str, str]:
    """The text cut where it has seams; a text without any stands whole in the first part."""
    parts = [part.strip() for part in _SEAM.split(text) if part.strip()]
    if not FEWEST_PARTS <= len(parts) <= len(names):
        parts = [text]
    return dict(zip(names, parts, strict=False))


def versions(form: Shown, saved: Mapping[str, Any]) -> list[ConflictRow]:
    """What is saved now beside what this person typed, field by field."""
    rows = []
    for field in form.shown():
        if field.short_name not in saved:
            continue
        choices = {str(o.value): o.label for o in getattr(field, "choices", None) or ()}
        theirs = in_words(saved[field.short_name], choices)
        yours = in_words(field.data, choices)
        rows.append(ConflictRow(field.label.text, theirs, yours, theirs != yours))
    return rows
