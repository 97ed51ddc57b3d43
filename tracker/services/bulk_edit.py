"""Bulk edit: one change of many actions of a plan, in one deed made of the deeds of one action.

Each action is changed by the service that changes it alone, so that no rule is gone round. A due
date is only asked for, and a rating is never set: that is what updates are for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.bulk_edit import RecordChange, record_changes
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import OwnershipRole
from tracker.models import Action
from tracker.queries.bulk_edit import MOST_EDITED, head_seq, list_rows_since
from tracker.services.actions import (
    ActionFields,
    amend_action,
    link_recommendations,
    remove_action,
)
from tracker.services.deeds import Conflict, deed
from tracker.services.due_dates import DateChangeFields, request_date_change
from tracker.services.ownership import OwnerFields, live_owners, set_owners
from tracker.services.rules import require_reason


class BulkKind(StrEnum):
    """What a bulk edit changes of each of its actions."""

    PRIORITY = "priority"
    LEAD = "lead"
    ADD_OWNER = "add_owner"
    REPLACE_OWNER = "replace_owner"
    LINK = "link"
    UNLINK = "unlink"
    ADD_TO_MEASURE = "add_to_measure"
    MEASURE = "measure"
    START = "start"
    DUE_DATE = "due_date"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class BulkChange:
    """One change for all chosen actions; only what its ``kind`` asks for is read.

    ``owner`` comes in or leads, ``former`` is whom they replace; ``text`` is the success measure,
    or what is added to it; ``request`` is asked for in the name of whoever edits.
    """

    kind: BulkKind
    priority_id: uuid.UUID | None = None
    owner: OwnerFields | None = None
    former: OwnerFields | None = None
    recommendation_id: uuid.UUID | None = None
    text: str | None = None
    start_on: date | None = None
    request: DateChangeFields | None = None


@dataclass(frozen=True)
class Deed:
    """What a change of one action is told, beside the action."""

    session: Session
    by: Actor
    on: date
    reason: str

    @property
    def named(self) -> dict[str, Any]:
        """Who does it and on which day, as every deed takes them."""
        return {"by": self.by, "on": self.on}


class ActionRefused(RuleError):
    """A rule refuses the change of one of the actions; ``why`` is the rule's own sentence."""

    def __init__(self, action: Action, cause: RuleError) -> None:
        super().__init__(f"Action {action.reference}: {cause.sentence}", field=cause.field)
        self.why = cause.sentence


@deed
def bulk_edit(
    session: Session,
    actions: Sequence[Action],
    change: BulkChange,
    *,
    reason: str,
    by: Actor,
    on: date,
    versions: Mapping[uuid.UUID, int] | None = None,
) -> int:
    """Make one change of many actions of one plan, of all or of none; how many were changed.

    Each action is loaded with its plan, owners and links, removed ones among these. ``reason`` is
    the note that history keeps with every row; actions that are removed are removed for it.

    Raises:
        Conflict: an action was changed since its version in ``versions``; one that is missing there
            counts as changed.
        RuleError: there is no note, or too many actions, or they are of several plans.
        ActionRefused: a rule refuses the change of one of them.
    """
    require_reason(reason, "Enter a note that says why")
    _require_choice(actions)
    changed = overtaken(actions, versions)
    if changed:
        raise Conflict(changed[0])
    before = head_seq(session, by)
    for action in actions:
        _edit_one(session, action, change, reason=reason, by=by, on=on)
    return len({row.subject_id for row in list_rows_since(session, by, before)})


@deed
def _edit_one(
    session: Session, action: Action, change: BulkChange, *, reason: str, by: Actor, on: date
) -> None:
    try:
        _EDITS[change.kind](Deed(session, by, on, reason), action, change)
    except RuleError as error:
        raise ActionRefused(action, error) from error


def overtaken(
    actions: Collection[Action], versions: Mapping[uuid.UUID, int] | None
) -> list[Action]:
    """The actions that were changed since the versions that somebody had read."""
    if versions is None:
        return []
    return [action for action in actions if versions.get(action.id) != action.version]


@dataclass(frozen=True)
class Tried:
    """What a change would do to one action: the records that change, or why it is refused."""

    action_id: uuid.UUID
    reference: str
    title: str
    version: int
    changes: Sequence[RecordChange] = ()
    refusal: str = ""


def try_bulk_edit(
    session: Session, actions: Sequence[Action], change: BulkChange, *, by: Actor, on: date
) -> list[Tried]:
    """What ``bulk_edit`` would do, told by doing it and taking it back; nothing is written.

    The actions are loaded as for ``bulk_edit``, and have to be loaded again before it.
    """
    shown = [Tried(a.id, a.reference, a.title, a.version) for a in actions]
    with session.begin_nested() as taken_back:
        before = head_seq(session, by)
        refusals = [_refusal(session, action, change, by=by, on=on) for action in actions]
        changes = record_changes(list_rows_since(session, by, before))
        taken_back.rollback()
    return [
        replace(one, changes=[c for c in changes if c.subject_id == one.action_id], refusal=refusal)
        for one, refusal in zip(shown, refusals, strict=True)
    ]


