"""Who owns an action: the whole list at once, posts and people, one of them the lead."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import OwnershipRole
from tracker.models import Action, Ownership, Person, Post
from tracker.services.actions import require_live, touch
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.rules import add_record

_FIELD = "owners"

Holder = tuple[uuid.UUID | None, uuid.UUID | None]
"""Who owns: the id of a post or the id of a person, the other one None."""


@dataclass(frozen=True, kw_only=True)
class OwnerFields:
    """One owner, a post or a person; of a list, the first is the lead when none is said to be."""

    post_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    role: OwnershipRole = OwnershipRole.OWNER

    @property
    def holder(self) -> Holder:
        """Who it is, whatever the role."""
        return self.post_id, self.person_id


@deed
def set_owners(
    session: Session,
    action: Action,
    owners: Sequence[OwnerFields],
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Make the action's owners exactly these, in this order; an empty list leaves it without.

    ``action.plan`` and ``action.ownerships`` are loaded. Who stays keeps the day since when.
    """
    require_live(action, by=by, version=version, closed_too=True)
    _require_list(owners)
    wanted = with_lead(owners)
    standing = [owner.holder for owner in live_owners(action)]
    joining = [owner for owner in wanted if owner.holder not in standing]
    _require_standingers(session, joining, by=by, on=on)
    if wanted != live_owners(action):
        touch(action)
        place_owners(session, action, wanted, by=by, on=on)


def live_owners(action: Action) -> list[OwnerFields]:
    """The action's present owners in their order; ``action.ownerships`` is loaded."""
    live = [ownership for ownership in action.ownerships if ownership.removed_on is None]
    return [
        OwnerFields(post_id=o.post_id, person_id=o.person_id, role=o.role)
        for o in sorted(live, key=lambda ownership: ownership.position)
    ]


def with_lead(owners: Sequence[OwnerFields]) -> list[OwnerFields]:
    """The list with its first owner as the lead, unless somebody in it already is."""
    if not owners or any(owner.role is OwnershipRole.LEAD for owner in owners):
        return list(owners)
    return [replace(owners[0], role=OwnershipRole.LEAD), *owners[1:]]


def place_owners(
    session: Session, action: Action, wanted: Sequence[OwnerFields], *, by: Actor, on: date
) -> None:
    """Make the action's owners so, unchecked.

    Whoever goes or stops leading is written first: one moment with two leads would already break
    the constraint that allows one.
    """
    roles = {owner.holder: owner.role for owner in wanted}
    staying: dict[Holder, Ownership] = {}
    for ownership in action.ownerships:
        holder = (ownership.post_id, ownership.person_id)
        if ownership.removed_on is not None:
            continue
        if holder not in roles:
            ownership.removed_on = on
            continue
        staying[holder] = ownership
        if ownership.role is OwnershipRole.LEAD:
            ownership.role = roles[holder]
    session.flush()
    for position, owner in enumerate(wanted):
        if owner.holder in staying:
            staying[owner.holder].role = owner.role
            staying[owner.holder].position = position
        else:
            joining = {"action_id": action.id, "position": position, "from_on": on, **vars(owner)}
            action.ownerships.append(add_record(session, Ownership, by=by, **joining))


def _require_list(owners: Sequence[OwnerFields]) -> None:
    if any((owner.post_id is None) == (owner.person_id is None) for owner in owners):
        raise RuleError("Select a post or a person for each owner", field=_FIELD)
    if len({owner.holder for owner in owners}) < len(owners):
        raise RuleError("Select each owner only once", field=_FIELD)
    roles = [owner.role for owner in owners]
    if roles.count(OwnershipRole.LEAD) > 1:
        raise RuleError("An action has one lead: select only one", field=_FIELD)
    if roles.count(OwnershipRole.DEPUTY) > 1:
        raise RuleError("An action has one deputy: select only one", field=_FIELD)


def _require_standingers(
    session: Session, owners: Sequence[OwnerFields], *, by: Actor, on: date
) -> None:
    chosen(
        session,
        Post,
        [owner.post_id for owner in owners if owner.post_id is not None],
        by=by,
        on=on,
        field=_FIELD,
        sentence="Select posts of this council that still exist",
    )
    chosen(
        session,
        Person,
        [owner.person_id for owner in owners if owner.person_id is not None],
        by=by,
        on=on,
        field=_FIELD,
        sentence="Select people of this council who have not left",
    )
