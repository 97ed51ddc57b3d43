"""The draft of a plan's next cabinet report: what its author typed, and what is exempt."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.exemption import EXEMPT_PARAGRAPHS, Marks, marks_text
from tracker.models import CabinetDraft, Plan, WordTemplate
from tracker.reports.authors import authors_text
from tracker.reports.parts import AuthorsPart
from tracker.services.belonging import chosen, require_own
from tracker.services.deeds import deed, require_version
from tracker.services.rules import add_record, amend_record, checked_line, checked_text

MOST_TITLE: Final = 300
NO_MARKS: Final = marks_text(Marks())
_LINES: Final = {
    "title": MOST_TITLE,
    "item_number": 40,
    "member": 200,
    "portfolio": 200,
    "director": 200,
    "director_post": 200,
    "author": 200,
    "extension": 40,
}
"""The fields of one line, with the most letters that each may have."""


@dataclass(frozen=True, kw_only=True)
class CabinetFields:
    """What a draft keeps: the author's part, the day that is told of, and the template."""

    authors: AuthorsPart
    as_at: date | None = None
    word_template_id: uuid.UUID | None = None


@deed
def save_cabinet_draft(
    session: Session,
    plan: Plan,
    draft: CabinetDraft | None,
    fields: CabinetFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> CabinetDraft:
    """Keep what was typed for a plan's next report; the marks of what is exempt stay.

    Raises:
        Conflict: somebody else changed the draft since ``version``.
        RuleError: the day is in the future, or the template is none of the council's.
    """
    require_own(plan, by)
    values = {
        "typed": authors_text(_checked_authors(fields.authors)),
        "as_at": _past_day(fields.as_at, on),
        "word_template_id": _template(session, fields.word_template_id, by, on),
    }
    if draft is None:
        return add_record(session, CabinetDraft, by=by, plan_id=plan.id, exempt=NO_MARKS, **values)
    require_own(draft, by)
    require_version(draft, version)
    amend_record(draft, values)
    return draft


@deed
def mark_exempt(
    session: Session,
    draft: CabinetDraft,
    marks: Marks,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Say which passages and actions are exempt, in place of what was said before.

    Raises:
        Conflict: somebody else changed the draft since ``version``.
        RuleError: a paragraph is none of Schedule 12A, part 1.
    """
    require_own(draft, by)
    require_version(draft, version)
    used = {*marks.passages.values(), *marks.actions.values()}
    if not used <= set(EXEMPT_PARAGRAPHS):
        raise RuleError("Choose a paragraph of Schedule 12A from 1 to 7")
    amend_record(draft, {"exempt": marks_text(marks)})


def _past_day(day: date | None, on: date) -> date | None:
    if day is not None and day > on:
        raise RuleError("The day must be today or earlier", field="as_at")
    # The present day is not kept: next month the report tells of that day.
    return None if day == on else day


def _template(
    session: Session, template_id: uuid.UUID | None, by: Actor, on: date
) -> uuid.UUID | None:
    """The template that was chosen; none for the tracker's own."""
    if template_id is not None:
        chosen(
            session,
            WordTemplate,
            [template_id],
            by=by,
            on=on,
            field="word_template_id",
            sentence="Choose a template of this council that was not removed",
        )
    return template_id


def _checked_authors(authors: AuthorsPart) -> AuthorsPart:
    lines = {
        name: checked_line(name, getattr(authors, name), most) or ""
        for name, most in _LINES.items()
    }
    texts = {
        name: checked_text(name, getattr(authors, name)) or ""
        for name in ("purpose", "recommendation", "reasons")
    }
    told = {key: checked_text(key, text) or "" for key, text in authors.implications.items()}
    implications = {key: text for key, text in told.items() if text}
    return replace(authors, implications=implications, **lines, **texts)