def _refusal(session: Session, action: Action, change: BulkChange, *, by: Actor, on: date) -> str:
    try:
        with session.begin_nested():
            _edit_one(session, action, change, reason="Preview", by=by, on=on)
    except ActionRefused as refused:
        return refused.why
    return ""


def _require_choice(actions: Sequence[Action]) -> None:
    if not actions:
        raise RuleError("Select at least one action")
    if len(actions) > MOST_EDITED:
        raise RuleError(f"Select {MOST_EDITED} actions or fewer")
    if len({action.plan_id for action in actions}) > 1:
        raise RuleError("Only actions of the same plan can be edited together")


def _fields_of(action: Action) -> ActionFields:
    return ActionFields(
        reference=action.reference,
        title=action.title,
        why=action.why,
        success_measure=action.success_measure,
        start_on=action.start_on,
        due_on=action.due_on,
        due_text=action.due_text,
        priority_id=action.priority_id,
    )


def _amend(told: Deed, action: Action, **values: Any) -> None:
    amend_action(told.session, action, replace(_fields_of(action), **values), **told.named)


def _set_priority(told: Deed, action: Action, change: BulkChange) -> None:
    _amend(told, action, priority_id=change.priority_id)


def _set_measure(told: Deed, action: Action, change: BulkChange) -> None:
    _amend(told, action, success_measure=change.text)


def _add_to_measure(told: Deed, action: Action, change: BulkChange) -> None:
    texts = filter(None, (action.success_measure, change.text))
    _amend(told, action, success_measure="\n".join(texts))


def _set_start(told: Deed, action: Action, change: BulkChange) -> None:
    _amend(told, action, start_on=change.start_on)


def _set_lead(told: Deed, action: Action, change: BulkChange) -> None:
    """The owner leads; whoever led before owns the action no longer."""
    owner = _needed(change.owner)
    others = [
        other
        for other in live_owners(action)
        if other.holder != owner.holder and other.role is not OwnershipRole.LEAD
    ]
    _own(told, action, [replace(owner, role=OwnershipRole.LEAD), *others])


def _add_owner(told: Deed, action: Action, change: BulkChange) -> None:
    """The owner joins the others, and leads where there is nobody; who owns already stays so."""
    owner, standing = _needed(change.owner), live_owners(action)
    joins = owner.holder not in [other.holder for other in standing]
    _own(told, action, [*standing, replace(owner, role=OwnershipRole.OWNER)] if joins else standing)


_RANKS: Final = (OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER)


def _replace_owner(told: Deed, action: Action, change: BulkChange) -> None:
    """The owner takes the former's place, or keeps their own where that is the higher."""
    owner, former, standing = _needed(change.owner), _needed(change.former), live_owners(action)
    both = (owner.holder, former.holder)
    concerned = [other for other in standing if other.holder in both]
    if former.holder in [other.holder for other in concerned]:
        role = min((other.role for other in concerned), key=_RANKS.index)
        place = standing.index(concerned[0])
        rest = [other for other in standing if other not in concerned]
        standing = [*rest[:place], replace(owner, role=role), *rest[place:]]
    _own(told, action, standing)


def _needed(owner: OwnerFields | None) -> OwnerFields:
    if owner is None:
        raise RuleError("Select a post or a person", field="owner")
    return owner


def _own(told: Deed, action: Action, owners: Sequence[OwnerFields]) -> None:
    set_owners(told.session, action, owners, **told.named)


def _links(action: Action) -> set[uuid.UUID]:
    return {link.recommendation_id for link in action.answers if link.removed_on is None}


def _link(told: Deed, action: Action, change: BulkChange) -> None:
    wanted = _links(action)
    if change.recommendation_id is not None:
        wanted.add(change.recommendation_id)
    link_recommendations(told.session, action, wanted, **told.named)


def _unlink(told: Deed, action: Action, change: BulkChange) -> None:
    wanted = _links(action) - {change.recommendation_id}
    link_recommendations(told.session, action, wanted, **told.named)


def _request(told: Deed, action: Action, change: BulkChange) -> None:
    if change.request is None:
        raise RuleError("Enter the new due date, or say in words when it is due", field="to_on")
    request_date_change(told.session, action, change.request, **told.named)


def _remove(told: Deed, action: Action, _change: BulkChange) -> None:
    remove_action(told.session, action, reason=told.reason, **told.named)


_EDITS: Final[Mapping[BulkKind, Callable[[Deed, Action, BulkChange], None]]] = {
    BulkKind.PRIORITY: _set_priority,
    BulkKind.LEAD: _set_lead,
    BulkKind.ADD_OWNER: _add_owner,
    BulkKind.REPLACE_OWNER: _replace_owner,
    BulkKind.LINK: _link,
    BulkKind.UNLINK: _unlink,
    BulkKind.ADD_TO_MEASURE: _add_to_measure,
    BulkKind.MEASURE: _set_measure,
    BulkKind.START: _set_start,
    BulkKind.DUE_DATE: _request,
    BulkKind.REMOVE: _remove,
}
