"""Drafts of updates: each person's own, of actions that they may still see and update."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql
from tracker.access.shapes import AnyRow
from tracker.access.visibility import visible
from tracker.models import Action, UpdateDraft


def find_draft(session: Session, actor: Actor, action_id: uuid.UUID) -> UpdateDraft | None:
    """The actor's own draft of an update of an action that they may see."""
    query = select(UpdateDraft).where(
        UpdateDraft.council_id == actor.council_id,
        UpdateDraft.action_id == action_id,
        UpdateDraft.person_id == actor.person_id,
    )
    return session.scalars(query).one_or_none()


def list_drafts(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The actor's own drafts, the newest first, as (action_id, reference, title, saved_at)."""
    query = (
        select(Action.id.label("action_id"), Action.reference, Action.title, UpdateDraft.saved_at)
        .join(UpdateDraft, UpdateDraft.action_id == Action.id)
        .where(
            UpdateDraft.council_id == actor.council_id,
            UpdateDraft.person_id == actor.person_id,
            visible(actor, Action),
            allowed_sql(actor, Permission.POST_UPDATES),
        )
    )
    return session.execute(query.order_by(UpdateDraft.saved_at.desc(), UpdateDraft.id)).all()
