"""Owners in words: whom an action can be given to, and two versions of its list side by side."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.domain.vocabulary import OwnershipRole
from tracker.models import Action
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.words import label
from tracker.services.ownership import OwnerFields

POST, PERSON = "post", "person"
NOBODY = "Nobody"


def owner_key(post_id: uuid.UUID | None, person_id: uuid.UUID | None) -> str:
    """A post or a person as one choice."""
    return f"{POST}:{post_id}" if post_id else f"{PERSON}:{person_id}"


def owner_choices(
    posts: Iterable[Any],
    holders: Iterable[Any],
    people: Iterable[Any],
    action: Action | None = None,
) -> list[tuple[str, str]]:
    """Posts with who holds them, then people, then owners of an action who have gone since.

    ``posts`` are (id, title), ``holders`` (post_id, name, is_interim), ``people`` (id, name,
    organisation); the action's ``ownerships`` are loaded with their posts and people.
    """
    held = defaultdict(list)
    for row in holders:
        held[row.post_id].append(f"{row.name}, interim" if row.is_interim else row.name)
    offered = {
        owner_key(row.id, None): f"Post: {row.title} ({'; '.join(held[row.id]) or 'vacant'})"
        for row in posts
    }
    offered |= {owner_key(None, row.id): f"Person: {_person_words(row)}" for row in people}
    for standing in action.ownerships if action else ():
        if standing.removed_on is None:
            gone = standing.post.title if standing.post else ""
            gone = gone or (standing.person.name if standing.person else "")
            offered.setdefault(owner_key(standing.post_id, standing.person_id), f"{gone} (gone)")
    return list(offered.items())


def _person_words(row: Any) -> str:
    return f"{row.name}, {row.organisation}" if row.organisation else str(row.name)


def owner_versions(
    saved: Sequence[OwnerFields], typed: Sequence[OwnerFields], choices: Iterable[tuple[str, str]]
) -> list[ConflictRow]:
    """The saved list of owners beside the one that was typed, role by role."""
    words = dict(choices)
    rows = []
    for role, name in (
        (OwnershipRole.LEAD, label(OwnershipRole.LEAD)),
        (OwnershipRole.DEPUTY, label(OwnershipRole.DEPUTY)),
        (OwnershipRole.OWNER, "Others"),
    ):
        theirs, yours = (_named(owners, role, words) for owners in (saved, typed))
        rows.append(ConflictRow(name, theirs, yours, theirs != yours))
    return rows


def _named(owners: Sequence[OwnerFields], role: OwnershipRole, words: Mapping[str, str]) -> str:
    keys = [owner_key(owner.post_id, owner.person_id) for owner in owners if owner.role is role]
    return "\n".join(words.get(key, "Somebody who has gone") for key in keys) or NOBODY
