"""Drafts of updates: keeping what somebody has typed until they post it. They leave no history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import Action, UpdateDraft
from tracker.services.belonging import require_own
from tracker.services.deeds import council_of
from tracker.services.rules import MOST_TEXT


class DraftElsewhere(RuleError):
    """Another window of the same person has saved a draft of this update in between."""

    def __init__(self) -> None:
        super().__init__(
            "Your draft of this update was changed in another window, so it was not saved over. "
            "Read both, then save it again"
        )


def save_draft(
    session: Session,
    action: Action,
    fields: Mapping[str, str],
    *,
    by: Actor,
    seen: str = "",
    version: int | None = None,
) -> UpdateDraft:
    """Keep ``fields`` as the actor's one draft of an update of ``action``.

    Nothing is asked of a draft but that it can be kept: the action may be closed or removed.
    ``seen`` is the mark (``mark_of``) of the draft that the page was made from; ``version`` is the
    action's that it showed.

    Raises:
        DraftElsewhere: there is a draft that the page did not show.
        RuleError: the draft is too long to be kept.
    """
    require_own(action, by)
    written = json.dumps(dict(fields))
    if len(written) > MOST_TEXT:
        raise RuleError("This draft is too long to be kept. Shorten it and save it again")
    draft = session.scalars(select(UpdateDraft).where(*_own(action, by))).one_or_none()
    if draft is None:
        draft = UpdateDraft(
            council_id=council_of(by), action_id=action.id, person_id=by.person_id, fields=""
        )
        session.add(draft)
    elif draft.fields != written and seen != mark_of(draft):
        raise DraftElsewhere
    draft.fields = written
    draft.action_version = action.version if version is None else version
    draft.saved_at = by.at
    session.flush()
    return draft


def drop_draft(session: Session, action: Action, *, by: Actor) -> None:
    """Forget the actor's draft of an update of ``action``, if there is one: one statement."""
    if by.person_id is not None:
        gone = delete(UpdateDraft).where(*_own(action, by))
        session.execute(gone.execution_options(synchronize_session=False))


def mark_of(draft: UpdateDraft | None) -> str:
    """What tells one state of a draft from another; nothing while there is none."""
    return draft.saved_at.isoformat() if draft is not None else ""


def _own(action: Action, by: Actor) -> tuple[Any, ...]:
    return (
        UpdateDraft.council_id == action.council_id,
        UpdateDraft.action_id == action.id,
        UpdateDraft.person_id == by.person_id,
    )
