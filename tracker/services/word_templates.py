"""The council's own Word templates for its cabinet reports."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import CabinetDraft, WordTemplate
from tracker.services.deeds import council_of, deed
from tracker.services.rules import add_record, checked, one_at_a_time, require_standing

MOST_BYTES: Final = 5_000_000
"""The largest template that is taken: a crest and some styles need far less."""


@dataclass(frozen=True, kw_only=True)
class TemplateFields:
    """A template as it came, after it was checked and stored."""

    title: str
    name: str
    sha256: str
    storage_key: str


@deed
def add_word_template(
    session: Session,
    fields: TemplateFields,
    *,
    size: int,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> WordTemplate:
    """Keep a template of ``size`` bytes, which was checked (``reports.word_template``) and stored.

    Raises:
        RuleError: another template of the council has this title.
    """
    values = checked(fields, WordTemplate)
    _require_unused(session, values["title"], by=by)
    return add_record(
        session,
        WordTemplate,
        by=by,
        size=size,
        added_by_id=by.person_id,
        added_on=on,
        **values,
    )


@deed
def remove_word_template(
    session: Session,
    template: WordTemplate,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Take a template out of use; issued reports keep it, drafts go back to the tracker's own."""
    require_standing(template, by=by, version=version)
    template.removed_on = on
    using = select(CabinetDraft).where(
        CabinetDraft.council_id == template.council_id,
        CabinetDraft.word_template_id == template.id,
    )
    for draft in session.scalars(using.order_by(CabinetDraft.id)):
        draft.word_template_id = None


def _require_unused(session: Session, title: str, *, by: Actor) -> None:
    one_at_a_time(session, council_of(by))
    query = select(WordTemplate.id).where(
        WordTemplate.council_id == council_of(by),
        WordTemplate.removed_on.is_(None),
        func.lower(WordTemplate.title) == title.lower(),
    )
    if session.execute(query.limit(1)).first() is not None:
        raise RuleError(
            "Another template has this title. Choose another, or remove that template first",
            field="title",
        )
