"""Drafts of notes on an item of a meeting: kept for their writer until the notes are saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import AgendaItem, NoteDraft
from tracker.services.belonging import require_own
from tracker.services.deeds import council_of
from tracker.services.rules import MOST_TEXT


def save_note_draft(
    session: Session, item: AgendaItem, fields: Mapping[str, str], *, by: Actor, seen: str = ""
) -> NoteDraft:
    """Keep ``fields`` as the actor's one draft of notes on ``item``; it leaves no history.

    ``seen`` is the mark (``mark_of``) of the draft that the page was made from.

    Raises:
        RuleError: the draft was changed in another window, or is too long to be kept.
    """
    require_own(item, by)
    written = json.dumps(dict(fields))
    if len(written) > MOST_TEXT:
        raise RuleError("These notes are too long to be kept. Shorten them and save again")
    draft = session.scalars(select(NoteDraft).where(*_own(item, by))).one_or_none()
    if draft is None:
        draft = NoteDraft(
            council_id=council_of(by), item_id=item.id, person_id=by.person_id, fields=""
        )
        session.add(draft)
    elif draft.fields != written and seen != mark_of(draft):
        raise RuleError(
            "Your notes on this item were changed in another window, so they were not saved over. "
            "Copy what you need from there, then save again"
        )
    draft.fields, draft.item_version, draft.saved_at = written, item.version, by.at
    session.flush()
    return draft


def drop_note_draft(session: Session, item: AgendaItem, *, by: Actor) -> None:
    """Forget the actor's draft of notes on ``item``, if there is one: one statement."""
    if by.person_id is not None:
        gone = delete(NoteDraft).where(*_own(item, by))
        session.execute(gone.execution_options(synchronize_session=False))


def find_note_draft(session: Session, item: AgendaItem, *, by: Actor) -> NoteDraft | None:
    """The actor's own draft of notes on ``item``."""
    return session.scalars(select(NoteDraft).where(*_own(item, by))).one_or_none()


def mark_of(draft: NoteDraft | None) -> str:
    """What tells one state of a draft from another; nothing while there is none."""
    return draft.saved_at.isoformat() if draft is not None else ""


def _own(item: AgendaItem, by: Actor) -> tuple[Any, ...]:
    return (
        NoteDraft.council_id == item.council_id,
        NoteDraft.item_id == item.id,
        NoteDraft.person_id == by.person_id,
    )
