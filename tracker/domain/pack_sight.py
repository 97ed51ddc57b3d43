"""Who may see what of a pack: what hides it, what is restricted, and the version without that."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tracker.domain.board_vocabulary import AgendaKind
from tracker.domain.pack_material import (
    ChallengeFacts,
    DecisionFacts,
    ItemFacts,
    PackMaterial,
)


def tells_of(material: PackMaterial, beside: Iterable[uuid.UUID]) -> list[str]:
    """The ids that hide the pack when they are hidden: inspections and open items.

    ``beside`` are the inspections that challenges and decisions lead to.
    """
    inspections = {one.id for plan in material.plans for one in plan.now.inspections}
    graded = {one.id for plan in material.plans for one in plan.grades}
    return sorted(map(str, inspections | graded | _items(material, restricted=False) | set(beside)))


def restricted_items(material: PackMaterial) -> list[str]:
    """The ids of the restricted items that the material tells of, or of what was noted there."""
    return sorted(map(str, _items(material, restricted=True)))


def _items(material: PackMaterial, *, restricted: bool) -> set[uuid.UUID]:
    found = {one.id for one in material.items if one.is_restricted is restricted}
    noted = {
        one.item_id for one in material.notes if one.is_restricted is restricted and one.item_id
    }
    return found | noted


def without_restricted(material: PackMaterial) -> PackMaterial:
    """The material of the open version: of what is restricted it keeps only that there is some.

    Items keep their number; what they say is gone before anything is drawn, so that no sentence,
    table or picture can tell of it.
    """
    closed = {one.id for one in material.items if one.is_restricted}
    return replace(
        material,
        items=tuple(_closed_item(one) if one.is_restricted else one for one in material.items),
        papers=tuple(one for one in material.papers if one.item_id not in closed),
        decisions=tuple(_closed(one) if one.is_restricted else one for one in material.decisions),
        follow_ups=tuple(_closed(one) if one.is_restricted else one for one in material.follow_ups),
        challenges=tuple(
            _closed_challenge(one) if one.is_restricted else one for one in material.challenges
        ),
    )


def _closed_item(item: ItemFacts) -> ItemFacts:
    return replace(
        item,
        title="",
        kind=AgendaKind.INFORMATION,
        presenter="",
        duration=None,
        note=None,
        minute=None,
    )


def _closed(note: Any) -> Any:
    kept = {"text": "", "who": "", "due_on": None, "closed_on": None}
    more = "note" if isinstance(note, DecisionFacts) else "not_needed_because"
    return replace(note, **kept, **{more: None})


def _closed_challenge(challenge: ChallengeFacts) -> ChallengeFacts:
    return replace(
        challenge,
        text="",
        raiser="",
        asked="",
        about="",
        due_on=None,
        settled_on=None,
        step_on=None,
        step_by="",
        step_words=None,
    )
