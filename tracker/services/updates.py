"""Updates: what an owner says of an action, and how a wrong one is corrected."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import DELIVERY_STEPS, NEEDS_REASON, Delivery, ImpactRating
from tracker.models import Action, Update
from tracker.services.actions import require_live, touch
from tracker.services.deeds import deed
from tracker.services.rules import add_record, checked
from tracker.services.update_drafts import drop_draft


@dataclass(frozen=True, kw_only=True)
class UpdateFields:
    """An update as its form has it: done, next, in the way, and the owner's ratings.

    Without an impact rating the action keeps the one that it has.
    """

    done: str
    delivery: Delivery
    next_steps: str | None = None
    obstacle: str | None = None
    delivery_reason: str | None = None
    recovery: str | None = None
    impact_rating: ImpactRating | None = None


@deed
def post_update(
    session: Session,
    action: Action,
    fields: UpdateFields,
    *,
    by: Actor,
    on: date,
    version: int | None = None,
) -> Update:
    """Say how an action is going; ``action.plan`` is loaded.

    Reads nothing from the database: the action's page budget belongs to the view. The author's
    draft of it goes in the same commit.
    """
    require_live(action, by=by, version=version)
    values = _checked(fields)
    if (action.delivery, values["delivery"]) not in DELIVERY_STEPS:
        raise RuleError(_refusal(action.delivery), field="delivery")
    update = _write(session, action, values, by=by, on=on)
    since = action.completed_on or on
    _repeat(action, update, since if update.delivery is Delivery.COMPLETE else None)
    drop_draft(session, action, by=by)
    return update


@deed
def correct_update(
    session: Session,
    update: Update,
    fields: UpdateFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> Update:
    """Post an update in the place of a wrong one; both stay, and any rating may be given.

    ``update.action`` and its plan are loaded. The correction counts where the wrong update stood:
    correcting an old update leaves the action's rating with the later ones.
    """
    action = update.action
    require_live(action, by=by)
    values = _checked(fields)
    said = _said_of(session, action)
    if any(other.corrects_id == update.id for other in said):
        raise RuleError("This update was already corrected: correct the newer one")
    correction = _write(session, action, values, by=by, on=on, corrects_id=update.id)
    # Two corrections of one update at the same time meet here, and the second is told.
    touch(action)
    chains = _chains([*said, correction])
    _repeat(action, chains[-1][-1], _complete_since(chains))
    return correction


def _checked(fields: UpdateFields) -> dict[str, Any]:
    if not fields.done.strip():
        raise RuleError("Enter what was done", field="done")
    values = checked(fields, Update)
    if values["delivery"] in NEEDS_REASON and values["delivery_reason"] is None:
        raise RuleError("Enter the reason for this rating", field="delivery_reason")
    if values["delivery"] in NEEDS_REASON and values["recovery"] is None:
        raise RuleError("Enter what will be done to recover", field="recovery")
    return values


def _refusal(before: Delivery) -> str:
    if before is Delivery.COMPLETE:
        return "This action is complete: if that is wrong, correct the update that says so"
    return "This action has started: if that is wrong, correct the update that says so"


def _write(
    session: Session,
    action: Action,
    values: dict[str, Any],
    *,
    by: Actor,
    on: date,
    corrects_id: uuid.UUID | None = None,
) -> Update:
    return add_record(
        session,
        Update,
        by=by,
        action=action,
        action_id=action.id,
        author_id=by.person_id,
        posted_at=by.at,
        posted_on=on,
        corrects_id=corrects_id,
        **values,
    )


def _repeat(action: Action, update: Update, complete_since: date | None) -> None:
    """Write on the action what its latest update says."""
    action.delivery = update.delivery
    action.delivery_reason = update.delivery_reason
    action.recovery = update.recovery
    if update.impact_rating is not None:
        action.impact_rating = update.impact_rating
    action.obstacle = update.obstacle
    action.updated_on = update.posted_on
    action.completed_on = complete_since


def _said_of(session: Session, action: Action) -> Sequence[Update]:
    query = select(Update).where(
        Update.council_id == action.council_id, Update.action_id == action.id
    )
    return session.scalars(query.order_by(Update.posted_at, Update.id)).all()


def _chains(updates: Sequence[Update]) -> list[list[Update]]:
    """Each update with its corrections behind it, in the order in which the updates were posted."""
    corrections = {update.corrects_id: update for update in updates if update.corrects_id}
    chains = [[update] for update in updates if update.corrects_id is None]
    for chain in chains:
        while (correction := corrections.get(chain[-1].id)) is not None:
            chain.append(correction)
    return chains


def _complete_since(chains: Sequence[Sequence[Update]]) -> date | None:
    """The day since when the action was said to be complete without a break, if it is.

    A correction of an update's words keeps the day; one that first says "complete" brings its own,
    so that nothing is finished earlier than it was reported.
    """
    days = []
    for chain in takewhile(lambda c: c[-1].delivery is Delivery.COMPLETE, reversed(chains)):
        run = takewhile(lambda u: u.delivery is Delivery.COMPLETE, reversed(chain))
        days.append(min(update.posted_on for update in run))
    return min(days, default=None)
