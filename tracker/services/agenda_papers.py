"""Papers to an item of an agenda: an address of the web, or a file."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import AgendaItem, AgendaPaper
from tracker.services.agenda_items import require_item
from tracker.services.deeds import deed
from tracker.services.evidence_files import FileFields, checked_file
from tracker.services.rules import add_record, checked, checked_address, require_standing


@dataclass(frozen=True, kw_only=True)
class PaperFields:
    """A paper as its page has it, beside its file."""

    title: str
    url: str | None = None


@deed
def add_paper(
    session: Session,
    item: AgendaItem,
    fields: PaperFields,
    *,
    by: Actor,
    on: date,
    file: FileFields | None = None,
    reason: str | None = None,
) -> AgendaPaper:
    """Put a paper to an item; the ``file`` is in the file store already. Its meeting is loaded.

    Raises:
        RuleError: there is neither an address nor a file, or both.
    """
    require_item(item, by=by)
    values = checked(fields, AgendaPaper)
    checked_address("url", values["url"])
    if (values["url"] is None) == (file is None):
        raise RuleError(
            "Enter the address of a web page, or choose a file: one of the two", field="url"
        )
    kept: dict[str, Any] = checked_file(file, AgendaPaper) if file is not None else {}
    return add_record(
        session,
        AgendaPaper,
        by=by,
        item_id=item.id,
        meeting_id=item.meeting_id,
        added_on=on,
        **values,
        **kept,
    )


@deed
def remove_paper(
    session: Session,
    paper: AgendaPaper,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> str | None:
    """Take a paper away; its item and that one's meeting are loaded.

    Returns:
        The key of the file that goes from the file store once this is committed, if it has one:
        nobody can read it any more.
    """
    require_standing(paper, by=by, version=version)
    require_item(paper.item, by=by)
    paper.removed_on = on
    return paper.storage_key
